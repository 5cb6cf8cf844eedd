"""The catalogues say what the code says, in full; what keeps them so loses nothing and guesses nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages import Catalog, Message

from intake.core.errors import SetupError
from intake.i18n import LANGUAGES, load_catalogues
from intake.messages import ProblemKind, as_text, check, extract, placeholders, problems, read, refresh, updated

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "translations"
TEMPLATE = extract(ROOT)
IS_NOT = "This reference is not a police report number, nor a “carpeta de investigación” in Mexico."


def catalogue(lang: str, **said: str) -> Catalog:
    """A small catalogue: one sentence for each name, and what it says."""
    made = Catalog(locale=lang)
    for sentence, translation in said.items():
        made.add(sentence, translation)
    return made


def ids(message: Message) -> tuple[str, ...]:
    """The English sentence; both of them where there is a plural."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def kinds(made: Catalog) -> list[ProblemKind]:
    return [problem.kind for problem in problems("a.po", made)]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of one page, translated to Spanish."""
    files = {
        "translations/babel.cfg": (FOLDER / "babel.cfg").read_text(encoding="utf-8"),
        "translations/es.po": 'msgid ""\nmsgstr ""\n"Language: es\\n"\n\nmsgid "Yes"\nmsgstr "Sí"\n',
        "intake/templates/page.html": "{% trans %}Yes{% endtrans %}",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_the_template_is_what_the_code_says_today() -> None:
    written = (FOLDER / "messages.pot").read_text(encoding="utf-8")
    assert written == as_text(TEMPLATE), "run: intake messages"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_catalogue_has_every_sentence_of_the_template(lang: str) -> None:
    path = FOLDER / f"{lang}.po"
    assert path.read_text(encoding="utf-8") == as_text(updated(read(path), TEMPLATE)), "run: intake messages"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_is_missing_fuzzy_obsolete_or_filled_in_differently(lang: str) -> None:
    path = FOLDER / f"{lang}.po"
    assert [str(problem) for problem in problems(path.name, updated(read(path), TEMPLATE))] == []


def test_sentences_are_found_in_code_in_templates_and_on_the_receipt() -> None:
    found = {message.id for message in TEMPLATE}
    assert {"Choose an answer", "Send my report", IS_NOT} <= found
    assert ("%(count)s rule was considered", "%(count)s rules were considered, in this order") in found


def test_the_receipt_says_in_spanish_that_it_opens_no_investigation() -> None:
    said = load_catalogues(FOLDER)["es"].gettext(IS_NOT)
    assert "Este folio no es una carpeta de investigación" in said


def test_a_report_is_never_called_a_denuncia() -> None:
    said = [str(message.string) for message in read(FOLDER / "es.po") if message.id]
    assert not [sentence for sentence in said if "denuncia" in sentence.casefold()]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_translation_brings_no_markup_since_pages_do_not_escape_it(lang: str) -> None:
    assert not [message.string for message in read(FOLDER / f"{lang}.po") if message.id and "<" in str(message.string)]


def test_a_sentence_without_a_translation_is_missing() -> None:
    assert kinds(catalogue("es", Yes="", No="No")) == [ProblemKind.MISSING]


def test_english_may_leave_a_sentence_empty_since_it_says_itself() -> None:
    assert kinds(catalogue("en", Yes="")) == []


def test_a_plural_needs_each_of_its_forms() -> None:
    made = Catalog(locale="es")
    made.add(("%(count)s rule", "%(count)s rules"), ("%(count)s regla", ""))
    assert kinds(made) == [ProblemKind.MISSING]


def test_a_fuzzy_translation_is_named() -> None:
    made = Catalog(locale="es")
    made.add("Yes", "Sí", flags=["fuzzy"])
    assert kinds(made) == [ProblemKind.FUZZY]


@pytest.mark.parametrize(
    "translation",
    ["Reporte %(folio)s", "Reporte", "Reporte %(reference)", "Reporte %(reference)s al 100 %"],
    ids=["another name", "none", "without its letter", "a stray percent sign"],
)
def test_other_placeholders_than_the_english_ones_are_named(translation: str) -> None:
    made = Catalog(locale="es")
    made.add("Report %(reference)s", translation)
    assert kinds(made) == [ProblemKind.PLACEHOLDERS]


def test_what_is_filled_in_has_a_name_that_a_translator_can_read() -> None:
    filled = {found for message in TEMPLATE if message.id for id in ids(message) for found in placeholders(id)}
    assert [found for found in filled if not re.fullmatch(r"%\([a-z_]+\)s", found)] == []


def test_placeholders_may_stand_in_another_order() -> None:
    assert placeholders("%(person)s closed it: %(reason)s") == placeholders("%(reason)s: lo cerró %(person)s (100 %%)")


def test_an_update_keeps_translations_and_guesses_none() -> None:
    merged = updated(catalogue("es", Yes="Sí", Answer="Respuesta"), catalogue("en", Yes="", Answers=""))
    assert [(message.id, message.string) for message in merged if message.id] == [("Yes", "Sí"), ("Answers", "")]
    assert kinds(merged) == [ProblemKind.MISSING, ProblemKind.OBSOLETE]


def test_a_sentence_that_comes_back_gets_its_translation_again() -> None:
    without = updated(catalogue("es", Yes="Sí", No="No"), catalogue("en", No=""))
    assert kinds(without) == [ProblemKind.OBSOLETE]
    assert kinds(updated(without, catalogue("en", Yes="", No=""))) == []


def test_a_new_sentence_on_a_page_is_asked_of_the_translator(project: Path) -> None:
    assert refresh(project) == ()
    (project / "intake/templates/page.html").write_text("{% trans %}Yes{% endtrans %} {{ _('No') }}", encoding="utf-8")
    assert [problem.kind for problem in check(project)] == [ProblemKind.OUT_OF_STEP] * 2 + [ProblemKind.MISSING]
    assert [str(problem) for problem in refresh(project)] == ["es.po: not translated: No"]
    assert [problem.kind for problem in check(project)] == [ProblemKind.MISSING]


def test_checking_writes_nothing(project: Path) -> None:
    before = (project / "translations/es.po").read_bytes()
    assert check(project) != ()
    assert (project / "translations/es.po").read_bytes() == before
    assert not (project / "translations/messages.pot").exists()


def test_a_third_language_begins_as_an_empty_file(project: Path) -> None:
    (project / "translations/fr.po").touch()
    assert [str(problem) for problem in refresh(project)] == ["fr.po: not translated: Yes"]
    assert load_catalogues(project / "translations")["fr"].gettext("Yes") == "Yes"


def test_without_the_code_nothing_is_thrown_away(project: Path) -> None:
    (project / "intake/templates/page.html").unlink()
    with pytest.raises(SetupError, match="clone of the project"):
        refresh(project)


def test_a_catalogue_that_cannot_be_read_is_named(project: Path) -> None:
    (project / "translations/es.po").write_text("<<<<<<< HEAD\n", encoding="utf-8")
    with pytest.raises(SetupError, match=r"es\.po cannot be read"):
        check(project)
