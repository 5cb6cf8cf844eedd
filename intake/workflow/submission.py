"""From answers to a report: preview who will receive it, then submit it and hand back a receipt. Read this first.

A receipt exists if and only if the report does: sealing and signing come before the one transaction that stores all.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from intake.core.answers import OTHER_SUFFIX, Typed
from intake.core.decision import Decision
from intake.core.errors import Conflict, Contradiction, Incomplete, NoDesk, RecipientsChanged
from intake.core.facts import Constraint
from intake.core.journey import Journey
from intake.core.judging import Judgement, judge
from intake.core.report import StoredReceipt
from intake.store import drafts, receipts
from intake.store.engine import Db
from intake.vault import DraftKeys
from intake.workflow import drafting, recording
from intake.workflow.dossier import Told
from intake.workflow.window import Window

_TRIES = 5


@dataclass(frozen=True)
class Preview:
    """What would happen if the person sent it now."""

    answers: drafting.Answers
    journey: Journey
    judgement: Judgement

    @property
    def decision(self) -> Decision:
        """What the rules say."""
        return self.judgement.decision

    @property
    def problems(self) -> tuple[Constraint, ...]:
        """The constraints that the answers break."""
        return self.judgement.problems

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
        parts = recording.prepare(window, keys, found.judgement, Told(_asked(found)), lang=lang, now=now)
        with suppress(Conflict):
            window.store.write(partial(_store, keys=keys, parts=parts, revision=found.answers.revision))
            return parts.receipt
        # Another click was faster, and its receipt is found now; or another tab saved, and that is sent now.
    raise Conflict("draft")


def receipt_of(window: Window, keys: DraftKeys) -> StoredReceipt | None:
    """The receipt of the report that this draft became, or None when it was not sent."""
    with window.store.glance() as db:
        return receipts.by_draft_hash(db, keys.draft_hash)


def _previewed(window: Window, answers: drafting.Answers, *, now: datetime) -> Preview:
    journey = drafting.journey_of(window, answers, now=now)
    if not journey.is_complete:
        raise Incomplete(journey.last.id)
    return Preview(answers, journey, judge(window.content.rules, journey.facts, journey.narrative, now=now))


def _require_sendable(found: Preview, shown: str | None) -> None:
    if found.problems:
        raise Contradiction(tuple(constraint.id for constraint in found.problems))
    if not found.can_be_sent:
        raise NoDesk
    if shown is not None and shown != found.recipients:
        raise RecipientsChanged


def _store(db: Db, *, keys: DraftKeys, parts: recording.Parts, revision: int) -> None:
    drafts.take(db, keys.locator, expected_revision=revision)
    recording.store(db, parts)


def _asked(found: Preview) -> Typed:
    """What was typed for the questions on the journey, those left empty too; pages that no longer apply stay behind."""
    typed = found.answers.typed
    names = [question.id for step in found.journey.steps for question in step.questions]
    return {name: typed[name] for asked in names for name in (asked, asked + OTHER_SUFFIX) if name in typed}
