"""Answers in words: what a person chose or wrote, as the check page and the clerk's page show it. Nothing is judged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from intake.content import Content
from intake.core.answers import Answer
from intake.core.condition import Facts
from intake.core.form import Form, Kind, Question
from intake.core.journey import Journey
from intake.i18n import country_name, date_words, money_words


@dataclass(frozen=True)
class AnswerRow:
    """One question that was asked, and the answer in words, a line each; none when it was left empty.

    `is_own_words` says that the lines are what the person wrote, not a label of ours.
    """

    page_id: str
    question_id: str
    question: str
    lines: tuple[str, ...]
    is_own_words: bool


def answer_rows(journey: Journey, content: Content, *, lang: str) -> tuple[AnswerRow, ...]:
    """Every question on the journey in its order, in `lang`."""
    return tuple(
        AnswerRow(
            page_id=step.page.id,
            question_id=question.id,
            question=question.label.in_(lang),
            lines=answer_in_words(question, step.checked.answers.get(question.id), content, journey.facts, lang=lang),
            is_own_words=question.kind in _OWN_WORDS,
        )
        for step in journey.steps
        for question in step.questions
    )


def answer_in_words(
    question: Question, answer: Answer | None, content: Content, facts: Facts, *, lang: str
) -> tuple[str, ...]:
    """The lines of one answer. `facts` say what currency an amount is in."""
    if answer is None:
        return ()
    if isinstance(answer, date):
        return (date_words(answer, lang),)
    if isinstance(answer, int):
        return (money_words(answer, content.rules.dictionary.currency_of(question.fact, facts), lang),)
    if isinstance(answer, tuple):
        return tuple(_label(question, option, lang) or option for option in answer)
    return _text_in_words(question, answer, content.form, lang)


_OWN_WORDS = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.EMAIL, Kind.PHONE})


def _text_in_words(question: Question, answer: str, form: Form, lang: str) -> tuple[str, ...]:
    if question.kind in _OWN_WORDS:
        return tuple(answer.split("\n"))
    if question.kind is Kind.SUBDIVISION:
        return (form.place_name(answer),)
    labelled = _label(question, answer, lang)
    return (labelled or (country_name(answer, lang) if question.kind is Kind.COUNTRY else answer),)


def _label(question: Question, option_id: str, lang: str) -> str | None:
    return next((option.label.in_(lang) for option in question.options if option.id == option_id), None)
