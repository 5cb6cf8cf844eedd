"""The clerk's verbs: look at a report, claim it, release it, close it. What is not the clerk's agency's is not found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from intake.content import Content
from intake.core.errors import Conflict, NotFound, NotLeading
from intake.core.journey import Journey, gathered, walk
from intake.core.reference import uuid7
from intake.core.report import (
    Event,
    EventId,
    EventKind,
    Referral,
    ReferralId,
    ReferralStatus,
    Report,
    Role,
    StaffId,
    StaffMember,
)
from intake.core.rules import Rule, Ruleset
from intake.store import events, referrals, reports, staff
from intake.store.engine import Db
from intake.workflow.desk import Desk
from intake.workflow.dossier import Dossier, open_dossier

PAGE_SIZE = 50
LOOKS_COUNT_FOR = timedelta(hours=1)


@dataclass(frozen=True)
class QueuePage:
    """Open referrals, most urgent first. `next_after` is the key of the next page, None on the last one."""

    referrals: tuple[Referral, ...]
    holders: dict[StaffId, str]
    next_after: ReferralId | None


@dataclass(frozen=True)
class OpenReport:
    """A report with its dossier open, as one agency may see it: `referral` is theirs, `standing` is everywhere it stands.

    `content` is the version that decided it, and `journey` is rebuilt with the form of that.
    """

    referral: Referral
    report: Report
    standing: tuple[Referral, ...]
    content: Content
    dossier: Dossier
    journey: Journey


@dataclass(frozen=True)
class ReportPage(OpenReport):
    """Everything about a report on one page. `rule` is the one that sent it here; `names` are the staff's in the events."""

    rule: Rule | None
    events: tuple[Event, ...]
    names: dict[StaffId, str]


def claim(db: Db, clerk: StaffMember, referral_id: ReferralId, *, event_id: EventId, now: datetime) -> Referral:
    """Take an open referral. Claiming what one already holds changes nothing.

    Raises NotFound, or Conflict with who holds it; without a holder, it is closed.
    """
    referral = _own(db, clerk, referral_id)
    if referral.status is ReferralStatus.CLAIMED and referral.claimed_by == clerk.id:
        return referral
    if not referrals.claim(db, agency_of(clerk), referral_id, clerk.id, now=now):
        raise Conflict("referral", _own(db, clerk, referral_id).claimed_by)
    return _recorded(db, clerk, referral, EventKind.CLAIMED, event_id, now)


def release(db: Db, clerk: StaffMember, referral_id: ReferralId, *, event_id: EventId, now: datetime) -> Referral:
    """Put a claimed referral back into the queue: one's own, or as a supervisor anybody's. Raises NotFound, Conflict."""
    referral = _own(db, clerk, referral_id)
    holder = referral.claimed_by if clerk.role is Role.SUPERVISOR else clerk.id
    if holder is None or not referrals.release(db, agency_of(clerk), referral_id, holder):
        raise Conflict("referral", referral.claimed_by)
    return _recorded(db, clerk, referral, EventKind.RELEASED, event_id, now)


def close(
    db: Db, clerk: StaffMember, referral_id: ReferralId, disposition: str, *, event_id: EventId, now: datetime
) -> Referral:
    """Close a referral that this clerk holds. Raises NotFound, or Conflict with who holds it, if anybody does."""
    referral = _own(db, clerk, referral_id)
    if not referrals.close(db, agency_of(clerk), referral_id, clerk.id, disposition, now=now):
        raise Conflict("referral", referral.claimed_by)
    details = {"disposition": disposition}
    return _recorded(db, clerk, referral, EventKind.CLOSED, event_id, now, details)


def look(db: Db, clerk: StaffMember, referral_id: ReferralId, *, event_id: EventId, now: datetime) -> None:
    """Record that this clerk looked at the report."""
    events.add(db, event_of(clerk, _own(db, clerk, referral_id), EventKind.VIEWED, event_id, now, {}))


def queue(desk: Desk, clerk: StaffMember, *, after: ReferralId | None) -> QueuePage:
    """The open and claimed referrals of the clerk's agency after that one: most urgent first, oldest first among equals."""
    with desk.store.read() as db:
        found = referrals.queue(db, agency_at(desk, clerk), after=after, limit=PAGE_SIZE + 1)
        shown = tuple(found[:PAGE_SIZE])
        holders = staff.names(db, [held.claimed_by for held in shown if held.claimed_by is not None])
    return QueuePage(shown, holders, shown[-1].id if len(found) > PAGE_SIZE else None)


