"""How often the engine agrees with labelled cases, by language. It is given the text, the language and the country alone."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from intake.core.errors import BadLine
from intake.workflow.triage import Bench, read_line, triage

# Of the places where a case may be, those that are countries; "other" and "unknown" are none.
_COUNTRIES = ("MX", "US", "CA")
_NO_LEAD = "signpost_only"
_URGENT = ("P0", "P1")


@dataclass
class Tally:
    """How many cases were looked at for each question, and how many came out as labelled."""

    asked: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    confused: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, question: str, is_right: bool) -> None:
        """Note one case."""
        self.asked[question] += 1
        self.right[question] += is_right


@dataclass(frozen=True)
class Score:
    """The tallies of one set of cases by language, the reports alone; and the lines that could not be judged."""

    by_lang: Mapping[str, Tally]
    survived: int
    bad: tuple[str, ...]


def score(bench: Bench, cases: Iterable[tuple[int, str]], *, now: datetime) -> Score:
    """Judge each case, a numbered line of JSON, and hold it against its labels. What is no report must only be survived."""
    tallies: dict[str, Tally] = {}
    bad: list[str] = []
    survived = 0
    for number, line in cases:
        try:
            case = read_line(line)
            found = triage(bench, _line(case), now=now)
        except BadLine as error:
            bad.append(f"line {number}: {error.reason}")
            continue
        survived += 1
        if _is_report(case):
            _compare(tallies.setdefault(str(case["lang"]), Tally()), case, found)
    return Score(tallies, survived, tuple(bad))


def lines(name: str, found: Score) -> Iterator[str]:
    """The figures of one set in words, for a terminal."""
    yield f"{name}: {found.survived} judged, {len(found.bad)} could not be"
    for lang, tally in sorted(found.by_lang.items()):
        yield f"  {lang}: " + ", ".join(_share(tally, question) for question in tally.asked)
    confused: Counter[tuple[str, str]] = sum((tally.confused for tally in found.by_lang.values()), Counter())
    for (wanted, got), count in confused.most_common():
        yield f"    {count} x {wanted} taken for {got}"


def _share(tally: Tally, question: str) -> str:
    asked, right = tally.asked[question], tally.right[question]
    return f"{question} {right}/{asked} ({100 * right / asked:.1f} %)"


def _is_report(case: Mapping[str, object]) -> bool:
    return bool(case.get("is_report", True))


def _line(case: Mapping[str, object]) -> str:
    """What the engine is given of a case. Raises BadLine when a key is missing that it or the tally needs."""
    needed = ("id", "lang", "text", "category") if _is_report(case) else ("id", "lang", "text")
    if missing := [name for name in needed if name not in case]:
        raise BadLine(f"A case needs these too: {', '.join(missing)}")
    country = case.get("victim_country")
    facts = {"victim_country": country} if country in _COUNTRIES else {}
    return json.dumps({"id": case["id"], "lang": case["lang"], "text": case["text"], "facts": facts})


def _compare(tally: Tally, case: Mapping[str, object], found: Mapping[str, object]) -> None:
    category, lead, priority = (found[name] for name in ("category", "lead", "priority"))
    is_right = category in (case["category"], *_also(case, "also_ok"))
    tally.add("category", is_right)
    if not is_right:
        tally.confused[str(case["category"]), str(category)] += 1
    if case.get("lead") == _NO_LEAD:
        tally.add("no lead but signposts", lead is None and bool(found["signposts"]))
    else:
        tally.add("lead", lead in (case.get("lead"), *_also(case, "also_ok_lead")))
    if case.get("priority") in _URGENT:
        tally.add("urgent found", priority in _URGENT)


def _also(case: Mapping[str, object], key: str) -> tuple[str, ...]:
    listed = case.get(key)
    return tuple(str(item) for item in listed) if isinstance(listed, list) else ()
