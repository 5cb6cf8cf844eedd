"""What the tables cover: each category in each country that leads, and each numbered rule of the fact file. Decides nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from intake.content.load import Carried, Content
from intake.core.condition import Facts
from intake.core.rules import Rule, Ruleset

# The settled questions of the fact file's section 0.1, which win, and the jurisdiction rules of its section 2.
NUMBERS = (*(f"0.1.{number}" for number in range(1, 8)), *(str(number) for number in range(1, 76)))


@dataclass(frozen=True)
class Row:
    """One category in one country.

    `leads` are the rules of the lead table that can decide it, in file order. The last asks nothing further and is what
    remains for a report that answers little. `copies` are the rules that name the category and can add a copy.
    """

    category: str
    country: str
    leads: tuple[Rule, ...]
    copies: tuple[Rule, ...]


@dataclass(frozen=True)
class Coverage:
    """Every row, the copies that no single category has to itself, every numbered rule, and a sentence for each gap."""

    rows: tuple[Row, ...]
    shared_copies: tuple[Rule, ...]
    numbers: tuple[Carried, ...]
    gaps: tuple[str, ...]


def coverage(content: Content) -> Coverage:
    """Walk the tables. The countries are those that the lead_country table gives."""
    rules = content.rules
    countries = dict.fromkeys(code for rule in rules.table("lead_country").rules for code in rule.output)
    rows = tuple(_row(rules, category, country) for category in rules.categories for country in countries)
    shared = tuple(rule for rule in rules.table("copies").rules if not any(rule in row.copies for row in rows))
    return Coverage(rows, shared, content.carried, (*_gaps_of_rows(rows), *_gaps_of_numbers(content)))


def lines(found: Coverage, lang: str) -> Iterator[str]:
    """The whole table as plain lines, for a terminal; the gaps come last."""
    for row in found.rows:
        yield f"{row.category}, {row.country}"
        for rule in row.leads:
            yield f"    {_given(rule)}  ({rule.id})"
        for rule in row.copies:
            yield f"    + {', '.join(rule.output)}  ({rule.id})"
    yield "besides, whatever the category"
    for rule in found.shared_copies:
        yield f"    + {', '.join(rule.output)}  ({rule.id})"
    for number in found.numbers:
        yield f"{number.rule}. {number.says.in_(lang)}"
        if number.carried_by:
            yield f"    {', '.join(number.carried_by)}"
        if number.why_not is not None:
            yield f"    {number.why_not.in_(lang)}"
    for gap in found.gaps:
        yield f"GAP: {gap}"
    yield f"{len(found.rows)} rows, {len(found.numbers)} numbered rules, {len(found.gaps)} gaps"


def _row(rules: Ruleset, category: str, country: str) -> Row:
    known: Facts = {"category": category, "lead_country": country}
    leads: list[Rule] = []
    for rule in _possible(rules.table("lead").rules, known):
        leads.append(rule)
        if all(clause.fact in known for clause in rule.when.clauses):
            break
    copies = (rule for rule in _possible(rules.table("copies").rules, known) if _names(rule, category))
    return Row(category, country, tuple(leads), tuple(copies))


def _possible(rules: tuple[Rule, ...], known: Facts) -> Iterator[Rule]:
    """Those that what is known does not rule out, whatever else may be answered."""
    for rule in rules:
        clauses = (clause for clause in rule.when.clauses if clause.fact in known)
        if all(clause.matcher.holds(known[clause.fact]) for clause in clauses):
            yield rule


def _names(rule: Rule, category: str) -> bool:
    return any(clause.fact == "category" and category in clause.matcher.one_of for clause in rule.when.clauses)


def _given(rule: Rule) -> str:
    lead = ", ".join(rule.output) or "nobody"
    return " + ".join((lead, *rule.copies))


def _gaps_of_rows(rows: tuple[Row, ...]) -> Iterator[str]:
    """Categories without a rule of their own. A rule that names no category is one's own when no other falls to it."""
    falling_to = Counter((row.leads[-1].id, row.country) for row in rows)
    for row in rows:
        default = row.leads[-1]
        facts = {clause.fact for clause in default.when.clauses}
        if "lead_country" not in facts and "category" not in facts:
            yield f"{row.category}, {row.country}: nothing decides it but {default.id!r}, which fits anything"
        elif "category" not in facts and falling_to[default.id, row.country] > 1:
            yield f"{row.category}, {row.country}: only {default.id!r} is left for it, which fits any category"


def _gaps_of_numbers(content: Content) -> Iterator[str]:
    told = Counter(item.rule for item in content.carried)
    for number in NUMBERS:
        if number not in told:
            yield f"rule {number}: not in coverage.yaml"
    for number, count in told.items():
        if number not in NUMBERS:
            yield f"rule {number}: the fact file has no such number"
        elif count > 1:
            yield f"rule {number}: written {count} times"
    known = _ids(content)
    for item in content.carried:
        if not item.carried_by and item.why_not is None:
            yield f"rule {item.rule}: neither carried by anything nor said why not"
        for id in item.carried_by:
            if id not in known:
                yield f"rule {item.rule}: there is nothing called {id!r}"


def _ids(content: Content) -> frozenset[str]:
    """Whatever may carry a rule: rules, promises, constraints, pages and their notices and questions, signals."""
    rules, pages = content.rules, content.form.pages
    named = {rule.id for table in rules.tables.values() for rule in table.rules}
    named |= {promise.id for promise in content.promises} | {constraint.id for constraint in rules.constraints}
    named |= {page.id for page in pages} | {notice.id for page in pages for notice in page.notices}
    named |= {question.id for page in pages for question in page.questions}
    return frozenset(named | set(rules.lexicon.signals))
