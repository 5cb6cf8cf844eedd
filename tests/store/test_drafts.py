"""Drafts: the newest save wins only when it knew the one before, and nothing outlives its time."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from intake.core.errors import Conflict
from intake.core.report import Draft
from intake.store import drafts
from intake.store.engine import Store
from tests.store.factories import NOW, make_draft
from tests.store.holding import written_together

TOMORROW = NOW + timedelta(days=1)


def found(store: Store, locator: str = "here", days: float = 0) -> Draft | None:
    """The draft as somebody finds it who comes that many days later."""
    with store.read() as db:
        return drafts.by_locator(db, locator, now=NOW + timedelta(days=days))


@pytest.fixture
def draft(store: Store) -> Draft:
    """A draft that was saved once."""
    saved = make_draft()
    store.write(lambda db: drafts.add(db, saved))
    return saved


def test_a_draft_comes_back_as_it_was_saved(store: Store, draft: Draft) -> None:
    assert found(store) == draft
    assert found(store, "elsewhere") is None


def test_a_later_save_takes_the_place_of_the_one_it_knew(store: Store, draft: Draft) -> None:
    later = make_draft(sealed=b"later", revision=2, saved_at=TOMORROW, expires_at=TOMORROW)
    store.write(lambda db: drafts.replace(db, later, expected_revision=1))
    assert found(store) == later


def test_a_save_that_did_not_know_the_last_one_is_refused(store: Store, draft: Draft) -> None:
    newest, late = make_draft(sealed=b"newest", revision=2), make_draft(sealed=b"late", revision=2)
    store.write(lambda db: drafts.replace(db, newest, expected_revision=1))
    with pytest.raises(Conflict):
        store.write(lambda db: drafts.replace(db, late, expected_revision=1))
    assert found(store) == newest


def test_of_two_tabs_that_save_at_once_one_is_told_to_look_again(store: Store, draft: Draft) -> None:
    tabs = [make_draft(sealed=name, revision=2) for name in (b"one", b"two")]
    first, second = written_together(store, [partial(drafts.replace, new=tab, expected_revision=1) for tab in tabs])
    assert first is None
    assert isinstance(second, Conflict)
    assert found(store) == tabs[0]


def test_of_two_first_saves_at_once_one_is_told_to_look_again(store: Store) -> None:
    first, second = written_together(store, [partial(drafts.add, new=make_draft())] * 2)
    assert first is None
    assert isinstance(second, Conflict)


def test_a_draft_that_was_erased_cannot_be_saved_again_as_if_it_were_there(store: Store, draft: Draft) -> None:
    store.write(lambda db: drafts.delete(db, "here"))
    with pytest.raises(Conflict):
        store.write(lambda db: drafts.replace(db, make_draft(revision=2), expected_revision=1))
    assert found(store) is None


def test_erasing_touches_no_other_draft_and_may_be_done_twice(store: Store, draft: Draft) -> None:
    store.write(lambda db: drafts.add(db, make_draft("another")))
    for _ in range(2):
        store.write(lambda db: drafts.delete(db, "here"))
    assert found(store) is None
    assert found(store, "another") is not None


def test_a_draft_is_gone_from_the_moment_its_time_is_over(store: Store, draft: Draft) -> None:
    assert found(store, days=0.999) == draft
    assert found(store, days=1) is None


def test_a_new_draft_takes_the_place_of_one_whose_time_is_over(store: Store, draft: Draft) -> None:
    again = make_draft(sealed=b"again", saved_at=TOMORROW, expires_at=TOMORROW + timedelta(days=1))
    store.write(lambda db: drafts.add(db, again))
    assert found(store, days=1) == again


def test_sweeping_erases_what_is_over_oldest_first_and_nothing_else(store: Store) -> None:
    for days in (1, 2, 3):
        draft = make_draft(f"ends on day {days}", expires_at=NOW + timedelta(days=days))
        store.write(partial(drafts.add, new=draft))
    assert store.write(lambda db: drafts.delete_expired(db, now=NOW + timedelta(days=2), limit=1)) == 1
    assert [found(store, f"ends on day {days}") is not None for days in (1, 2, 3)] == [False, True, True]
    assert store.write(lambda db: drafts.delete_expired(db, now=NOW + timedelta(days=2), limit=500)) == 1
    assert found(store, "ends on day 3") is not None


def test_a_revision_counts_from_one(store: Store) -> None:
    with pytest.raises(Conflict, match="ck_draft_revision"):
        store.write(lambda db: drafts.add(db, make_draft(revision=0)))