def report_page(desk: Desk, clerk: StaffMember, referral_id: ReferralId, *, now: datetime) -> ReportPage:
    """Open a report, after recording that this clerk looks at it; once an hour is enough.

    Raises NotFound when it is another agency's, or this process was not started for the clerk's agency.
    """
    agency_at(desk, clerk)
    with desk.store.read() as db:
        found = _own(db, clerk, referral_id)
        since = now - LOOKS_COUNT_FOR
        has_looked = events.has(db, found.report_id, EventKind.VIEWED, clerk.id, since=since, referral_id=found.id)
    if not has_looked:
        event_id = new_event_id(desk, now)
        desk.store.write(lambda db: look(db, clerk, referral_id, event_id=event_id, now=now))
    opened = open_report(desk, clerk, referral_id)
    with desk.store.read() as db:
        recorded = tuple(events.for_report(db, opened.report.id))
        people = [StaffId(event.actor) for event in recorded]
        people += [held.claimed_by for held in opened.standing if held.claimed_by]
        names = staff.names(db, people)
    rule = rule_of(opened.content.rules, opened.referral.rule_id)
    return ReportPage(**vars(opened), rule=rule, events=recorded, names=names)


def open_report(desk: Desk, clerk: StaffMember, referral_id: ReferralId) -> OpenReport:
    """Open a report's dossier with the key of the clerk's agency. Records nothing. Raises NotFound."""
    agency = agency_at(desk, clerk)
    with desk.store.read() as db:
        referral = _own(db, clerk, referral_id)
        report = reports.by_id(db, referral.report_id)
        standing = tuple(referrals.of_report(db, report.id))
    content = desk.version(report.version_id)
    dossier = open_dossier(desk.opener_for(agency), agency, report)
    return OpenReport(referral, report, standing, content, dossier, journey_of(desk, content, dossier))


def journey_of(desk: Desk, content: Content, dossier: Dossier) -> Journey:
    """What was told, walked through again by the form of the report's own version."""
    typed, facts = dossier.told.typed, dossier.told.facts
    if facts is not None:
        return gathered(content.form, typed, facts, countries=desk.countries, now=dossier.received_at)
    dictionary = content.rules.dictionary
    return walk(content.form, dictionary, typed, countries=desk.countries, now=dossier.received_at)


def agency_at(desk: Desk, clerk: StaffMember) -> str:
    """The clerk's agency, when this process was started for it. Raises NotFound."""
    agency = agency_of(clerk)
    desk.opener_for(agency)
    return agency


def agency_of(clerk: StaffMember) -> str:
    """The agency whose queue this member works. Raises NotFound for one who works none."""
    if clerk.agency is None or clerk.role not in (Role.CLERK, Role.SUPERVISOR):
        raise NotFound("queue")
    return clerk.agency


def rule_of(rules: Ruleset, rule_id: str) -> Rule | None:
    """The rule with this id, in whichever table it stands."""
    return next((rule for table in rules.tables.values() for rule in table.rules if rule.id == rule_id), None)


def event_of(
    clerk: StaffMember, referral: Referral, kind: EventKind, event_id: EventId, now: datetime, details: dict[str, str]
) -> Event:
    """What this clerk did in that referral, as a line of the record."""
    return Event(event_id, referral.report_id, now, kind, clerk.id, referral.id, details)


def new_event_id(desk: Desk, now: datetime) -> EventId:
    """An id for the event that a verb is about to record."""
    return EventId(uuid7(now, desk.randomness(10)))


def _own(db: Db, clerk: StaffMember, referral_id: ReferralId) -> Referral:
    found = referrals.for_agency(db, agency_of(clerk), referral_id)
    if found is None:
        raise NotFound("referral")
    if found.is_passed_on:
        raise NotLeading("referral", has_copy=False)
    return found


def _recorded(
    db: Db,
    clerk: StaffMember,
    referral: Referral,
    kind: EventKind,
    event_id: EventId,
    now: datetime,
    details: dict[str, str] | None = None,
) -> Referral:
    events.add(db, event_of(clerk, referral, kind, event_id, now, details or {}))
    return _own(db, clerk, referral.id)
