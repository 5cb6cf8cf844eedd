"""The clerk's page of one report as a value: everything about it, and what this clerk may do with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar, Self

from intake.core.classification import BY_CLERK
from intake.core.errors import FieldError
from intake.core.report import Referral, ReferralKind, ReferralStatus, Role, StaffMember
from intake.core.rules import Ruleset
from intake.render import View
from intake.web.views.answers import AnswerRow, answer_rows
from intake.web.views.corrections import Choice, CorrectionsView, example_errors
from intake.web.views.decision import PRIORITIES
from intake.web.views.facts import FactView, ValueView, Wording
from intake.web.views.indicators import IndicatorRow, indicator_rows
from intake.web.views.queue import QueueRow, agency_name, row_of
from intake.web.views.reasons import ReasonsView
from intake.web.views.timeline import TimelineRow, example_lines, timeline
from intake.workflow.casework import ReportPage
from intake.workflow.operations import stored_facts
from intake.workflow.reasons import reasons


@dataclass(frozen=True)
class Standing:
    """Where else the report stands, or here: an agency, as lead or copy, or as one that led and passed it on."""

    agency: str
    is_lead: bool
    is_here: bool
    status: str
    is_passed_on: bool = False


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
    came_by_clerk: bool
    disposition: str | None
    standing: tuple[Standing, ...]
    written_in: str
    words: tuple[Words, ...]
    indicators: tuple[IndicatorRow, ...]
    reasons: ReasonsView
    answers: tuple[AnswerRow, ...]
    facts: tuple[FactView, ...]
    timeline: tuple[TimelineRow, ...]
    choices: tuple[Choice, ...]
    may_claim: bool
    may_release: bool
    may_close: bool
    corrections: CorrectionsView | None
    errors: tuple[FieldError, ...]
    has_conflict: bool

    @classmethod
    def of(
        cls,
        found: ReportPage,
        wording: Wording,
        clerk: StaffMember,
        *,
        today: Ruleset,
        corrections: CorrectionsView | None = None,
        errors: tuple[FieldError, ...] = (),
        has_conflict: bool = False,
    ) -> Self:
        """Put a report in the clerk's words. Reasons are those of `today`, all else is of the report's own version."""
        referral, lang = found.referral, wording.lang
        is_mine = referral.claimed_by == clerk.id
        is_claimed = referral.status is ReferralStatus.CLAIMED
        closed_for = today.dispositions.get(referral.disposition or "")
        return cls(
            row=row_of(referral, found.names, wording, clerk),
            status=referral.status.value,
            warnings=_warnings(found, lang),
            because=None if found.rule is None else found.rule.because.in_(lang),
            rule_id=referral.rule_id,
            came_by_clerk=referral.rule_id == BY_CLERK,
            disposition=referral.disposition if closed_for is None else closed_for.label.in_(lang),
            standing=tuple(_standing(other, referral, wording) for other in found.standing),
            written_in=found.dossier.lang,
            words=_words(found, lang),
            indicators=indicator_rows(found.dossier.indicators),
            reasons=ReasonsView.of(reasons(found), wording),
            answers=_without_words(answer_rows(found.journey, found.content, lang=lang), found),
            facts=wording.facts(stored_facts(found.report.facts)),
            timeline=timeline(found, wording, today),
            choices=tuple(Choice(item.id, item.label.in_(lang)) for item in today.dispositions.values()),
            may_claim=referral.status is ReferralStatus.OPEN,
            may_release=is_claimed and (is_mine or clerk.role is Role.SUPERVISOR),
            may_close=is_claimed and is_mine,
            corrections=corrections,
            errors=errors,
            has_conflict=has_conflict,
        )

    @classmethod
    def example(cls) -> Self:
        """A report that this clerk holds, with an error in the form that closes it."""
        at = datetime(2026, 11, 24, 18, 40, tzinfo=UTC)
        return cls(
            row=QueueRow(
                "1",
                "7K3M-9QXA-2B4C",
                "P1",
                PRIORITIES["P1"],
                "Phishing",
                at,
                True,
                "es",
                "Ana",
                True,
                "Romance",
                "Fraud",
            ),
            status="claimed",
            warnings=("Do not contact this person: it is not safe.",),
            because="Your bank must answer for a payment you did not make.",
            rule_id="example-rule",
            came_by_clerk=False,
            disposition=None,
            standing=(Standing("CONDUSEF", True, True, "claimed"), Standing("088", False, False, "closed", True)),
            written_in="es",
            words=(Words("What happened", "Me quitaron\n  todo <b>mi</b> dinero."),),
            indicators=(IndicatorRow("Phone", "+525512345678"),),
            reasons=ReasonsView.example(),
            answers=(),
            facts=(FactView("first", "Money was lost", (ValueView("yes"),)),),
            timeline=example_lines(),
            choices=(Choice("resolved", "Resolved"), Choice("duplicate", "The same as another report")),
            may_claim=False,
            may_release=True,
            may_close=True,
            corrections=CorrectionsView.example(),
            errors=(FieldError("disposition", "Choose why you close the report"), *example_errors()),
            has_conflict=False,
        )


def _standing(referral: Referral, here: Referral, wording: Wording) -> Standing:
    agency = agency_name(wording.content.rules, referral.queue, wording.lang)
    is_lead = referral.kind is ReferralKind.LEAD
    return Standing(agency, is_lead, referral.id == here.id, referral.status.value, referral.is_passed_on)


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
