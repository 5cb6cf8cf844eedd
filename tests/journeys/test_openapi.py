"""The description of the programming interface is true: another program makes up requests from it, and finds nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.server import Server

SCHEMATHESIS = Path(sys.executable).with_name("schemathesis")


def test_requests_made_up_from_the_description_are_answered_as_it_says(server: Server, tmp_path: Path) -> None:
    secret = server.run("token", "add", "made up").split()[-1]
    document = f"{server.base}/api/openapi.json"
    options = ["--checks", "all", "--max-examples", "25", "--seed", "1", "--no-color"]
    ran = subprocess.run(
        [SCHEMATHESIS, "run", document, "-H", f"Authorization: Bearer {secret}", *options],
        capture_output=True,
        cwd=tmp_path,
        text=True,
        timeout=240,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout[-3000:]
    assert "No issues found" in ran.stdout
