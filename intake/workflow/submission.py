"""From answers to a report: preview who will receive it, then submit it and hand back a receipt. Read this first.

A receipt exists if and only if the report does: sealing and signing come before the one transaction that stores all.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from intake.core import reference
from intake.core.answers import OTHER_SUFFIX, Typed
from intake.core.condition import Facts
from intake.core.decision import ENGINE, Decision, decide
from intake.core.errors import Conflict, Contradiction, Incomplete, NoDesk, RecipientsChanged
from intake.core.facts import Constraint, broken, derive
from intake.core.journey import Journey
from intake.core.report import (
    DecisionId,
    Event,
    EventId,
    EventKind,
    MessageId,
    OutboxMessage,
    Referral,
    ReferralId,
    ReferralKind,
    ReferralStatus,
    Report,
    ReportId,
    StoredReceipt,
)
from intake.core.signals import read
from intake.store import drafts, events, outbox, receipts, referrals, reports
from intake.store.engine import Db
from intake.vault import DraftKeys, return_code_hash, return_key
from intake.workflow import dossier, drafting, receipting
from intake.workflow.window import Window

REFERRAL_MADE = "referral_made"
_TRIES = 5


@dataclass(frozen=True)
class Preview:
    """What would happen if the person sent it now. `problems` are constraints that the answers break."""

    answers: drafting.Answers
    journey: Journey
    decision: Decision
    problems: tuple[Constraint, ...]

    @property
    def can_be_sent(self) -> bool:
        """Whether there is a desk to send it to: a lead, or a copy as a tip."""
        return bool(self.decision.routing.lead or self.decision.routing.copies)

    @property
    def recipients(self) -> str:
        """Who would receive it, in codes: what the person agrees to by sending."""
        routing = self.decision.routing
        return " ".join([routing.lead or "-", *(copy.agency for copy in routing.copies)])


def preview(window: Window, keys: DraftKeys, *, now: datetime) -> Preview:
    """Decide who would receive the draft. Raises Incomplete with the page still to be answered."""
    return _previewed(window, drafting.open_draft(window, keys, now=now) or drafting.Answers(), now=now)


def judge(window: Window, facts: Facts, narrative: str, *, now: datetime) -> tuple[Decision, tuple[Constraint, ...]]:
    """Read the text, derive what can be derived, and decide: the one path for every door."""
    rules = window.content.rules
    known = derive(rules.dictionary, {**facts, **read(rules.lexicon, narrative).facts()}, {}, now=now)
    return decide(rules, known), broken(rules.constraints, known)


def submit(window: Window, keys: DraftKeys, *, lang: str, now: datetime, shown: str | None = None) -> StoredReceipt:
    """Send the draft: report, referrals, events, outbox and receipt in one transaction. A repeat finds the first receipt.

    `shown` are the recipients that the person saw: RecipientsChanged when they are others now. Raises Incomplete when a
    page is still open, Contradiction when two answers cannot both be true, NoDesk when there is nobody to send it to,
    StoreUnavailable when it could not be made durable: nothing is stored then, and the draft is still there.
    """
    for _ in range(_TRIES):
        answers = drafting.open_draft(window, keys, now=now)
        if answers is None:
            # Sending ends the draft, so only where there is none can there be a receipt already.
            first = receipt_of(window, keys)
            if first is not None:
                return first
        found = _previewed(window, answers or drafting.Answers(), now=now)
        _require_sendable(found, shown)
        parts = _prepared(window, keys, found, lang, now)
        with suppress(Conflict):
            window.store.write(partial(_store, keys=keys, parts=parts, revision=found.answers.revision))
            return parts.receipt
        # Another click was faster, and its receipt is found now; or another tab saved, and that is sent now.
    raise Conflict("draft")


def receipt_of(window: Window, keys: DraftKeys) -> StoredReceipt | None:
    """The receipt of the report that this draft became, or None when it was not sent."""
    with window.store.glance() as db:
        return receipts.by_draft_hash(db, keys.draft_hash)


@dataclass(frozen=True)
class _Parts:
    """Everything that one submission writes."""

    report: Report
    referrals: tuple[Referral, ...]
    events: tuple[Event, ...]
    messages: tuple[OutboxMessage, ...]
    receipt: StoredReceipt


def _previewed(window: Window, answers: drafting.Answers, *, now: datetime) -> Preview:
    journey = drafting.journey_of(window, answers, now=now)
    if not journey.is_complete:
        raise Incomplete(journey.last.id)
    decision, problems = judge(window, journey.facts, journey.narrative, now=now)
    return Preview(answers, journey, decision, problems)


def _prepared(window: Window, keys: DraftKeys, found: Preview, lang: str, now: datetime) -> _Parts:
    decision = found.decision
    routing = decision.routing
    report_id = ReportId(_new_id(window, now))
    number = reference.reference(window.randomness(16))
    written = dossier.Dossier(report_id, number, lang, now, window.content.form_hash, _asked(found))
    recipients = [queue for queue, _, _ in _standing(decision)]
    sealed = dossier.seal(window.sealer, written, recipients, salt=window.randomness(32))
    report = Report(
        id=report_id,
        decision_id=DecisionId(window.randomness(16).hex()),
        reference=number,
        draft_hash=keys.draft_hash,
        version_id=window.version_id,
        engine=ENGINE,
        lang=lang,
        received_at=now,
        facts=json.dumps(_plain(decision.facts), sort_keys=True),
        rules=decision.rules,
        category=decision.classification.category,
        lead_country=decision.jurisdiction.lead_country,
        lead=routing.lead,
        priority=routing.priority,
        dossier=sealed.sealed,
        return_code_hash=return_code_hash(keys.return_code),
        return_key=return_key(keys.return_code),
    )
    made = _referrals(window, report, _standing(decision), now)
    receipt = receipting.issue(window, report, decision, dossier_hash=sealed.hash)
    return _Parts(report, made, _events(window, report, made, now), _messages(window, made, now), receipt)


def _require_sendable(found: Preview, shown: str | None) -> None:
    if found.problems:
        raise Contradiction(tuple(constraint.id for constraint in found.problems))
    if not found.can_be_sent:
        raise NoDesk
    if shown is not None and shown != found.recipients:
        raise RecipientsChanged


def _store(db: Db, *, keys: DraftKeys, parts: _Parts, revision: int) -> None:
    drafts.take(db, keys.locator, expected_revision=revision)
    reports.add(db, parts.report)
    referrals.add(db, *parts.referrals)
    events.add(db, *parts.events)
    outbox.add(db, *parts.messages)
    receipts.add(db, parts.receipt)


def _asked(found: Preview) -> Typed:
    """What was typed for the questions on the journey, those left empty too; pages that no longer apply stay behind."""
    typed = found.answers.typed
    names = [question.id for step in found.journey.steps for question in step.questions]
    return {name: typed[name] for asked in names for name in (asked, asked + OTHER_SUFFIX) if name in typed}


def _standing(decision: Decision) -> list[tuple[str, ReferralKind, str]]:
    routing = decision.routing
    lead = [] if routing.lead is None else [(routing.lead, ReferralKind.LEAD, routing.lead_rule.id)]
    return lead + [(copy.agency, ReferralKind.COPY, copy.rule.id) for copy in routing.copies]


def _referrals(
    window: Window, report: Report, standing: list[tuple[str, ReferralKind, str]], now: datetime
) -> tuple[Referral, ...]:
    return tuple(
        Referral(
            id=ReferralId(_new_id(window, now)),
            report_id=report.id,
            queue=queue,
            kind=kind,
            rule_id=rule_id,
            status=ReferralStatus.OPEN,
            priority=report.priority,
            category=report.category,
            reference=report.reference,
            lang=report.lang,
            received_at=now,
        )
        for queue, kind, rule_id in standing
    )


def _events(window: Window, report: Report, made: tuple[Referral, ...], now: datetime) -> tuple[Event, ...]:
    received = Event(EventId(_new_id(window, now)), report.id, now, EventKind.RECEIVED, "reporter")
    referred = (
        Event(
            id=EventId(_new_id(window, now)),
            report_id=report.id,
            at=now,
            kind=EventKind.REFERRED,
            actor="system",
            referral_id=referral.id,
            details={"queue": referral.queue, "kind": referral.kind, "rule": referral.rule_id},
        )
        for referral in made
    )
    return (received, *referred)


def _messages(window: Window, made: tuple[Referral, ...], now: datetime) -> tuple[OutboxMessage, ...]:
    return tuple(
        OutboxMessage(MessageId(_new_id(window, now)), REFERRAL_MADE, referral.report_id, referral.id, now, now)
        for referral in made
    )


def _new_id(window: Window, now: datetime) -> str:
    return reference.uuid7(now, window.randomness(10))


def _plain(facts: Facts) -> Mapping[str, str | int | bool | list[str]]:
    return {name: sorted(value) if isinstance(value, frozenset) else value for name, value in facts.items()}
