"""A house whose every sentence stands in the brackets of its language: what shows without them came by no translation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from babel.messages import Message
from ruamel.yaml import YAML

from intake import i18n, messages
from intake.content import Content
from tests.pages import Page

MARKS = {"es": ("⟦", "⟧"), "en": ("⟪", "⟫")}
# The same in every language: the name of this window, its mark for a demonstration, what languages call themselves.
NAMES = ("Ventanilla", "DEMO", *map(i18n.language_name, i18n.LANGUAGES))
# Codes, which are nobody's words: references and check codes, hashes and ids, priorities, offsets of time zones.
_CODES = r"\b(?:[0-9A-Z]{4}(?:-[0-9A-Z]{4})+|[0-9a-f]{8}(?:-[0-9a-f]{4,12})+|[0-9a-f]{8,64}|P[0-4])\b"
_YAML = YAML(typ="safe", pure=True)


def in_brackets(sentence: str, lang: str) -> str:
    """The sentence, marked as one of that language."""
    opening, closing = MARKS[lang]
    return f"{opening}{sentence}{closing}"


def make_root(root: Path, project: Path) -> Path:
    """A content folder like the project's, every sentence in brackets; the other files are the project's own."""
    for path in [*project.glob("forms/*.yaml"), *project.glob("routing_rules/*.yaml")]:
        written = root / path.relative_to(project)
        written.parent.mkdir(parents=True, exist_ok=True)
        with written.open("w", encoding="utf-8") as file:
            _YAML.dump(_marked(_YAML.load(path.read_text(encoding="utf-8"))), file)
    (root / "translations").mkdir()
    for path in project.glob("translations/*.po"):
        (root / "translations" / path.name).write_text(_catalogue(path), encoding="utf-8")
    for name in ("static", "demo"):
        (root / name).symlink_to(project / name)
    return root


def _marked(document: object) -> object:
    if isinstance(document, list):
        return [_marked(item) for item in document]
    if not isinstance(document, dict):
        return document
    is_text = set(document) == set(MARKS) and all(isinstance(value, str) for value in document.values())
    return {key: in_brackets(value, key) if is_text else _marked(value) for key, value in document.items()}


def _catalogue(path: Path) -> str:
    catalogue = messages.read(path)
    for message in catalogue:
        if message.id:
            message.string = _said(message, path.stem)
    return messages.as_text(catalogue)


def _said(message: Message, lang: str) -> str | tuple[str, ...]:
    """The translation, or the English sentence where the catalogue leaves it empty; every form of a plural."""
    if isinstance(message.id, str):
        return in_brackets(str(message.string or message.id), lang)
    written = message.string or ("",) * len(message.id)
    return tuple(in_brackets(form or own, lang) for form, own in zip(written, message.id, strict=True))


@dataclass(frozen=True)
class Reader:
    """Who reads pages of that house in one language, and knows every name in it."""

    lang: str
    known: re.Pattern[str]

    @classmethod
    def of(cls, content: Content, lang: str, own: Sequence[str]) -> Reader:
        """Names of places, what Babel writes, addresses of offices, ids of rules; and `own`, which is what people typed."""
        rules = content.rules
        known = {*NAMES, *own, *babel_words(lang), *(name for _, name in i18n.countries_by_name(lang))}
        currencies = rules.dictionary.units_per_usd
        known |= {i18n.money_words(cents, code, lang)[5:] for code in currencies for cents in (100, 200)}
        known |= {name for places in content.form.subdivisions.values() for name in places.values()}
        known |= {channel.value for agency in rules.agencies.values() for channel in agency.channels}
        known |= {rule.id for table in rules.tables.values() for rule in table.rules}
        longest_first = "|".join(re.escape(name) for name in sorted(known, key=len, reverse=True))
        return cls(lang, re.compile(rf"(?<!\w)(?:{longest_first})(?!\w)|{_CODES}"))

    def strange(self, html: str) -> list[str]:
        """What on this page is neither in the brackets of its language nor a name, a code or a number."""
        page = Page.of(html)
        assert page.lang == self.lang
        return [words.strip() for words in page.words() if self.is_strange(words)]

    def is_strange(self, words: str) -> bool:
        """Whether letters are left outside the brackets when all that is known is taken out."""
        return re.search(r"[^\W\d_]", self.known.sub(" ", self._outside(words))) is not None

    def _outside(self, words: str) -> str:
        """What stands outside the brackets, innermost ones first."""
        opening, closing = MARKS[self.lang]
        shorter = re.sub(f"{opening}[^{opening}{closing}]*{closing}", " ", words)
        return shorter if shorter == words else self._outside(shorter)


def babel_words(lang: str) -> Iterator[str]:
    """What Babel itself writes around the numbers of dates and times in that language."""
    for month in range(1, 13):
        for hour in (6, 18):
            at = datetime(2026, month, 15, hour, tzinfo=UTC)
            written = (i18n.date_words(at.date(), lang), i18n.datetime_words(at, lang), i18n.instant_words(at, lang))
            pieces = (piece.strip(" ,()-") for words in written for piece in re.split(r"[0-9][0-9:.,]*|[(,]", words))
            yield from (piece for piece in pieces if piece)
