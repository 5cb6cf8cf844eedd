"""The JSON Schemas of the content files, so that an editor completes and underlines while somebody writes.

They are the models of schema.py with what those leave open closed from loaded content: the facts and their values, the codes.
They are a help and no judge: only load.py says whether content holds.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from intake.content import schema
from intake.content.build_rules import BESIDES, NULLABLE, TABLES
from intake.content.load import PRIORITIES, Content, output_specs
from intake.content.schema import Raw
from intake.core.facts import FactSpec, FactType
from intake.core.form import Kind
from intake.core.text import Text

Schema = dict[str, Raw]

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_FORM = "form"
_KINDS: Mapping[str, type[schema.In]] = {
    "facts": schema.FactsFile,
    "agencies": schema.AgenciesFile,
    "categories": schema.CategoriesFile,
    "signals": schema.SignalsFile,
    "classification": schema.ClassificationFile,
    "jurisdiction": schema.JurisdictionFile,
    "routing": schema.RoutingFile,
    "advice": schema.AdviceFile,
    "examples": schema.ExamplesFile,
    "promises": schema.PromisesFile,
    "coverage": schema.CoverageFile,
    _FORM: schema.FormFile,
}
# Where a model takes any text, the property's name says which of our codes it means.
_CODES: Mapping[str, str] = {
    "category": "category",
    "categories": "category",
    "lead_country": "country",
    "nexus": "country",
    "country": "country",
    "lead": "queue",
    "copies": "queue",
    "signposts": "office",
    "signposts_include": "office",
    "channels_of": "office",
    "priority": "priority",
    "fact": "fact",
    "country_fact": "fact",
    "currency": "fact",
    "from": "fact",
}
# Properties that give facts their values; every other open table is a condition on facts.
_GIVES_FACTS = frozenset({"sets", "facts"})
_SAYS: Mapping[str, str] = {
    "id": "Its name for ever: never changed once published.",
    "when": "Every test must hold. Without `when` it always holds.",
    "never": "What can never be true of a report, all of it together.",
    "given": "Whenever this holds for a report and its decision,",
    "then": "this must hold too.",
    "because": "One sentence for the person: why.",
    "says": "One sentence for people: what it is about.",
    "sets": "The facts that this answer makes true. An answer that says nothing sets {}.",
    "facts": "What is known, by the names of facts.yaml. Money is in cents.",
    "expect": "What must come out. Only what stands here is held to.",
    "lead": "The one office that leads, or null for none.",
    "copies": "The offices that get a copy.",
    "signposts": "The offices that the person is only pointed to.",
    "priority": "P0 is now, P4 is whenever there is time.",
    "advice": "What the person can do now.",
    "from": "The fact whose value is the output.",
    "carried_by": "The rules, promises, constraints, pages, notices, questions or signals that carry it.",
    "corrects": "What a clerk with this reason changes: the category, the desk that leads, or either.",
    "transfer_abroad_when": "What must hold for a clerk to pass a report on to another country's desk.",
    "minor_when": "Any of these says that somebody under 18 was seen in a report. For the figures of `intake triage --score`.",
    "why_not": "Why nothing can carry it, and where it is kept instead.",
}
# How pydantic writes a text of any language, and a table of anything.
_SENTENCE: Schema = {"minLength": 1, "type": "string"}
_ANYTHING: Schema = {"$ref": "#/$defs/Raw"}


def schema_of(file: str) -> str:
    """The name of the schema for a content file: routing.json for routing_rules/routing.yaml, form.json for all of forms/."""
    path = PurePosixPath(file)
    return f"{_FORM if path.parent.name == 'forms' else path.stem}.json"


def schema_files(
    content: Content, *, countries: frozenset[str], languages: Sequence[str] = ("en", "es")
) -> dict[str, str]:
    """The text of every schema by the name of its file."""
    shared = _codes(content, countries) | {"words": _words(languages)}
    made = {f"{kind}.json": _document(kind, content, shared) for kind in _KINDS}
    return {name: json.dumps(document, ensure_ascii=False, indent=1) + "\n" for name, document in made.items()}


def _document(kind: str, content: Content, shared: Mapping[str, Schema]) -> Schema:
    model: Schema = _KINDS[kind].model_json_schema()
    parts = model.pop("$defs", {})
    assert isinstance(parts, dict)
    defs = dict(shared) | {name: _closed_object(part, "") for name, part in parts.items()}
    _add_facts(defs, _names(kind, content))
    document = _closed_object(model, "")
    properties = document["properties"]
    assert isinstance(properties, dict)
    for table, part in properties.items():
        if isinstance(part, dict) and part.get("items") == _ref("RuleIn"):
            defs[f"{table}_rule"] = _rule(defs["RuleIn"], table)
            properties[table] = _list_of(_ref(f"{table}_rule")) | {"description": _says_table(table)}
    head: Schema = {"$schema": _DRAFT, "$comment": "Made by `intake schemas`: do not edit."}
    return {**head, **document, "$defs": dict(_used(document, defs))}


def _codes(content: Content, countries: frozenset[str]) -> dict[str, Schema]:
    """Each kind of code, with what it stands for."""
    agencies = content.rules.agencies
    return {
        "category": _one_of({code: category.label for code, category in content.rules.categories.items()}),
        "queue": _one_of({code: agency.short for code, agency in agencies.items() if agency.queue}),
        "office": _one_of({code: agency.short for code, agency in agencies.items()}),
        "fact": _one_of({name: spec.label for name, spec in content.rules.dictionary.specs.items()}),
        "priority": {"enum": list(PRIORITIES)},
        "country": {"enum": [*sorted(countries)]},
    }


def _names(kind: str, content: Content) -> dict[str, FactSpec]:
    """What a condition in this kind of file may speak of. In a form also the choices that set no fact."""
    specs = dict(content.rules.dictionary.specs)
    if kind == _FORM:
        questions = (question for page in content.form.pages for question in page.questions)
        for question in questions:
            if question.kind is Kind.CHOICE and question.id not in specs:
                values = {option.id: option.label for option in question.options}
                specs[question.id] = FactSpec(question.id, FactType.ENUM, question.label, values)
    return specs | output_specs(content.rules) if kind == "promises" else specs


def _add_facts(defs: dict[str, Schema], names: Mapping[str, FactSpec]) -> None:
    """Put into `defs` what a condition on these names may be, and what giving them values may be."""
    tests: Schema = {}
    values: Schema = {}
    for name, spec in names.items():
        says: Schema = {"description": _both(spec.label) or _SAYS.get(name, "")}
        kept = _keep(defs, *_value(spec, defs))
        is_number = spec.type in (FactType.INT, FactType.MONEY)
        test = _keep(defs, f"{kept}_test", _test(_ref(kept), _ref(f"{kept}_test"), is_number=is_number))
        tests[name] = says | _ref(test)
        values[name] = says | (_list_of(_ref(kept)) if spec.type is FactType.SET else _ref(kept))
    defs["condition"] = {"type": "object", "properties": tests, "additionalProperties": False}
    defs["facts"] = {"type": "object", "properties": values, "additionalProperties": False}


def _value(spec: FactSpec, defs: Mapping[str, Schema]) -> tuple[str, Schema]:
    """What one value of the fact may be, and what to call that when it has no name yet."""
    if spec.values is not None:
        return f"{spec.name}_value", _one_of(spec.values)
    if spec.type is FactType.COUNTRY:
        return spec.type, defs["country"]
    types = {FactType.BOOL: "boolean", FactType.INT: "integer", FactType.MONEY: "integer"}
    return f"any_{types.get(spec.type, 'text')}", {"type": types.get(spec.type, "string")}


def _keep(defs: dict[str, Schema], name: str, made: Schema) -> str:
    """The name under which `made` stands in `defs`; what is the same stands there once."""
    known = next((known for known, other in defs.items() if other == made), None)
    defs[known or name] = made
    return known or name


def _test(value: Schema, itself: Schema, *, is_number: bool) -> Schema:
    """A value, a list of values, or a table of tests."""
    several = _list_of(itself) | {"minItems": 1}
    tests: Schema = {"not": itself, "any": several, "all": several, "answered": {"type": "boolean"}}
    if is_number:
        tests |= {"min": {"type": "integer"}, "max": {"type": "integer"}}
    table: Schema = {"type": "object", "properties": tests, "additionalProperties": False, "minProperties": 1}
    # What was not answered passes no other test, so `answered: false` stands alone.
    table["if"] = {"properties": {"answered": {"const": False}}, "required": ["answered"]}
    table["then"] = {"maxProperties": 1}
    return {"anyOf": [value, _list_of(value) | {"minItems": 1}, table]}


def _rule(rule: Schema, table: str) -> Schema:
    """A rule of that table: it must give the table's output, and may give few others."""
    properties, required = rule["properties"], rule["required"]
    assert isinstance(properties, dict)
    assert isinstance(required, list)
    others = TABLES.keys() - {table} - BESIDES.get(table, frozenset())
    kept = {name: part for name, part in properties.items() if name not in others}
    if table not in NULLABLE:
        kept[table] = _never_null(kept[table])
    return {**rule, "description": _says_table(table), "properties": kept, "required": [*required, table]}


