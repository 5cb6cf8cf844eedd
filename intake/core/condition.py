"""The one rule language: a conjunction of unary tests on facts. Used by form pages and by every table.

A fact that was not answered is absent, and matches nothing but `answered: false`; `not` is no exception.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

FactValue = str | int | bool | frozenset[str]
Facts = Mapping[str, FactValue]


@dataclass(frozen=True)
class Matcher:
    """A test of one value: every part that is given must hold.

    On a set-valued fact, `one_of` asks whether the set contains any of them.
    """

    one_of: tuple[str | int | bool, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    none_of: Matcher | None = None
    any_of: tuple[Matcher, ...] = ()
    all_of: tuple[Matcher, ...] = ()
    answered: bool | None = None

    def holds(self, value: FactValue | None) -> bool:
        """Whether every part holds for `value`; None stands for a question not answered."""
        if self.answered is not None and (value is not None) != self.answered:
            return False
        if self.any_of and not any(matcher.holds(value) for matcher in self.any_of):
            return False
        if self.all_of and not all(matcher.holds(value) for matcher in self.all_of):
            return False
        if value is None:
            return not (self.one_of or self.none_of or self.minimum is not None or self.maximum is not None)
        if self.none_of is not None and self.none_of.holds(value):
            return False
        return self._in_values(value) and self._in_range(value)

    def _in_values(self, value: FactValue) -> bool:
        if not self.one_of:
            return True
        if isinstance(value, frozenset):
            return any(item in value for item in self.one_of)
        return value in self.one_of

    def _in_range(self, value: FactValue) -> bool:
        if self.minimum is None and self.maximum is None:
            return True
        if not isinstance(value, int):
            return False
        above = self.minimum is None or value >= self.minimum
        return above and (self.maximum is None or value <= self.maximum)


@dataclass(frozen=True)
class Clause:
    """One fact and the test it must pass."""

    fact: str
    matcher: Matcher


@dataclass(frozen=True)
class ClauseOutcome:
    """How one clause came out: the value it met (None when not answered) and whether it held."""

    clause: Clause
    value: FactValue | None
    held: bool


@dataclass(frozen=True)
class Condition:
    """All clauses must hold. No clauses: it always holds."""

    clauses: tuple[Clause, ...] = ()

    def holds(self, facts: Facts) -> bool:
        """Whether every clause holds for `facts`."""
        # A plain loop: this is asked some thousand times for each report.
        for clause in self.clauses:  # noqa: SIM110
            if not clause.matcher.holds(facts.get(clause.fact)):
                return False
        return True

    def trace(self, facts: Facts) -> tuple[ClauseOutcome, ...]:
        """Every clause with the value it met and how it came out, in the order written."""
        return tuple(_outcome(clause, facts.get(clause.fact)) for clause in self.clauses)


ALWAYS = Condition()


def _outcome(clause: Clause, value: FactValue | None) -> ClauseOutcome:
    return ClauseOutcome(clause, value, clause.matcher.holds(value))
