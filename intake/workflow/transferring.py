"""A clerk passes a report on: another desk leads, the dossier is sealed anew, and the old desk opens it no more.

Sealing comes before the one transaction that stores all; in that, whoever was faster has changed the seal.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from intake.core.answers import N_
from intake.core.classification import BY_CLERK
from intake.core.errors import Conflict, FieldError, Unacceptable
from intake.core.override import Override, OverrideKind
from intake.core.reference import uuid7
from intake.core.report import (
    Event,
    EventKind,
    OutboxMessage,
    Referral,
    ReferralId,
    ReferralKind,
    ReferralStatus,
    Report,
    StaffMember,
)
from intake.core.rules import Agency
from intake.store import events, outbox, overrides, referrals, reports
from intake.store.engine import Db
from intake.workflow import recording
from intake.workflow.casework import OpenReport
from intake.workflow.desk import Desk
from intake.workflow.dossier import reseal
from intake.workflow.operations import stored_facts
from intake.workflow.overriding import Choices, event_of, opened_to_correct, override_of

_ABROAD = N_(
    "This agency is in another country: the person did not agree to that, and the rules do not name it. "
    "Choose one in your country."
)
_TWO_COUNTRIES = N_("The person did not agree that two countries have the report. Pass it on without keeping a copy.")


@dataclass(frozen=True)
class Transfer:
    """Where a clerk passes a report on to, and why, as ids; either may be empty or wrong."""

    desk: str = ""
    reason: str = ""
    keeps_copy: bool = False


@dataclass(frozen=True)
class _Parts:
    """Everything that one transfer writes. `is_new` says that the desk had no place in the report yet."""

    report: Report
    sealed: bytes
    held: Referral
    keeps_copy: bool
    lead: Referral
    is_new: bool
    event: Event
    override: Override
    calls: tuple[OutboxMessage, ...]


def transfer(desk: Desk, clerk: StaffMember, referral_id: ReferralId, chosen: Transfer, *, now: datetime) -> None:
    """Make another desk the lead, with the dossier sealed to it and no longer to this one, unless it keeps a copy.

    Salt and hash stay, so the receipt still vouches for it. Raises NotFound, NotLeading, Conflict when somebody was
    faster, Unacceptable with what is to be mended.
    """
    opened, offered = opened_to_correct(desk, clerk, referral_id)
    if errors := _errors(desk, opened, offered, chosen):
        raise Unacceptable(errors)
    parts = _prepared(desk, clerk, opened, offered, chosen, now)
    desk.store.write(partial(_write, clerk=clerk, parts=parts, now=now))


def _errors(desk: Desk, opened: OpenReport, offered: Choices, chosen: Transfer) -> tuple[FieldError, ...]:
    errors = []
    target = next((agency for agency in offered.desks if agency.code == chosen.desk), None)
    if chosen.desk == opened.referral.queue:
        errors.append(FieldError("desk", N_("Your agency has it already. Choose another one.")))
    elif target is None:
        errors.append(FieldError("desk", N_("Choose an agency from the list")))
    elif _is_abroad(desk, opened, target) and not _may_go_abroad(desk, opened):
        # Without the person's consent one country has the report, and only the rules can say that it is the other one.
        if target.code != offered.named.lead:
            errors.append(FieldError("desk", _ABROAD))
        elif chosen.keeps_copy:
            errors.append(FieldError("keep_copy", _TWO_COUNTRIES))
    if chosen.reason not in {reason.id for reason in offered.reasons_for(OverrideKind.DESK)}:
        errors.append(FieldError("desk_reason", N_("Choose why you pass it on")))
    return tuple(errors)


def _is_abroad(desk: Desk, opened: OpenReport, target: Agency) -> bool:
    ours = desk.content.rules.agencies.get(opened.referral.queue)
    return ours is None or target.country != ours.country


def _may_go_abroad(desk: Desk, opened: OpenReport) -> bool:
    when = desk.content.rules.transfer_abroad_when
    return when is not None and when.holds(stored_facts(opened.report.facts))


def _prepared(
    desk: Desk, clerk: StaffMember, opened: OpenReport, offered: Choices, chosen: Transfer, now: datetime
) -> _Parts:
    held, target = opened.referral, chosen.desk
    there = next((other for other in opened.standing if other.queue == target), None)
    rule_id = offered.named.lead_rule.id if offered.named.lead == target else BY_CLERK
    lead = replace(there or _new(desk, held, target, now), kind=ReferralKind.LEAD, rule_id=rule_id)
    details = {"from": held.queue, "to": target, "reason": chosen.reason}
    return _Parts(
        report=opened.report,
        sealed=reseal(desk.opener_for(held.queue), desk.sealer, held.queue, opened.report, _readers(opened, chosen)),
        held=held,
        keeps_copy=chosen.keeps_copy,
        lead=lead,
        is_new=there is None,
        event=event_of(desk, clerk, held, EventKind.TRANSFERRED, details, now=now),
        override=override_of(desk, opened, OverrideKind.DESK, target, chosen.reason, now=now),
        calls=recording.calls((lead,), on_call=desk.on_call, randomness=desk.randomness, now=now),
    )


def _readers(opened: OpenReport, chosen: Transfer) -> list[str]:
    """Who may open it from now on: the new lead, the desks with a copy, and this one if it keeps one."""
    copies = {other.queue for other in opened.standing if other.kind is ReferralKind.COPY and not other.is_passed_on}
    return sorted({chosen.desk, *copies, *([opened.referral.queue] if chosen.keeps_copy else [])})


def _new(desk: Desk, held: Referral, queue: str, now: datetime) -> Referral:
    """The report in another queue, as urgent and as old as it was, and open."""
    return replace(
        held,
        id=ReferralId(uuid7(now, desk.randomness(10))),
        queue=queue,
        status=ReferralStatus.OPEN,
        claimed_by=None,
        claimed_at=None,
    )


def _write(db: Db, *, clerk: StaffMember, parts: _Parts, now: datetime) -> None:
    held = parts.held
    if not reports.reseal(db, parts.report.id, parts.sealed, expected=parts.report.dossier):
        raise Conflict("report")
    if not referrals.pass_on(db, held.queue, held.id, clerk.id, keeps_copy=parts.keeps_copy, now=now):
        raise Conflict("referral")
    if parts.is_new:
        referrals.add(db, parts.lead)
    elif not referrals.take_lead(db, parts.lead.id, parts.lead.rule_id):
        raise Conflict("referral")
    events.add(db, parts.event)
    overrides.add(db, parts.override)
    outbox.add(db, *parts.calls)
