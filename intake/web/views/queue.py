"""The queue page as a value: this agency's open referrals, in its clerks' words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar, Self

from intake.core.report import Referral, ReferralKind, StaffId, StaffMember
from intake.core.rules import Ruleset
from intake.render import View
from intake.web.views.decision import PRIORITIES
from intake.web.views.facts import Wording
from intake.workflow.casework import QueuePage
from intake.workflow.overriding import category_of


@dataclass(frozen=True)
class QueueRow:
    """One referral in the queue. `urgency` is a msgid; `holder` is who claimed it, None when nobody has.

    `engine_category` is what the rules said, where a clerk says otherwise; `words_say` what the person's words clearly say,
    where that is something else and no clerk has looked into it.
    """

    id: str
    reference: str
    priority: str
    urgency: str
    category: str
    received_at: datetime
    is_lead: bool
    lang: str
    holder: str | None
    is_mine: bool
    engine_category: str | None = None
    words_say: str | None = None


@dataclass(frozen=True)
class QueueView(View):
    """This agency's open referrals, most urgent first. `next_after` is the id to go on from."""

    template: ClassVar[str] = "clerk/queue.html"
    agency: str
    rows: tuple[QueueRow, ...]
    next_after: str | None
    is_first: bool

    @classmethod
    def of(cls, found: QueuePage, wording: Wording, clerk: StaffMember, *, is_first: bool) -> Self:
        """Name category, agency and holder in the clerk's words."""
        rows = tuple(row_of(referral, found.holders, wording, clerk) for referral in found.referrals)
        return cls(agency_name(wording.content.rules, clerk.agency, wording.lang), rows, found.next_after, is_first)

    @classmethod
    def example(cls) -> Self:
        """One that is free, one that somebody holds, and more to come."""
        at = datetime(2026, 11, 24, 18, 40, tzinfo=UTC)
        free = QueueRow(
            "1", "7K3M-9QXA-2B4C", "P1", PRIORITIES["P1"], "Phishing", at, True, "es", None, False, None, "Romance"
        )
        held = QueueRow(
            "2", "8K3M-9QXA-2B4D", "P3", PRIORITIES["P3"], "Phishing", at, False, "en", "Ana", False, "Romance"
        )
        return cls("CONDUSEF", (free, held), "2", True)


def row_of(referral: Referral, names: Mapping[StaffId, str], wording: Wording, clerk: StaffMember) -> QueueRow:
    """The referral in this clerk's words; `names` says who holds it."""
    holder, is_other = referral.claimed_by, category_of(referral) != referral.category
    rules, lang, doubt = wording.content.rules, wording.lang, referral.doubt
    return QueueRow(
        id=referral.id,
        reference=referral.reference,
        priority=referral.priority,
        urgency=PRIORITIES[referral.priority],
        category=category_name(rules, category_of(referral), lang),
        received_at=referral.received_at,
        is_lead=referral.kind is ReferralKind.LEAD,
        lang=referral.lang,
        holder=None if holder is None else names.get(holder, ""),
        is_mine=holder == clerk.id,
        engine_category=category_name(rules, referral.category, lang) if is_other else None,
        words_say=None if doubt is None else category_name(rules, doubt, lang),
    )


def agency_name(rules: Ruleset, code: str | None, lang: str) -> str:
    """What an agency is called; its code when this version does not know it."""
    known = rules.agencies.get(code or "")
    return code or "" if known is None else known.short.in_(lang)


def category_name(rules: Ruleset, code: str, lang: str) -> str:
    """What a category is called; its code when this version does not know it."""
    known = rules.categories.get(code)
    return code if known is None else known.label.in_(lang)
