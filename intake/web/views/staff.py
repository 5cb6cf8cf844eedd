"""The staff pages as values: signing in, the queue, and one report with everything about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar, Self

from intake.core.errors import FieldError
from intake.core.report import Event, Referral, ReferralKind, ReferralStatus, Role, StaffId, StaffMember
from intake.core.rules import Disposition, Ruleset
from intake.render import View
from intake.web.views.answers import AnswerRow, answer_rows
from intake.web.views.decision import PRIORITIES
from intake.web.views.facts import FactView, ValueView, Wording
from intake.web.views.indicators import IndicatorRow, indicator_rows
from intake.workflow.casework import QueuePage, ReportPage
from intake.workflow.operations import stored_facts


@dataclass(frozen=True)
class SignInView(View):
    """How to get a sign-in link."""

    template: ClassVar[str] = "clerk/sign_in.html"

    @classmethod
    def example(cls) -> Self:
        """The one there is."""
        return cls()


@dataclass(frozen=True)
class UseLinkView(View):
    """A button that uses a sign-in link up. `token` is the link's own."""

    template: ClassVar[str] = "clerk/use_link.html"
    token: str

    @classmethod
    def example(cls) -> Self:
        """A link nobody has."""
        return cls("example")


@dataclass(frozen=True)
class LinkSpentView(View):
    """The link was used already, or is too old."""

    template: ClassVar[str] = "clerk/link_spent.html"

    @classmethod
    def example(cls) -> Self:
        """The one there is."""
        return cls()


@dataclass(frozen=True)
class QueueRow:
    """One referral in the queue. `urgency` is a msgid; `holder` is who claimed it, None when nobody has."""

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
        rows = tuple(_row(referral, found.holders, wording, clerk) for referral in found.referrals)
        return cls(_agency(wording.content.rules, clerk.agency, wording.lang), rows, found.next_after, is_first)

    @classmethod
    def example(cls) -> Self:
        """One that is free, one that somebody holds, and more to come."""
        at = datetime(2026, 11, 24, 18, 40, tzinfo=UTC)
        free = QueueRow("1", "7K3M-9QXA-2B4C", "P1", PRIORITIES["P1"], "Phishing", at, True, "es", None, False)
        held = QueueRow("2", "8K3M-9QXA-2B4D", "P3", PRIORITIES["P3"], "Phishing", at, False, "en", "Ana", False)
        return cls("CONDUSEF", (free, held), "2", True)


@dataclass(frozen=True)
class Standing:
    """Where else the report stands, or here: an agency, as lead or copy, and how far it is there."""

    agency: str
    is_lead: bool
    is_here: bool
    status: str


@dataclass(frozen=True)
class TimelineRow:
    """One line of the record. `kind` is an EventKind; `actor` a name of this agency's, else None."""

    at: datetime
    kind: str
    actor: str | None
    agency: str | None
    is_lead: bool
    disposition: str | None


@dataclass(frozen=True)
class Choice:
    """One reason to close, in the clerk's words."""

    id: str
    label: str


@dataclass(frozen=True)
class Words:
    """What the person wrote, exactly, under the question they answered."""

    question: str
    text: str


