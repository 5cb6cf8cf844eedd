"""A scorecard in words, for a terminal. English, as all that a command prints."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from intake.core.measures import Share
from intake.workflow.figures import Figures, Group, Scorecard, SetSummary

_COLUMN = 30
_SHARES: Mapping[str, Callable[[Figures], Share]] = {
    "category, first": lambda found: found.top_1,
    "category, in three": lambda found: found.top_3,
    "lead": lambda found: found.lead,
    "no lead, signposts": lambda found: found.signposts_only,
    "minor found": lambda found: found.minor_found,
    "minor flagged": lambda found: found.minor_flagged,
    "urgent found": lambda found: found.urgent_found,
    "urgent flagged": lambda found: found.urgent_flagged,
}
_NUMBERS: Mapping[str, Callable[[Figures], float | None]] = {
    "macro-F1": lambda found: found.macro_f1,
    "confidence, mean": lambda found: found.calibration.confidence,
    "calibration error": lambda found: found.calibration.error,
}


def written(card: Scorecard) -> Iterator[str]:
    """Line by line: the sets, the figures of every group, of every category, the calibration, the confusions."""
    yield from (_set(summary) for summary in card.sets)
    yield f"rules {card.rules}"
    yield from _groups("all", [group for group in card.groups if group.set is None])
    for summary in card.sets if len(card.sets) > 1 else ():
        yield from _groups(summary.name, [group for group in card.groups if group.set == summary.name])
    yield from _calibration(card.pooled)
    yield from _categories(card)
    yield from _confusions(card)


def _set(summary: SetSummary) -> str:
    line = f"{summary.name}: {summary.judged} judged, {summary.bad} could not be, {summary.scored} scored"
    unseen = summary.cross_validated
    if not unseen:
        return line
    named = "" if len(unseen) == summary.scored else f" ({', '.join(unseen)})"
    return f"{line}, {len(unseen)} of them cross-validated: by a model fitted without their text{named}"


def _groups(name: str, groups: Sequence[Group]) -> Iterator[str]:
    heads = [f"{group.lang or name} ({group.figures.cases})" for group in groups]
    yield ""
    yield _row(name, heads)
    for label, of_figures in _SHARES.items():
        yield _row(f"  {label}", [_share(of_figures(group.figures)) for group in groups])
    for label, number_of in _NUMBERS.items():
        yield _row(f"  {label}", [_number(number_of(group.figures)) for group in groups])


def _calibration(found: Figures) -> Iterator[str]:
    yield "\ncalibration: answers with a confidence from, to; their mean confidence; those that are right"
    for each in found.calibration.bins:
        yield f"  {each.low:.1f} {each.high:.1f}  {_number(each.confidence):5}  {_share(each.right)}"


def _categories(card: Scorecard) -> Iterator[str]:
    yield "\n" + _row("category", ["first", "in three", "lead", "precision and F1"])
    for found in card.categories:
        ends = f"{_number(found.agreement.precision)} {found.agreement.f1:.3f}"
        yield _row(found.code, [*map(_share, (found.top_1, found.top_3, found.lead)), ends])


def _confusions(card: Scorecard) -> Iterator[str]:
    yield "\nconfusions: wanted -> got, by which rules, in which cases" if card.confusions else "\nno confusions"
    for found in card.confusions:
        rules = ", ".join(f"{rule} {count}" for rule, count in found.rules)
        yield f"  {found.count} x {found.wanted} -> {found.got}, by {rules}: {', '.join(found.cases)}"


def _row(label: str, cells: Sequence[str]) -> str:
    return (f"{label:<{_COLUMN}}" + "".join(f"{cell:<{_COLUMN}}" for cell in cells)).rstrip()


def _share(share: Share) -> str:
    if share.value is None:
        return "not asked"
    low, high = share.interval
    return f"{share.right}/{share.asked} {100 * share.value:.1f} % ({100 * low:.1f}-{100 * high:.1f})"


def _number(number: float | None) -> str:
    return "-" if number is None else f"{number:.3f}"
