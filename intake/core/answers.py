"""What was typed, checked: one parser for each kind of question. An answer is a value, or an error to mend."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from intake.core.condition import Facts, FactValue
from intake.core.errors import FieldError
from intake.core.facts import FactDictionary, FactType
from intake.core.form import Form, Kind, Option, Page, Question

# What was typed, by control name, exactly as it came: kept in the draft even when it is wrong.
Typed = Mapping[str, tuple[str, ...]]
# Text kinds give str, choices a tuple of option ids, money minor units, date a date.
Answer = str | tuple[str, ...] | int | date

OTHER_COUNTRY = "other"
OTHER_SUFFIX = "-other"
_MONEY_WORDS = re.compile(r"us\$|[$€\s\u00a0]|mxn|usd|cad|eur(os)?|pesos|d[oó]lares|dollars|dl?ls\.?|m\.? ?n\.?$")
_EARLIEST = date(1990, 1, 1)
EMAIL = re.compile(r"[^@\s<>,;]{1,64}@[^@\s<>,;.]+(\.[^@\s<>,;.]+)+")


def N_(message: str) -> str:
    """Mark a sentence for the catalogues; it is translated where it is shown."""
    return message


TOO_LONG = N_("Your text is too long. Shorten it to %(limit)s characters; now it has %(length)s.")


@dataclass(frozen=True)
class Checked:
    """One page's questions checked: the answers that can be read, by question id, and what is to be mended."""

    answers: Mapping[str, Answer]
    errors: tuple[FieldError, ...]


@dataclass(frozen=True)
class Scope:
    """What a parser may look at besides the typed text."""

    form: Form
    facts: Facts
    countries: frozenset[str]
    now: datetime


def asked(page: Page, facts: Facts) -> tuple[Question, ...]:
    """The questions of the page that apply, given the facts of earlier pages."""
    return tuple(question for question in page.questions if question.when.holds(facts))


def offered(question: Question, facts: Facts) -> tuple[Option, ...]:
    """The options that apply."""
    return tuple(option for option in question.options if option.when.holds(facts))


def check(page: Page, typed: Typed, scope: Scope) -> Checked:
    """Every question of the page that applies. A question left empty has no answer, and an error if it is required."""
    answers: dict[str, Answer] = {}
    errors: list[FieldError] = []
    for question in asked(page, scope.facts):
        result = _PARSERS[question.kind](question, _stripped(typed, question.id), typed, scope)
        if isinstance(result, FieldError):
            errors.append(result)
        elif result is not None and result != ():
            answers[question.id] = result
        elif question.required:
            errors.append(FieldError(question.id, _MISSING.get(question.kind, N_("Write an answer"))))
    return Checked(answers, tuple(errors))


def facts_of(
    page: Page, answers: Mapping[str, Answer], dictionary: FactDictionary, facts: Facts
) -> dict[str, FactValue]:
    """The facts that these answers make true, and the plain choices that set no fact, by question id."""
    found: dict[str, FactValue] = {}
    for question in asked(page, facts):
        answer = answers.get(question.id)
        if answer is None:
            continue
        chosen = (answer,) if isinstance(answer, str) else answer
        if question.kind in (Kind.CHOICE, Kind.CHOICES) and isinstance(chosen, tuple):
            found |= _facts_of_options(question, chosen, dictionary)
            continue
        option = next((option for option in question.options if option.id == answer), None)
        if option is not None:
            found |= option.sets
        elif question.fact is not None and isinstance(answer, str | int):
            found[question.fact] = answer
    return found


def _facts_of_options(question: Question, chosen: tuple[str, ...], dictionary: FactDictionary) -> dict[str, FactValue]:
    found: dict[str, FactValue] = {}
    for option in question.options:
        if option.id in chosen:
            found |= option.sets
    if question.fact is not None and dictionary.specs[question.fact].type is FactType.SET:
        known = dictionary.specs[question.fact].values or {}
        found[question.fact] = frozenset(option for option in chosen if option in known)
    elif question.kind is Kind.CHOICE and question.id not in dictionary.specs:
        found[question.id] = chosen[0]
    return found


def _stripped(typed: Typed, name: str) -> tuple[str, ...]:
    return tuple(value.strip() for value in typed.get(name, ()) if value.strip())


Parsed = Answer | FieldError | None


def _choice(question: Question, values: tuple[str, ...], typed: Typed, scope: Scope) -> Parsed:
    known = {option.id for option in offered(question, scope.facts)}
    if any(value not in known for value in values) or len(values) > 1:
        return FieldError(question.id, N_("Choose one of the answers shown"))
    return values[0] if values else None


def _choices(question: Question, values: tuple[str, ...], typed: Typed, scope: Scope) -> Parsed:
    known = [option.id for option in offered(question, scope.facts)]
    if any(value not in known for value in values):
        return FieldError(question.id, N_("Choose among the answers shown"))
    return tuple(option for option in known if option in values)


