"""The words of pages in each language, and dates, money and countries as people there write them. Not content's own text.

The catalogues are read from translations/*.po at start; there is no build step. A third language is one more file.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_datetime, get_timezone
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal, format_percent, get_currency_name, list_currencies

from intake.settings import ROOT

DEFAULT_LANGUAGE = "es"
# Spanish is written for Mexico, English for the United States. A time is always shown with its zone.
_LOCALES: Mapping[str, str] = {"es": "es_MX", "en": "en_US"}
_ZONES: Mapping[str, str] = {"es": "America/Mexico_City", "en": "America/New_York"}
# Nobody in Mexico says "hora estándar central", which is what Babel calls their time: they name the city.
_ZONE_IN_WORDS: Mapping[str, str] = {"es": "(VVV)", "en": "zzzz"}
# Two-letter codes of CLDR that are not ISO 3166-1 countries: unions, islands inside a country, test and private codes.
_NOT_COUNTRIES = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"])
_MAX_HEADER_CHARS = 500
_RANGE = re.compile(r"\s*([A-Za-z]{1,8}|\*)(?:-[A-Za-z0-9]{1,8})*\s*(?:;\s*q=([01](?:\.[0-9]{0,3})?))?\s*")


def N_(message: str) -> str:
    """Mark a sentence for the catalogues; it is translated where it is shown."""
    return message


@dataclass(frozen=True)
class Catalogue:
    """The words of one language, as Jinja's i18n extension takes them."""

    lang: str
    translations: GNUTranslations

    def gettext(self, message: str) -> str:
        """The sentence in this language; the English one where the catalogue has none."""
        return self.translations.gettext(message)

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """The sentence for that many."""
        return self.translations.ngettext(singular, plural, number)


def languages_in(folder: Path) -> tuple[str, ...]:
    """The languages that have a catalogue, the default one first."""
    found = sorted(path.stem for path in folder.glob("*.po"))
    return tuple(sorted(found, key=lambda lang: lang != DEFAULT_LANGUAGE))


LANGUAGES = languages_in(ROOT / "translations")


def load_catalogues(folder: Path) -> Mapping[str, Catalogue]:
    """Every catalogue of the folder by language. Raises babel's PoFileError for a file that cannot be read."""
    return {lang: _catalogue(folder / f"{lang}.po", lang) for lang in languages_in(folder)}


def negotiate(accept_language: str | None) -> str:
    """The language a browser asks for, the default one when that is unclear. Never raises, whatever the header says."""
    wanted: list[tuple[float, str]] = []
    for part in (accept_language or "")[:_MAX_HEADER_CHARS].split(","):
        found = _RANGE.fullmatch(part)
        if found is not None and found[1].lower() in LANGUAGES:
            wanted.append((float(found[2] or 1), found[1].lower()))
    best = max(wanted, key=lambda item: item[0], default=(0.0, DEFAULT_LANGUAGE))
    return best[1] if best[0] > 0 else DEFAULT_LANGUAGE


def language_name(lang: str) -> str:
    """What a language calls itself, with a capital as on a button."""
    return (_locale(lang).get_language_name() or lang).capitalize()


def date_words(day: date, lang: str) -> str:
    """A day: 24 de noviembre de 2026."""
    return format_date(day, "long", locale=_locale(lang))


def datetime_words(at: datetime, lang: str) -> str:
    """A moment in short, with its zone: 24 nov 2026, 12:40 p.m. GMT-6."""
    return _moment(at, lang, date_format="medium", zone="OOOO")


def instant_words(at: datetime, lang: str) -> str:
    """A moment in full, with the zone in words: 24 de noviembre de 2026, 12:40 p.m. (Ciudad de México)."""
    return _moment(at, lang, date_format="long", zone=_ZONE_IN_WORDS.get(lang, "zzzz"))


def number_words(number: int | Decimal, lang: str) -> str:
    """A number with separators of thousands."""
    return format_decimal(number, locale=_locale(lang))


def percent_words(share: float, lang: str) -> str:
    """A share from 0 to 1 in hundredths, with one decimal where it has one: 87.9 %."""
    return format_percent(Decimal(str(round(share, 3))), locale=_locale(lang), decimal_quantization=False)


def money_words(cents: int, currency: str | None, lang: str) -> str:
    """An amount in hundredths with its currency in words, since $ is pesos and dollars. Without a currency, the number."""
    amount = Decimal(cents) / 100
    if currency is None:
        return format_decimal(amount, "#,##0.00", locale=_locale(lang))
    return format_currency(amount, currency, locale=_locale(lang), format_type="name")


def currency_name(code: str, lang: str) -> str:
    """What amounts in a currency are called: pesos mexicanos; its code when it has no name."""
    return get_currency_name(code, count=2, locale=_locale(lang))


def country_name(code: str, lang: str) -> str:
    """The name of a country; its code when it has none."""
    return str(_locale(lang).territories.get(code, code))


@cache
def countries_by_name(lang: str) -> tuple[tuple[str, str], ...]:
    """Every country as code and name, in the order of a dictionary of that language: accents do not count."""
    named = ((code, country_name(code, lang)) for code in COUNTRIES)
    return tuple(sorted(named, key=lambda item: _without_accents(item[1])))


def _all_countries() -> frozenset[str]:
    codes = (code for code in map(str, Locale("en").territories) if re.fullmatch(r"[A-Z]{2}", code))
    return frozenset(codes) - _NOT_COUNTRIES


# ISO 3166-1 alpha-2.
COUNTRIES: frozenset[str] = _all_countries()
# ISO 4217, those that are no longer used too.
CURRENCIES: frozenset[str] = frozenset(list_currencies())


def _catalogue(path: Path, lang: str) -> Catalogue:
    with path.open("rb") as file:
        read = read_po(file, locale=lang, abort_invalid=True)
    compiled = BytesIO()
    write_mo(compiled, read)
    compiled.seek(0)
    return Catalogue(lang, GNUTranslations(compiled))


@cache
def _locale(lang: str) -> Locale:
    return Locale.parse(_LOCALES.get(lang, lang))


def _moment(at: datetime, lang: str, *, date_format: str, zone: str) -> str:
    there = at.astimezone(get_timezone(_ZONES.get(lang, "UTC")))
    day = format_date(there, date_format, locale=_locale(lang))
    clock = format_datetime(there, f"h:mm a {zone}", tzinfo=there.tzinfo, locale=_locale(lang))
    return f"{day}, {clock}"


def _without_accents(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char)).casefold()
