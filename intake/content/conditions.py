"""Turn a `when` as written into a Condition, checking every fact name and value against the dictionary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from intake.content.problems import Place, Problems
from intake.content.schema import Raw
from intake.core.condition import Clause, Condition, FactValue, Matcher
from intake.core.facts import FactSpec, FactType

_KEYS = ("min", "max", "not", "any", "all", "answered")
_NUMBERS = (FactType.INT, FactType.MONEY)


@dataclass(frozen=True)
class Names:
    """What a condition may speak of: facts, and (in a form) the choices that set no fact, by question id."""

    facts: Mapping[str, FactSpec]
    choices: Mapping[str, frozenset[str]]

    def allows(self, name: str, value: Raw) -> bool:
        """Whether `value` is one that this name can have."""
        if name in self.choices:
            return value in self.choices[name]
        spec = self.facts[name]
        if spec.type is FactType.BOOL:
            return isinstance(value, bool)
        if spec.type in _NUMBERS:
            return isinstance(value, int) and not isinstance(value, bool)
        return isinstance(value, str) and (spec.values is None or value in spec.values)


def condition(when: Mapping[str, Raw], names: Names, problems: Problems, place: Place) -> Condition:
    """The condition that `when` writes. What is wrong with it is added to `problems`."""
    clauses: list[Clause] = []
    for name, raw in when.items():
        at = (*place, name)
        if name not in names.facts and name not in names.choices:
            problems.add(at, f"there is no fact called {name!r}")
            continue
        clauses.append(Clause(name, _matcher(name, raw, names, problems, at)))
    return Condition(tuple(clauses))


def fact_values(given: Mapping[str, Raw], names: Names, problems: Problems, place: Place) -> dict[str, FactValue]:
    """Facts as written in an option's `sets` or an example, typed by the dictionary."""
    found: dict[str, FactValue] = {}
    for name, raw in given.items():
        if name not in names.facts:
            problems.add((*place, name), f"there is no fact called {name!r}")
            continue
        items: Iterable[Raw] = raw if isinstance(raw, list) else (raw,)
        is_set = names.facts[name].type is FactType.SET
        if isinstance(raw, list) != is_set or not all(names.allows(name, item) for item in items):
            problems.add((*place, name), f"{raw!r} is not a value of {name}")
        elif is_set:
            found[name] = frozenset(str(item) for item in items)
        elif isinstance(raw, str | int):
            found[name] = raw
    return found


def _matcher(name: str, raw: Raw, names: Names, problems: Problems, place: Place) -> Matcher:
    if isinstance(raw, dict):
        return _table(name, raw, names, problems, place)
    values = raw if isinstance(raw, list) else [raw]
    if not values:
        problems.add(place, "an empty list matches nothing")
    for value in values:
        if isinstance(value, dict) or not names.allows(name, value):
            problems.add(place, f"{value!r} is not a value of {name}")
    return Matcher(one_of=tuple(value for value in values if isinstance(value, str | int)))


def _table(name: str, raw: Mapping[str, Raw], names: Names, problems: Problems, place: Place) -> Matcher:
    for key in raw:
        if key not in _KEYS:
            problems.add((*place, key), f"unknown test {key!r}; write one of {', '.join(_KEYS)}")
    if not raw:
        problems.add(place, "an empty test matches everything")
    inner = raw.get("not")
    return Matcher(
        minimum=_bound(name, raw, "min", names, problems, place),
        maximum=_bound(name, raw, "max", names, problems, place),
        none_of=None if inner is None else _matcher(name, inner, names, problems, (*place, "not")),
        any_of=_several(name, raw, "any", names, problems, place),
        all_of=_several(name, raw, "all", names, problems, place),
        answered=_answered(raw, problems, place),
    )


def _several(
    name: str, raw: Mapping[str, Raw], key: str, names: Names, problems: Problems, place: Place
) -> tuple[Matcher, ...]:
    if key not in raw:
        return ()
    items = raw[key]
    if not isinstance(items, list) or not items:
        problems.add((*place, key), f"{key!r} needs a list")
        return ()
    return tuple(_matcher(name, item, names, problems, (*place, key, index)) for index, item in enumerate(items))


def _bound(name: str, raw: Mapping[str, Raw], key: str, names: Names, problems: Problems, place: Place) -> int | None:
    value = raw.get(key)
    if key not in raw:
        return None
    is_number = name in names.facts and names.facts[name].type in _NUMBERS
    if not is_number or isinstance(value, bool) or not isinstance(value, int):
        problems.add((*place, key), f"{key!r} needs a whole number, and a fact that is a number")
        return None
    return value


def _answered(raw: Mapping[str, Raw], problems: Problems, place: Place) -> bool | None:
    value = raw.get("answered")
    if "answered" not in raw:
        return None
    if not isinstance(value, bool):
        problems.add((*place, "answered"), "'answered' is true or false")
        return None
    if value is False and len(raw) > 1:
        problems.add((*place, "answered"), "'answered: false' cannot stand with another test")
    return value
