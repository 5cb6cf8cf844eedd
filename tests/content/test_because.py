"""What a frightened person reads about why: one plain sentence each, in both languages."""

from __future__ import annotations

import re

import pytest

from intake.content import Content
from intake.i18n import LANGUAGES

# What the tables decide that a person is told the reason of.
TOLD = ("category", "lead_country", "lead")
MAX_CHARS = 155


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("table", TOLD)
def test_a_reason_is_one_short_sentence(content: Content, table: str, lang: str) -> None:
    said = {rule.id: rule.because.in_(lang) for rule in content.rules.table(table).rules}
    whole = re.compile(r"[A-ZÁÉÍÓÚÑ][^!?]*[^.!?]\.")
    strays = {id: text for id, text in said.items() if not whole.fullmatch(text) or re.search(r"[.:] ", text)}
    assert strays == {}
    assert {id: len(text) for id, text in said.items() if len(text) > MAX_CHARS} == {}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("table", TOLD)
def test_a_reason_has_no_word_of_the_house(content: Content, table: str, lang: str) -> None:
    inside = re.compile(r"\b\w+_\w+\b|\b(?:nexus|lead|rule|regla|queue|cola|fact|dato)\b", re.IGNORECASE)
    said = {rule.id: rule.because.in_(lang) for rule in content.rules.table(table).rules}
    assert {id: text for id, text in said.items() if inside.search(text)} == {}
