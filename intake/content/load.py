"""Read forms/ and routing_rules/ as one version: parse, check, build, hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import TypeVar

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from intake.content import schema
from intake.content.build_form import form
from intake.content.build_rules import AGENCIES, CATEGORIES, FACTS, SIGNALS, TABLES, RulesIn, optional_text, ruleset
from intake.content.conditions import Names, condition, fact_values
from intake.content.meaning_file import MEANING, meaning_of
from intake.content.problems import ContentError, Problem, Problems
from intake.content.second_reading_file import SECOND_READING, second_reading_of
from intake.core.condition import Condition, Facts
from intake.core.facts import FactSpec, FactType
from intake.core.form import Form
from intake.core.rules import Ruleset
from intake.core.text import Text

EXAMPLES = "routing_rules/examples.yaml"
PROMISES = "routing_rules/promises.yaml"
COVERAGE = "routing_rules/coverage.yaml"
# What was learnt from texts, and is no YAML.
LEARNT = (MEANING, SECOND_READING)
PRIORITIES = ("P0", "P1", "P2", "P3", "P4")
Model = TypeVar("Model", bound=schema.In)


@dataclass(frozen=True)
class Example:
    """A golden case: what is known, and what must come out. `expect` is as written: only its given keys are held to."""

    id: str
    says: Text
    lang: str
    text: str
    facts: Facts
    expect: schema.ExpectIn


@dataclass(frozen=True)
class Promise:
    """What no ruleset may break: whenever `given` holds for a report's facts and outputs, `then` holds too."""

    id: str
    says: Text
    given: Condition
    then: Condition


@dataclass(frozen=True)
class Carried:
    """A numbered rule of the fact file, the ids here that carry it, and what cannot be a rule, with the reason."""

    rule: str
    says: Text
    carried_by: tuple[str, ...]
    why_not: Text | None


@dataclass(frozen=True)
class Content:
    """One checked version of forms/ and routing_rules/. `files` are the texts it was made of."""

    form: Form
    rules: Ruleset
    examples: tuple[Example, ...]
    promises: tuple[Promise, ...]
    form_hash: str
    rules_hash: str
    files: Mapping[str, str]
    carried: tuple[Carried, ...]


def read_folder(root: Path, rules: Path | None = None) -> dict[str, str]:
    """The texts of root/forms/*.yaml, root/routing_rules/*.yaml and what was learnt, by path relative to root.

    `rules` is read instead of root/routing_rules.

    Raises ContentError for a file that cannot be read.
    """
    places = {"forms": root / "forms", "routing_rules": rules or root / "routing_rules"}
    found = [(f"{name}/{path.name}", path) for name, folder in places.items() for path in sorted(folder.glob("*.yaml"))]
    learnt = [(name, places["routing_rules"] / PurePosixPath(name).name) for name in LEARNT]
    found += [(name, path) for name, path in learnt if path.is_file()]
    return {name: _text(name, path) for name, path in found}


def load(files: Mapping[str, str], *, countries: frozenset[str], languages: Sequence[str] = ("en", "es")) -> Content:
    """Build one version from the texts of its files. Raises ContentError with every problem found."""
    problems = Problems(files)
    documents = {file: _document(file, text, languages, problems) for file, text in files.items() if file not in LEARNT}
    problems.raise_if_any()
    given = _rules_in(documents, files.get(MEANING), problems)
    form_files = {
        file: model
        for file, document in documents.items()
        if file.startswith("forms/") and (model := _model(schema.FormFile, file, documents, problems)) is not None
    }
    problems.raise_if_any()
    if given is None:
        raise ContentError(())
    rules = ruleset(given, problems)
    rules = replace(rules, second_reading=second_reading_of(files.get(SECOND_READING), rules.categories, problems))
    problems.raise_if_any()
    built = form(form_files, rules, countries, problems)
    examples = _examples(_model(schema.ExamplesFile, EXAMPLES, documents, problems), rules, problems)
    promises = _promises(_model(schema.PromisesFile, PROMISES, documents, problems), rules, problems)
    # Versions published before the file existed have none.
    carried = _carried(_model(schema.CoverageFile, COVERAGE, documents, problems) if COVERAGE in documents else None)
    problems.raise_if_any()
    form_hash, rules_hash = _hash(files, "forms/"), _hash(files, "routing_rules/")
    return Content(built, rules, examples, promises, form_hash, rules_hash, files, carried)


