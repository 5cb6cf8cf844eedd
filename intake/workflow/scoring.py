"""Labelled cases held against the engine, one by one: what was right of each. Counting them is figures.py's.

The engine is given the text, the language and the country alone. What a case does not ask is neither right nor wrong.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from intake.content.cases import SIGNPOSTS_ONLY, Case, read_case
from intake.core.errors import BadLine
from intake.core.judging import Judgement
from intake.workflow.folds import Unseen
from intake.workflow.triage import Bench, judge_given

_URGENT = ("P0", "P1")
_BEST = 3


@dataclass(frozen=True)
class Outcome:
    """What was right of one case. None: the case does not ask it.

    `wanted` is the label; `got` the engine's category, `rule` the one that said so, `confidence` its score. `flagged` is
    asked of cases that no reader takes for such; `found` of those that all readers do.
    """

    id: str
    lang: str
    cross_validated: bool
    wanted: str
    got: str
    rule: str
    confidence: float
    is_right: bool
    is_among_three: bool
    lead: bool | None
    signposts_only: bool | None
    minor_found: bool | None
    minor_flagged: bool | None
    urgent_found: bool | None
    urgent_flagged: bool | None

    @property
    def counted(self) -> tuple[str, str]:
        """Wanted and got, where an alternative that a reader also chose counts as what was wanted."""
        return self.wanted, self.wanted if self.is_right else self.got


@dataclass(frozen=True)
class JudgedSet:
    """One file of cases: how many could be judged, what was right of those that are reports, and the lines that could not."""

    name: str
    judged: int
    outcomes: tuple[Outcome, ...]
    bad: tuple[str, ...]


def judge_set(bench: Bench, unseen: Unseen, name: str, lines: Iterable[tuple[int, str]], *, now: datetime) -> JudgedSet:
    """Judge each numbered line of JSON and hold it against its labels. What is no report must only be survived.

    A case that `unseen` knows the text of is judged by a model that does not.
    """
    outcomes: list[Outcome] = []
    bad: list[str] = []
    judged = 0
    for number, line in lines:
        try:
            case = read_case(line)
            judgement = _judge(replace(bench, rules=unseen.rules_for(case.text)), case, now)
        except BadLine as error:
            bad.append(f"line {number}: {error.reason}")
            continue
        judged += 1
        if case.is_report:
            outcomes.append(_compared(case, judgement, _sees_minor(bench, judgement), unseen.has_learnt(case.text)))
    return JudgedSet(name, judged, tuple(outcomes), tuple(bad))


def _judge(bench: Bench, case: Case, now: datetime) -> Judgement:
    facts = {} if case.country is None else {"victim_country": case.country}
    return judge_given(bench, {"id": case.id, "lang": case.lang, "text": case.text, "facts": facts}, now=now)


def _sees_minor(bench: Bench, judgement: Judgement) -> bool | None:
    """None by rules that do not say when a minor is seen: those published before it was counted."""
    return bench.rules.sees_minor(judgement.decision.facts) if bench.rules.minor_when else None


def _compared(case: Case, judgement: Judgement, sees_minor: bool | None, cross_validated: bool) -> Outcome:
    classification, routing = judgement.decision.classification, judgement.decision.routing
    right, is_urgent = case.categories, routing.priority in _URGENT
    goes_nowhere = case.lead == SIGNPOSTS_ONLY
    return Outcome(
        id=case.id,
        lang=case.lang,
        cross_validated=cross_validated,
        wanted=case.category,
        got=classification.category,
        rule=classification.rule.id,
        confidence=judgement.ranked[0][1],
        is_right=classification.category in right,
        is_among_three=any(code in right for code, _ in judgement.ranked[:_BEST]),
        lead=None if case.lead is None or goes_nowhere else routing.lead in case.leads,
        signposts_only=routing.lead is None and bool(routing.signposts) if goes_nowhere else None,
        minor_found=sees_minor if case.minor else None,
        minor_flagged=sees_minor if case.minor is False and case.minor_possible is False else None,
        urgent_found=is_urgent if case.priority in _URGENT else None,
        urgent_flagged=is_urgent if case.urgent_possible is False and case.priority not in _URGENT else None,
    )
