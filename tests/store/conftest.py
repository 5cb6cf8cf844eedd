"""A migrated database of its own for each test of the store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.store import versions
from intake.store.engine import Store, open_store
from intake.store.upgrade import upgrade
from tests.store.factories import NOW, make_version


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Where the file is, or will be."""
    return tmp_path / "intake.db"


@pytest.fixture
def store(database: Path) -> Iterator[Store]:
    """Tables, one published version, and nothing else."""
    made = open_store(f"sqlite:///{database}", readers=4)
    upgrade(made)
    made.write(lambda db: versions.publish(db, make_version(), at=NOW))
    yield made
    made.close()