def _text(name: str, path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise ContentError((Problem(name, 1, 1, f"the file cannot be read: {reason}"),)) from None


def _document(file: str, text: str, languages: Sequence[str], problems: Problems) -> object:
    try:
        document = _parsed(text)
    except YAMLError as error:
        problems.add_yaml_error(file, error)
        return None
    except RecursionError:
        problems.add((file,), "too many brackets stand within each other")
        return None
    _check_languages(document, (file,), frozenset(languages), problems)
    return document


@lru_cache(maxsize=128)
def _parsed(text: str) -> object:
    """The text as dicts and lists, not to be changed. Reading YAML is nearly all the work; most files stay as they were."""
    document: object = YAML(typ="safe", pure=True).load(text)
    return document


def _check_languages(
    document: object, place: tuple[str | int, ...], languages: frozenset[str], problems: Problems
) -> None:
    """Wherever one language is written as a sentence, all must be."""
    if isinstance(document, dict):
        spoken = {key for key, value in document.items() if key in languages and isinstance(value, str)}
        if spoken and spoken != languages:
            problems.add(place, f"the text is missing in: {', '.join(sorted(languages - spoken))}")
        for key, value in document.items():
            _check_languages(value, (*place, key), languages, problems)
    elif isinstance(document, list):
        for index, value in enumerate(document):
            _check_languages(value, (*place, index), languages, problems)


def _model(kind: type[Model], file: str, documents: Mapping[str, object], problems: Problems) -> Model | None:
    if file not in documents:
        problems.add((file,), "the file is missing")
        return None
    try:
        return kind.model_validate(documents[file])
    except ValidationError as error:
        for found in error.errors():
            problems.add((file, *found["loc"]), found["msg"])
        return None


def _rules_in(documents: Mapping[str, object], learnt: str | None, problems: Problems) -> RulesIn | None:
    facts = _model(schema.FactsFile, FACTS, documents, problems)
    agencies = _model(schema.AgenciesFile, AGENCIES, documents, problems)
    categories = _model(schema.CategoriesFile, CATEGORIES, documents, problems)
    signals = _model(schema.SignalsFile, SIGNALS, documents, problems)
    models: dict[str, type[schema.In]] = {
        "routing_rules/classification.yaml": schema.ClassificationFile,
        "routing_rules/jurisdiction.yaml": schema.JurisdictionFile,
        "routing_rules/routing.yaml": schema.RoutingFile,
        "routing_rules/advice.yaml": schema.AdviceFile,
    }
    read = {file: _model(kind, file, documents, problems) for file, kind in models.items()}
    if not (facts and agencies and categories and signals and all(read.values())):
        return None
    tables: dict[str, list[schema.RuleIn]] = {name: getattr(read[file], name) for name, (file, _) in TABLES.items()}
    codes = [item.code for item in categories.categories]
    return RulesIn(facts, agencies, categories, signals, meaning_of(learnt, codes, problems), tables)


def _examples(given: schema.ExamplesFile | None, rules: Ruleset, problems: Problems) -> tuple[Example, ...]:
    names = Names(rules.dictionary.specs, {})
    return tuple(
        Example(
            id=item.id,
            says=Text(item.says),
            lang=item.lang,
            text=item.text,
            facts=fact_values(item.facts, names, problems, (EXAMPLES, "examples", index, "facts")),
            expect=item.expect,
        )
        for index, item in enumerate(given.examples if given is not None else ())
    )


def _promises(given: schema.PromisesFile | None, rules: Ruleset, problems: Problems) -> tuple[Promise, ...]:
    names = Names({**rules.dictionary.specs, **output_specs(rules)}, {})
    return tuple(
        Promise(
            id=item.id,
            says=Text(item.says),
            given=condition(item.given, names, problems, (PROMISES, "promises", index, "given")),
            then=condition(item.then, names, problems, (PROMISES, "promises", index, "then")),
        )
        for index, item in enumerate(given.promises if given is not None else ())
    )


def _carried(given: schema.CoverageFile | None) -> tuple[Carried, ...]:
    return tuple(
        Carried(item.rule, Text(item.says), tuple(item.carried_by), optional_text(item.why_not))
        for item in (given.coverage if given is not None else ())
    )


def output_specs(rules: Ruleset) -> dict[str, FactSpec]:
    """What a decision gives, named as facts, so that a promise can speak of it."""
    queues = {code: agency.short for code, agency in rules.agencies.items() if agency.queue}
    offices = {code: agency.short for code, agency in rules.agencies.items()}
    none = Text({})
    return {
        "lead": FactSpec("lead", FactType.ENUM, none, queues),
        "copies": FactSpec("copies", FactType.SET, none, queues),
        "signposts": FactSpec("signposts", FactType.SET, none, offices),
        "priority": FactSpec("priority", FactType.ENUM, none, dict.fromkeys(PRIORITIES, none)),
        "advice": FactSpec("advice", FactType.SET, none, {rule.id: none for rule in rules.table("advice").rules}),
    }


def _hash(files: Mapping[str, str], folder: str) -> str:
    texts = {file: text for file, text in files.items() if file.startswith(folder)}
    return hashlib.sha256(json.dumps(texts, sort_keys=True).encode()).hexdigest()