def _says_table(table: str) -> str:
    _, is_single = TABLES[table]
    if is_single:
        return "The first rule whose `when` holds decides. The last one has no `when`."
    return "Every rule whose `when` holds adds what it gives."


def _never_null(part: Raw) -> Raw:
    assert isinstance(part, dict)
    choices = part["anyOf"]
    assert isinstance(choices, list)
    without = {key: value for key, value in part.items() if key != "default"}
    return {**without, "anyOf": [choice for choice in choices if choice != {"type": "null"}]}


def _closed_object(part: Raw, name: str) -> Schema:
    closed = _closed(part, name)
    assert isinstance(closed, dict)
    return closed


def _closed(part: Raw, name: str) -> Raw:
    """A part of a model's schema, closed. `name` is the property it stands under."""
    if isinstance(part, list):
        return [_closed(item, name) for item in part]
    if not isinstance(part, dict):
        return part
    if part.get("additionalProperties") == _ANYTHING:
        return _ref("facts" if name in _GIVES_FACTS else "condition")
    if part.get("additionalProperties") == _SENTENCE:
        return _ref("words")
    if part.get("type") == "string" and name in _CODES:
        return _ref(_CODES[name])
    # Titles are pydantic's: the name of the property again.
    return {key: _closed_at(key, value, name) for key, value in part.items() if key != "title"}


