"""Every view in every language: one page, whole, labelled, without a word that no catalogue knows."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from gettext import GNUTranslations

import pytest
from jinja2 import Environment, nodes

from intake import i18n
from intake.core.report import Role, StaffId, StaffMember
from intake.i18n import LANGUAGES, Catalogue, load_catalogues
from intake.render import Chrome, Renderer, View
from intake.web import views
from intake.web.views.form import CheckView, FormPageView, SendView
from intake.web.views.public import ErrorPageView, ExitView
from intake.web.views.receipt import ReceiptView
from intake.web.views.score import ScoreView
from tests.factories import ROOT
from tests.pages import Page

for found in pkgutil.iter_modules(views.__path__):
    importlib.import_module(f"{views.__name__}.{found.name}")

VIEWS = sorted(View.__subclasses__(), key=lambda view: view.__name__)
# No page of the server but a file that somebody keeps or sends: its styles are inside.
FILES = (ScoreView,)
FORMS = (FormPageView, CheckView, SendView, ReceiptView)
RENDERER = Renderer(load_catalogues(ROOT / "translations"), ROOT / "static")
ANA = StaffMember(StaffId("x"), "Ana", Role.CLERK, "an_agency", "es", datetime(2026, 11, 24, tzinfo=UTC))
FOLDER = ROOT / "intake/templates"
TEMPLATES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.html"))
PARSER = Environment(extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True)
STATUSES = (403, 404, 405, 409, 413, 500, 503)

every_view = pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.__name__)
every_language = pytest.mark.parametrize("lang", LANGUAGES)


def chrome(view: type[View], lang: str) -> Chrome:
    """The frame that the page has when somebody really sees it."""
    if view.template.startswith("public/"):
        is_form = view in FORMS
        return Chrome(lang, f"/{lang}/report/x", is_demo=True, is_form=is_form, show_exit=is_form)
    return Chrome(lang, "/staff/x", is_demo=True, staff=ANA, notice=i18n.N_("You hold this report now"))


def rendered(view: type[View], lang: str, renderer: Renderer = RENDERER) -> Page:
    return Page.of(renderer.render(view.example(), chrome(view, lang)))


def test_every_view_is_looked_at() -> None:
    assert len(VIEWS) >= 13
    pages = {name for name in TEMPLATES if "components/" not in name}
    assert {view.template for view in VIEWS} == pages - {"layout.html"}


@every_view
@every_language
def test_a_page_says_in_which_language_it_is_and_what_it_is(view: type[View], lang: str) -> None:
    page = rendered(view, lang)
    assert page.lang == lang
    assert len(page.texts("h1")) == 1 and page.texts("h1")[0]
    assert len(page.texts("title")) == 1 and page.texts("title")[0].removesuffix("– Ventanilla").strip()


@every_view
@every_language
def test_every_control_has_a_label_with_words(view: type[View], lang: str) -> None:
    page = rendered(view, lang)
    controls = [tag for tag in page.tags if tag.name in ("input", "select", "textarea") and tag.get("type") != "hidden"]
    assert [control for control in controls if not page.label(control)] == []
    buttons = [tag for tag in page.tags if tag.name == "button" and tag.get("aria-hidden") != "true"]
    assert [button for button in buttons if not button.text.strip()] == []


@every_view
@every_language
def test_what_a_page_points_to_is_there_and_once(view: type[View], lang: str) -> None:
    page = rendered(view, lang)
    ids = [id for tag in page.tags if (id := tag.get("id"))]
    assert len(ids) == len(set(ids))
    assert page.pointed_to() - set(ids) == set()


@every_view
@every_language
def test_nothing_on_a_page_needs_a_policy_to_be_opened(view: type[View], lang: str) -> None:
    page = rendered(view, lang)
    refused = {"script", "style", "iframe", "object"} - ({"style"} if view in FILES else set())
    assert [tag for tag in page.tags if tag.name in refused] == []
    assert [name for tag in page.tags for name, _ in tag.attributes if name == "style" or name.startswith("on")] == []
    assert [tag for tag in page.tags if re.match("https?:|//", tag.get("src") or "")] == []


@every_view
@every_language
def test_nothing_on_a_page_is_a_slip_of_the_template(view: type[View], lang: str) -> None:
    shown = "\n".join(rendered(view, lang).words())
    assert re.findall(r"\bNone\b|\{\{|\}\}|\{%|%\(|<[a-z]+ object|&amp;[a-z]+;", shown) == []


@every_view
@every_language
def test_a_form_is_never_inside_another(view: type[View], lang: str) -> None:
    page = rendered(view, lang)
    assert [tag for tag in page.tags if tag.name == "form" and "form" in tag.inside] == []
    assert page.tags[-1].name and page.unclosed == []


@pytest.mark.parametrize("status", STATUSES)
@every_language
def test_every_error_page_has_a_title_of_its_own(status: int, lang: str) -> None:
    pages = {other: Page.of(RENDERER.render(ErrorPageView(other), Chrome(lang, "/x"))) for other in STATUSES}
    assert [other for other, page in pages.items() if page.texts("h1") == pages[status].texts("h1")] == [status]


@every_view
def test_spanish_and_english_do_not_say_the_same(view: type[View]) -> None:
    titles = [rendered(view, lang).texts("h1") for lang in LANGUAGES]
    assert titles[0] != titles[1] or titles[0][0] in _strings(view.example())


@every_language
def test_the_page_after_leaving_does_not_say_what_this_site_is_for(lang: str) -> None:
    words = " ".join(rendered(ExitView, lang).words()).casefold()
    assert re.findall("ventanilla|report|denunci|cyber|ciber|911", words) == []


class Bracketed(GNUTranslations):
    """A language that is English in brackets: what shows without them never came by a catalogue."""

    def gettext(self, message: str) -> str:
        """The sentence, marked."""
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The sentence for that many, marked."""
        return self.gettext(msgid1 if n == 1 else msgid2)


