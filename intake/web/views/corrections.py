"""The two forms by which a clerk corrects the engine, as values: what may be chosen, and what was."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import Self

from intake.core.errors import FieldError
from intake.core.override import OverrideKind
from intake.core.report import Referral
from intake.core.rules import Agency
from intake.web.views.facts import Wording
from intake.web.views.queue import agency_name
from intake.workflow.overriding import Choices, Reclassification
from intake.workflow.transferring import Transfer


@dataclass(frozen=True)
class Choice:
    """One thing to choose, in the clerk's words. `is_connected` is False for a desk that does not work its queue yet."""

    id: str
    label: str
    is_connected: bool = True


@dataclass(frozen=True)
class ChoiceGroup:
    """Choices of one list that belong together: those of one country; None for those of none."""

    country: str | None
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Chosen:
    """What was chosen in either form, right or wrong; None for a form that was not sent."""

    category: Reclassification | None = None
    desk: Transfer | None = None


@dataclass(frozen=True)
class CorrectionsView:
    """Both forms. `named` is the desk that the rules name for the category the report has now, None for nobody.

    `says_otherwise`: a clerk has set that category, so the page says what the rules make of it.
    """

    categories: tuple[ChoiceGroup, ...]
    category_reasons: tuple[Choice, ...]
    desks: tuple[ChoiceGroup, ...]
    desk_reasons: tuple[Choice, ...]
    named: str | None
    is_named_here: bool
    because: str
    says_otherwise: bool
    category: Reclassification = field(default_factory=Reclassification)
    desk: Transfer = field(default_factory=Transfer)
    is_category_open: bool = False
    is_desk_open: bool = False

    @classmethod
    def of(cls, offered: Choices, referral: Referral, wording: Wording, chosen: Chosen) -> Self:
        """In the clerk's words. The desk that the rules name, and what the words say instead, are chosen until others are."""
        lang, named = wording.lang, offered.named
        others = {agency.code for agency in offered.desks}
        by_default = Transfer(desk=named.lead if named.lead in others else "") if named.lead else Transfer()
        return cls(
            categories=(ChoiceGroup(None, tuple(Choice(c.code, c.label.in_(lang)) for c in offered.categories)),),
            category_reasons=_reasons(offered, OverrideKind.CATEGORY, lang),
            desks=_by_country(offered.desks, lang),
            desk_reasons=_reasons(offered, OverrideKind.DESK, lang),
            named=None if named.lead is None else agency_name(wording.content.rules, named.lead, lang),
            is_named_here=named.lead == referral.queue,
            because=named.lead_rule.because.in_(lang),
            says_otherwise=referral.clerk_category is not None,
            category=chosen.category or Reclassification(referral.doubt or ""),
            desk=chosen.desk or by_default,
            is_category_open=chosen.category is not None or referral.doubt is not None,
            is_desk_open=chosen.desk is not None,
        )

    @classmethod
    def example(cls) -> Self:
        """A category that a clerk has set, and both forms open with what was chosen."""
        romance, phishing = Choice("romance", "Romance scam"), Choice("phishing", "Phishing")
        condusef, police = Choice("condusef", "CONDUSEF"), Choice("police", "Cyber police")
        bureau = ChoiceGroup("US", (Choice("bureau", "FBI IC3", False),))
        mistake, mandate = Choice("mistake", "They chose the wrong kind"), Choice("mandate", "Not within our mandate")
        return cls(
            categories=(ChoiceGroup(None, (phishing, romance)),),
            category_reasons=(mistake, Choice("new", "A new kind of scam")),
            desks=(ChoiceGroup("MX", (condusef, police)), bureau, ChoiceGroup(None, (Choice("x", "Nowhere"),))),
            desk_reasons=(mandate, Choice("rule", "The rule is wrong")),
            named="Cyber police",
            is_named_here=False,
            because="They look for who wrote to you.",
            says_otherwise=True,
            category=Reclassification("romance", "new"),
            desk=Transfer("police", "mandate", keeps_copy=True),
            is_category_open=True,
            is_desk_open=True,
        )


def example_errors() -> tuple[FieldError, ...]:
    """An error in each of its fields, for the example of the page."""
    names = ("category", "category_reason", "desk", "desk_reason", "keep_copy")
    return tuple(FieldError(name, "Choose an agency from the list") for name in names)


def _reasons(offered: Choices, kind: OverrideKind, lang: str) -> tuple[Choice, ...]:
    return tuple(Choice(reason.id, reason.label.in_(lang)) for reason in offered.reasons_for(kind))


def _by_country(desks: tuple[Agency, ...], lang: str) -> tuple[ChoiceGroup, ...]:
    ordered = sorted(desks, key=lambda agency: agency.country or "")
    grouped = groupby(ordered, key=lambda agency: agency.country)
    return tuple(
        ChoiceGroup(country, tuple(Choice(a.code, a.name.in_(lang), a.connected) for a in found))
        for country, found in grouped
    )
