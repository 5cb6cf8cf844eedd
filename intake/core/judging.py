"""What every door asks of a report: what its text says, and how it is decided. The one path of form, API, triage and tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from intake.core.condition import Facts, FactValue
from intake.core.decision import Decision, decide
from intake.core.facts import Constraint, FactDictionary, FactType, broken, derive
from intake.core.rules import Ruleset
from intake.core.signals import Reading, read

_SIGNALS = "signals"


@dataclass(frozen=True)
class Judgement:
    """What was decided, what the text was found to say, and the constraints that the facts break."""

    decision: Decision
    reading: Reading
    problems: tuple[Constraint, ...]

    @property
    def ranked(self) -> tuple[tuple[str, float], ...]:
        """Categories with a score from 0 to 1, best first. It begins with the decided one, whatever the text suggests.

        A category decided without the text is as certain as whoever said so: 1. Nothing to go by: 0.
        """
        decided = self.decision.classification.category
        scores = dict(self.reading.ranked)
        best = max(scores.values(), default=0.0)
        said = any(self.decision.facts.get(fact) == decided for fact in _facts_met(self.decision))
        others = [(code, score) for code, score in self.reading.ranked if code != decided]
        return ((decided, 1.0 if said else max(scores.get(decided, 0.0), best)), *others)


def judge(
    rules: Ruleset, facts: Facts, narrative: str, *, now: datetime, dates: Mapping[str, date] | None = None
) -> Judgement:
    """Read the text, derive what can be derived, and decide. Signals that are given are added to those found.

    `dates` maps a date question's id to its answer, for a door that asks when.
    """
    reading = read(rules.lexicon, narrative, region=_region(rules.dictionary, facts))
    given = facts.get(_SIGNALS, frozenset())
    told: dict[str, FactValue] = {**facts, **reading.facts()}
    told[_SIGNALS] = reading.signals | (given if isinstance(given, frozenset) else frozenset())
    known = derive(rules.dictionary, told, dates or {}, now=now)
    return Judgement(decide(rules, known), reading, broken(rules.constraints, known))


def _facts_met(decision: Decision) -> tuple[str, ...]:
    """The facts that the deciding rule of the category looked at or took its output from, but for what the text says."""
    rule = decision.classification.rule
    looked_at = {clause.fact for clause in rule.when.clauses} | ({rule.from_fact} if rule.from_fact else set())
    return tuple(sorted(looked_at - {"suggested_category"}))


def _region(dictionary: FactDictionary, facts: Facts) -> str | None:
    """Where a phone number written without its country most likely belongs: the first country that is known."""
    named = (facts.get(spec.name) for spec in dictionary.specs.values() if spec.type is FactType.COUNTRY)
    return next((value for value in named if isinstance(value, str)), None)
