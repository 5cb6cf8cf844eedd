"""One question of the form as a control: what was typed stays exactly as it was typed, right or wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass

from intake.core.answers import OTHER_COUNTRY, OTHER_SUFFIX, Typed, offered
from intake.core.condition import Facts
from intake.core.errors import FieldError
from intake.core.form import Form, Kind, Option, Question
from intake.core.text import Text
from intake.i18n import COUNTRIES


@dataclass(frozen=True)
class OptionView:
    """One answer to choose. `id` is the control's own, unique on the page; `value` is what is sent.

    `is_other` marks "another country", which has no words of its own: the list of all countries stands below it.
    """

    id: str
    value: str
    label: str
    hint: str | None
    is_chosen: bool
    is_other: bool = False


@dataclass(frozen=True)
class FieldView:
    """One control. `name` is the question's id and also the id of the first thing to focus.

    `is_title` says that the page's title is this control's label. `value` is the text that was typed. The list of all
    countries is sent as `other_name`, and `other` is what was chosen in it.
    """

    name: str
    kind: str
    label: str
    hint: str | None
    is_required: bool
    is_title: bool
    error: FieldError | None
    options: tuple[OptionView, ...]
    value: str
    other: str
    other_name: str
    autocomplete: str | None
    max_chars: int

    @property
    def fits_date_control(self) -> bool:
        """Whether a browser's date control can show what was typed; it drops anything else."""
        return not self.value or re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", self.value) is not None


def fields_of(
    form: Form,
    questions: tuple[Question, ...],
    typed: Typed,
    errors: tuple[FieldError, ...],
    *,
    facts: Facts,
    title: Text,
    lang: str,
) -> tuple[FieldView, ...]:
    """The controls of a page, in order. `title` is the page's; `facts` are those known before it."""
    is_one = len(questions) == 1
    return tuple(
        FieldView(
            name=question.id,
            kind=question.kind.value,
            label=question.label.in_(lang),
            hint=_words(question.hint, lang),
            is_required=question.required,
            is_title=is_one and question.label == title,
            error=next((error for error in errors if error.question_id == question.id), None),
            options=_options(form, question, typed, facts, lang),
            value=_first(typed, question.id),
            other=_other(question, typed),
            other_name=question.id + OTHER_SUFFIX,
            autocomplete=question.autocomplete,
            max_chars=question.max_chars,
        )
        for question in questions
    )


def _options(form: Form, question: Question, typed: Typed, facts: Facts, lang: str) -> tuple[OptionView, ...]:
    if question.kind is Kind.SUBDIVISION:
        return _places(form, question, typed, facts)
    chosen = typed.get(question.id, ())
    if question.kind is Kind.COUNTRY and _is_from_list(question, chosen):
        chosen = (OTHER_COUNTRY,)
    options = offered(question, facts)
    views = tuple(_option(question, option, place, chosen, lang) for place, option in enumerate(options))
    return _with_other(question, views, chosen) if question.kind is Kind.COUNTRY else views


def _with_other(question: Question, views: tuple[OptionView, ...], chosen: tuple[str, ...]) -> tuple[OptionView, ...]:
    """ "Another country" stands after the countries and before such answers as "I do not know"."""
    place = max((number for number, view in enumerate(views, 1) if view.value in COUNTRIES), default=0)
    id = question.id + OTHER_SUFFIX + "-chosen" if views else question.id
    other = OptionView(id, OTHER_COUNTRY, "", None, OTHER_COUNTRY in chosen, is_other=True)
    return (*views[:place], other, *views[place:])


def _option(question: Question, option: Option, place: int, chosen: tuple[str, ...], lang: str) -> OptionView:
    return OptionView(
        id=question.id if place == 0 else f"{question.id}-{place + 1}",
        value=option.id,
        label=option.label.in_(lang),
        hint=_words(option.hint, lang),
        is_chosen=option.id in chosen,
    )


def _places(form: Form, question: Question, typed: Typed, facts: Facts) -> tuple[OptionView, ...]:
    country = facts.get(question.country_fact or "")
    places = form.subdivisions.get(country, {}) if isinstance(country, str) else {}
    chosen = _first(typed, question.id)
    return tuple(OptionView(code, code, name, None, code == chosen) for code, name in places.items())


def _other(question: Question, typed: Typed) -> str:
    """The country chosen in the list of all; also when an earlier answer named it directly."""
    if question.kind is not Kind.COUNTRY:
        return ""
    direct = typed.get(question.id, ())
    return direct[0] if _is_from_list(question, direct) else _first(typed, question.id + OTHER_SUFFIX)


def _is_from_list(question: Question, chosen: tuple[str, ...]) -> bool:
    known = {option.id for option in question.options}
    return bool(chosen) and bool(chosen[0]) and chosen[0] != OTHER_COUNTRY and chosen[0] not in known


def _first(typed: Typed, name: str) -> str:
    return next(iter(typed.get(name, ())), "")


def _words(text: Text | None, lang: str) -> str | None:
    return None if text is None else text.in_(lang)
