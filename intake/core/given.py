"""What another program says of a report, as JSON: language, text and facts, checked. For the API and for triage alike."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from intake.core.answers import N_, TOO_LONG
from intake.core.condition import FactValue
from intake.core.errors import FieldError
from intake.core.facts import FactDictionary, FactSpec, FactType

# Added to what the text says; every other fact of the engine is its own to set.
ADDED = "signals"
_MAX_NUMBER = 10**15
_SUBDIVISION = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")


@dataclass(frozen=True)
class Places:
    """What a country, a state and a currency may be: ISO codes. A country without listed states has any."""

    countries: frozenset[str]
    subdivisions: Mapping[str, Mapping[str, str]]
    currencies: frozenset[str]


@dataclass(frozen=True)
class Given:
    """What could be read, and what is to be mended; `question_id` of an error is a key, or "facts.NAME".

    `lang` is "" when it could not be read.
    """

    facts: Mapping[str, FactValue]
    errors: tuple[FieldError, ...]
    lang: str = ""
    text: str = ""


def read_json(written: str | bytes) -> object:
    """The JSON value that is written; None when it is none, or one that two programs may read differently.

    (A key twice, or a number that JSON does not have.)
    """
    try:
        return json.loads(written, parse_constant=_refuse, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        return None


def check_report(
    dictionary: FactDictionary,
    given: object,
    places: Places,
    *,
    languages: Collection[str],
    max_chars: int | None = None,
    also: Collection[str] = (),
) -> Given:
    """Read `{"lang", "text", "facts"}`, the last two optional; another key is refused, but those of `also`."""
    if not isinstance(given, Mapping):
        return Given({}, (FieldError("body", N_("Write one JSON object.")),))
    known = {"lang", "text", "facts", *also}
    errors = [FieldError(field(name), N_("There is nothing of this name.")) for name in given if name not in known]
    lang, text = given.get("lang"), given.get("text", "")
    if not isinstance(lang, str) or lang not in languages:
        errors.append(FieldError("lang", N_("Write one of: %(values)s"), {"values": ", ".join(languages)}))
    if not isinstance(text, str):
        errors.append(FieldError("text", N_("Write a text.")))
    elif max_chars is not None and len(text) > max_chars:
        errors.append(FieldError("text", TOO_LONG, {"limit": str(max_chars), "length": str(len(text))}))
    found = check_facts(dictionary, given.get("facts", {}), places)
    return replace(
        found,
        errors=(*errors, *found.errors),
        lang=lang if isinstance(lang, str) and lang in languages else "",
        text=whole(text) if isinstance(text, str) else "",
    )


def check_facts(dictionary: FactDictionary, given: object, places: Places) -> Given:
    """Read the facts of a JSON object. A fact that is null was not answered; money is in minor units, a set is an array.

    A fact may be given under its own name or the name it is `given_as`. What the engine sets is refused, but signals.
    """
    if not isinstance(given, Mapping):
        return Given({}, (FieldError("facts", N_("Write an object of facts.")),))
    known = {spec.given_as: spec for spec in dictionary.specs.values() if spec.given_as is not None}
    facts: dict[str, FactValue] = {}
    errors: list[FieldError] = []
    for name, raw in given.items():
        spec = known.get(name) or dictionary.specs.get(name)
        named = field("facts", name)
        if spec is None:
            errors.append(FieldError(named, N_("There is no fact of this name.")))
        elif spec.set_by_engine and spec.name != ADDED:
            errors.append(FieldError(named, N_("This is decided here. Leave it out.")))
        elif raw is not None:
            value = _value(spec, raw, places)
            if isinstance(value, FieldError):
                errors.append(FieldError(named, value.message, value.values))
            elif spec.name in facts:
                errors.append(FieldError(named, N_("This is said twice, under two names. Leave one out.")))
            else:
                facts[spec.name] = value
    return Given(facts, tuple(errors))


def bounds(spec: FactSpec) -> tuple[int, int]:
    """The least and the most that a number of this fact may be."""
    return spec.minimum or 0, _MAX_NUMBER if spec.maximum is None else spec.maximum


def field(*names: str) -> str:
    """How an error names what it is about, at most 100 characters that can be printed: the names are another program's."""
    written = ".".join(names)[:100]
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in written)


def whole(text: str) -> str:
    """The text with what is no character (half of a pair, a zero) replaced or left out: it is to be sealed as UTF-8."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\x00", "")


def _refuse(constant: str) -> object:
    raise ValueError(constant)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key twice")
    return found


def _value(spec: FactSpec, raw: object, places: Places) -> FactValue | FieldError:
    if spec.type is FactType.BOOL:
        return raw if isinstance(raw, bool) else FieldError("", N_("Write true or false."))
    if spec.type in (FactType.INT, FactType.MONEY):
        return _number(spec, raw)
    if spec.type is FactType.SET:
        return _set(spec, raw)
    if isinstance(raw, str) and _is_one_of(spec, raw, places):
        return raw
    return FieldError("", _WANTED.get(spec.type, N_("Write one of: %(values)s")), {"values": _listed(spec)})


def _number(spec: FactSpec, raw: object) -> int | FieldError:
    low, high = bounds(spec)
    # 12.0 is a whole number of JSON.
    number = int(raw) if isinstance(raw, float) and raw.is_integer() else raw
    if isinstance(number, bool) or not isinstance(number, int) or not low <= number <= high:
        return FieldError(
            "", N_("Write a whole number from %(low)s to %(high)s."), {"low": str(low), "high": str(high)}
        )
    return number


def _set(spec: FactSpec, raw: object) -> frozenset[str] | FieldError:
    items = raw if isinstance(raw, list) else [None]
    if all(isinstance(item, str) and item in (spec.values or {}) for item in items):
        return frozenset(items)
    return FieldError("", N_("Write a list with any of: %(values)s"), {"values": _listed(spec)})


def _is_one_of(spec: FactSpec, raw: str, places: Places) -> bool:
    if spec.type is FactType.COUNTRY:
        return raw in places.countries
    if spec.type is FactType.CURRENCY:
        return raw in places.currencies
    if spec.type is FactType.SUBDIVISION:
        states = places.subdivisions.get(raw[:2])
        return bool(_SUBDIVISION.fullmatch(raw)) and raw[:2] in places.countries and (states is None or raw in states)
    return spec.values is None or raw in spec.values


def _listed(spec: FactSpec) -> str:
    return ", ".join(spec.values or ())


_WANTED: Mapping[FactType, str] = {
    FactType.COUNTRY: N_("Write a country as its two ISO letters, for example MX."),
    FactType.SUBDIVISION: N_("Write a state as its ISO code, for example MX-JAL."),
    FactType.CURRENCY: N_("Write a currency as its three ISO letters, for example MXN."),
}
