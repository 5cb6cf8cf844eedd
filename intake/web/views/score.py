"""The page of figures that `intake triage --score` writes, as a value. A file that stands alone: no handler shows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Self

from intake.core.measures import Bin, Share
from intake.core.rules import Category, Ruleset
from intake.i18n import N_
from intake.render import View
from intake.workflow.figures import Confusion, Figures, Group, Scorecard, SetSummary

# What is drawn of each group: a title, what it means, and where it stands.
MEASURES: Sequence[tuple[str, str, Callable[[Figures], Share]]] = (
    (
        N_("Right category"),
        N_("The category that was decided is the labeled one, or one that a reader also chose."),
        lambda found: found.top_1,
    ),
    (
        N_("Right category among the first three"),
        N_("One of the first three categories of the ranked list is right."),
        lambda found: found.top_3,
    ),
    (
        N_("Right desk"),
        N_("The desk that leads is the labeled one, or one that a reader also chose."),
        lambda found: found.lead,
    ),
    (
        N_("No desk, but somewhere to turn to"),
        N_("Where nobody in Mexico or the United States leads, there must be no desk and at least one signpost."),
        lambda found: found.signposts_only,
    ),
    (
        N_("Minors found"),
        N_("Of the cases in which every reader sees somebody under 18. More is better."),
        lambda found: found.minor_found,
    ),
    (
        N_("Minors seen where there are none"),
        N_("Of the cases in which no reader sees anybody under 18. Less is better."),
        lambda found: found.minor_flagged,
    ),
    (
        N_("Urgent cases found"),
        N_("Of the cases that every reader gives priority P0 or P1. More is better."),
        lambda found: found.urgent_found,
    ),
    (
        N_("Urgency seen where there is none"),
        N_("Of the cases that no reader takes for urgent. Less is better."),
        lambda found: found.urgent_flagged,
    ),
)


@dataclass(frozen=True)
class ShareView:
    """So many of so many. `value`, `low` and `high` are from 0 to 1; nothing is drawn of a share that nobody asked for."""

    right: int
    asked: int
    value: float
    low: float
    high: float

    @classmethod
    def of(cls, share: Share) -> Self:
        """With its interval."""
        low, high = share.interval
        return cls(share.right, share.asked, share.value or 0.0, low, high)

    @property
    def width(self) -> float:
        """Of the bar, in hundredths of the chart."""
        return _hundredths(self.value)

    @property
    def ends(self) -> tuple[float, float]:
        """Of the interval, in hundredths of the chart."""
        return _hundredths(self.low), _hundredths(self.high)


@dataclass(frozen=True)
class BarView:
    """One line of a chart and of its table: a category by its label, or a group by its set, its language, or neither."""

    share: ShareView
    label: str | None = None
    set: str | None = None
    lang: str | None = None


@dataclass(frozen=True)
class MeasureView:
    """One figure of every group. `title` and `says` are msgids."""

    title: str
    says: str
    bars: tuple[BarView, ...]


@dataclass(frozen=True)
class GroupView:
    """The figures of a group that are no shares; None where there are no cases."""

    set: str | None
    lang: str | None
    cases: int
    macro_f1: Decimal | None
    confidence: float | None
    accuracy: float | None
    error: Decimal | None


@dataclass(frozen=True)
class BinView:
    """One bin of the calibration. `x` and `y` are where its point is drawn, in hundredths from the lower left corner."""

    low: float
    high: float
    confidence: float | None
    share: ShareView

    @property
    def x(self) -> float:
        """Mean confidence."""
        return _hundredths(self.confidence or 0.0)

    @property
    def y(self) -> float:
        """From above, as SVG counts."""
        return _hundredths(1 - self.share.value)

    @property
    def ends(self) -> tuple[float, float]:
        """Of the interval, from above."""
        return _hundredths(1 - self.share.low), _hundredths(1 - self.share.high)


@dataclass(frozen=True)
class CategoryRow:
    """One category: how many cases are labeled so, and what became of them."""

    label: str
    wanted: int
    got: int
    top_1: ShareView
    top_3: ShareView
    lead: ShareView
    precision: float | None
    f1: Decimal

    @property
    def bar(self) -> BarView:
        """Its line in the chart."""
        return BarView(self.top_1, label=self.label)


@dataclass(frozen=True)
class ConfusionRow:
    """One category taken for another, with the rules that said so and how often, and the cases."""

    wanted: str
    got: str
    count: int
    rules: tuple[tuple[str, int], ...]
    cases: tuple[str, ...]


@dataclass(frozen=True)
class ScoreView(View):
    """Everything of a scorecard. `styles` are written into the page; `rules` is the hash of those that judged."""

    template: ClassVar[str] = "operator/score.html"
    styles: str
    rules: str
    sets: tuple[SetSummary, ...]
    groups: tuple[GroupView, ...]
    measures: tuple[MeasureView, ...]
    bins: tuple[BinView, ...]
    categories: tuple[CategoryRow, ...]
    confusions: tuple[ConfusionRow, ...]

    @classmethod
    def of(cls, card: Scorecard, rules: Ruleset, lang: str, *, styles: str) -> Self:
        """With categories in the reader's words. The groups of a single set are those of all cases: they stand once."""
        groups = [group for group in card.groups if group.set is None or len(card.sets) > 1]
        labels = _labels(rules.categories, card, lang)
        return cls(
            styles=styles,
            rules=card.rules,
            sets=card.sets,
            groups=tuple(_group(group) for group in groups),
            measures=tuple(MeasureView(title, says, _bars(groups, share)) for title, says, share in MEASURES),
            bins=tuple(_bin(each) for each in card.pooled.calibration.bins),
            categories=_categories(card, labels),
            confusions=tuple(_confusion(found, labels) for found in card.confusions),
        )

    @classmethod
    def example(cls) -> Self:
        """Two sets, one of them half cross-validated; groups with and without cases; one confusion."""
        some, none = ShareView(8, 10, 0.8, 0.49, 0.943), ShareView(0, 0, 0.0, 0.0, 1.0)
        bars = (BarView(some), BarView(some, lang="es"), BarView(none, set="a"), BarView(some, set="b", lang="es"))
        groups = (
            GroupView(None, None, 10, Decimal("0.712"), 0.75, 0.8, Decimal("0.05")),
            GroupView("a", "es", 0, None, None, None, None),
        )
        return cls(
            styles=":root { --ink: #14323a; }",
            rules="5f2a0c",
            sets=(SetSummary("a", 12, 1, 10, ("a1", "a2")), SetSummary("b", 2, 0, 2, ())),
            groups=groups,
            measures=tuple(MeasureView(title, says, bars) for title, says, _ in MEASURES),
            bins=(BinView(0.0, 0.1, None, none), BinView(0.7, 0.8, 0.75, some)),
            categories=(
                CategoryRow("Estafa romántica", 10, 9, some, some, none, 0.889, Decimal("0.842")),
                CategoryRow("Otro", 0, 1, none, none, none, None, Decimal(0)),
            ),
            confusions=(ConfusionRow("Estafa romántica", "Otro", 2, (("nothing-known", 2),), ("a3", "a4")),),
        )