def _country(question: Question, values: tuple[str, ...], typed: Typed, scope: Scope) -> Parsed:
    others = _stripped(typed, question.id + OTHER_SUFFIX)
    if not values:
        # Whoever chose from the list of all countries has answered, marked or not.
        return others[0] if others and others[0] in scope.countries else None
    if values[0] in scope.countries or any(option.id == values[0] for option in question.options):
        return values[0]
    if values[0] != OTHER_COUNTRY:
        return FieldError(question.id, N_("Choose a country"))
    if not others or others[0] not in scope.countries:
        return FieldError(question.id, N_("Choose the other country from the list"))
    return others[0]


def _subdivision(question: Question, values: tuple[str, ...], typed: Typed, scope: Scope) -> Parsed:
    country = scope.facts.get(question.country_fact or "")
    states = scope.form.subdivisions.get(country, {}) if isinstance(country, str) else {}
    if values and values[0] not in states:
        return FieldError(question.id, N_("Choose a state from the list"))
    return values[0] if values else None


def _text(question: Question, values: tuple[str, ...], typed: Typed, scope: Scope) -> Parsed:
    text = values[0].replace("\r\n", "\n").replace("\x00", "") if values else ""
    if len(text) > question.max_chars:
        return FieldError(question.id, TOO_LONG, {"limit": question.max_chars, "length": len(text)})
    return text or None


def _email(question: Question, values: tuple[str, ...], typed: Typed, scope: Scope) -> Parsed:
    if values and (len(values[0]) > 254 or not EMAIL.fullmatch(values[0])):
        return FieldError(question.id, N_("Write an email address like name@example.com"))
    return values[0] if values else None


def _phone(question: Question, values: tuple[str, ...], typed: Typed, scope: Scope) -> Parsed:
    if not values:
        return None
    digits = re.sub(r"[\s().\-]", "", values[0])
    if not re.fullmatch(r"\+?[0-9]{7,15}", digits):
        return FieldError(question.id, N_("Write the phone number with its area code, for example 212 555 0123"))
    return digits


def _date(question: Question, values: tuple[str, ...], typed: Typed, scope: Scope) -> Parsed:
    if not values:
        return None
    found = _read_date(values[0])
    if found is None:
        return FieldError(question.id, N_("Write the date as year, month and day, for example 2026-11-24"))
    # Somewhere in our two countries it may already be tomorrow.
    if found > scope.now.date() + timedelta(days=1):
        return FieldError(question.id, N_("Write a date that is not in the future"))
    if found < _EARLIEST:
        return FieldError(question.id, N_("Write a date in 1990 or later"))
    return found


def _read_date(text: str) -> date | None:
    iso = re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", text)
    local = re.fullmatch(r"([0-9]{1,2})[/. -]([0-9]{1,2})[/. -]([0-9]{4}|[0-9]{2})", text)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if local is None:
            return None
        day, month = int(local[1]), int(local[2])
        year = int(local[3]) if len(local[3]) == 4 else 2000 + int(local[3])
        # 11/24/2026 can only be the order used in the United States.
        return date(year, day, month) if month > 12 else date(year, month, day)
    except ValueError:
        return None


def _money(question: Question, values: tuple[str, ...], typed: Typed, scope: Scope) -> Parsed:
    if not values:
        return None
    minor = read_money(values[0])
    if minor is None:
        return FieldError(question.id, N_("Write the amount with digits only, for example 1500.50"))
    if minor >= 10**15:
        return FieldError(question.id, N_("That amount is too large. Check it, please."))
    return minor


def read_money(text: str) -> int | None:
    """Minor units of an amount as people type it: "1,500", "1.500,50", "$ 1 500.5", "12 mil", "60k". None when it is none.

    A last group of one or two digits is cents; of three, thousands.
    """
    bare = re.sub(_MONEY_WORDS, "", text.casefold())
    found = re.fullmatch(r"([0-9]{1,3}(?:[.,'][0-9]{3})+|[0-9]{1,16})(?:[.,]([0-9]{1,2}))?(mil|k)?", bare)
    if not found:
        return None
    # No sum has more digits, and int() refuses some thousand of them.
    whole = re.sub(r"[^0-9]", "", found[1])[:20]
    minor = int(whole) * 100 + int((found[2] or "0").ljust(2, "0"))
    return minor * 1000 if found[3] else minor


_PARSERS: Mapping[Kind, Callable[[Question, tuple[str, ...], Typed, Scope], Parsed]] = {
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.COUNTRY: _country,
    Kind.SUBDIVISION: _subdivision,
    Kind.TEXT: _text,
    Kind.LONG_TEXT: _text,
    Kind.EMAIL: _email,
    Kind.PHONE: _phone,
    Kind.DATE: _date,
    Kind.MONEY: _money,
}

_MISSING: Mapping[Kind, str] = {
    Kind.CHOICE: N_("Choose an answer"),
    Kind.CHOICES: N_("Choose at least one answer"),
    Kind.COUNTRY: N_("Choose a country"),
    Kind.SUBDIVISION: N_("Choose a state from the list"),
    Kind.DATE: N_("Write the date; an approximate one is fine"),
    Kind.MONEY: N_("Write the amount; an approximate one is fine"),
    Kind.LONG_TEXT: N_("Tell us what happened, in your own words"),
}
