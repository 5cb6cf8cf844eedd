"""A decided report becomes rows: report, sealed dossier, referrals, events, outbox and receipt. The same for every door.

Sealing and signing come first; storing is SQL only, in one transaction of the door's own.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from intake.core import reference
from intake.core.decision import ENGINE, Decision
from intake.core.judging import Judgement
from intake.core.report import (
    DecisionId,
    Event,
    EventId,
    EventKind,
    FlaggedBy,
    MessageId,
    MessageKind,
    OutboxMessage,
    Referral,
    ReferralId,
    ReferralKind,
    ReferralStatus,
    Report,
    ReportId,
    StoredReceipt,
    TokenId,
)
from intake.store import events, outbox, receipts, referrals, reports
from intake.store.engine import Db
from intake.vault import DraftKeys, return_code_hash, return_key
from intake.workflow import dossier, receipting
from intake.workflow.window import Window

# What cannot wait for somebody to look at the queue.
AT_ONCE = ("P0", "P1")


@dataclass(frozen=True)
class Parts:
    """Everything that one report writes."""

    report: Report
    referrals: tuple[Referral, ...]
    events: tuple[Event, ...]
    messages: tuple[OutboxMessage, ...]
    receipt: StoredReceipt


def prepare(
    window: Window,
    keys: DraftKeys,
    judgement: Judgement,
    told: dossier.Told,
    *,
    lang: str,
    now: datetime,
    token: TokenId | None = None,
) -> Parts:
    """Seal what was told to its recipients and sign the receipt. Nothing is stored yet.

    `token` is the partner system's that sent it: the record keeps its id, so that what a stolen one sent can be found.
    """
    decision = judgement.decision
    report_id = ReportId(_new_id(window, now))
    number = reference.reference(window.randomness(16))
    written = dossier.Dossier(
        report_id, number, lang, now, window.content.form_hash, told, judgement.reading.indicators
    )
    recipients = [queue for queue, _, _ in _standing(decision)]
    sealed = dossier.seal(window.sealer, written, recipients, salt=window.randomness(32))
    report = _report(window, keys, decision, written, sealed.sealed)
    made = _referrals(window, report, judgement, now)
    receipt = receipting.issue(window, report, decision, dossier_hash=sealed.hash)
    return Parts(report, made, _events(window, report, made, token, now), _messages(window, made, now), receipt)


def store(db: Db, parts: Parts) -> None:
    """Write it all. Raises Conflict when the same draft or request became a report before."""
    reports.add(db, parts.report)
    referrals.add(db, *parts.referrals)
    events.add(db, *parts.events)
    outbox.add(db, *parts.messages)
    receipts.add(db, parts.receipt)


def calls(
    made: tuple[Referral, ...], *, on_call: Mapping[str, str], randomness: Callable[[int], bytes], now: datetime
) -> tuple[OutboxMessage, ...]:
    """A call for each of these desks that has somebody to call, when the report cannot wait.

    Operators see the id of a message and the time to the hour only, so it is no id that tells the time.
    """
    return tuple(
        OutboxMessage(MessageId(randomness(16).hex()), MessageKind.ON_CALL, referral.report_id, referral.id, now, now)
        for referral in made
        if referral.priority in AT_ONCE and referral.queue in on_call
    )


def flag(referral: Referral, words_say: str, by: FlaggedBy, id: str, now: datetime) -> Event:
    """That the words clearly say another category than was decided, as a line of the record."""
    details = {"to": words_say, "by": by.value}
    return Event(EventId(id), referral.report_id, now, EventKind.FLAGGED, "system", referral.id, details)


def _report(window: Window, keys: DraftKeys, decision: Decision, written: dossier.Dossier, sealed: bytes) -> Report:
    return Report(
        id=written.report_id,
        decision_id=DecisionId(window.randomness(16).hex()),
        reference=written.reference,
        draft_hash=keys.draft_hash,
        version_id=window.version_id,
        engine=ENGINE,
        lang=written.lang,
        received_at=written.received_at,
        facts=json.dumps(dossier.plain(decision.facts), sort_keys=True),
        rules=decision.rules,
        category=decision.classification.category,
        lead_country=decision.jurisdiction.lead_country,
        lead=decision.routing.lead,
        priority=decision.routing.priority,
        dossier=sealed,
        return_code_hash=return_code_hash(keys.return_code),
        return_key=return_key(keys.return_code),
    )


def _standing(decision: Decision) -> list[tuple[str, ReferralKind, str]]:
    routing = decision.routing
    lead = [] if routing.lead is None else [(routing.lead, ReferralKind.LEAD, routing.lead_rule.id)]
    return lead + [(copy.agency, ReferralKind.COPY, copy.rule.id) for copy in routing.copies]


def _referrals(window: Window, report: Report, judgement: Judgement, now: datetime) -> tuple[Referral, ...]:
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
            words_say=judgement.doubted,
            unsure_since=now if judgement.is_unsure else None,
        )
        for queue, kind, rule_id in _standing(judgement.decision)
    )


def _events(
    window: Window, report: Report, made: tuple[Referral, ...], token: TokenId | None, now: datetime
) -> tuple[Event, ...]:
    by = {} if token is None else {"token": str(token)}
    received = Event(EventId(_new_id(window, now)), report.id, now, EventKind.RECEIVED, "reporter", details=by)
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
    lead = next((referral for referral in made if referral.kind is ReferralKind.LEAD), None)
    if lead is None or lead.words_say is None:
        return (received, *referred)
    return (received, *referred, flag(lead, lead.words_say, FlaggedBy.FIRST_READING, _new_id(window, now), now))


def _messages(window: Window, made: tuple[Referral, ...], now: datetime) -> tuple[OutboxMessage, ...]:
    """A call for the desk that leads what cannot wait; for those with a copy when nobody leads."""
    leads = tuple(referral for referral in made if referral.kind is ReferralKind.LEAD) or made
    return calls(leads, on_call=window.on_call, randomness=window.randomness, now=now)


def _new_id(window: Window, now: datetime) -> str:
    return reference.uuid7(now, window.randomness(10))