def _closed_at(key: str, value: Raw, name: str) -> Raw:
    if key != "properties" or not isinstance(value, dict):
        return _closed(value, name)
    return {inner: _closed_object(part, inner) | _said(inner) for inner, part in value.items()}


def _said(name: str) -> Schema:
    return {"description": _SAYS[name]} if name in _SAYS else {}


def _used(part: Raw, defs: Mapping[str, Schema]) -> Iterator[tuple[str, Schema]]:
    """Those of `defs` that `part` refers to, by way of others too, in the order of `defs`."""
    found: set[str] = set()
    left = list(_refs(part))
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += _refs(defs[name])
    return ((name, made) for name, made in defs.items() if name in found)


def _refs(part: Raw) -> Iterator[str]:
    if isinstance(part, dict):
        for key, value in part.items():
            if key == "$ref" and isinstance(value, str):
                yield value.removeprefix("#/$defs/")
            else:
                yield from _refs(value)
    elif isinstance(part, list):
        for item in part:
            yield from _refs(item)


def _words(languages: Sequence[str]) -> Schema:
    every: Schema = dict.fromkeys(languages, _SENTENCE)
    return {"type": "object", "properties": every, "required": list(languages), "additionalProperties": False}


def _one_of(values: Mapping[str, Text]) -> Schema:
    """`enumDescriptions` is what editors show beside each value."""
    said = [_both(label) for label in values.values()]
    return {"enum": list(values), "enumDescriptions": list(said)} if any(said) else {"enum": list(values)}


def _both(text: Text) -> str:
    return " / ".join(text.by_lang.values())


def _list_of(part: Schema) -> Schema:
    return {"type": "array", "items": part}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}
