"""What any test may ask for: the content of the house, and a house of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.content import Content
from intake.runtime import Runtime
from tests.factories import CONTENT
from tests.running import make_runtime


@pytest.fixture(scope="session")
def content() -> Content:
    """The content of this checkout."""
    return CONTENT


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with keys, a migrated database and published rules, to be copied."""
    data = tmp_path_factory.mktemp("prepared") / "var"
    make_runtime(data).store.close()
    return data


@pytest.fixture
def runtime(tmp_path: Path, prepared: Path) -> Iterator[Runtime]:
    """A house of its own, closed afterwards."""
    shutil.copytree(prepared, tmp_path / "var")
    made = make_runtime(tmp_path / "var")
    yield made
    made.store.close()


@pytest.fixture
def data(tmp_path: Path, prepared: Path) -> Path:
    """A data folder with keys and rules."""
    return shutil.copytree(prepared, tmp_path / "var")