PSEUDO = Renderer({"es": Catalogue("es", Bracketed())}, ROOT / "static")
# Names, which are the same in every language.
NAMES = ("Ventanilla", "DEMO", "Español")


@every_view
def test_no_template_has_words_of_its_own(view: type[View]) -> None:
    known = sorted({*NAMES, *_strings(view.example()), *_strings(ANA), *_said(view.example())}, key=len, reverse=True)
    assert [words for words in map(_unmarked, rendered(view, "es", PSEUDO).words()) if _letters(words, known)] == []


@pytest.mark.parametrize("template", TEMPLATES)
def test_no_branch_of_a_template_has_words_of_its_own(template: str) -> None:
    tree = PARSER.parse((FOLDER / template).read_text(encoding="utf-8"))
    page = Page.of("".join(piece.data for piece in tree.find_all(nodes.TemplateData)))
    # A macro may be a part of a tag, which stands in none here.
    words = [re.sub(r'[\w-]+="[^"]*"', "", words) for words in page.words()]
    assert [left for left in words if _letters(left, NAMES)] == []


def test_words_that_no_catalogue_knows_are_noticed() -> None:
    page = Page.of('<p>⟦Known⟧ to all <b>Ana</b></p><img alt="A picture">')
    assert [words for words in map(_unmarked, page.words()) if _letters(words, ["Ana"])] == [" to all ", "A picture"]


def _unmarked(words: str) -> str:
    """What stands outside the brackets, innermost ones first."""
    shorter = re.sub(r"⟦[^⟦⟧]*⟧", "", words)
    return shorter if shorter == words else _unmarked(shorter)


def _letters(words: str, known: Sequence[str]) -> list[str]:
    """What letters are left when all that is known is taken out."""
    for name in known:
        words = words.replace(name, "")
    return re.findall(r"\b[^\W\d_]+\b", words)


def _strings(value: object) -> Iterator[str]:
    """Every text in an example, line by line: it stands for content or for a person's words."""
    if isinstance(value, str):
        yield from (line.strip() for line in [*value.splitlines(), value] if line.strip())
    elif is_dataclass(value):
        made = [name for name, member in vars(type(value)).items() if isinstance(member, property)]
        names = [*made, *(field.name for field in fields(value))]
        yield from (text for name in names for text in _strings(getattr(value, name)))
    elif isinstance(value, Sequence):
        yield from (text for item in value for text in _strings(item))
    elif isinstance(value, Mapping):
        yield from (text for item in value.values() for text in _strings(item))


def _said(value: object) -> Iterator[str]:
    """What Babel makes of the times, amounts and countries of an example, and of all countries."""
    yield from (name for _, name in i18n.countries_by_name("es"))
    for item in _leaves(value):
        if isinstance(item, datetime):
            yield from (i18n.datetime_words(item, "es"), i18n.instant_words(item, "es"))
        elif isinstance(item, int):
            yield i18n.money_words(item, "MXN", "es")


def _leaves(value: object) -> Iterator[object]:
    if is_dataclass(value):
        yield from (leaf for field in fields(value) for leaf in _leaves(getattr(value, field.name)))
    elif isinstance(value, Sequence) and not isinstance(value, str):
        yield from (leaf for item in value for leaf in _leaves(item))
    else:
        yield value
