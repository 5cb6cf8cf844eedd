"""A clerk corrects the engine: what this clerk may choose from, and the verb that says what a report really is. It teaches.

Only whoever leads and holds the report. What the engine decided stays as it was; the clerk's word stands beside it.
Passing a report on to another desk is transferring.py's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from intake.core.answers import N_
from intake.core.decision import decide
from intake.core.errors import Conflict, FieldError, NotLeading, Unacceptable
from intake.core.override import Override, OverrideId, OverrideKind
from intake.core.reference import uuid7
from intake.core.report import Event, EventKind, Referral, ReferralId, ReferralKind, ReferralStatus, StaffMember
from intake.core.routing import RoutingDecision
from intake.core.rules import Agency, Category, OverrideReason
from intake.core.signals import phrases_for
from intake.store import events, overrides, referrals
from intake.store.engine import Db
from intake.workflow import casework
from intake.workflow.casework import OpenReport
from intake.workflow.desk import Desk
from intake.workflow.operations import stored_facts

_MAX_PHRASES = 8


@dataclass(frozen=True)
class Reclassification:
    """What a clerk says a report is, and why, as ids; either may be empty or wrong."""

    category: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Choices:
    """What whoever leads and holds a report may choose from, and what the rules say to the category it has now."""

    categories: tuple[Category, ...]
    desks: tuple[Agency, ...]
    reasons: tuple[OverrideReason, ...]
    named: RoutingDecision

    def reasons_for(self, kind: OverrideKind) -> tuple[OverrideReason, ...]:
        """The reasons to correct this."""
        return tuple(reason for reason in self.reasons if kind in reason.corrects)


def choices(desk: Desk, clerk: StaffMember, opened: OpenReport) -> Choices | None:
    """What this clerk may choose from; None for whoever does not lead and hold the report.

    Desks and reasons are those of today, categories and rules those of the report's own version.
    """
    referral = opened.referral
    is_held = referral.status is ReferralStatus.CLAIMED and referral.claimed_by == clerk.id
    if referral.kind is not ReferralKind.LEAD or not is_held:
        return None
    facts, rules = stored_facts(opened.report.facts), opened.content.rules
    others = (agency for agency in desk.content.rules.leading if agency.code != referral.queue)
    return Choices(
        categories=tuple(rules.categories.values()),
        desks=tuple(replace(other, connected=other.connected or desk.connects_all) for other in others),
        reasons=tuple(desk.content.rules.override_reasons.values()),
        named=decide(rules, facts, clerk_category=referral.clerk_category).routing,
    )


def reclassify(
    desk: Desk, clerk: StaffMember, referral_id: ReferralId, chosen: Reclassification, *, now: datetime
) -> None:
    """Set the clerk's category beside the engine's. Nothing else changes; the one it has already changes nothing.

    Raises NotFound, NotLeading, Conflict when somebody was faster, Unacceptable with what is to be mended.
    """
    opened, offered = opened_to_correct(desk, clerk, referral_id)
    if errors := _errors(offered, chosen):
        raise Unacceptable(errors)
    held, before = opened.referral, category_of(opened.referral)
    if chosen.category == before:
        return
    details = {"from": before, "to": chosen.category, "reason": chosen.reason}
    event = event_of(desk, clerk, held, EventKind.RECLASSIFIED, details, now=now)
    override = override_of(desk, opened, OverrideKind.CATEGORY, chosen.category, chosen.reason, now=now)
    desk.store.write(partial(_write, clerk=clerk, held=held, event=event, override=override))


def category_of(referral: Referral) -> str:
    """What the report is now: the clerk's word, else the engine's."""
    return referral.clerk_category or referral.category


def opened_to_correct(desk: Desk, clerk: StaffMember, referral_id: ReferralId) -> tuple[OpenReport, Choices]:
    """The report and what may be chosen. Raises NotFound, NotLeading for one with a copy, Conflict with who holds it."""
    opened = casework.open_report(desk, clerk, referral_id)
    if opened.referral.kind is not ReferralKind.LEAD:
        raise NotLeading("referral", has_copy=True)
    offered = choices(desk, clerk, opened)
    if offered is None:
        raise Conflict("referral", opened.referral.claimed_by)
    return opened, offered


def override_of(
    desk: Desk, opened: OpenReport, kind: OverrideKind, value: str, reason: str, *, now: datetime
) -> Override:
    """What is learnt: the pair, the rule that decided, and content's phrases that spoke for the engine's category."""
    report = opened.report
    decided = {
        OverrideKind.CATEGORY: (report.category, report.rules["category"][0]),
        OverrideKind.DESK: (report.lead or "", report.rules["lead"][0]),
    }
    engine_value, rule_id = decided[kind]
    said = phrases_for(opened.content.rules.lexicon, opened.journey.narrative, report.category)
    return Override(
        id=OverrideId(uuid7(now, desk.randomness(10))),
        report_id=report.id,
        referral_id=opened.referral.id,
        kind=kind,
        engine_value=engine_value,
        clerk_value=value,
        reason=reason,
        rule_id=rule_id,
        engine_category=report.category,
        lang=report.lang,
        version_id=report.version_id,
        phrases=said[:_MAX_PHRASES],
        at=now,
    )


def event_of(
    desk: Desk, clerk: StaffMember, held: Referral, kind: EventKind, details: dict[str, str], *, now: datetime
) -> Event:
    """A line of the record: ids only."""
    return casework.event_of(clerk, held, kind, casework.new_event_id(desk, now), now, details)


def _errors(offered: Choices, chosen: Reclassification) -> tuple[FieldError, ...]:
    errors = []
    if chosen.category not in {category.code for category in offered.categories}:
        errors.append(FieldError("category", N_("Choose a category")))
    if chosen.reason not in {reason.id for reason in offered.reasons_for(OverrideKind.CATEGORY)}:
        errors.append(FieldError("category_reason", N_("Choose why the category changes")))
    return tuple(errors)


def _write(db: Db, *, clerk: StaffMember, held: Referral, event: Event, override: Override) -> None:
    agrees = override.clerk_value == override.engine_value
    category = None if agrees else override.clerk_value
    if not referrals.reclassify(db, held.queue, held.id, clerk.id, category, expected=held.clerk_category):
        raise Conflict("referral")
    referrals.repeat_clerk_category(db, held.report_id, category)
    events.add(db, event)
    overrides.add(db, override)
