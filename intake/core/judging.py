"""What every door asks of a report: what its text says, and how it is decided. The one path of form, API, triage and tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from intake.core.condition import Facts, FactValue
from intake.core.decision import Decision, decide
from intake.core.facts import SIGNALS, Constraint, DerivedKind, FactDictionary, FactType, broken, derive
from intake.core.rules import Ruleset
from intake.core.signals import Reading, read

# The facts that the text contributes: a rule that looks at nothing else was decided by the text.
_SUGGESTED = "suggested_category"
_FROM_TEXT = frozenset({SIGNALS, _SUGGESTED, "suggestion_confidence"})
# A category with a lower score is one that the text hardly speaks of.
_HARDLY = 0.05

# Reads a narrative once more, given what the first reading made of it.
Reread = Callable[[str, Reading], Reading]


@dataclass(frozen=True)
class Judgement:
    """What was decided, what the text was found to say, and the constraints that the facts break.

    `unclear` is the category of what nobody could tell: a text that sounds like it contradicts nobody. `heard` are the
    facts that nobody answered and the text alone made true.
    """

    decision: Decision
    reading: Reading
    problems: tuple[Constraint, ...]
    unclear: str
    heard: frozenset[str] = frozenset()

    @property
    def is_unsure(self) -> bool:
        """Whether no answer decided the category, and the text says something, but nothing for certain."""
        return bool(self.reading.ranked) and self.reading.confidence != "high" and not self._is_answered

    @property
    def doubted(self) -> str | None:
        """The category that the text clearly says, where the answers decided another that it hardly speaks of.

        None too where the text's is among those that also fit.
        """
        classification = self.decision.classification
        says = certain(self.reading)
        fits = {self.unclear, classification.category, *classification.categories}
        if says is None or says in fits or not self._is_answered:
            return None
        return says if dict(self.reading.ranked).get(classification.category, 0.0) < _HARDLY else None

    @property
    def is_by_words(self) -> bool:
        """Whether the words decided the category: the rule looked at what they say, and at no answer."""
        return bool(_looked_at(self.decision)) and not self._is_answered

    @property
    def is_as_answered(self) -> bool:
        """Whether the person named the category themselves."""
        decided = self.decision.classification.category
        return any(self.decision.facts.get(fact) == decided for fact in _facts_met(self.decision))

    @property
    def _is_answered(self) -> bool:
        """Whether the rule that decided the category went by an answer, and not by what the text suggests."""
        looked_at = _looked_at(self.decision)
        return _SUGGESTED not in looked_at and any(
            fact in self.decision.facts for fact in looked_at - _FROM_TEXT - self.heard
        )

    @property
    def ranked(self) -> tuple[tuple[str, float], ...]:
        """Categories with a score from 0 to 1, best first. It begins with the decided one, whatever the text suggests.

        A category decided without the text is as certain as whoever said so: 1. Nothing to go by: 0.
        """
        decided = self.decision.classification.category
        scores = dict(self.reading.ranked)
        best = max(scores.values(), default=0.0)
        others = [(code, score) for code, score in self.reading.ranked if code != decided]
        return ((decided, 1.0 if self.is_as_answered else max(scores.get(decided, 0.0), best)), *others)


def judge(
    rules: Ruleset,
    facts: Facts,
    narrative: str,
    *,
    now: datetime,
    dates: Mapping[str, date] | None = None,
    reread: Reread | None = None,
) -> Judgement:
    """Read the text, derive what can be derived, and decide. Signals that are given are added to those found.

    `dates` maps a date question's id to its answer, for a door that asks when. What the first reading is unsure of is
    decided by what `reread` makes of it, when there is one.
    """
    reading = read(rules.lexicon, narrative, region=_region(rules.dictionary, facts))
    judged = _judged(rules, facts, reading, now, dates or {})
    if reread is None or not judged.is_unsure:
        return judged
    return _judged(rules, facts, reread(narrative, reading), now, dates or {})


def certain(reading: Reading) -> str | None:
    """The category that a text clearly says; None when it does not, or says nothing."""
    return reading.ranked[0][0] if reading.confidence == "high" else None


def _judged(rules: Ruleset, facts: Facts, reading: Reading, now: datetime, dates: Mapping[str, date]) -> Judgement:
    given = facts.get(SIGNALS, frozenset())
    told: dict[str, FactValue] = {**facts, **reading.facts()}
    told[SIGNALS] = reading.signals | (given if isinstance(given, frozenset) else frozenset())
    known = derive(rules.dictionary, told, dates, now=now)
    derived = (spec.name for spec, how in rules.dictionary.derived if how.kind is DerivedKind.SAID)
    heard = frozenset(name for name in derived if name not in facts and name in known)
    return Judgement(decide(rules, known), reading, broken(rules.constraints, known), rules.unclear, heard)


def _facts_met(decision: Decision) -> tuple[str, ...]:
    """The facts that the deciding rule of the category looked at or took its output from, but for what the text says."""
    return tuple(sorted(_looked_at(decision) - {_SUGGESTED}))


def _looked_at(decision: Decision) -> frozenset[str]:
    rule = decision.classification.rule
    return frozenset({clause.fact for clause in rule.when.clauses} | ({rule.from_fact} if rule.from_fact else set()))


def _region(dictionary: FactDictionary, facts: Facts) -> str | None:
    """Where a phone number written without its country most likely belongs: the first country that is known."""
    named = (facts.get(spec.name) for spec in dictionary.specs.values() if spec.type is FactType.COUNTRY)
    return next((value for value in named if isinstance(value, str)), None)
