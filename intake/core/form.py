"""What we ask: pages, questions and options as values. How they are checked is answers.py; their order, journey.py."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, get_args

from intake.core.condition import ALWAYS, Condition, FactValue
from intake.core.rules import Ruleset
from intake.core.text import Text

# What of a person's contact data a question asks for; other programs send it under these names.
Contact = Literal["name", "email", "phone", "safe_to_contact"]
CONTACTS: tuple[Contact, ...] = get_args(Contact)


class Kind(StrEnum):
    """The kinds of question. Each has one parser in answers.py and one macro in templates/components/."""

    CHOICE = "choice"
    CHOICES = "choices"
    COUNTRY = "country"
    SUBDIVISION = "subdivision"
    TEXT = "text"
    LONG_TEXT = "long_text"
    EMAIL = "email"
    PHONE = "phone"
    DATE = "date"
    MONEY = "money"


@dataclass(frozen=True)
class Option:
    """One answer to choose. `sets` are the facts it makes true; an option that says "I do not know" sets none.

    `warns` is what a clerk must see before anything else when it was chosen.
    """

    id: str
    label: Text
    hint: Text | None = None
    sets: Mapping[str, FactValue] = field(default_factory=dict)
    when: Condition = ALWAYS
    warns: Text | None = None


@dataclass(frozen=True)
class Question:
    """One control. `fact` is the fact its value becomes, for kinds whose value is not an option's `sets`.

    `contact` says which contact data it asks for; one that asks whether contact is safe means no by the option that warns.
    """

    id: str
    kind: Kind
    label: Text
    hint: Text | None = None
    required: bool = True
    options: tuple[Option, ...] = ()
    fact: str | None = None
    when: Condition = ALWAYS
    max_chars: int = 200
    autocomplete: str | None = None
    country_fact: str | None = None
    is_narrative: bool = False
    contact: Contact | None = None


@dataclass(frozen=True)
class Notice:
    """Words that fit the moment, shown at the top of a page while `when` holds. `urgent` is for what cannot wait."""

    id: str
    title: Text
    lines: tuple[Text, ...]
    when: Condition = ALWAYS
    urgent: bool = False
    channels_of: tuple[str, ...] = ()


@dataclass(frozen=True)
class Page:
    """One thing asked at a time. A page without questions only tells something."""

    id: str
    title: Text
    intro: Text | None = None
    when: Condition = ALWAYS
    notices: tuple[Notice, ...] = ()
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True)
class Form:
    """The whole form in order. `subdivisions` maps a country to its states: ISO 3166-2 code to name.

    `rules` are those it was written for: a page may be asked because of the countries they find part of the case.
    """

    pages: tuple[Page, ...]
    subdivisions: Mapping[str, Mapping[str, str]]
    rules: Ruleset | None = None

    def place_name(self, code: str) -> str:
        """The name of a state; its code when it is not one of ours."""
        return next((states[code] for states in self.subdivisions.values() if code in states), code)

    def page(self, page_id: str) -> Page | None:
        """The page of that id, or None."""
        return next((page for page in self.pages if page.id == page_id), None)
