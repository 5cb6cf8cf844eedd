"""What outcomes add up to: figures of every group of cases, of every category, and the worst confusions. Counts only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from intake.core.measures import Agreement, Calibration, Share, agreements, calibration, macro_f1
from intake.workflow.scoring import JudgedSet, Outcome


@dataclass(frozen=True)
class Figures:
    """Of one group of cases. A share is of the cases that ask it: see Outcome."""

    cases: int
    top_1: Share
    top_3: Share
    lead: Share
    signposts_only: Share
    minor_found: Share
    minor_flagged: Share
    urgent_found: Share
    urgent_flagged: Share
    macro_f1: float | None
    calibration: Calibration


@dataclass(frozen=True)
class Group:
    """Some cases and their figures: of a set, of a language, of both, or (None, None) all of them."""

    set: str | None
    lang: str | None
    figures: Figures


@dataclass(frozen=True)
class SetSummary:
    """One file: how many lines were judged and could not be, how many are reports, and those judged by a model
    that had not seen them."""

    name: str
    judged: int
    bad: int
    scored: int
    cross_validated: tuple[str, ...]


@dataclass(frozen=True)
class CategoryFigures:
    """Of the cases labelled with a category; an alternative that a reader also chose counts as right."""

    code: str
    agreement: Agreement
    top_1: Share
    top_3: Share
    lead: Share


@dataclass(frozen=True)
class Confusion:
    """A category taken for another: how often, by which rules how often, and in which cases."""

    wanted: str
    got: str
    count: int
    rules: tuple[tuple[str, int], ...]
    cases: tuple[str, ...]


@dataclass(frozen=True)
class Scorecard:
    """Everything that is known of how well cases were judged by the rules of this hash.

    `groups` begins with all cases; then each language, each set, and each language of each set. Categories stand in the
    order of their codes, confusions with the most frequent first.
    """

    rules: str
    sets: tuple[SetSummary, ...]
    groups: tuple[Group, ...]
    categories: tuple[CategoryFigures, ...]
    confusions: tuple[Confusion, ...]

    @property
    def pooled(self) -> Figures:
        """Of all cases."""
        return self.groups[0].figures


def scorecard(rules: str, sets: Sequence[JudgedSet]) -> Scorecard:
    """Add up what was found in these sets, in their order."""
    outcomes = [outcome for judged in sets for outcome in judged.outcomes]
    return Scorecard(
        rules=rules,
        sets=tuple(_summary(judged) for judged in sets),
        groups=_groups(sets, outcomes),
        categories=_categories(outcomes),
        confusions=_confusions(outcomes),
    )


def figures(outcomes: Sequence[Outcome]) -> Figures:
    """Of these outcomes."""

    def share(asked: Callable[[Outcome], bool | None]) -> Share:
        return Share.of(map(asked, outcomes))

    return Figures(
        cases=len(outcomes),
        top_1=share(lambda outcome: outcome.is_right),
        top_3=share(lambda outcome: outcome.is_among_three),
        lead=share(lambda outcome: outcome.lead),
        signposts_only=share(lambda outcome: outcome.signposts_only),
        minor_found=share(lambda outcome: outcome.minor_found),
        minor_flagged=share(lambda outcome: outcome.minor_flagged),
        urgent_found=share(lambda outcome: outcome.urgent_found),
        urgent_flagged=share(lambda outcome: outcome.urgent_flagged),
        macro_f1=macro_f1(outcome.counted for outcome in outcomes),
        calibration=calibration([(outcome.confidence, outcome.is_right) for outcome in outcomes]),
    )


def _summary(judged: JudgedSet) -> SetSummary:
    unseen = tuple(outcome.id for outcome in judged.outcomes if outcome.cross_validated)
    return SetSummary(judged.name, judged.judged, len(judged.bad), len(judged.outcomes), unseen)


def _groups(sets: Sequence[JudgedSet], outcomes: Sequence[Outcome]) -> tuple[Group, ...]:
    found = [Group(None, None, figures(outcomes))]
    found += [Group(None, lang, figures(of_lang)) for lang, of_lang in _by_lang(outcomes).items()]
    found += [Group(judged.name, None, figures(judged.outcomes)) for judged in sets]
    for judged in sets:
        by_lang = _by_lang(judged.outcomes)
        found += [Group(judged.name, lang, figures(of_lang)) for lang, of_lang in by_lang.items()]
    return tuple(found)


def _by_lang(outcomes: Sequence[Outcome]) -> Mapping[str, Sequence[Outcome]]:
    langs = sorted({outcome.lang for outcome in outcomes})
    return {lang: [outcome for outcome in outcomes if outcome.lang == lang] for lang in langs}


def _categories(outcomes: Sequence[Outcome]) -> tuple[CategoryFigures, ...]:
    found: list[CategoryFigures] = []
    for code, agreement in agreements(outcome.counted for outcome in outcomes).items():
        of_code = figures([outcome for outcome in outcomes if outcome.wanted == code])
        found.append(CategoryFigures(code, agreement, of_code.top_1, of_code.top_3, of_code.lead))
    return tuple(found)


def _confusions(outcomes: Sequence[Outcome]) -> tuple[Confusion, ...]:
    wrong: dict[tuple[str, str], list[Outcome]] = {}
    for outcome in outcomes:
        if not outcome.is_right:
            wrong.setdefault(outcome.counted, []).append(outcome)
    found = [
        Confusion(
            wanted,
            got,
            len(each),
            tuple(Counter(outcome.rule for outcome in each).most_common()),
            tuple(outcome.id for outcome in each),
        )
        for (wanted, got), each in wrong.items()
    ]
    return tuple(sorted(found, key=lambda confusion: (-confusion.count, confusion.wanted, confusion.got)))
