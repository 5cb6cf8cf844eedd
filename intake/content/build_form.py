"""From the models of forms/ to one checked Form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from intake.content.build_rules import optional_text
from intake.content.conditions import Names, condition, fact_values
from intake.content.problems import Place, Problems
from intake.content.schema import FormFile, NoticeIn, OptionIn, PageIn, QuestionIn
from intake.core.condition import FactValue
from intake.core.facts import FactType
from intake.core.form import Form, Kind, Notice, Option, Page, Question
from intake.core.journey import LOCATED
from intake.core.rules import Ruleset
from intake.core.text import Text

REPORT = "forms/report.yaml"
# Pages that the program itself shows stand at these addresses; content cannot use them.
RESERVED = frozenset({"check", "send", "receipt"})


@dataclass(frozen=True)
class _Scope:
    """`names` are what a form may speak of; only whether a page is asked may hang on the countries of the case too."""

    rules: Ruleset
    names: Names
    page_names: Names
    problems: Problems
    countries: frozenset[str]


def form(files: Mapping[str, FormFile], rules: Ruleset, countries: frozenset[str], problems: Problems) -> Form:
    """Build and check the form of all files in the order that report.yaml gives."""
    scope = _scope(files, rules, countries, problems)
    pages: dict[str, Page] = {}
    seen: set[str] = set()
    for file, given in files.items():
        for index, page in enumerate(given.pages):
            place = (file, "pages", index)
            if page.id in pages or page.id in RESERVED:
                problems.add(place, f"the page id {page.id!r} is taken")
            pages[page.id] = _page(page, scope, place)
            for question in page.questions:
                if question.id in seen:
                    problems.add(place, f"the question id {question.id!r} is taken")
                seen.add(question.id)
    places = {country: states for given in files.values() for country, states in (given.subdivisions or {}).items()}
    _check_sources(rules, pages, problems)
    _check_contacts(files, problems)
    return Form(_ordered(files, pages, problems), places, rules)


def _scope(files: Mapping[str, FormFile], rules: Ruleset, countries: frozenset[str], problems: Problems) -> _Scope:
    choices = _plain_choices(files, rules)
    specs = {name: spec for name, spec in rules.dictionary.specs.items() if not spec.set_by_engine}
    located = {name: spec for name, spec in rules.dictionary.specs.items() if name in LOCATED}
    return _Scope(rules, Names(specs, choices), Names(specs | located, choices), problems, countries)


def _plain_choices(files: Mapping[str, FormFile], rules: Ruleset) -> dict[str, frozenset[str]]:
    return {
        question.id: frozenset(option.id for option in question.options)
        for _, question in _questions(files)
        if Kind(question.kind) is Kind.CHOICE and question.id not in rules.dictionary.specs
    }


def _ordered(files: Mapping[str, FormFile], pages: Mapping[str, Page], problems: Problems) -> tuple[Page, ...]:
    order = files[REPORT].order if REPORT in files else None
    if order is None:
        problems.add((REPORT,), "`order` must name every page")
        return ()
    for index, id in enumerate(order):
        if id not in pages or id in order[:index]:
            problems.add((REPORT, "order", index), f"there is no page {id!r}, or it is named twice")
    for id in pages.keys() - set(order):
        problems.add((REPORT, "order"), f"the page {id!r} is in no place of the order")
    return tuple(pages[id] for id in order if id in pages)


def _page(given: PageIn, scope: _Scope, place: Place) -> Page:
    return Page(
        id=given.id,
        title=Text(given.title),
        intro=optional_text(given.intro),
        when=condition(given.when, scope.page_names, scope.problems, (*place, "when")),
        notices=tuple(_notice(notice, scope, (*place, "notices", index)) for index, notice in enumerate(given.notices)),
        questions=tuple(
            _question(question, scope, (*place, "questions", index)) for index, question in enumerate(given.questions)
        ),
    )


def _notice(given: NoticeIn, scope: _Scope, place: Place) -> Notice:
    for code in given.channels_of:
        if code not in scope.rules.agencies:
            scope.problems.add((*place, "channels_of"), f"there is no agency {code!r}")
    return Notice(
        id=given.id,
        title=Text(given.title),
        lines=tuple(Text(line) for line in given.lines),
        when=condition(given.when, scope.names, scope.problems, (*place, "when")),
        urgent=given.urgent,
        channels_of=tuple(given.channels_of),
    )


def _question(given: QuestionIn, scope: _Scope, place: Place) -> Question:
    specs = scope.rules.dictionary.specs
    fact = given.fact if given.fact is not None else (given.id if given.id in specs else None)
    if fact is not None and (fact not in specs or specs[fact].set_by_engine):
        scope.problems.add(place, f"{fact!r} is not a fact that a question can set")
        fact = None
    kind = Kind(given.kind)
    if kind in (Kind.CHOICE, Kind.CHOICES) and not given.options:
        scope.problems.add(place, "a choice needs options")
    if given.country_fact is not None and given.country_fact not in specs:
        scope.problems.add((*place, "country_fact"), f"there is no fact called {given.country_fact!r}")
    return Question(
        id=given.id,
        kind=kind,
        label=Text(given.label),
        hint=optional_text(given.hint),
        required=given.required,
        options=tuple(
            _option(option, kind, fact, scope, (*place, "options", index)) for index, option in enumerate(given.options)
        ),
        fact=fact,
        when=condition(given.when, scope.names, scope.problems, (*place, "when")),
        max_chars=given.max_chars,
        autocomplete=given.autocomplete,
        country_fact=given.country_fact,
        is_narrative=given.narrative,
        contact=given.contact,
    )


def _option(given: OptionIn, kind: Kind, fact: str | None, scope: _Scope, place: Place) -> Option:
    sets: Mapping[str, FactValue]
    if given.sets is not None:
        sets = fact_values(given.sets, scope.names, scope.problems, (*place, "sets"))
    elif kind is Kind.COUNTRY:
        sets = {fact: given.id} if fact is not None and given.id in scope.countries else {}
    else:
        sets = _own_value(given.id, kind, fact, scope, place)
    return Option(
        id=given.id,
        label=Text(given.label),
        hint=optional_text(given.hint),
        sets=sets,
        warns=optional_text(given.warns),
        when=condition(given.when, scope.names, scope.problems, (*place, "when")),
    )


def _own_value(option: str, kind: Kind, fact: str | None, scope: _Scope, place: Place) -> Mapping[str, FactValue]:
    if fact is None:
        return {}
    if scope.rules.dictionary.specs[fact].type is FactType.SET or kind is Kind.CHOICES:
        return {}
    if not scope.names.allows(fact, option):
        scope.problems.add(place, f"{option!r} is not a value of {fact}; write what it `sets`")
    return {fact: option}


def _check_sources(rules: Ruleset, pages: Mapping[str, Page], problems: Problems) -> None:
    dates = {question.id for page in pages.values() for question in page.questions if question.kind is Kind.DATE}
    for spec in rules.dictionary.specs.values():
        if spec.derived is not None and spec.derived.kind.value.endswith("_since") and spec.derived.source not in dates:
            problems.add((REPORT,), f"{spec.name} comes from {spec.derived.source!r}, which is no date question")


def _check_contacts(files: Mapping[str, FormFile], problems: Problems) -> None:
    """Other programs send contact data by what it is: one question takes each, and no is one answer."""
    seen: set[str] = set()
    for place, question in _questions(files):
        if question.contact is None:
            continue
        if question.contact in seen:
            problems.add((*place, "contact"), f"another question asks for {question.contact!r}")
        seen.add(question.contact)
        if question.options and sum(option.warns is not None for option in question.options) != 1:
            problems.add((*place, "contact"), "exactly one option must warn: the one that means no")


def _questions(files: Mapping[str, FormFile]) -> Iterator[tuple[Place, QuestionIn]]:
    for file, given in files.items():
        for index, page in enumerate(given.pages):
            for number, question in enumerate(page.questions):
                yield (file, "pages", index, "questions", number), question
