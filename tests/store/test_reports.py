"""A report is stored whole and once, with its record, its messages and its receipt; operators page through decisions."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import text

from intake.core.errors import Conflict, NotFound
from intake.core.report import DecisionId, EventKind, Report, ReportId, VersionId
from intake.store import events, outbox, receipts, referrals, reports
from intake.store.engine import Store
from tests.store.factories import NOW, make_event, make_message, make_receipt, make_report, stored_report
from tests.store.holding import written_together


def test_a_report_comes_back_as_it_was_stored_by_each_of_its_names(store: Store) -> None:
    report = stored_report(store)
    with store.read() as db:
        assert reports.by_id(db, report.id) == report
        assert reports.by_decision(db, report.decision_id) == report


def test_a_report_that_nobody_leads_comes_back_so(store: Store) -> None:
    report = stored_report(store, lead=None, lead_country=None)
    with store.read() as db:
        assert reports.by_id(db, report.id) == report


def test_one_that_does_not_exist_is_not_found(store: Store) -> None:
    with store.read() as db:
        assert reports.by_decision(db, DecisionId("nobody")) is None
        with pytest.raises(NotFound):
            reports.by_id(db, ReportId("nobody"))


@pytest.mark.parametrize("column", ["draft_hash", "reference", "decision_id"])
def test_what_names_a_report_names_no_other(store: Store, column: str) -> None:
    first = stored_report(store)
    with pytest.raises(Conflict, match=f"report.{column}"):
        stored_report(store, **{column: getattr(first, column)})


def test_of_two_clicks_on_send_at_once_one_report_is_stored(store: Store) -> None:
    clicks = [make_report(draft_hash="the same draft") for _ in range(2)]
    first, second = written_together(store, [partial(reports.add, new=click) for click in clicks])
    assert first is None
    assert isinstance(second, Conflict)
    with store.read() as db:
        assert reports.by_id(db, clicks[0].id) == clicks[0]


def test_a_report_of_rules_that_were_never_published_is_refused(store: Store) -> None:
    with pytest.raises(Conflict):
        stored_report(store, version_id=VersionId("never"))


def decisions(store: Store, after: Report | None = None, limit: int = 100) -> list[str]:
    """A page of the operators' list."""
    with store.read() as db:
        found = reports.recent_decisions(db, after=None if after is None else after.decision_id, limit=limit)
    return [summary.id for summary in found]


def test_decisions_come_newest_hour_first_and_page_without_gaps(store: Store) -> None:
    made = [stored_report(store, received_at=NOW + timedelta(hours=hours)) for hours in (0, 2, 1, 0, 2)]
    order = sorted(made, key=lambda report: (report.received_at, report.decision_id), reverse=True)
    assert decisions(store) == [report.decision_id for report in order]
    assert decisions(store, after=order[1], limit=2) == [report.decision_id for report in order[2:4]]
    assert decisions(store, after=order[-1]) == decisions(store, after=make_report()) == []


def test_the_order_within_an_hour_does_not_tell_when_a_report_came(store: Store) -> None:
    late = stored_report(store, received_at=NOW + timedelta(minutes=15), decision_id=DecisionId("1"))
    early = stored_report(store, received_at=NOW, decision_id=DecisionId("2"))
    assert decisions(store) == [early.decision_id, late.decision_id]


def test_an_operators_line_has_the_hour_and_nothing_that_leads_to_the_report(store: Store) -> None:
    report = stored_report(store)
    with store.read() as db:
        summary = reports.recent_decisions(db, after=None, limit=1)[0]
    assert summary.received_hour == NOW.replace(minute=0, second=0, microsecond=0)
    assert summary.category == report.category and summary.lead == report.lead
    assert report.reference not in repr(summary) and report.id not in repr(summary)


def test_the_record_is_in_the_order_it_was_written(store: Store) -> None:
    report, other = stored_report(store), stored_report(store)
    lines = [make_event(report, kind) for kind in (EventKind.RECEIVED, EventKind.EXPLAINED, EventKind.VIEWED)]
    store.write(lambda db: events.add(db, *lines, make_event(other)))
    with store.read() as db:
        assert events.for_report(db, report.id) == lines
        assert events.for_report(db, report.id, limit=2) == lines[1:]


def test_a_line_of_the_record_keeps_its_details(store: Store) -> None:
    report = stored_report(store)
    line = make_event(report, EventKind.REFERRED, details={"queue": "an_agency", "rule": "a-rule"})
    store.write(lambda db: events.add(db, line))
    with store.read() as db:
        assert events.for_report(db, report.id) == [line]


def test_a_line_of_another_kind_than_the_record_knows_is_refused(store: Store) -> None:
    line = make_event(stored_report(store))
    store.write(lambda db: events.add(db, line))
    with pytest.raises(Conflict, match="ck_event_kind"):
        store.write(lambda db: db.execute(text("UPDATE event SET kind = 'gossip'")))


def test_a_line_is_written_once(store: Store) -> None:
    line = make_event(stored_report(store))
    store.write(lambda db: events.add(db, line))
    with pytest.raises(Conflict, match=r"event\.id"):
        store.write(lambda db: events.add(db, line))


def test_a_message_waits_from_the_moment_its_cause_is_stored(store: Store) -> None:
    report, other = stored_report(store), stored_report(store)
    messages = [make_message(report), make_message(report)]
    store.write(lambda db: outbox.add(db, *messages, make_message(other)))
    with store.read() as db:
        assert outbox.for_report(db, report.id) == messages


@pytest.mark.parametrize(
    ("constraint", "wrong"),
    [
        ("attempts", "attempts = -1"),
        ("one_end", "delivered_at = '2026-11-24 18:40:12.000000', failed_at = '2026-11-24 18:40:12.000000'"),
    ],
)
def test_a_message_does_not_end_twice_and_counts_from_zero(store: Store, constraint: str, wrong: str) -> None:
    message = make_message(stored_report(store))
    store.write(lambda db: outbox.add(db, message))
    with pytest.raises(Conflict, match=f"ck_outbox_{constraint}"):
        store.write(lambda db: db.execute(text(f"UPDATE outbox SET {wrong}")))


def test_a_receipt_comes_back_as_it_was_signed_by_its_reference_and_its_draft(store: Store) -> None:
    report = stored_report(store)
    receipt = make_receipt(report)
    store.write(lambda db: receipts.add(db, receipt))
    with store.read() as db:
        assert receipts.by_reference(db, report.reference) == receipt
        assert receipts.by_draft_hash(db, report.draft_hash) == receipt
        assert receipts.by_reference(db, "nobody") is receipts.by_draft_hash(db, "nobody") is None


def test_a_report_has_one_receipt(store: Store) -> None:
    receipt = make_receipt(stored_report(store))
    store.write(lambda db: receipts.add(db, receipt))
    with pytest.raises(Conflict):
        store.write(lambda db: receipts.add(db, receipt))


def test_a_receipt_of_no_report_is_refused(store: Store) -> None:
    with pytest.raises(Conflict):
        store.write(lambda db: receipts.add(db, make_receipt(make_report())))


def test_a_report_that_goes_nowhere_may_have_no_line_and_no_message(store: Store) -> None:
    report = stored_report(store)
    for add in (events.add, outbox.add, referrals.add):
        store.write(add)
    with store.read() as db:
        found = [events.for_report(db, report.id), outbox.for_report(db, report.id), referrals.of_report(db, report.id)]
    assert found == [[], [], []]
