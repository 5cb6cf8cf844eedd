"""Published versions: every text is kept for ever, and the last one made live decides."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from intake.core.errors import Conflict, NotFound
from intake.core.report import VersionId
from intake.store import versions
from intake.store.engine import Store, open_store
from intake.store.upgrade import upgrade
from tests.store.factories import NOW, make_version


def test_a_version_comes_back_with_its_texts(store: Store) -> None:
    with store.read() as db:
        assert versions.by_id(db, VersionId("v1")) == make_version()


def test_nothing_is_live_before_something_was_published(database: Path) -> None:
    empty = open_store(f"sqlite:///{database}", readers=1)
    upgrade(empty)
    with empty.read() as db:
        assert versions.live_id(db) is None
    empty.close()


def test_what_was_published_last_is_live_whatever_the_clock_says(store: Store) -> None:
    for name, hours in (("v2", 1), ("v0", -1)):
        store.write(partial(versions.publish, new=make_version(name), at=NOW + timedelta(hours=hours)))
        with store.read() as db:
            assert versions.live_id(db) == name


def test_an_older_version_stays_readable(store: Store) -> None:
    newer = make_version("v2", {"forms/report.yaml": "title: ¿Otra cosa?\n"})
    store.write(lambda db: versions.publish(db, newer, at=NOW))
    with store.read() as db:
        assert versions.by_id(db, VersionId("v1")) == make_version()
        assert versions.by_id(db, VersionId("v2")) == newer


def test_a_version_is_never_written_over(store: Store) -> None:
    with pytest.raises(Conflict, match=r"version\.id"):
        store.write(lambda db: versions.publish(db, make_version("v1", {}), at=NOW))
    with store.read() as db:
        assert versions.by_id(db, VersionId("v1")) == make_version()


def test_one_that_was_never_published_is_not_found(store: Store) -> None:
    with store.read() as db, pytest.raises(NotFound):
        versions.by_id(db, VersionId("never"))
