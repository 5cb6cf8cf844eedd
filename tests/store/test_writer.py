"""Writes that wait together share one commit: each fails alone, all are told after it, and a failed commit fails all."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from intake.core.errors import Conflict, StoreUnavailable
from intake.store import drafts, referrals
from intake.store.engine import Store, open_store
from intake.store.writer import MAX_BATCH
from tests.store.factories import NOW, make_draft, make_referral, make_report
from tests.store.holding import SECONDS, Stop, held, in_one_batch, no_more_room, wait_until_piled_up, written_together

Work = Callable[[Connection], object]
BIG = b"x" * 200_000


def keep(db: Connection, locator: str, sealed: bytes = b"sealed") -> str:
    """Write a draft, and return its name."""
    drafts.add(db, make_draft(locator, sealed=sealed))
    return locator


def keep_and_fail(db: Connection, locator: str) -> None:
    """Write a draft, and raise."""
    keep(db, locator)
    raise LookupError(locator)


def break_the_commit(db: Connection) -> None:
    """A row whose foreign key is looked at only when the transaction ends: the commit itself fails."""
    db.execute(text("PRAGMA defer_foreign_keys = ON"))
    referrals.add(db, make_referral(make_report()))


def kept(store: Store, *locators: str) -> list[bool]:
    """Which of these drafts are there."""
    with store.read() as db:
        return [drafts.by_locator(db, locator, now=NOW) is not None for locator in locators]


def test_what_a_function_returns_is_the_answer(store: Store) -> None:
    assert store.write(lambda db: keep(db, "one")) == "one"
    assert kept(store, "one") == [True]


def test_what_a_function_raises_takes_its_work_back(store: Store) -> None:
    with pytest.raises(LookupError):
        store.write(lambda db: keep_and_fail(db, "one"))
    assert kept(store, "one") == [False]


def test_in_a_batch_a_function_that_raises_takes_back_its_own_work_only(store: Store) -> None:
    functions: list[Work] = [partial(keep, locator="one"), partial(keep_and_fail, locator="two")]
    first, second, third = written_together(store, [*functions, partial(keep, locator="three")])
    assert (first, third) == ("one", "three")
    assert isinstance(second, LookupError)
    assert kept(store, "one", "two", "three") == [True, False, True]


def test_in_a_batch_a_conflict_is_the_second_ones_alone(store: Store) -> None:
    first, second, third = written_together(store, [partial(keep, locator=name) for name in ("one", "one", "three")])
    assert (first, third) == ("one", "three")
    assert isinstance(second, Conflict)
    assert kept(store, "one", "three") == [True, True]


def test_functions_that_waited_together_share_one_transaction(store: Store) -> None:
    def seen_from_inside_and_outside(db: Connection) -> tuple[bool, bool]:
        return drafts.by_locator(db, "one", now=NOW) is not None, kept(store, "one")[0]

    assert written_together(store, [partial(keep, locator="one"), seen_from_inside_and_outside]) == [
        "one",
        (True, False),
    ]


def test_nobody_is_answered_before_the_commit(store: Store) -> None:
    stop = Stop()
    with in_one_batch(store, [partial(keep, locator="one"), stop]) as (first, _):
        assert stop.reached.wait(SECONDS)
        assert not first.done()
        assert kept(store, "one") == [False]
        stop.released.set()
        assert first.result(SECONDS) == "one"
    assert kept(store, "one") == [True]


def test_a_failing_commit_answers_everybody_and_the_next_batch_works(store: Store) -> None:
    answers = written_together(store, [partial(keep, locator="one"), break_the_commit, partial(keep, locator="two")])
    assert [type(answer) for answer in answers] == [StoreUnavailable] * 3
    assert kept(store, "one", "two") == [False, False]
    assert store.write(lambda db: keep(db, "one")) == "one"


def test_a_full_disk_answers_everybody_and_the_next_batch_works(store: Store) -> None:
    functions: list[Work] = [no_more_room, partial(keep, locator="one"), partial(keep, locator="two", sealed=BIG)]
    answers = written_together(store, functions)
    assert [type(answer) for answer in answers] == [StoreUnavailable] * 3
    assert kept(store, "one", "two") == [False, False]
    assert store.write(lambda db: keep(db, "two", BIG)) == "two"


def test_a_full_disk_fails_one_write_alone_and_what_fits_is_still_kept(store: Store) -> None:
    store.write(no_more_room)
    with pytest.raises(StoreUnavailable):
        store.write(lambda db: keep(db, "one", BIG))
    assert store.write(lambda db: keep(db, "two")) == "two"


def test_everybody_in_a_crowd_is_answered_and_kept(store: Store) -> None:
    names = [f"draft {number}" for number in range(2 * MAX_BATCH + 10)]
    assert written_together(store, [partial(keep, locator=name) for name in names]) == names
    assert all(kept(store, *names))


def test_what_was_waiting_when_the_store_closes_is_kept(store: Store, database: Path) -> None:
    with ThreadPoolExecutor(2) as pool:
        with held(store):
            waiting = pool.submit(store.write, partial(keep, locator="one"))
            wait_until_piled_up(store, 1)
            closing = pool.submit(store.close)
            wait_until_piled_up(store, 2)
        closing.result(SECONDS)
        assert waiting.result(SECONDS) == "one"
    assert kept(open_store(f"sqlite:///{database}", readers=1), "one") == [True]


def test_a_closed_store_refuses_to_write_and_closes_twice_as_once(store: Store) -> None:
    store.close()
    store.close()
    with pytest.raises(StoreUnavailable):
        store.write(lambda db: keep(db, "one"))


def test_a_function_that_would_wait_for_itself_is_refused(store: Store) -> None:
    with pytest.raises(RuntimeError, match="wait for itself"):
        store.write(lambda db: store.write(lambda inner: keep(inner, "one")))
    assert store.write(lambda db: keep(db, "two")) == "two"


def test_even_the_end_of_the_program_inside_a_function_leaves_the_writer_working(store: Store) -> None:
    def leave(db: Connection) -> None:
        raise SystemExit(1)

    with pytest.raises(SystemExit):
        store.write(leave)
    assert store.write(lambda db: keep(db, "one")) == "one"
