"""A house of its own for each test of a verb."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.runtime import Runtime
from tests.running import make_runtime


@pytest.fixture
def runtime(tmp_path: Path) -> Iterator[Runtime]:
    """A house of its own, closed afterwards."""
    made = make_runtime(tmp_path / "var")
    yield made
    made.store.close()
