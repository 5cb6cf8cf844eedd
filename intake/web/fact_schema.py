"""Facts as a JSON Schema: what each may be, and what can never be true together. Exact: what it allows, the API takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from intake.content import Content
from intake.core.condition import Clause, Condition, Matcher
from intake.core.facts import FactSpec, FactType
from intake.core.given import ADDED, Places, bounds

Json = Mapping[str, object]


def facts_schema(content: Content, places: Places) -> Json:
    """Every fact that another program may give, also under the name it is `given_as`, and the constraints between them."""
    dictionary = content.rules.dictionary
    specs = [spec for spec in dictionary.specs.values() if not spec.set_by_engine or spec.name == ADDED]
    properties = {spec.name: _fact(spec, places) for spec in specs}
    properties |= {spec.given_as: properties[spec.name] for spec in specs if spec.given_as is not None}
    twice = [_both(spec.name, spec.given_as) for spec in specs if spec.given_as is not None]
    never = [condition(constraint.never, dictionary.specs, places) for constraint in content.rules.constraints]
    return {
        "type": "object",
        "additionalProperties": False,
        "description": "What is known. A fact that is left out, or null, was not answered.",
        "properties": properties,
        # One "not" over all: programs that make up examples give up on many.
        "not": {"anyOf": [*never, *twice]},
    }


def condition(when: Condition, specs: Mapping[str, FactSpec], places: Places) -> Json:
    """The objects of facts for which every clause holds; flat, so that programs which make up examples can use it."""
    held = {clause.fact: _passing(clause.matcher, specs[clause.fact], places) for clause in when.clauses}
    needed = [clause.fact for clause in when.clauses if not clause.matcher.holds(None)]
    return {"required": needed, "properties": held}


def contradiction(when: Condition, specs: Mapping[str, FactSpec], places: Places) -> Json:
    """The objects in which a fact that is given fails one of the clauses."""
    failing = [Condition((Clause(c.fact, Matcher(none_of=c.matcher, answered=True)),)) for c in when.clauses]
    return {"anyOf": [condition(each, specs, places) for each in failing]}


def _both(one: str, other: str) -> Json:
    return {"required": [one, other], "properties": {name: {"not": {"const": None}} for name in (one, other)}}


def _passing(matcher: Matcher, spec: FactSpec, places: Places) -> Json:
    """The values that pass, null among them when a question not answered does."""
    values = _values(spec, places)
    if values:
        return {"enum": [value for value in (*values, None) if matcher.holds(value)]}
    if matcher.holds(None):
        return {"const": None}
    low, high = matcher.minimum, matcher.maximum
    ends = {name: end for name, end in (("minimum", low), ("maximum", high)) if end is not None}
    return {"not": {"const": None}, **ends}


def _values(spec: FactSpec, places: Places) -> Sequence[str | bool]:
    """All values of a fact that has finitely many; none for a number or a set."""
    known: Mapping[FactType, Sequence[str | bool]] = {
        FactType.BOOL: (False, True),
        FactType.ENUM: tuple(spec.values or ()),
        FactType.COUNTRY: sorted(places.countries),
        FactType.CURRENCY: sorted(places.currencies),
        FactType.SUBDIVISION: [code for states in places.subdivisions.values() for code in states],
    }
    return known.get(spec.type, ())


def _fact(spec: FactSpec, places: Places) -> Json:
    low, high = bounds(spec)
    number = {"type": ["integer", "null"], "minimum": low, "maximum": high}
    shapes: Mapping[FactType, Json] = {
        FactType.BOOL: {"type": ["boolean", "null"]},
        FactType.INT: number,
        FactType.MONEY: number,
        FactType.SET: {"type": ["array", "null"], "items": {"enum": list(spec.values or ())}},
        FactType.ENUM: {"enum": [*_values(spec, places), None]},
        FactType.COUNTRY: {"enum": [*_values(spec, places), None]},
        FactType.CURRENCY: {"enum": [*_values(spec, places), None]},
        FactType.SUBDIVISION: {"type": ["string", "null"], "pattern": _states(places)},
    }
    unit = " In minor units (cents)." if spec.type is FactType.MONEY else ""
    return {**shapes[spec.type], "description": f"{spec.label.in_('en')}.{unit}"}


def _states(places: Places) -> str:
    """A state that we know of the countries whose states we know; any code of the others."""
    known = [code for states in places.subdivisions.values() for code in states]
    others: Sequence[str] = sorted(places.countries - places.subdivisions.keys())
    return f"^({'|'.join(known)}|({'|'.join(others)})-[A-Z0-9]{{1,3}})$"
