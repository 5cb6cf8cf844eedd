"""The outbox: one worker at a time holds a message, nothing is lost when it dies, and what was given up can go out again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text, update

from intake.core.errors import Conflict
from intake.core.report import (
    DeliveryFailure,
    FailedMessage,
    Lease,
    MessageId,
    MessageKind,
    OutboxCounts,
    OutboxMessage,
)
from intake.store import outbox
from intake.store.engine import Store
from intake.store.schema import outbox as table
from tests.store.factories import NOW, make_message, stored_referral, stored_report
from tests.store.test_migrations import plan

SOON = timedelta(minutes=5)
ON_CALL = MessageKind.ON_CALL
UNREACHABLE, REFUSED = DeliveryFailure.UNREACHABLE, DeliveryFailure.REFUSED
HOUR = NOW.replace(minute=0, second=0, microsecond=0)


def stored_message(store: Store, **changes: object) -> OutboxMessage:
    message = replace(make_message(stored_report(store)), **changes)  # type: ignore[arg-type]
    store.write(lambda db: outbox.add(db, message))
    return message


def lease(store: Store, *, after: timedelta = timedelta()) -> Lease | None:
    at = NOW + after
    return store.write(lambda db: outbox.lease_next(db, ON_CALL, now=at, until=at + SOON))


def held(store: Store, *, after: timedelta = timedelta()) -> Lease:
    found = lease(store, after=after)
    assert found is not None
    return found


def given_up(store: Store, **changes: object) -> OutboxMessage:
    message = stored_message(store, **changes)
    leased = held(store)
    assert store.write(lambda db: outbox.give_up(db, leased, REFUSED, now=NOW))
    return message


def failed(store: Store, after: MessageId | None = None, limit: int = 50) -> list[FailedMessage]:
    with store.read() as db:
        return outbox.failed(db, after=after, limit=limit)


def test_the_message_that_is_due_longest_goes_first(store: Store) -> None:
    late = stored_message(store, due_at=NOW)
    early = stored_message(store, due_at=NOW - SOON)
    assert [held(store).message, held(store).message] == [early, late]
    assert lease(store) is None


def test_what_is_not_due_yet_stays(store: Store) -> None:
    message = stored_message(store, due_at=NOW + SOON)
    assert lease(store) is None
    assert held(store, after=SOON).message == message


def test_what_somebody_holds_is_nobody_elses_until_the_lease_ends(store: Store) -> None:
    message = stored_message(store)
    assert held(store) == Lease(message, 1, NOW + SOON)
    assert lease(store, after=SOON - timedelta(seconds=1)) is None
    assert held(store, after=SOON) == Lease(message, 2, NOW + 2 * SOON)


def test_what_was_delivered_is_over(store: Store) -> None:
    stored_message(store)
    leased = held(store)
    assert store.write(lambda db: outbox.deliver(db, leased, now=NOW))
    assert not store.write(lambda db: outbox.deliver(db, leased, now=NOW))
    assert lease(store, after=2 * SOON) is None


ENDS: dict[str, Callable[[Store, Lease], bool]] = {
    "deliver": lambda store, leased: store.write(lambda db: outbox.deliver(db, leased, now=NOW)),
    "put off": lambda store, leased: store.write(lambda db: outbox.put_off(db, leased, UNREACHABLE, due_at=NOW)),
    "give up": lambda store, leased: store.write(lambda db: outbox.give_up(db, leased, REFUSED, now=NOW)),
}


@pytest.mark.parametrize("end", ENDS)
def test_who_lost_the_lease_changes_nothing(store: Store, end: str) -> None:
    stored_message(store)
    lost = held(store)
    now_held = held(store, after=SOON)
    assert not ENDS[end](store, lost)
    assert ENDS["deliver"](store, now_held)


def test_what_was_put_off_is_due_again_then_and_not_before(store: Store) -> None:
    message = stored_message(store)
    leased, then = held(store), NOW + timedelta(minutes=1)
    assert store.write(lambda db: outbox.put_off(db, leased, UNREACHABLE, due_at=then))
    assert lease(store) is None
    assert held(store, after=timedelta(minutes=1)).message == replace(message, due_at=then)


def test_what_was_given_up_is_a_line_with_its_desk_and_the_hour(store: Store) -> None:
    referral = stored_referral(store, "a_desk")
    message = given_up(store, report_id=referral.report_id, referral_id=referral.id)
    assert failed(store) == [FailedMessage(message.id, ON_CALL, "a_desk", HOUR, HOUR, 1, REFUSED)]
    assert lease(store, after=2 * SOON) is None


def test_send_again_makes_it_due_at_once_and_once(store: Store) -> None:
    message = given_up(store)
    assert store.write(lambda db: outbox.send_again(db, message.id, now=NOW))
    assert not store.write(lambda db: outbox.send_again(db, message.id, now=NOW))
    assert failed(store) == []
    assert held(store).attempt == 1


@pytest.mark.parametrize("end", ["waiting", "delivered", "unknown"])
def test_only_what_was_given_up_is_sent_again(store: Store, end: str) -> None:
    message = stored_message(store)
    if end == "delivered":
        assert ENDS["deliver"](store, held(store))
    wanted = MessageId("nothing") if end == "unknown" else message.id
    assert not store.write(lambda db: outbox.send_again(db, wanted, now=NOW))


def test_pages_of_failed_ones_follow_each_other_the_latest_first(store: Store) -> None:
    ids = [given_up(store).id for _ in range(5)]
    first = failed(store, limit=2)
    second = failed(store, after=first[-1].id, limit=2)
    third = failed(store, after=second[-1].id, limit=2)
    assert [each.id for each in (*first, *second, *third)] == ids[::-1]
    assert failed(store, after=MessageId("nothing")) == []


def test_the_counts_tell_late_ones_from_those_that_just_wait(store: Store) -> None:
    given_up(store)
    stored_message(store, due_at=NOW - 2 * SOON)
    stored_message(store, due_at=NOW)
    with store.read() as db:
        assert outbox.counts(db, late_since=NOW - SOON) == OutboxCounts(waiting=2, late=1, failed=1)


def test_a_kind_that_this_version_does_not_know_is_left_alone(store: Store) -> None:
    message = stored_message(store)
    store.write(lambda db: db.execute(update(table).values(kind="of_tomorrow")))
    assert lease(store) is None
    with store.read() as db:
        assert (outbox.for_report(db, message.report_id), outbox.failed(db, after=None, limit=9)) == ([], [])
        assert outbox.counts(db, late_since=NOW) == OutboxCounts(0, 0, 0)


@pytest.mark.parametrize(
    ("constraint", "wrong"),
    [("failed_why", "failed_at = '2026-11-24 18:40:12.000000'"), ("failure", "failure = 'somebody@example.org'")],
)
def test_a_failure_has_a_reason_and_that_is_one_of_our_words(store: Store, constraint: str, wrong: str) -> None:
    stored_message(store)
    with pytest.raises(Conflict, match=f"ck_outbox_{constraint}"):
        store.write(lambda db: db.execute(text(f"UPDATE outbox SET {wrong}")))


def test_taking_the_next_one_is_read_in_order_off_the_index_of_what_waits(store: Store) -> None:
    steps = plan(store, lambda db: outbox.lease_next(db, ON_CALL, now=NOW, until=NOW + SOON))
    assert any("INDEX ix_outbox_due (kind=?" in step for step in steps)
    assert not any("TEMP B-TREE" in step or step.startswith("SCAN") for step in steps)


@pytest.mark.parametrize("after", [None, MessageId("x")], ids=["first page", "next page"])
def test_a_page_of_failed_ones_is_read_in_order_off_the_index_of_what_failed(
    store: Store, after: MessageId | None
) -> None:
    steps = plan(store, lambda db: outbox.failed(db, after=after, limit=50))
    assert any("INDEX ix_outbox_failed" in step for step in steps)
    assert not any("TEMP B-TREE" in step or step == "SCAN outbox" for step in steps)


def test_the_counts_read_what_is_not_over_and_nothing_else(store: Store) -> None:
    steps = plan(store, lambda db: outbox.counts(db, late_since=NOW))
    assert [("ix_outbox_due" in step or "ix_outbox_failed" in step) for step in steps] == [True, True]
