"""The database is opened safely or not at all: a sound SQLite, a private file, readers that cannot write."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, StatementError

from intake.core.errors import Conflict, SetupError, StoreUnavailable
from intake.store import drafts, versions
from intake.store.engine import Store, open_store, require_sound_sqlite
from tests.store.factories import NOW, make_draft

CANARY = "canario-blanco-3310"


def mode(path: Path) -> int:
    """Who may do what with a file."""
    return path.stat().st_mode & 0o777


def test_a_reader_cannot_write(store: Store) -> None:
    with pytest.raises(StoreUnavailable, match="readonly"), store.read() as db:
        drafts.add(db, make_draft())
    with store.read() as db:
        assert drafts.by_locator(db, "here", now=NOW) is None


def test_a_reader_sees_one_moment_for_the_length_of_the_block(store: Store) -> None:
    with store.read() as db:
        assert drafts.by_locator(db, "here", now=NOW) is None
        store.write(lambda other: drafts.add(other, make_draft()))
        assert drafts.by_locator(db, "here", now=NOW) is None
    with store.read() as db:
        assert drafts.by_locator(db, "here", now=NOW) == make_draft()


@pytest.mark.parametrize(
    ("setting", "wanted"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 5000)],
    ids=lambda value: str(value),
)
def test_a_commit_is_on_the_disk_before_it_is_answered(store: Store, setting: str, wanted: str | int) -> None:
    assert store.write(lambda db: db.execute(text(f"PRAGMA {setting}")).scalar()) == wanted


@pytest.mark.parametrize("version", [(3, 40, 1), (3, 51, 2)], ids=["Debian 12", "the last with the bug"])
def test_an_old_sqlite_is_refused_with_what_to_do(version: tuple[int, int, int]) -> None:
    with pytest.raises(SetupError, match="pip install --upgrade pysqlite3"):
        require_sound_sqlite(version)


def test_the_first_sound_sqlite_is_taken(database: Path) -> None:
    require_sound_sqlite((3, 51, 3))
    open_store(f"sqlite:///{database}", readers=1).close()
    assert database.exists()


@pytest.mark.parametrize(
    "url",
    ["postgresql://localhost/intake", "sqlite://", "sqlite:///:memory:", "sqlite:////tmp/a.db?mode=ro", "a.db", ""],
)
def test_a_url_that_is_no_file_of_ours_is_refused_with_an_example(url: str) -> None:
    with pytest.raises(SetupError, match=r"sqlite:////folder/intake\.db"):
        open_store(url, readers=1)


def test_a_file_that_is_no_database_is_refused_by_name(database: Path) -> None:
    database.write_bytes(b"not a database at all" * 100)
    with pytest.raises(SetupError, match=r"intake\.db"):
        open_store(f"sqlite:///{database}", readers=1)


def test_a_folder_in_the_place_of_the_database_is_refused_by_name(database: Path) -> None:
    database.mkdir()
    with pytest.raises(SetupError, match=r"intake\.db"):
        open_store(f"sqlite:///{database}", readers=1)


def test_the_database_and_what_stands_beside_it_are_for_their_owner_only(store: Store, database: Path) -> None:
    store.write(lambda db: drafts.add(db, make_draft()))
    files = [path for path in database.parent.iterdir() if path.name.startswith("intake.db")]
    assert {path.name for path in files} == {"intake.db", "intake.db-wal", "intake.db-shm"}
    assert {mode(path) for path in files} == {0o600}


def test_a_database_that_others_could_read_is_made_private(database: Path) -> None:
    database.touch()
    database.chmod(0o644)
    open_store(f"sqlite:///{database}", readers=1).close()
    assert mode(database) == 0o600


def test_a_folder_that_is_missing_is_made_for_its_owner_only(tmp_path: Path) -> None:
    old = os.umask(0)
    open_store(f"sqlite:///{tmp_path}/new/intake.db", readers=1).close()
    os.umask(old)
    assert mode(tmp_path / "new") == 0o700


def test_the_store_answers_a_ping(store: Store) -> None:
    store.ping()
    store.close()
    with pytest.raises(StoreUnavailable):
        store.ping()


def test_a_database_without_tables_does_not_count_as_ready(database: Path) -> None:
    empty = open_store(f"sqlite:///{database}", readers=1)
    with pytest.raises(StoreUnavailable, match="no such table"):
        empty.ping()
    empty.close()


def test_a_closed_store_refuses_to_read(store: Store) -> None:
    store.close()
    with pytest.raises(StoreUnavailable), store.read():
        pass


def test_what_was_written_is_there_when_the_store_is_opened_again(store: Store, database: Path) -> None:
    store.write(lambda db: drafts.add(db, make_draft()))
    store.close()
    again = open_store(f"sqlite:///{database}", readers=1)
    with again.read() as db:
        assert drafts.by_locator(db, "here", now=NOW) == make_draft()
    again.close()


def test_an_error_never_carries_what_people_wrote(store: Store) -> None:
    store.write(lambda db: drafts.add(db, make_draft(CANARY)))
    with pytest.raises(Conflict) as caught:
        store.write(lambda db: drafts.add(db, make_draft(CANARY)))
    cause = caught.value.__cause__
    assert isinstance(cause, DBAPIError)
    assert "draft" in f"{cause} {caught.value}"
    assert CANARY not in f"{cause!r} {cause} {caught.value!r} {caught.value}"


def test_a_time_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(StatementError, match="a time without a zone"), store.read() as db:
        drafts.by_locator(db, "here", now=NOW.replace(tzinfo=None))


def test_two_stores_of_one_database_see_each_others_work(store: Store, database: Path) -> None:
    second = open_store(f"sqlite:///{database}", readers=1)
    second.write(lambda db: drafts.add(db, make_draft()))
    with store.read() as db:
        assert drafts.by_locator(db, "here", now=NOW) == make_draft()
        assert versions.live_id(db) == "v1"
    second.close()


@pytest.mark.parametrize("gone", ["intake.db", "intake.db-wal"])
def test_a_database_that_was_deleted_takes_nothing_more(store: Store, database: Path, gone: str) -> None:
    store.write(lambda db: drafts.add(db, make_draft("one")))
    database.with_name(gone).unlink()
    with pytest.raises(StoreUnavailable):
        store.write(lambda db: drafts.add(db, make_draft("two")))


def test_a_database_that_was_deleted_is_not_ready(store: Store, database: Path) -> None:
    database.unlink()
    with pytest.raises(StoreUnavailable):
        store.ping()


def test_a_database_that_was_replaced_takes_nothing_more(store: Store, database: Path) -> None:
    store.write(lambda db: drafts.add(db, make_draft("one")))
    database.rename(database.with_name("moved.db"))
    database.write_bytes(b"")
    with pytest.raises(StoreUnavailable):
        store.write(lambda db: drafts.add(db, make_draft("two")))


def test_a_glance_cannot_write(store: Store) -> None:
    with pytest.raises(StoreUnavailable), store.glance() as db:
        drafts.add(db, make_draft("one"))
