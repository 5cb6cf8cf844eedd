"""From the models of routing_rules/ to one checked Ruleset."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from intake.content.conditions import Names, condition
from intake.content.problems import Place, Problems
from intake.content.schema import (
    AgenciesFile,
    CategoriesFile,
    FactIn,
    FactsFile,
    FromFact,
    RuleIn,
    SignalsFile,
    Words,
)
from intake.core.condition import Condition
from intake.core.facts import Constraint, Derived, DerivedKind, FactDictionary, FactSpec, FactType
from intake.core.lexicon import Signal, SignalLexicon
from intake.core.meaning import Meaning
from intake.core.override import OverrideKind
from intake.core.phrases import Phrase, phrase
from intake.core.rules import Agency, Category, Channel, Disposition, OverrideReason, Rule, Ruleset, Table
from intake.core.text import Text

FACTS = "routing_rules/facts.yaml"
AGENCIES = "routing_rules/agencies.yaml"
CATEGORIES = "routing_rules/categories.yaml"
SIGNALS = "routing_rules/signals.yaml"
# Which file holds which tables, and whether a table gives one output (first match) or a list (every match).
TABLES: Mapping[str, tuple[str, bool]] = {
    "category": ("routing_rules/classification.yaml", True),
    "categories": ("routing_rules/classification.yaml", False),
    "lead_country": ("routing_rules/jurisdiction.yaml", True),
    "nexus": ("routing_rules/jurisdiction.yaml", False),
    "lead": ("routing_rules/routing.yaml", True),
    "copies": ("routing_rules/routing.yaml", False),
    "signposts": ("routing_rules/routing.yaml", False),
    "priority": ("routing_rules/routing.yaml", True),
    "advice": ("routing_rules/advice.yaml", False),
}
_OUTPUTS = frozenset(TABLES)
NULLABLE = frozenset({"lead_country", "lead"})
BESIDES = {"lead": frozenset({"copies", "signposts"})}


@dataclass(frozen=True)
class RulesIn:
    """The models of routing_rules/, and the rules of each table as written."""

    facts: FactsFile
    agencies: AgenciesFile
    categories: CategoriesFile
    signals: SignalsFile
    meaning: Meaning
    tables: Mapping[str, Sequence[RuleIn]]


def ruleset(given: RulesIn, problems: Problems) -> Ruleset:
    """Build and check. The result is only to be used when `problems` stayed empty."""
    agencies = _agencies(given.agencies)
    categories = {
        item.code: Category(
            item.code, Text(item.label), {str(taxonomy): label for taxonomy, label in item.mappings.items()}
        )
        for item in given.categories.categories
    }
    lexicon = _lexicon(given, problems)
    dictionary = _dictionary(given.facts, agencies, categories, lexicon, problems)
    names = Names(dictionary.specs, {})
    _refuse_repeats(given, problems)
    _refuse_calls_to_nobody(given.agencies, problems)
    known = {
        "category": frozenset(categories),
        "categories": frozenset(categories),
        "lead": frozenset(code for code, agency in agencies.items() if agency.queue),
        "copies": frozenset(code for code, agency in agencies.items() if agency.queue),
        "signposts": frozenset(agencies),
    }
    tables = {name: _table(name, rules, names, known, problems) for name, rules in given.tables.items()}
    return Ruleset(
        dictionary=dictionary,
        constraints=_constraints(given.facts, names, problems),
        lexicon=lexicon,
        agencies=agencies,
        categories=categories,
        dispositions={item.id: Disposition(item.id, Text(item.label)) for item in given.agencies.dispositions},
        tables=tables,
        override_reasons=_override_reasons(given.agencies),
        transfer_abroad_when=_abroad(given.agencies, names, problems),
        minor_when=tuple(
            condition(when, names, problems, (SIGNALS, "minor_when", index))
            for index, when in enumerate(given.signals.minor_when)
        ),
    )


def optional_text(words: Words | None) -> Text | None:
    """The text, when it is written."""
    return None if words is None else Text(words)


def _agencies(given: AgenciesFile) -> dict[str, Agency]:
    return {
        item.code: Agency(
            code=item.code,
            country=item.country,
            name=Text(item.name),
            short=Text(item.short),
            mandate=Text(item.mandate),
            promise=optional_text(item.promise),
            channels=tuple(Channel(way.kind, way.value, optional_text(way.label)) for way in item.channels),
            queue=item.queue,
            connected=item.connected,
            on_call=item.on_call,
        )
        for item in given.agencies
    }


def _constraints(given: FactsFile, names: Names, problems: Problems) -> tuple[Constraint, ...]:
    nevers = (
        condition(item.never, names, problems, (FACTS, "constraints", index, "never"))
        for index, item in enumerate(given.constraints)
    )
    return tuple(
        Constraint(item.id, never, Text(item.says)) for item, never in zip(given.constraints, nevers, strict=True)
    )


def _override_reasons(given: AgenciesFile) -> dict[str, OverrideReason]:
    return {
        item.id: OverrideReason(item.id, Text(item.label), frozenset(OverrideKind(kind) for kind in item.corrects))
        for item in given.override_reasons
    }


def _abroad(given: AgenciesFile, names: Names, problems: Problems) -> Condition | None:
    when = given.transfer_abroad_when
    return None if when is None else condition(when, names, problems, (AGENCIES, "transfer_abroad_when"))


def _refuse_calls_to_nobody(given: AgenciesFile, problems: Problems) -> None:
    """Only a desk that works its queue can be called; others would get a link that opens nothing."""
    for index, item in enumerate(given.agencies):
        if item.on_call is not None and not (item.queue and item.connected):
            problems.add(
                (AGENCIES, "agencies", index, "on_call"), f"{item.code!r} is not a connected desk: nobody is on call"
            )


def _lexicon(given: RulesIn, problems: Problems) -> SignalLexicon:
    signals = {
        item.id: Signal(
            item.id,
            Text(item.label),
            _phrases(item.phrases, problems, (SIGNALS, "signals", index, "phrases")),
            item.at_least,
        )
        for index, item in enumerate(given.signals.signals)
    }
    by_category = {
        item.code: _phrases(item.phrases, problems, (CATEGORIES, "categories", index, "phrases"))
        for index, item in enumerate(given.categories.categories)
    }
    negations = frozenset(word.replace("'", "") for words in given.signals.negations.values() for word in words)
    lexicon = SignalLexicon(signals, by_category, negations, given.meaning)
    for name in sorted(lexicon.unknown_signals()):
        problems.add((SIGNALS, "signals"), f"a phrase says #{name}, and no signal above it is called so")
    return lexicon


def _phrases(by_lang: Mapping[str, list[str]], problems: Problems, place: Place) -> tuple[Phrase, ...]:
    found: list[Phrase] = []
    for lang, written in by_lang.items():
        for index, words in enumerate(written):
            try:
                found.append(phrase(words))
            except ValueError:
                problems.add(
                    (*place, lang, index),
                    f"{words!r}: write it as the head of signals.yaml says, without accents or capitals",
                )
    return tuple(found)


def _dictionary(
    given: FactsFile,
    agencies: Mapping[str, Agency],
    categories: Mapping[str, Category],
    lexicon: SignalLexicon,
    problems: Problems,
) -> FactDictionary:
    vocabularies: dict[str, dict[str, Text]] = {
        "categories": {code: category.label for code, category in categories.items()},
        "signals": {name: signal.label for name, signal in lexicon.signals.items()},
        "queues": {code: agency.short for code, agency in agencies.items() if agency.queue},
    }
    specs = {item.name: _spec(item, vocabularies) for item in given.facts}
    names = Names(specs, {})
    for index, item in enumerate(given.facts):
        if item.derived is not None and item.derived.when:
            place = (FACTS, "facts", index, "derived", "when")
            when = condition(item.derived.when, names, problems, place)
            specs[item.name] = _spec(item, vocabularies, Derived(DerivedKind.COPIED, item.derived.source, None, when))
    return FactDictionary(specs, {code: float(units) for code, units in given.units_per_usd.items()})


def _spec(item: FactIn, vocabularies: Mapping[str, Mapping[str, Text]], derived: Derived | None = None) -> FactSpec:
    values = vocabularies.get(item.vocabulary or "")
    if item.values is not None:
        values = {value.id: Text(value.label) for value in item.values}
    if derived is None and item.derived is not None:
        derived = Derived(DerivedKind(item.derived.kind), item.derived.source, item.derived.currency)
    return FactSpec(
        name=item.name,
        type=FactType(item.type),
        label=Text(item.label),
        values=values,
        minimum=item.min,
        maximum=item.max,
        derived=derived,
        set_by_engine=item.set_by is not None,
        given_as=item.given_as,
    )


def _table(
    name: str, rules: Sequence[RuleIn], names: Names, known: Mapping[str, frozenset[str]], problems: Problems
) -> Table:
    file, is_single = TABLES[name]
    built = tuple(_rule(name, rule, names, known, problems, (file, name, index)) for index, rule in enumerate(rules))
    if is_single and (not built or built[-1].when.clauses):
        problems.add((file, name), f"the last rule of {name!r} must have no `when`, so that it always decides")
    for index, rule in enumerate(built[:-1]):
        if is_single and not rule.when.clauses:
            problems.add((file, name, index), f"{rule.id!r} always matches, so no rule after it is ever reached")
    return Table(name, built)


def _rule(
    table: str, rule: RuleIn, names: Names, known: Mapping[str, frozenset[str]], problems: Problems, place: Place
) -> Rule:
    outputs = rule.model_fields_set & _OUTPUTS
    allowed = {table} | BESIDES.get(table, frozenset())
    if table not in outputs or outputs - allowed:
        problems.add(place, f"a rule of {table!r} gives {table!r}, and nothing else but {', '.join(sorted(allowed))}")
    given = getattr(rule, table)
    if given is None and table not in NULLABLE:
        problems.add(place, f"{table!r} is missing")
    output = _ids(given) if table != "advice" else (rule.id,)
    for kind, ids in ((table, output), ("copies", rule.copies or ()), ("signposts", rule.signposts or ())):
        for id in ids:
            if kind in known and id not in known[kind]:
                problems.add((*place, kind), f"{id!r} is not known as one of {kind!r}")
    besides = BESIDES.get(table, frozenset())
    return Rule(
        id=rule.id,
        table=table,
        when=condition(rule.when, names, problems, (*place, "when")),
        output=output,
        because=Text(rule.because),
        from_fact=given.fact if isinstance(given, FromFact) else None,
        copies=tuple(rule.copies or ()) if "copies" in besides else (),
        signposts=tuple(rule.signposts or ()) if "signposts" in besides else (),
        says=optional_text(rule.advice),
    )


def _ids(given: object) -> tuple[str, ...]:
    if isinstance(given, str):
        return (given,)
    return tuple(str(item) for item in given) if isinstance(given, list) else ()


def _refuse_repeats(given: RulesIn, problems: Problems) -> None:
    lists: list[tuple[Place, Iterable[str]]] = [
        ((FACTS, "facts"), [item.name for item in given.facts.facts]),
        ((AGENCIES, "agencies"), [item.code for item in given.agencies.agencies]),
        ((CATEGORIES, "categories"), [item.code for item in given.categories.categories]),
        ((SIGNALS, "signals"), [item.id for item in given.signals.signals]),
        ((AGENCIES, "override_reasons"), [item.id for item in given.agencies.override_reasons]),
    ]
    seen: set[str] = set()
    for name, rules in given.tables.items():
        for index, rule in enumerate(rules):
            if rule.id in seen:
                problems.add((TABLES[name][0], name, index), f"{rule.id!r} is the id of another rule")
            seen.add(rule.id)
    for place, ids in lists:
        known: set[str] = set()
        for index, id in enumerate(ids):
            if id in known:
                problems.add((*place, index), f"{id!r} is written twice")
            known.add(id)
