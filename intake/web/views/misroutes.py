"""The operator's page of what clerks corrected, as a value: totals, and a table for each way to look at them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar, Self

from intake.i18n import N_, language_name
from intake.render import View
from intake.web.views.facts import Wording
from intake.web.views.queue import agency_name, category_name
from intake.workflow.misroutes import HIDDEN_UNDER, Counted, Misroutes

PERIODS = (30, 90, 365)
_TITLES: Mapping[str, str] = {
    "categories": N_("What the rules said, and what it was"),
    "category_rules": N_("Rules behind a wrong category"),
    "phrases": N_("Phrases most often behind a wrong category"),
    "desks": N_("Where the rules sent it, and where it went"),
    "lead_rules": N_("Rules behind a wrong agency"),
    "languages": N_("Corrected reports by language"),
}


@dataclass(frozen=True)
class MisrouteRow:
    """One line: what it is called, its code where it is a rule or a phrase, and how often; None: fewer than `hidden_under`.

    A pair has `was` and `became` instead of one name.
    """

    count: int | None
    name: str = ""
    code: str = ""
    was: str = ""
    became: str = ""


@dataclass(frozen=True)
class MisrouteTable:
    """`title` is a msgid; `name` is one of the parts of what was counted."""

    name: str
    title: str
    is_pair: bool
    rows: tuple[MisrouteRow, ...]


@dataclass(frozen=True)
class MisroutesView(View):
    """Totals are rounded down to tens; None: fewer than `hidden_under`."""

    template: ClassVar[str] = "operator/misroutes.html"
    days: int
    since: datetime
    received: int | None
    corrected: int | None
    percent: int | None
    hidden_under: int
    periods: tuple[int, ...]
    tables: tuple[MisrouteTable, ...]

    @classmethod
    def of(cls, found: Misroutes, wording: Wording) -> Self:
        """Name categories, agencies and languages in the reader's words, by the version that is live."""
        rules, lang = wording.content.rules, wording.lang
        named: dict[str, tuple[tuple[Counted, ...], Callable[[Counted], MisrouteRow]]] = {
            "categories": (found.categories, lambda row: _pair(row, lambda code: category_name(rules, code, lang))),
            "category_rules": (found.category_rules, _coded),
            "phrases": (found.phrases, _coded),
            "desks": (found.desks, lambda row: _pair(row, lambda code: agency_name(rules, code, lang))),
            "lead_rules": (found.lead_rules, _coded),
            "languages": (found.languages, lambda row: MisrouteRow(row.count, language_name(row.names[0]))),
        }
        return cls(
            days=found.days,
            since=found.since,
            received=found.received,
            corrected=found.corrected,
            percent=found.percent,
            hidden_under=HIDDEN_UNDER,
            periods=PERIODS,
            tables=tuple(_table(name, tuple(map(worded, rows))) for name, (rows, worded) in named.items()),
        )

    @classmethod
    def example(cls) -> Self:
        """A count that is shown, one that is hidden, and a table with nothing in it."""
        pairs = (MisrouteRow(41, was="Phishing", became="Romance"), MisrouteRow(None, was="CONDUSEF", became="FBI IC3"))
        rules = (MisrouteRow(12, code="chosen-by-the-person"), MisrouteRow(None, code="said-in-the-text"))
        return cls(
            days=90,
            since=datetime(2026, 8, 26, 18, tzinfo=UTC),
            received=2310,
            corrected=50,
            percent=2,
            hidden_under=HIDDEN_UNDER,
            periods=PERIODS,
            tables=(
                MisrouteTable("categories", _TITLES["categories"], True, pairs),
                MisrouteTable("category_rules", _TITLES["category_rules"], False, rules),
                MisrouteTable("phrases", _TITLES["phrases"], False, ()),
                MisrouteTable("languages", _TITLES["languages"], False, (MisrouteRow(None, "Klingon"),)),
            ),
        )


def _table(name: str, rows: tuple[MisrouteRow, ...]) -> MisrouteTable:
    return MisrouteTable(name, _TITLES[name], name in ("categories", "desks"), rows)


def _pair(row: Counted, named: Callable[[str], str]) -> MisrouteRow:
    was, became = row.names
    return MisrouteRow(row.count, was=named(was), became=named(became))


def _coded(row: Counted) -> MisrouteRow:
    return MisrouteRow(row.count, code=row.names[0])
