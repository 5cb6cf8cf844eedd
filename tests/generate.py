"""Facts as they could be of any report, for properties of the engine."""

from __future__ import annotations

from hypothesis import strategies as st

from intake.core.condition import Facts, FactValue
from intake.core.facts import FactSpec, FactType, broken, two_significant
from intake.core.rules import Ruleset

COUNTRIES = ("MX", "US", "CA", "ES", "CO")


def facts_of(rules: Ruleset) -> st.SearchStrategy[Facts]:
    """Any facts that the dictionary allows and no constraint forbids; each of them may be absent."""
    given = {spec.name: value_of(spec, rules) for spec in rules.dictionary.specs.values() if is_given(spec)}
    some = st.fixed_dictionaries({"signals": given.pop("signals")}, optional=given)
    return some.filter(lambda facts: not broken(rules.constraints, facts))


def is_given(spec: FactSpec) -> bool:
    """Whether the fact comes from a person or their text, not from a table of the engine."""
    return not spec.set_by_engine or spec.name in ("signals", "suggested_category", "suggestion_confidence")


def value_of(spec: FactSpec, rules: Ruleset) -> st.SearchStrategy[FactValue]:
    """Any value that this fact can have."""
    values = sorted(spec.values or COUNTRIES)
    by_type: dict[FactType, st.SearchStrategy[FactValue]] = {
        FactType.BOOL: st.booleans(),
        FactType.ENUM: st.sampled_from(values),
        FactType.COUNTRY: st.sampled_from(COUNTRIES),
        FactType.SUBDIVISION: st.sampled_from(("MX-JAL", "MX-CMX", "US-TX", "US-CA")),
        FactType.CURRENCY: st.sampled_from(sorted(rules.dictionary.units_per_usd)),
        FactType.SET: st.frozensets(st.sampled_from(values), max_size=4),
        FactType.INT: st.integers(spec.minimum or 0, spec.maximum or 100_000),
        FactType.MONEY: st.integers(0, 10**9).map(two_significant),
    }
    return by_type[spec.type]
