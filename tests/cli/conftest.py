"""The command `intake` as a shell runs it, in this process."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from intake.cli import main
from tests.cli.running import Ran, Run


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """The command `intake`, with a data folder that is not there yet."""
    monkeypatch.setenv("INTAKE_DATA", str(tmp_path / "var"))
    monkeypatch.setenv("INTAKE_BASE_URL", "https://example.org")

    def ran(*words: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["intake", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        return Ran(ended.value.code if isinstance(ended.value.code, int) else 0, printed.out, printed.err)

    return ran
