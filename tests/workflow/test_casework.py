"""A clerk's verbs: one holder at a time, one's own agency only, and a record of who looked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from intake.core.errors import Conflict, NotFound
from intake.core.report import Event, EventKind, Referral, ReferralStatus, Role, StaffMember
from intake.runtime import Runtime
from intake.store import events, outbox
from intake.web.views.facts import Wording
from intake.web.views.staff import ReportView
from intake.workflow import casework
from tests.running import CLERK_AGENCY, OTHER_AGENCY, make_referral, make_report, make_staff
from tests.typed import SPEI_JALISCO

CANARY = "canario-amarillo-7731"


@pytest.fixture
def ana(runtime: Runtime) -> StaffMember:
    return make_staff(runtime, "Ana", Role.CLERK, CLERK_AGENCY)


@pytest.fixture
def bruno(runtime: Runtime) -> StaffMember:
    return make_staff(runtime, "Bruno", Role.CLERK, CLERK_AGENCY)


def claim(runtime: Runtime, clerk: StaffMember, referral: Referral) -> Referral:
    event_id, now = casework.new_event_id(runtime.desk(), runtime.now()), runtime.now()
    return runtime.store.write(lambda db: casework.claim(db, clerk, referral.id, event_id=event_id, now=now))


def close(runtime: Runtime, clerk: StaffMember, referral: Referral) -> Referral:
    event_id, now = casework.new_event_id(runtime.desk(), runtime.now()), runtime.now()
    why = next(iter(runtime.desk().content.rules.dispositions))
    return runtime.store.write(lambda db: casework.close(db, clerk, referral.id, why, event_id=event_id, now=now))


def release(runtime: Runtime, clerk: StaffMember, referral: Referral) -> Referral:
    event_id, now = casework.new_event_id(runtime.desk(), runtime.now()), runtime.now()
    return runtime.store.write(lambda db: casework.release(db, clerk, referral.id, event_id=event_id, now=now))


def recorded(runtime: Runtime, referral: Referral, kind: EventKind) -> list[Event]:
    with runtime.store.read() as db:
        return [event for event in events.for_report(db, referral.report_id) if event.kind is kind]


def test_a_claimed_report_is_held_by_the_clerk_who_claimed_it(runtime: Runtime, ana: StaffMember) -> None:
    assert claim(runtime, ana, make_referral(runtime)).claimed_by == ana.id


def test_who_claims_second_learns_who_holds_it(runtime: Runtime, ana: StaffMember, bruno: StaffMember) -> None:
    referral = make_referral(runtime)
    claim(runtime, ana, referral)
    with pytest.raises(Conflict) as refused:
        claim(runtime, bruno, referral)
    assert refused.value.held_by == ana.id
    assert len(recorded(runtime, referral, EventKind.CLAIMED)) == 1


def test_claiming_what_one_holds_changes_nothing(runtime: Runtime, ana: StaffMember) -> None:
    referral = make_referral(runtime)
    assert claim(runtime, ana, referral) == claim(runtime, ana, referral)
    assert len(recorded(runtime, referral, EventKind.CLAIMED)) == 1


def test_a_clerk_of_another_agency_does_not_find_the_referral(runtime: Runtime) -> None:
    stranger = make_staff(runtime, "Carla", Role.CLERK, OTHER_AGENCY)
    referral = make_referral(runtime)
    for verb in (claim, release, close):
        with pytest.raises(NotFound):
            verb(runtime, stranger, referral)
    with pytest.raises(NotFound):
        casework.report_page(runtime.desk(), stranger, referral.id, now=runtime.now())


def test_an_operator_has_no_queue(runtime: Runtime) -> None:
    with pytest.raises(NotFound):
        casework.queue(runtime.desk(), make_staff(runtime, "Olga", Role.OPERATOR, None), after=None)


def test_a_closed_report_keeps_its_reason_and_leaves_the_queue(runtime: Runtime, ana: StaffMember) -> None:
    referral = make_referral(runtime)
    claim(runtime, ana, referral)
    closed = close(runtime, ana, referral)
    assert closed.status is ReferralStatus.CLOSED
    assert closed.disposition == recorded(runtime, referral, EventKind.CLOSED)[0].details["disposition"]
    assert referral.id not in {open.id for open in casework.queue(runtime.desk(), ana, after=None).referrals}


def test_closing_twice_is_refused_and_recorded_once(runtime: Runtime, ana: StaffMember) -> None:
    referral = make_referral(runtime)
    claim(runtime, ana, referral)
    close(runtime, ana, referral)
    with pytest.raises(Conflict):
        close(runtime, ana, referral)
    assert len(recorded(runtime, referral, EventKind.CLOSED)) == 1


def test_nobody_closes_what_a_colleague_holds(runtime: Runtime, ana: StaffMember, bruno: StaffMember) -> None:
    referral = make_referral(runtime)
    claim(runtime, ana, referral)
    with pytest.raises(Conflict):
        close(runtime, bruno, referral)


def test_a_released_report_can_be_claimed_by_a_colleague(
    runtime: Runtime, ana: StaffMember, bruno: StaffMember
) -> None:
    referral = make_referral(runtime)
    claim(runtime, ana, referral)
    release(runtime, ana, referral)
    assert claim(runtime, bruno, referral).claimed_by == bruno.id


def test_only_a_supervisor_releases_what_another_holds(runtime: Runtime, ana: StaffMember, bruno: StaffMember) -> None:
    referral = make_referral(runtime)
    claim(runtime, ana, referral)
    with pytest.raises(Conflict):
        release(runtime, bruno, referral)
    supervisor = make_staff(runtime, "Sofía", Role.SUPERVISOR, CLERK_AGENCY)
    assert release(runtime, supervisor, referral).claimed_by is None


def test_looking_is_recorded_once_an_hour(runtime: Runtime, ana: StaffMember) -> None:
    referral, now = make_referral(runtime), runtime.now()
    for minutes in (0, 5, 59, 61):
        casework.report_page(runtime.desk(), ana, referral.id, now=now + timedelta(minutes=minutes))
    assert len(recorded(runtime, referral, EventKind.VIEWED)) == 2


def test_the_report_page_has_the_words_as_written_and_the_rule(runtime: Runtime, ana: StaffMember) -> None:
    referral = make_referral(runtime, words=f"Me quitaron\n  todo. {CANARY}")
    found = casework.report_page(runtime.desk(), ana, referral.id, now=runtime.now())
    assert found.journey.is_complete
    assert ("Me quitaron\n  todo. " + CANARY,) in found.dossier.told.typed.values()
    assert found.rule is not None and found.rule.id == referral.rule_id


def test_the_queue_is_most_urgent_first_and_pages_without_gaps(
    runtime: Runtime, ana: StaffMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        make_report(runtime)
    whole = casework.queue(runtime.desk(), ana, after=None).referrals
    monkeypatch.setattr(casework, "PAGE_SIZE", 2)
    pages: list[Referral] = []
    after = None
    while True:
        found = casework.queue(runtime.desk(), ana, after=after)
        pages += found.referrals
        after = found.next_after
        if after is None:
            break
    assert tuple(pages) == whole
    assert list(whole) == sorted(whole, key=lambda item: (item.priority, item.received_at, item.id))


def test_what_a_reporter_wrote_is_in_no_event_and_no_outbox_row(runtime: Runtime, ana: StaffMember) -> None:
    referral = make_referral(runtime, words=CANARY)
    claim(runtime, ana, referral)
    close(runtime, ana, referral)
    with runtime.store.read() as db:
        everything = repr((events.for_report(db, referral.report_id), outbox.for_report(db, referral.report_id)))
    assert referral.id in everything
    assert CANARY not in everything


def test_a_process_that_was_not_started_for_an_agency_works_none_of_its_reports(
    runtime: Runtime, ana: StaffMember
) -> None:
    elsewhere = replace(runtime.desk(), opener=None)
    with pytest.raises(NotFound):
        casework.queue(elsewhere, ana, after=None)
    with pytest.raises(NotFound):
        casework.agency_at(elsewhere, ana)


def test_a_clerk_is_warned_of_what_is_not_safe(runtime: Runtime, ana: StaffMember) -> None:
    make_report(runtime, want={**SPEI_JALISCO, "safe_to_contact": "no"})
    found = casework.queue(runtime.desk(), ana, after=None).referrals[0]
    page = casework.report_page(runtime.desk(), ana, found.id, now=runtime.now())
    view = ReportView.of(page, Wording(page.content, "en"), ana, today=page.content.rules)
    assert len(view.warnings) == 1
    assert "not safe" in view.warnings[0]


def test_a_clerk_sees_what_was_found_in_the_words_and_cannot_click_it(runtime: Runtime, ana: StaffMember) -> None:
    make_report(runtime, "Me llamaron del 55 1234 5678 y me mandaron a hxxps://banco-falso.com/entrar")
    found = casework.queue(runtime.desk(), ana, after=None).referrals[0]
    page = casework.report_page(runtime.desk(), ana, found.id, now=runtime.now())
    view = ReportView.of(page, Wording(page.content, "en"), ana, today=page.content.rules)
    assert ("Phone", "+525512345678") in [(row.kind, row.value) for row in view.indicators]
    assert "Website" in [row.kind for row in view.indicators]
