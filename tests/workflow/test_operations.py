"""What an operator learns of a decision: everything the rules saw, and nothing of whose report it was."""

from __future__ import annotations

from dataclasses import replace

import pytest

from intake.core.errors import NotFound
from intake.core.report import DecisionId, EventKind, Report, Role, StaffMember
from intake.runtime import Runtime
from intake.store import events
from intake.workflow import operations
from tests.running import CLERK_AGENCY, make_report, make_staff


@pytest.fixture
def olga(runtime: Runtime) -> StaffMember:
    return make_staff(runtime, "Olga", Role.OPERATOR, None)


@pytest.fixture
def report(runtime: Runtime) -> Report:
    return make_report(runtime)


def test_the_explanation_comes_out_as_it_was_stored(runtime: Runtime, olga: StaffMember, report: Report) -> None:
    found = operations.explanation(runtime.desk(), olga, report.decision_id, now=runtime.now())
    assert found.differences == ()
    assert found.decision.routing.lead == report.lead
    assert found.tables["lead"][-1].held


def test_a_decision_that_replays_otherwise_says_what_differs(runtime: Runtime, report: Report) -> None:
    content = runtime.desk().content
    decision, _ = operations.replay(content, report)
    altered = replace(report, rules={**report.rules, "priority": ("another-rule",)}, engine="0")
    assert operations.differences(report, decision) == ()
    assert operations.differences(altered, decision) == ("priority", "engine")


def test_who_asked_why_is_recorded(runtime: Runtime, olga: StaffMember, report: Report) -> None:
    operations.explanation(runtime.desk(), olga, report.decision_id, now=runtime.now())
    with runtime.store.read() as db:
        actors = [event.actor for event in events.for_report(db, report.id) if event.kind is EventKind.EXPLAINED]
    assert actors == [olga.id]


def test_an_operator_sees_no_reference_and_no_exact_time(runtime: Runtime, olga: StaffMember, report: Report) -> None:
    listed = operations.decisions(runtime.desk(), olga, after=None)
    explained = operations.explanation(runtime.desk(), olga, report.decision_id, now=runtime.now())
    for shown in (repr(listed), repr((explained.summary, explained.decision.facts))):
        assert report.decision_id in repr(listed)
        assert report.reference not in shown
        assert report.id not in shown
    assert explained.summary.received_hour.minute == explained.summary.received_hour.second == 0


def test_decisions_page_from_the_newest_without_gaps(
    runtime: Runtime, olga: StaffMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        make_report(runtime)
    whole = operations.decisions(runtime.desk(), olga, after=None).decisions
    monkeypatch.setattr(operations, "PAGE_SIZE", 2)
    first = operations.decisions(runtime.desk(), olga, after=None)
    second = operations.decisions(runtime.desk(), olga, after=first.next_after)
    assert first.decisions + second.decisions == whole[:4]


def test_an_unknown_decision_is_not_found(runtime: Runtime, olga: StaffMember) -> None:
    with pytest.raises(NotFound):
        operations.explanation(runtime.desk(), olga, DecisionId("0" * 32), now=runtime.now())


def test_a_clerk_finds_no_decision(runtime: Runtime, report: Report) -> None:
    clerk = make_staff(runtime, "Ana", Role.CLERK, CLERK_AGENCY)
    with pytest.raises(NotFound):
        operations.explanation(runtime.desk(), clerk, report.decision_id, now=runtime.now())
