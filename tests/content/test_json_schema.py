"""What an editor is told of the content files: all that is right passes, a slip does not, and it is what the code says today."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from intake.content import read_folder
from intake.content.json_schema import schema_files, schema_of
from intake.i18n import COUNTRIES
from tests.factories import CONTENT, ROOT

FILES = {file: text for file, text in read_folder(ROOT).items() if file.endswith(".yaml")}
SCHEMAS = schema_files(CONTENT, countries=COUNTRIES)
FACTS = CONTENT.rules.dictionary.specs
# What an option may set, and what it may not.
SETS = {
    "": True,
    "minor: true, loss_amount: 100, victim_country: MX, already_reported: [mx_profeco]": True,
    "minor: [true]": False,
    "minor: {answered: true}": False,
    "already_reported: mx_profeco": False,
    "victim_country: [MX, US]": False,
    "nobody: true": False,
}


def errors(file: str, document: object) -> list[str]:
    """What an editor would underline."""
    found = Draft202012Validator(json.loads(SCHEMAS[schema_of(file)])).iter_errors(document)
    return [f"{error.json_path}: {error.message[:200]}" for error in found]


def parsed(text: str) -> object:
    """YAML as dicts and lists of its own, to be changed."""
    return copy.deepcopy(YAML(typ="safe", pure=True).load(text))


@pytest.mark.parametrize("name", SCHEMAS)
def test_it_is_a_schema_of_the_draft_that_it_names(name: str) -> None:
    Draft202012Validator.check_schema(json.loads(SCHEMAS[name]))


@pytest.mark.parametrize("file", FILES)
def test_the_content_of_the_house_passes(file: str) -> None:
    assert errors(file, parsed(FILES[file])) == []


def rule(when: str = "{}", gives: str = "lead: mx_condusef", because: str = "{en: Yes., es: Sí.}") -> str:
    """A routing table with one rule in its first list."""
    return f"{{lead: [{{id: a-rule, when: {when}, {gives}, because: {because}}}], copies: [], signposts: [], priority: []}}"


@pytest.mark.parametrize(
    "text",
    [
        rule(),
        rule(gives="lead: null"),
        rule(gives="lead: mx_condusef, copies: [mx_ciber_088], signposts: [emergency_911]"),
        rule("{minor: true, lead_country: [MX, US], signals: remote_access}"),
        rule(
            "{loss_usd: {min: 100, max: 200}, victim_state: MX-JAL, already_reported: {all: [mx_profeco, [us_fbi_ic3]]}}"
        ),
        rule("{consent_foreign_copy: {any: [true, {answered: false}]}, payment_rail: {not: [none, card]}}"),
    ],
)
def test_what_the_rule_language_allows_passes(text: str) -> None:
    assert errors("routing_rules/routing.yaml", parsed(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        rule("{lead_county: MX}"),
        rule("{lead_country: Mexico}"),
        rule("{chosen_category: [ransomware, ransomwear]}"),
        rule("{minor: yes}"),
        rule("{loss_usd: '100'}"),
        rule("{minor: {min: 1}}"),
        rule("{minor: {is: true}}"),
        rule("{minor: {}}"),
        rule("{minor: []}"),
        rule("{minor: {any: true}}"),
        rule("{minor: {answered: false, not: true}}"),
        rule(gives="lead: mx_condusev"),
        rule(gives="lead: emergency_911"),
        rule(gives="copies: [mx_condusef]"),
        rule(gives="lead: mx_condusef, priority: P1"),
        rule(gives="lead: mx_condusef, note: no"),
        rule(because="{es: Sí.}"),
        rule(because="{en: '', es: Sí.}"),
    ],
)
def test_a_slip_in_a_rule_is_underlined(text: str) -> None:
    assert errors("routing_rules/routing.yaml", parsed(text)) != []


def form(part: str) -> object:
    """A form of one page, which has that part."""
    return parsed(f"{{pages: [{{id: a, title: {{en: A, es: B}}, {part}}}]}}")


def test_a_question_may_depend_on_a_choice_that_sets_no_fact() -> None:
    choice = next(q for p in CONTENT.form.pages for q in p.questions if q.kind == "choice" and q.id not in FACTS)
    assert errors("forms/x.yaml", form(f"when: {{{choice.id}: {choice.options[0].id}}}")) == []
    assert errors("forms/x.yaml", form(f"when: {{{choice.id}: of-no-option}}")) != []
    assert errors("routing_rules/routing.yaml", parsed(rule(f"{{{choice.id}: {choice.options[0].id}}}"))) != []


@pytest.mark.parametrize(("sets", "is_right"), SETS.items())
def test_an_answer_sets_facts_to_values_and_not_to_tests(sets: str, is_right: bool) -> None:
    option = f"{{id: o, label: {{en: A, es: B}}, sets: {{{sets}}}}}"
    question = f"{{id: q, kind: choice, label: {{en: A, es: B}}, options: [{option}]}}"
    assert (errors("forms/x.yaml", form(f"questions: [{question}]")) == []) is is_right


@pytest.mark.parametrize(
    ("given", "is_right"), [("priority: [P0, P1], copies: mx_ciber_088", True), ("priority: P9", False)]
)
def test_a_promise_may_speak_of_the_decision(given: str, is_right: bool) -> None:
    promise = f"{{id: a, says: {{en: A, es: B}}, given: {{{given}}}, then: {{lead: {{answered: false}}}}}}"
    found = errors("routing_rules/promises.yaml", parsed(f"{{promises: [{promise}]}}"))
    assert (found == []) is is_right


def test_every_fact_is_explained_in_both_languages() -> None:
    facts = json.loads(SCHEMAS["routing.json"])["$defs"]["condition"]["properties"]
    assert facts.keys() == FACTS.keys()
    assert [name for name, part in facts.items() if " / " not in part["description"]] == []


def test_the_committed_schemas_are_what_the_code_makes_now() -> None:
    committed = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "schemas").iterdir()}
    assert committed == SCHEMAS, "the content or its models have changed; run: intake schemas schemas"


@pytest.mark.parametrize("file", FILES)
def test_every_content_file_names_its_schema_in_its_first_line(file: str) -> None:
    named = Path("../schemas", schema_of(file)).as_posix()
    assert FILES[file].startswith(f"# yaml-language-server: $schema={named}\n")
