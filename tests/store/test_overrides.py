"""What clerks corrected: the last word on each report counts, and what agrees with the engine does not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from intake.core.errors import Conflict
from intake.core.override import Override, OverrideKind, OverrideTally
from intake.store import overrides, referrals
from intake.store.engine import Db, Store
from tests.store.factories import NOW, make_override, make_referral, stored_referral, stored_report
from tests.store.test_migrations import plan

HOUR = NOW.replace(minute=0, second=0, microsecond=0)


def add(store: Store, *new: Override) -> None:
    """One after the other, in a transaction of their own."""

    def lines(db: Db) -> None:
        for each in new:
            overrides.add(db, each)

    store.write(lines)


def tallies(store: Store, **back: int) -> list[OverrideTally]:
    """Of the reports received in this hour, or so long back."""
    with store.read() as db:
        return overrides.tallies(db, HOUR - timedelta(**back))


def test_alike_corrections_are_counted_together(store: Store) -> None:
    add(store, *(make_override(stored_referral(store)) for _ in range(3)))
    [tally] = tallies(store)
    assert (tally.kind, tally.count, tally.phrases) == (OverrideKind.CATEGORY, 3, ("a phrase", "another"))
    assert (tally.engine_value, tally.clerk_value, tally.rule_id) == ("a_category", "another_category", "a-rule")


def test_only_the_last_word_on_a_report_counts(store: Store) -> None:
    referral = stored_referral(store)
    add(store, make_override(referral), make_override(referral, clerk_value="a_third"))
    assert [tally.clerk_value for tally in tallies(store)] == ["a_third"]


def test_who_goes_back_to_the_engines_word_corrected_nothing(store: Store) -> None:
    referral = stored_referral(store)
    add(store, make_override(referral), make_override(referral, clerk_value=referral.category))
    assert tallies(store) == []
    with store.read() as db:
        assert overrides.reports_by_language(db, HOUR) == {}


def test_the_category_and_the_desk_of_a_report_are_two_corrections_of_one_report(store: Store) -> None:
    referral = stored_referral(store)
    desk = {"kind": OverrideKind.DESK, "engine_value": "an_agency", "clerk_value": "another_agency"}
    add(store, make_override(referral), make_override(referral, **desk))
    assert {tally.kind for tally in tallies(store)} == set(OverrideKind)
    with store.read() as db:
        assert overrides.reports_by_language(db, HOUR) == {"es": 1}


def test_reports_received_before_do_not_count(store: Store) -> None:
    old = make_referral(stored_report(store, received_at=NOW - timedelta(days=40)))
    store.write(lambda db: referrals.add(db, old))
    add(store, make_override(old, lang="en"), make_override(stored_referral(store)))
    assert [tally.lang for tally in tallies(store, days=1)] == ["es"]
    assert {tally.lang for tally in tallies(store, days=60)} == {"en", "es"}


def test_a_correction_of_neither_kind_is_refused(store: Store) -> None:
    add(store, make_override(stored_referral(store)))
    with pytest.raises(Conflict, match="ck_override_kind"):
        store.write(lambda db: db.execute(text("UPDATE override SET kind = 'whim'")))


def test_a_correction_of_no_report_is_refused(store: Store) -> None:
    referral = make_referral(stored_report(store))
    with pytest.raises(Conflict):
        add(store, make_override(referral))


def test_the_corrections_of_a_period_are_found_by_an_index(store: Store) -> None:
    steps = plan(store, lambda db: overrides.tallies(db, NOW))
    assert any("ix_override_at" in step for step in steps)
    assert not any(step in ("SCAN report", "SCAN override") for step in steps)
