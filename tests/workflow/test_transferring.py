"""A clerk passes a report on: one lead at every moment, the dossier sealed to those who may read it, the receipt still good."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import select, text

from intake.core.classification import BY_CLERK
from intake.core.errors import Conflict, IntakeError, NotFound, NotLeading, SealBroken, Unacceptable
from intake.core.override import OverrideKind
from intake.core.receipt import Verdict
from intake.core.report import EventKind, ReferralKind, ReferralStatus, Report, ReportId, Role, StaffMember
from intake.runtime import Runtime
from intake.store import outbox, receipts, reports
from intake.store.schema import override
from intake.vault import verify_receipt
from intake.workflow import casework
from intake.workflow.dossier import open_dossier
from intake.workflow.overriding import choices
from intake.workflow.transferring import Transfer, transfer
from tests.correcting import (
    ABROAD,
    COPY,
    ELSEWHERE,
    LEAD,
    NOT_OURS,
    ONLY_COPIES,
    SIGNPOST,
    at,
    claimed,
    held_by,
    make_clerk,
    pass_on,
    recorded,
    set_category,
    standing,
)
from tests.running import make_staff
from tests.store.holding import SECONDS, held, wait_until_piled_up
from tests.typed import CHILD_MEXICO, CRYPTO_TEXAS, SPEI_JALISCO

CANARY = "canario-rojo-3141"
CHILD_DESK, CHILD_DESK_ABROAD = "mx_ninez", "us_ncmec"
SUSPECT_IN_MEXICO = dict(CRYPTO_TEXAS) | {"suspect_country": "MX"}


@pytest.fixture
def ana(runtime: Runtime) -> StaffMember:
    return make_clerk(runtime)


def stored(runtime: Runtime, report_id: ReportId) -> Report:
    with runtime.store.read() as db:
        return reports.by_id(db, report_id)


def readers(runtime: Runtime, report_id: ReportId) -> set[str]:
    """The desks whose key opens the dossier."""
    report, opener = stored(runtime, report_id), runtime.opener
    assert opener is not None
    return {agency for agency in opener.agencies if _opens(runtime, agency, report)}


def _opens(runtime: Runtime, agency: str, report: Report) -> bool:
    assert runtime.opener is not None
    try:
        open_dossier(runtime.opener, agency, report)
    except SealBroken:
        return False
    return True


def leads(runtime: Runtime, report_id: ReportId) -> list[str]:
    return [found.queue for found in standing(runtime, report_id) if found.kind is ReferralKind.LEAD]


def refused_fields(error: pytest.ExceptionInfo[Unacceptable]) -> list[str]:
    return [each.question_id for each in error.value.errors]


def test_the_new_desk_leads_with_an_open_referral_as_urgent_and_as_old(runtime: Runtime, ana: StaffMember) -> None:
    held = held_by(runtime, ana)
    pass_on(runtime, ana, held.id, ELSEWHERE)
    new = at(runtime, held.report_id, ELSEWHERE)
    assert leads(runtime, held.report_id) == [ELSEWHERE]
    assert (new.status, new.priority, new.received_at) == (ReferralStatus.OPEN, held.priority, held.received_at)
    assert (new.reference, new.rule_id, new.claimed_by) == (held.reference, BY_CLERK, None)


def test_the_old_desk_opens_it_no_more_and_the_new_one_reads_every_word(runtime: Runtime, ana: StaffMember) -> None:
    held = held_by(runtime, ana, words=CANARY)
    before = readers(runtime, held.report_id)
    pass_on(runtime, ana, held.id, ELSEWHERE)
    assert readers(runtime, held.report_id) == (before - {LEAD}) | {ELSEWHERE, COPY}
    page = casework.open_report(
        runtime.desk(), make_clerk(runtime, ELSEWHERE, "Pía"), at(runtime, held.report_id, ELSEWHERE).id
    )
    assert (CANARY,) in page.dossier.told.typed.values()
    with pytest.raises(NotLeading) as refused:
        casework.open_report(runtime.desk(), ana, held.id)
    assert not refused.value.has_copy


def test_recovery_opens_it_after_as_before(runtime: Runtime, ana: StaffMember) -> None:
    held = held_by(runtime, ana)
    sealed = stored(runtime, held.report_id).dossier
    pass_on(runtime, ana, held.id, ELSEWHERE)
    after = stored(runtime, held.report_id).dossier
    # An age file has a line for each who can open it: as many desks as before, and recovery.
    assert after != sealed and after.count(b"-> X25519") == sealed.count(b"-> X25519")


def test_the_receipt_still_verifies_and_vouches_for_the_same_dossier(runtime: Runtime, ana: StaffMember) -> None:
    held = held_by(runtime, ana)
    before = open_dossier(runtime.desk().opener_for(LEAD), LEAD, stored(runtime, held.report_id))
    pass_on(runtime, ana, held.id, ELSEWHERE)
    after = open_dossier(runtime.desk().opener_for(ELSEWHERE), ELSEWHERE, stored(runtime, held.report_id))
    with runtime.store.read() as db:
        receipt = receipts.by_reference(db, held.reference)
    assert receipt is not None and after == before
    assert verify_receipt(receipt.body, runtime.sealer.receipt_keys) is Verdict.GENUINE


def test_a_desk_that_had_a_copy_becomes_the_lead_in_the_same_referral(runtime: Runtime, ana: StaffMember) -> None:
    held = held_by(runtime, ana)
    copy = at(runtime, held.report_id, COPY)
    pass_on(runtime, ana, held.id, COPY)
    assert leads(runtime, held.report_id) == [COPY]
    assert at(runtime, held.report_id, COPY).id == copy.id


def test_a_copy_that_was_closed_is_open_again_as_the_lead(runtime: Runtime, ana: StaffMember) -> None:
    held = held_by(runtime, ana)
    reader = make_clerk(runtime, COPY, "Rosa")
    copy = claimed(runtime, reader, at(runtime, held.report_id, COPY))
    event_id, why = (
        casework.new_event_id(runtime.desk(), runtime.now()),
        next(iter(runtime.desk().content.rules.dispositions)),
    )
    runtime.store.write(lambda db: casework.close(db, reader, copy.id, why, event_id=event_id, now=runtime.now()))
    pass_on(runtime, ana, held.id, COPY)
    lead = at(runtime, held.report_id, COPY)
    assert (lead.kind, lead.status, lead.disposition) == (ReferralKind.LEAD, ReferralStatus.OPEN, None)


def test_a_copy_that_somebody_holds_stays_theirs_as_the_lead(runtime: Runtime, ana: StaffMember) -> None:
    held = held_by(runtime, ana)
    reader = make_clerk(runtime, COPY, "Rosa")
    claimed(runtime, reader, at(runtime, held.report_id, COPY))
    pass_on(runtime, ana, held.id, COPY)
    lead = at(runtime, held.report_id, COPY)
    assert (lead.kind, lead.claimed_by) == (ReferralKind.LEAD, reader.id)


def test_a_desk_that_keeps_a_copy_reads_on_and_leads_no_more(runtime: Runtime, ana: StaffMember) -> None:
    held = held_by(runtime, ana)
    pass_on(runtime, ana, held.id, ELSEWHERE, keeps_copy=True)
    assert readers(runtime, held.report_id) >= {LEAD, ELSEWHERE}
    kept = at(runtime, held.report_id, LEAD)
    assert (kept.kind, kept.status, kept.claimed_by) == (ReferralKind.COPY, ReferralStatus.CLAIMED, ana.id)
    with pytest.raises(NotLeading) as refused:
        pass_on(runtime, ana, held.id, ELSEWHERE)
    assert refused.value.has_copy


def test_it_may_come_back_to_the_desk_that_passed_it_on(runtime: Runtime, ana: StaffMember) -> None:
    held = held_by(runtime, ana)
    pass_on(runtime, ana, held.id, ELSEWHERE)
    pia = make_clerk(runtime, ELSEWHERE, "Pía")
    pass_on(runtime, pia, claimed(runtime, pia, at(runtime, held.report_id, ELSEWHERE)).id, LEAD)
    assert leads(runtime, held.report_id) == [LEAD]
    assert claimed(runtime, ana, held).id == held.id
    assert readers(runtime, held.report_id) >= {LEAD} and ELSEWHERE not in readers(runtime, held.report_id)


def test_the_clerks_category_goes_with_it(runtime: Runtime, ana: StaffMember) -> None:
    held = held_by(runtime, ana)
    set_category(runtime, ana, held.id)
    opened = casework.open_report(runtime.desk(), ana, held.id)
    pass_on(runtime, ana, held.id, ELSEWHERE)
    new = at(runtime, held.report_id, ELSEWHERE)
    assert new.clerk_category == opened.referral.clerk_category is not None


def test_the_desk_that_the_rules_name_has_it_by_that_rule(runtime: Runtime, ana: StaffMember) -> None:
    held = held_by(runtime, ana)
    set_category(runtime, ana, held.id)
    named = choices(runtime.desk(), ana, casework.open_report(runtime.desk(), ana, held.id))
    assert named is not None and named.named.lead is not None
    pass_on(runtime, ana, held.id, named.named.lead)
    assert at(runtime, held.report_id, named.named.lead).rule_id == named.named.lead_rule.id != BY_CLERK


def test_the_record_and_what_is_learnt_hold_ids_only(runtime: Runtime, ana: StaffMember) -> None:
    held = held_by(runtime, ana, words=CANARY)
    pass_on(runtime, ana, held.id, ELSEWHERE)
    [line] = recorded(runtime, held.report_id, EventKind.TRANSFERRED)
    with runtime.store.read() as db:
        [kept] = db.execute(select(override)).mappings().all()
    assert line.details == {"from": LEAD, "to": ELSEWHERE, "reason": NOT_OURS}
    assert (kept["kind"], kept["engine_value"], kept["clerk_value"]) == (OverrideKind.DESK, LEAD, ELSEWHERE)
    assert (kept["rule_id"],) == stored(runtime, held.report_id).rules["lead"]
    assert CANARY not in repr((line, kept))


@pytest.mark.parametrize(
    ("to", "reason", "fields"),
    [
        pytest.param("", NOT_OURS, ["desk"], id="nowhere"),
        pytest.param("no_such_desk", NOT_OURS, ["desk"], id="to a desk nobody knows"),
        pytest.param(LEAD, NOT_OURS, ["desk"], id="to itself"),
        pytest.param(SIGNPOST, NOT_OURS, ["desk"], id="to an office that works no queue here"),
        pytest.param(ONLY_COPIES, NOT_OURS, ["desk"], id="to a desk that never leads"),
        pytest.param(ELSEWHERE, "chosen_by_mistake", ["desk_reason"], id="with the reason of another form"),
        pytest.param("", "", ["desk", "desk_reason"], id="with nothing chosen"),
        pytest.param(ABROAD, NOT_OURS, ["desk"], id="abroad without consent"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    runtime: Runtime, ana: StaffMember, to: str, reason: str, fields: list[str]
) -> None:
    held = held_by(runtime, ana)
    before = stored(runtime, held.report_id), standing(runtime, held.report_id)
    with pytest.raises(Unacceptable) as refused:
        pass_on(runtime, ana, held.id, to, reason=reason)
    assert refused_fields(refused) == fields
    assert (stored(runtime, held.report_id), standing(runtime, held.report_id)) == before


def test_with_the_persons_consent_it_may_go_abroad_and_a_copy_stay(runtime: Runtime) -> None:
    clerk = make_clerk(runtime, ABROAD)
    held = held_by(runtime, clerk, want=SUSPECT_IN_MEXICO | {"consent_mexico": "yes"})
    pass_on(runtime, clerk, held.id, ELSEWHERE, keeps_copy=True)
    assert leads(runtime, held.report_id) == [ELSEWHERE]


def test_who_said_no_to_a_copy_abroad_is_held_to_it(runtime: Runtime) -> None:
    clerk = make_clerk(runtime, ABROAD)
    held = held_by(runtime, clerk, want=SUSPECT_IN_MEXICO | {"consent_mexico": "no"})
    with pytest.raises(Unacceptable) as refused:
        pass_on(runtime, clerk, held.id, ELSEWHERE)
    assert refused_fields(refused) == ["desk"]


def test_a_desk_abroad_that_the_rules_name_needs_no_consent_but_then_no_copy_stays(
    runtime: Runtime, ana: StaffMember
) -> None:
    held = held_by(runtime, ana, want=dict(SPEI_JALISCO) | {"reporter_role": "witness"})
    set_category(runtime, ana, held.id, "child_grooming_sextortion")
    with pytest.raises(Unacceptable) as refused:
        pass_on(runtime, ana, held.id, CHILD_DESK_ABROAD, keeps_copy=True)
    assert refused_fields(refused) == ["keep_copy"]
    pass_on(runtime, ana, held.id, CHILD_DESK_ABROAD)
    assert leads(runtime, held.report_id) == [CHILD_DESK_ABROAD]


def test_whoever_is_on_duty_at_the_new_desk_is_called_for_what_cannot_wait(runtime: Runtime) -> None:
    clerk = make_clerk(runtime, CHILD_DESK)
    held = held_by(runtime, clerk, want=CHILD_MEXICO)
    desk = replace(runtime.desk(), on_call={ELSEWHERE: "guardia@example.org"})
    transfer(desk, clerk, held.id, Transfer(ELSEWHERE, NOT_OURS), now=runtime.now())
    with runtime.store.read() as db:
        called = outbox.for_report(db, held.report_id)
    assert [message.referral_id for message in called] == [at(runtime, held.report_id, ELSEWHERE).id]


def test_nobody_is_called_for_what_can_wait(runtime: Runtime, ana: StaffMember) -> None:
    held = held_by(runtime, ana)
    desk = replace(runtime.desk(), on_call={ELSEWHERE: "guardia@example.org"})
    transfer(desk, ana, held.id, Transfer(ELSEWHERE, NOT_OURS), now=runtime.now())
    with runtime.store.read() as db:
        assert outbox.for_report(db, held.report_id) == []


def test_only_who_leads_and_holds_it_may(runtime: Runtime, ana: StaffMember) -> None:
    held = held_by(runtime, ana)
    reader = make_clerk(runtime, COPY, "Rosa")
    copy = claimed(runtime, reader, at(runtime, held.report_id, COPY))
    others: list[tuple[StaffMember, type[IntakeError]]] = [
        (make_clerk(runtime, name="Bruno"), Conflict),
        (make_clerk(runtime, ELSEWHERE, "Carla"), NotFound),
        (make_staff(runtime, "Olga", Role.OPERATOR, None), NotFound),
    ]
    for other, error in others:
        with pytest.raises(error):
            pass_on(runtime, other, held.id, ELSEWHERE)
    with pytest.raises(NotLeading):
        pass_on(runtime, reader, copy.id, ELSEWHERE)
    assert leads(runtime, held.report_id) == [LEAD]


def test_who_was_released_meanwhile_is_too_late(runtime: Runtime, ana: StaffMember) -> None:
    held = held_by(runtime, ana)
    event_id = casework.new_event_id(runtime.desk(), runtime.now())
    runtime.store.write(lambda db: casework.release(db, ana, held.id, event_id=event_id, now=runtime.now()))
    with pytest.raises(Conflict):
        pass_on(runtime, ana, held.id, ELSEWHERE)


@pytest.mark.parametrize("table", ["event", "override", "outbox"])
def test_when_it_breaks_between_two_lines_nothing_of_it_is_kept(runtime: Runtime, table: str) -> None:
    clerk = make_clerk(runtime, CHILD_DESK)
    held = held_by(runtime, clerk, want=CHILD_MEXICO)
    before = stored(runtime, held.report_id), standing(runtime, held.report_id)
    broken = f"CREATE TRIGGER broken BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'broken'); END"
    runtime.store.write(lambda db: db.execute(text(broken)))
    desk = replace(runtime.desk(), on_call={ELSEWHERE: "guardia@example.org"})
    with pytest.raises(IntakeError):
        transfer(desk, clerk, held.id, Transfer(ELSEWHERE, NOT_OURS), now=runtime.now())
    assert (stored(runtime, held.report_id), standing(runtime, held.report_id)) == before


def test_of_two_who_pass_it_on_at_once_one_does(runtime: Runtime, ana: StaffMember) -> None:
    report = held_by(runtime, ana)
    with ThreadPoolExecutor(2) as pool:
        with held(runtime.store):
            tries = [pool.submit(pass_on, runtime, ana, report.id, to) for to in (ELSEWHERE, COPY)]
            wait_until_piled_up(runtime.store, 2)
        ended = [each.exception(SECONDS) for each in tries]
    assert [type(error) for error in ended].count(Conflict) == 1 and None in ended
    [lead] = leads(runtime, report.report_id)
    assert lead in readers(runtime, report.report_id) and LEAD not in readers(runtime, report.report_id)