@dataclass(frozen=True)
class ReportView(View):
    """Everything about a report on one page. `written_in` is the language the person chose; their words stay as they are."""

    template: ClassVar[str] = "clerk/report.html"
    row: QueueRow
    status: str
    warnings: tuple[str, ...]
    because: str | None
    rule_id: str
    disposition: str | None
    standing: tuple[Standing, ...]
    written_in: str
    words: tuple[Words, ...]
    indicators: tuple[IndicatorRow, ...]
    answers: tuple[AnswerRow, ...]
    facts: tuple[FactView, ...]
    timeline: tuple[TimelineRow, ...]
    choices: tuple[Choice, ...]
    may_claim: bool
    may_release: bool
    may_close: bool
    errors: tuple[FieldError, ...]
    has_conflict: bool

    @classmethod
    def of(
        cls,
        found: ReportPage,
        wording: Wording,
        clerk: StaffMember,
        *,
        dispositions: Mapping[str, Disposition],
        errors: tuple[FieldError, ...] = (),
        has_conflict: bool = False,
    ) -> Self:
        """Put a report in the clerk's words; `dispositions` are those of today, all else is of the report's own version."""
        referral, lang = found.referral, wording.lang
        is_mine = referral.claimed_by == clerk.id
        is_claimed = referral.status is ReferralStatus.CLAIMED
        closed_for = dispositions.get(referral.disposition or "")
        return cls(
            row=_row(referral, found.names, wording, clerk),
            status=referral.status.value,
            warnings=_warnings(found, lang),
            because=None if found.rule is None else found.rule.because.in_(lang),
            rule_id=referral.rule_id,
            disposition=referral.disposition if closed_for is None else closed_for.label.in_(lang),
            standing=tuple(_standing(other, referral, wording) for other in found.standing),
            written_in=found.dossier.lang,
            words=_words(found, lang),
            indicators=indicator_rows(found.dossier.indicators),
            answers=_without_words(answer_rows(found.journey, found.content, lang=lang), found),
            facts=wording.facts(stored_facts(found.report.facts)),
            timeline=tuple(_timeline_row(event, found, wording, dispositions) for event in found.events),
            choices=tuple(Choice(item.id, item.label.in_(lang)) for item in dispositions.values()),
            may_claim=referral.status is ReferralStatus.OPEN,
            may_release=is_claimed and (is_mine or clerk.role is Role.SUPERVISOR),
            may_close=is_claimed and is_mine,
            errors=errors,
            has_conflict=has_conflict,
        )

    @classmethod
    def example(cls) -> Self:
        """A report that this clerk holds, with an error in the form that closes it."""
        at = datetime(2026, 11, 24, 18, 40, tzinfo=UTC)
        return cls(
            row=QueueRow("1", "7K3M-9QXA-2B4C", "P1", PRIORITIES["P1"], "Phishing", at, True, "es", "Ana", True),
            status="claimed",
            warnings=("Do not contact this person: it is not safe.",),
            because="Your bank must answer for a payment you did not make.",
            rule_id="example-rule",
            disposition=None,
            standing=(Standing("CONDUSEF", True, True, "claimed"), Standing("088", False, False, "closed")),
            written_in="es",
            words=(Words("What happened", "Me quitaron\n  todo <b>mi</b> dinero."),),
            indicators=(IndicatorRow("Phone", "+525512345678"),),
            answers=(),
            facts=(FactView("first", "Money was lost", (ValueView("yes"),)),),
            timeline=(
                TimelineRow(at, "received", None, None, True, None),
                TimelineRow(at, "referred", None, "CONDUSEF", True, None),
                TimelineRow(at, "closed", "Ana", "088", False, "Resolved"),
            ),
            choices=(Choice("resolved", "Resolved"), Choice("duplicate", "The same as another report")),
            may_claim=False,
            may_release=True,
            may_close=True,
            errors=(FieldError("disposition", "Choose why you close the report"),),
            has_conflict=False,
        )


def _row(referral: Referral, names: Mapping[StaffId, str], wording: Wording, clerk: StaffMember) -> QueueRow:
    category = wording.content.rules.categories.get(referral.category)
    holder = referral.claimed_by
    return QueueRow(
        id=referral.id,
        reference=referral.reference,
        priority=referral.priority,
        urgency=PRIORITIES[referral.priority],
        category=referral.category if category is None else category.label.in_(wording.lang),
        received_at=referral.received_at,
        is_lead=referral.kind is ReferralKind.LEAD,
        lang=referral.lang,
        holder=None if holder is None else names.get(holder, ""),
        is_mine=holder == clerk.id,
    )


def _agency(rules: Ruleset, code: str | None, lang: str) -> str:
    known = rules.agencies.get(code or "")
    return code or "" if known is None else known.short.in_(lang)


def _standing(referral: Referral, here: Referral, wording: Wording) -> Standing:
    agency = _agency(wording.content.rules, referral.queue, wording.lang)
    is_lead = referral.kind is ReferralKind.LEAD
    return Standing(agency, is_lead, referral.id == here.id, referral.status.value)


def _warnings(found: ReportPage, lang: str) -> tuple[str, ...]:
    """What the chosen answers warn of."""
    answers = found.journey.answers
    asked = (question for step in found.journey.steps for question in step.questions)
    chosen = (option for question in asked for option in question.options if option.id == answers.get(question.id))
    return tuple(option.warns.in_(lang) for option in chosen if option.warns is not None)


def _words(found: ReportPage, lang: str) -> tuple[Words, ...]:
    """The narrative as it was typed, not as it was read: nothing is stripped."""
    asked = [question for step in found.journey.steps for question in step.questions if question.is_narrative]
    typed = found.dossier.told.typed
    return tuple(Words(q.label.in_(lang), "\n".join(typed[q.id])) for q in asked if typed.get(q.id))


def _without_words(rows: tuple[AnswerRow, ...], found: ReportPage) -> tuple[AnswerRow, ...]:
    """The answers but for the narrative, which stands above them exactly as it was typed."""
    told = {q.id for step in found.journey.steps for q in step.questions if q.is_narrative}
    return tuple(row for row in rows if row.question_id not in told)


def _timeline_row(
    event: Event, found: ReportPage, wording: Wording, dispositions: Mapping[str, Disposition]
) -> TimelineRow:
    referral = next((other for other in found.standing if other.id == event.referral_id), None)
    reason = event.details.get("disposition")
    known = dispositions.get(reason or "")
    return TimelineRow(
        at=event.at,
        kind=event.kind.value,
        actor=found.names.get(StaffId(event.actor)) if event.referral_id == found.referral.id else None,
        agency=None if referral is None else _agency(wording.content.rules, referral.queue, wording.lang),
        is_lead=referral is not None and referral.kind is ReferralKind.LEAD,
        disposition=reason if known is None else known.label.in_(wording.lang),
    )
