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


def given_facts(rules: Ruleset) -> st.SearchStrategy[dict[str, object]]:
    """Facts as another program gives them, in JSON: none that the engine sets but signals, none that contradict."""
    specs = [spec for spec in rules.dictionary.specs.values() if not spec.set_by_engine or spec.name == "signals"]
    some = st.fixed_dictionaries({}, optional={spec.name: value_of(spec, rules) for spec in specs})
    return some.filter(lambda facts: not broken(rules.constraints, facts)).map(as_json)


def as_json(facts: Facts) -> dict[str, object]:
    """Facts as JSON has them: a set is a sorted array."""
    return {name: sorted(value) if isinstance(value, frozenset) else value for name, value in facts.items()}


def is_same_as_json(facts: Facts, written: dict[str, object]) -> bool:
    """Whether these are the facts that are written."""
    return as_json(facts) == written
