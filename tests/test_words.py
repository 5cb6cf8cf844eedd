"""Where words may stand: in the catalogues and in the content, in both languages; never in templates, code or styles."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TypeGuard

import pytest
from jinja2 import Environment, nodes
from ruamel.yaml import YAML

from intake.content import Content
from intake.i18n import LANGUAGES
from intake.messages import read
from tests.factories import ROOT
from tests.house import MODULES, Module, literals

TEMPLATES = sorted((ROOT / "intake/templates").rglob("*.*"))
PARSER = Environment(extensions=["jinja2.ext.i18n"])
TRANSLATES = {"_", "gettext", "ngettext", "N_"}
# Two words with a space between them, or a word with a capital: somebody would read it.
SENTENCE = re.compile(r"[^\W\d_]+,? [^\W\d_]+")
CAPITAL = re.compile(r"^[A-ZÁÉÍÓÚÑ¿¡][^\W\d_]+$")
# What no page shows: those who read these in English are programs, or run a command.
NOT_FOR_PAGES = {
    "web/api.py": "tells the programmer of another system what to send",
    "web/openapi.py": "describes the interface to programmers",
    "web/fact_schema.py": "a part of that description",
    "web/health.py": "answers whoever watches the process",
    "web/static.py": "answers a browser that asks for a picture which is not there",
}
# The same word in both languages, or a name that is no office of ours.
SAME = {"No", "Euros", "Error: ", "Normal", "NCMEC (CyberTipline)"}
# Words that only the other language has.
FOREIGN = {
    "es": {"the", "your", "you", "is", "are", "was", "and", "of", "with", "for", "this", "that", "to", "not", "who"},
    "en": {"el", "los", "las", "que", "usted", "su", "sus", "con", "para", "por", "una", "es", "si", "lo", "y", "del"},
}
# How they write in Britain, but for the names of two offices in Canada.
BRITISH = re.compile(
    r"\b(?:\w*(?:colour|avour|honour|neighbour|organis|recognis|realis|apologis|analyse|cancelled|travell|authoris)"
    r"|centre|cheque|licence|programme|defence|offence|judgement|catalogue|whilst|e-mail|cash machine)\w*",
    re.IGNORECASE,
)
# Names of services and offices, which are spelled as they spell themselves.
NAMES = ("Take It Down", "Report Cybercrime and Fraud", "Cyber Centre")
FORMATS = {"strftime", "isoformat", "ctime", "format", "format_map"}


def test_a_text_of_the_content_is_not_the_same_in_both_languages(content: Content) -> None:
    offices = {text.in_("es") for agency in content.rules.agencies.values() for text in (agency.name, agency.short)}
    same = {english for english, spanish in texts() if english == spanish}
    assert same - offices - SAME == set()


def test_a_sentence_of_the_catalogue_is_not_the_same_in_spanish() -> None:
    said = [message for message in read(ROOT / "translations/es.po") if message.id]
    assert [message.id for message in said if message.string == message.id and message.id not in SAME] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_is_written_in_the_wrong_language(lang: str, content: Content) -> None:
    names = [text.in_(lang) for agency in content.rules.agencies.values() for text in (agency.name, agency.short)]
    names = sorted([*names, *NAMES], key=len, reverse=True)
    assert [said for said in sentences(lang) if words_of(said, names) & FOREIGN[lang]] == []


def test_english_is_spelled_as_in_the_united_states(content: Content) -> None:
    names = [text.in_("en") for agency in content.rules.agencies.values() for text in (agency.name, agency.short)]
    said = [re.sub("|".join(map(re.escape, [*names, *NAMES])), "", sentence) for sentence in sentences("en")]
    assert [sentence for sentence in said if BRITISH.search(sentence)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_text_in_an_expression_of_a_template_escapes_translation(path: Path) -> None:
    tree = PARSER.parse(path.read_text(encoding="utf-8"))
    translated = {id(const) for call in tree.find_all(nodes.Call) if _translates(call) for const in _texts(call)}
    loose = [const.value for const in _texts(tree) if id(const) not in translated]
    assert [text for text in loose if SENTENCE.search(text) or CAPITAL.search(text)] == []


def test_no_sentence_in_the_code_escapes_translation() -> None:
    modules = [module for module in MODULES if module.room in ("web", "workflow") and module.name not in NOT_FOR_PAGES]
    found = [(module, text, line) for module in modules for text, line in literals(module) if SENTENCE.search(text)]
    strays = [(module.name, line, text) for module, text, line in found if line not in unread_lines(module)]
    assert strays == []


def test_a_style_sheet_says_nothing() -> None:
    sheets = [path.read_text(encoding="utf-8") for path in (ROOT / "static").rglob("*.css")]
    said = [text for sheet in sheets for text in re.findall(r"content:([^;}]*)", sheet)]
    assert [text for text in said if re.search(r'"[^"]*[A-Za-z]{2}', text)] == []


def test_only_babel_writes_dates_and_numbers() -> None:
    calls = {f"{module.name}:{line}" for module in MODULES if module.room == "web" for line in formatted_lines(module)}
    assert calls == set()
    filters = re.compile(r"\|\s*(?:format|round|int|float|string)\b|strftime|isoformat\(\)\s*\}\}(?!\")")
    assert [path.name for path in TEMPLATES if filters.search(path.read_text(encoding="utf-8"))] == []


def texts() -> Iterator[tuple[str, str]]:
    """Every text of the content folders, in English and in Spanish."""
    for folder in ("forms", "routing_rules"):
        for path in (ROOT / folder).glob("*.yaml"):
            yield from _pairs(YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8")))


def _pairs(document: object) -> Iterator[tuple[str, str]]:
    if isinstance(document, dict) and isinstance(document.get("en"), str):
        yield document["en"], document["es"]
    elif isinstance(document, dict | list):
        inside = document.values() if isinstance(document, dict) else document
        yield from (pair for item in inside for pair in _pairs(item))


def sentences(lang: str) -> Iterator[str]:
    """Everything that is said in a language: the content's texts, and the catalogue's."""
    yield from (english if lang == "en" else spanish for english, spanish in texts())
    for message in [message for message in read(ROOT / f"translations/{lang}.po") if message.id]:
        forms = message.string if isinstance(message.string, tuple) else (message.string or message.id,)
        yield from (str(form) for form in forms)


def words_of(sentence: str, names: list[str]) -> set[str]:
    """The words of a sentence in small letters, without names and what is filled in."""
    for name in names:
        sentence = sentence.replace(name, " ")
    return set(re.findall(r"[^\W\d_]+", re.sub(r"%\(\w+\)s", " ", sentence).casefold()))


def _translates(call: nodes.Call) -> bool:
    return isinstance(call.node, nodes.Name) and call.node.name in TRANSLATES


def _texts(tree: nodes.Node) -> Iterator[nodes.Const]:
    return (const for const in tree.find_all(nodes.Const) if isinstance(const.value, str))


def unread_lines(module: Module) -> set[int]:
    """The lines of what is translated, of examples, and of errors that stop the work: no page shows those untranslated."""
    kinds = [node for node in ast.walk(module.tree) if _is_unread(node)]
    return {line for node in kinds for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)}


def _is_unread(node: ast.AST) -> TypeGuard[ast.stmt | ast.expr]:
    if isinstance(node, ast.FunctionDef):
        return node.name.strip("_").startswith("example")
    is_translated = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TRANSLATES
    return is_translated or isinstance(node, ast.Raise)


def formatted_lines(module: Module) -> Iterator[int]:
    """Where code makes a date or a number into text by itself, or by Babel without the reader's language."""
    for node in ast.walk(module.tree):
        has_format = isinstance(node, ast.FormattedValue) and node.format_spec is not None
        if has_format or (isinstance(node, ast.Attribute) and node.attr in FORMATS):
            yield getattr(node, "lineno", 0)
