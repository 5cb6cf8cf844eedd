"""The facts dictionary: what may be known about a report without identifying anybody, and how derived facts come about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cached_property

from intake.core.condition import ALWAYS, Condition, Facts, FactValue
from intake.core.text import Text

# The fact that holds what the text was found to say.
SIGNALS = "signals"


class FactType(StrEnum):
    """The types a fact can have. Money is in minor units; a country is ISO 3166-1 alpha-2, a subdivision ISO 3166-2."""

    ENUM = "enum"
    BOOL = "bool"
    INT = "int"
    MONEY = "money"
    SET = "set"
    COUNTRY = "country"
    SUBDIVISION = "subdivision"
    CURRENCY = "currency"


class DerivedKind(StrEnum):
    """How a fact comes about from others."""

    HOURS_SINCE = "hours_since"
    DAYS_SINCE = "days_since"
    CONVERTED_MONEY = "converted_money"
    COPIED = "copied"
    SAID = "said"


@dataclass(frozen=True)
class Derived:
    """`source` is a question id (hours_since, days_since), a fact (converted_money, copied) or a signal (said)."""

    kind: DerivedKind
    source: str
    currency: str | None = None
    when: Condition = ALWAYS


@dataclass(frozen=True)
class FactSpec:
    """One line of the dictionary. `values` maps each value of an enum or set to its label; None when any is allowed.

    `given_as` is another name that other programs may give it by.
    """

    name: str
    type: FactType
    label: Text
    values: Mapping[str, Text] | None = None
    minimum: int | None = None
    maximum: int | None = None
    derived: Derived | None = None
    set_by_engine: bool = False
    given_as: str | None = None


@dataclass(frozen=True)
class Constraint:
    """Something that can never be true of a report; `says` tells the person what to mend."""

    id: str
    never: Condition
    says: Text


@dataclass(frozen=True)
class FactDictionary:
    """All facts by name, and the operators' table of units of a currency per US dollar."""

    specs: Mapping[str, FactSpec]
    units_per_usd: Mapping[str, float] = field(default_factory=dict)

    @cached_property
    def derived(self) -> tuple[tuple[FactSpec, Derived], ...]:
        """The facts that come about from others, and how."""
        return tuple((spec, spec.derived) for spec in self.specs.values() if spec.derived is not None)

    def currency_of(self, amount: str | None, facts: Facts) -> str | None:
        """The currency that the amount of this name is in, as another fact says; None when that is not known."""
        named = (how.currency for _, how in self.derived if how.source == amount and how.currency is not None)
        found = facts.get(next(named, ""))
        return found if isinstance(found, str) else None


def derive(
    dictionary: FactDictionary, facts: Facts, dates: Mapping[str, date], *, now: datetime
) -> dict[str, FactValue]:
    """`facts` with amounts rounded and every derived fact that can be derived; one already given is taken as given.

    `dates` maps a date question's id to its answer. A date counts from its end, so that nobody's clock starts early.
    """
    known = {name: _bounded(dictionary.specs[name], value) for name, value in facts.items()}
    for spec, how in dictionary.derived:
        if spec.name in known:
            continue
        value = _derived(dictionary, how, known, dates, now)
        if value is not None:
            known[spec.name] = _bounded(spec, value)
    return known


def broken(constraints: tuple[Constraint, ...], facts: Facts) -> tuple[Constraint, ...]:
    """The constraints that `facts` break, in file order."""
    return tuple(constraint for constraint in constraints if constraint.never.holds(facts))


def two_significant(amount: int) -> int:
    """`amount` rounded down to two significant figures, so that a sum does not identify anybody: 123456 -> 120000."""
    unit = int(10 ** max(len(str(abs(amount))) - 2, 0))
    return amount // unit * unit


def _bounded(spec: FactSpec, value: FactValue) -> FactValue:
    if isinstance(value, bool) or not isinstance(value, int):
        return value
    if spec.type is FactType.MONEY:
        value = two_significant(value)
    low = value if spec.minimum is None else max(value, spec.minimum)
    return low if spec.maximum is None else min(low, spec.maximum)


def _derived(
    dictionary: FactDictionary, how: Derived, facts: Facts, dates: Mapping[str, date], now: datetime
) -> FactValue | None:
    if not how.when.holds(facts):
        return None
    if how.kind is DerivedKind.COPIED:
        return facts.get(how.source)
    if how.kind is DerivedKind.SAID:
        return True if how.source in _set(facts.get(SIGNALS)) else None
    if how.kind is DerivedKind.CONVERTED_MONEY:
        return _in_usd(dictionary, facts.get(how.source), facts.get(how.currency or ""))
    on = dates.get(how.source)
    if on is None:
        return None
    days = max((now.astimezone(UTC).date() - on).days, 0)
    return days * 24 if how.kind is DerivedKind.HOURS_SINCE else days


def _set(value: FactValue | None) -> frozenset[str]:
    return value if isinstance(value, frozenset) else frozenset()


def _in_usd(dictionary: FactDictionary, amount: FactValue | None, currency: FactValue | None) -> int | None:
    if not isinstance(amount, int) or not isinstance(currency, str):
        return None
    units = dictionary.units_per_usd.get(currency)
    return None if units is None else int(amount / units)
