"""From a view to HTML, from a letter to text: one Jinja environment for each language. No decisions here."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, Self

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from intake import i18n
from intake.core.report import StaffMember
from intake.i18n import Catalogue

_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class View:
    """What one template gets, and nothing else. `example` is rendered in every language by a test."""

    template: ClassVar[str]

    @classmethod
    def example(cls) -> Self:
        """A view with something in each of its parts."""
        raise NotImplementedError(f"{cls.__name__} has no example")


@dataclass(frozen=True)
class Letter:
    """What the template of a mail gets: plain text, whose first line is the subject."""

    template: ClassVar[str]

    @classmethod
    def example(cls) -> Self:
        """A letter with something in each of its parts."""
        raise NotImplementedError(f"{cls.__name__} has no example")


@dataclass(frozen=True)
class Chrome:
    """What stands around a page. `path` is its address with its query; `notice` a msgid to show once.

    `has_window` says that the public pages are served here too.

    On a page that is a form (`is_form`) the language switch is buttons of that form, so that nothing typed is lost.
    """

    lang: str
    path: str
    is_demo: bool = False
    is_form: bool = False
    show_exit: bool = False
    has_window: bool = True
    staff: StaffMember | None = None
    notice: str | None = None

    def path_in(self, lang: str) -> str | None:
        """The same page in another language; None for addresses that have no language in them."""
        prefix = f"/{self.lang}/"
        return f"/{lang}/{self.path.removeprefix(prefix)}" if self.path.startswith(prefix) else None


class Renderer:
    """Turns views into HTML and letters into text. Safe to use from many threads: nothing changes after it is made."""

    def __init__(
        self, catalogues: Mapping[str, Catalogue], static_folder: Path, *, templates_folder: Path = _TEMPLATES
    ) -> None:
        addresses = _static_addresses(static_folder)
        loader = FileSystemLoader(templates_folder)
        self._environments = {lang: _environment(catalogues, lang, loader, addresses) for lang in catalogues}

    def render(self, view: View, chrome: Chrome) -> str:
        """The whole page. Raises KeyError for a language without a catalogue, jinja2's errors for a wrong template."""
        return self._environments[chrome.lang].get_template(view.template).render(view=view, chrome=chrome)

    def letter(self, letter: Letter, lang: str) -> str:
        """The text in one language, the subject first. Raises as `render` does."""
        return self._environments[lang].get_template(letter.template).render(letter=letter)

    @property
    def languages(self) -> tuple[str, ...]:
        """Those it writes, the default one first."""
        return tuple(self._environments)


class _Environment(Environment):
    """Jinja's, with the globals of a template as a plain dict: they are compared at each of its dozen imports."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **d} if d else self.globals


def _environment(
    catalogues: Mapping[str, Catalogue], lang: str, loader: FileSystemLoader, addresses: Mapping[str, str]
) -> Environment:
    environment = _Environment(
        loader=loader,
        extensions=["jinja2.ext.i18n"],
        autoescape=_is_html,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    catalogue = catalogues[lang]
    # The i18n extension adds this method to the environment; its types do not say so.
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        catalogue.gettext, catalogue.ngettext, newstyle=True
    )
    environment.filters.update(
        date=partial(i18n.date_words, lang=lang),
        datetime=partial(i18n.datetime_words, lang=lang),
        instant=partial(i18n.instant_words, lang=lang),
        number=partial(i18n.number_words, lang=lang),
        percent=partial(i18n.percent_words, lang=lang),
        written=partial(_written, lang=lang),
        money=partial(i18n.money_words, lang=lang),
        country=partial(i18n.country_name, lang=lang),
        currency=partial(i18n.currency_name, lang=lang),
        language=i18n.language_name,
    )
    environment.globals.update(
        static=addresses.__getitem__,
        languages=tuple(catalogues),
        countries=partial(i18n.countries_by_name, lang),
    )
    return environment


def _is_html(template: str | None) -> bool:
    return template is None or template.endswith(".html")


def _written(values: Mapping[str, str | int], *, lang: str) -> Mapping[str, str]:
    """What fills the placeholders of a sentence: words as they are, numbers as the reader writes them."""
    return {name: value if isinstance(value, str) else i18n.number_words(value, lang) for name, value in values.items()}


def _static_addresses(folder: Path) -> dict[str, str]:
    """/static/{hash of the file}/{path} by path: a changed file has a new address, so browsers may keep it for ever."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {name: f"/static/{_hash(path)}/{name}" for path in files for name in [path.relative_to(folder).as_posix()]}


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