def _hundredths(value: float) -> float:
    return round(100 * value, 2)


def _number(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(round(value, 3)))


def _labels(categories: Mapping[str, Category], card: Scorecard, lang: str) -> Mapping[str, str]:
    """Every code of the scorecard as people call it; a label that these rules do not have stays as it is."""
    codes = (found.code for found in card.categories)
    return {code: categories[code].label.in_(lang) if code in categories else code for code in codes}


def _bars(groups: Sequence[Group], share: Callable[[Figures], Share]) -> tuple[BarView, ...]:
    return tuple(BarView(ShareView.of(share(group.figures)), set=group.set, lang=group.lang) for group in groups)


def _group(group: Group) -> GroupView:
    found = group.figures
    return GroupView(
        set=group.set,
        lang=group.lang,
        cases=found.cases,
        macro_f1=_number(found.macro_f1),
        confidence=found.calibration.confidence,
        accuracy=found.calibration.accuracy,
        error=_number(found.calibration.error),
    )


def _bin(found: Bin) -> BinView:
    return BinView(found.low, found.high, found.confidence, ShareView.of(found.right))


def _categories(card: Scorecard, labels: Mapping[str, str]) -> tuple[CategoryRow, ...]:
    """Those with the most cases first."""
    rows = [
        CategoryRow(
            label=labels[found.code],
            wanted=found.agreement.wanted,
            got=found.agreement.got,
            top_1=ShareView.of(found.top_1),
            top_3=ShareView.of(found.top_3),
            lead=ShareView.of(found.lead),
            precision=found.agreement.precision,
            f1=_number(found.agreement.f1) or Decimal(0),
        )
        for found in card.categories
    ]
    return tuple(sorted(rows, key=lambda row: (-row.wanted, row.label)))


def _confusion(found: Confusion, labels: Mapping[str, str]) -> ConfusionRow:
    return ConfusionRow(labels[found.wanted], labels[found.got], found.count, found.rules, found.cases)
