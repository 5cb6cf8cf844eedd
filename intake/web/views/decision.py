"""The operator's pages as values: recent decisions, and one decision with every rule that was considered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar, Self

from intake.core.condition import ClauseOutcome, Facts
from intake.core.report import DecisionSummary
from intake.core.rules import Rule, RuleTrace
from intake.i18n import N_, country_name
from intake.render import View
from intake.web.views.facts import FactView, TestView, ValueView, Wording
from intake.workflow.operations import Explanation

PRIORITIES: Mapping[str, str] = {
    "P0": N_("At once: somebody is in danger"),
    "P1": N_("Urgent: hours count"),
    "P2": N_("Soon"),
    "P3": N_("Normal"),
    "P4": N_("For information"),
}
TABLES: Mapping[str, str] = {
    "category": N_("What kind of crime it is"),
    "categories": N_("What else it may be"),
    "lead_country": N_("Which country leads"),
    "nexus": N_("Which other countries it touches"),
    "lead": N_("Which agency leads"),
    "copies": N_("Who gets a copy"),
    "signposts": N_("Which other offices are shown"),
    "priority": N_("How urgent it is"),
    "advice": N_("What the person is told to do now"),
}


@dataclass(frozen=True)
class DecisionRow:
    """One line of the list. `priority` is the code, `urgency` its msgid."""

    id: str
    received_hour: datetime
    category: str
    lead: str | None
    priority: str
    urgency: str


@dataclass(frozen=True)
class DecisionsView(View):
    """The newest decisions, or older ones. `next_after` is the id to go on from."""

    template: ClassVar[str] = "operator/decisions.html"
    rows: tuple[DecisionRow, ...]
    next_after: str | None
    is_first: bool

    @classmethod
    def of(
        cls, found: tuple[DecisionSummary, ...], wording: Wording, *, next_after: str | None, is_first: bool
    ) -> Self:
        """Name categories and agencies in the reader's words."""
        return cls(tuple(_row(summary, wording) for summary in found), next_after, is_first)

    @classmethod
    def example(cls) -> Self:
        """Two rows, and more to come."""
        hour = datetime(2026, 11, 24, 18, tzinfo=UTC)
        urgent = DecisionRow("0" * 32, hour, "Phishing", "CONDUSEF", "P1", PRIORITIES["P1"])
        nobody = DecisionRow("1" * 32, hour, "Phishing", None, "P4", PRIORITIES["P4"])
        return cls((urgent, nobody), "1" * 32, True)


@dataclass(frozen=True)
class ClauseView:
    """One clause: the fact, the tests on it, the values it met (None: not answered), and whether it held."""

    fact: str
    tests: tuple[TestView, ...]
    met: tuple[ValueView, ...] | None
    held: bool


@dataclass(frozen=True)
class RuleView:
    """One rule that was considered: the names of what it gives, and of who gets a copy besides, in the reader's words."""

    id: str
    held: bool
    because: str
    gives: tuple[str, ...]
    copies: tuple[str, ...]
    clauses: tuple[ClauseView, ...]


@dataclass(frozen=True)
class TableView:
    """One table with every rule that was considered, in file order. `title` is a msgid."""

    name: str
    title: str
    rules: tuple[RuleView, ...]

    @property
    def deciding(self) -> tuple[RuleView, ...]:
        """The rules that held."""
        return tuple(rule for rule in self.rules if rule.held)


@dataclass(frozen=True)
class DecisionView(View):
    """One decision: the facts it met, each table with every rule considered, and whether it comes out the same today."""

    template: ClassVar[str] = "operator/decision.html"
    row: DecisionRow
    version_id: str
    engine: str
    differences: tuple[str, ...]
    facts: tuple[FactView, ...]
    tables: tuple[TableView, ...]

    @classmethod
    def of(cls, found: Explanation, wording: Wording) -> Self:
        """Put the trace in the reader's words."""
        return cls(
            row=_row(found.summary, wording),
            version_id=found.summary.version_id,
            engine=found.engine,
            differences=found.differences,
            facts=wording.facts(found.decision.facts),
            tables=tuple(_table(name, traces, found, wording) for name, traces in found.tables.items()),
        )

    @classmethod
    def example(cls) -> Self:
        """One table with a rule that failed and one that held."""
        paid = TestView("at_most", (ValueView("number", number=72),))
        either = TestView("any", parts=(TestView("all", (), (TestView("not_answered"),)), TestView("all", (), (paid,))))
        failed = ClauseView("Hours since the money left", (either,), (ValueView("number", number=90),), False)
        unknown = ClauseView("Money was lost", (TestView("is", (ValueView("yes"),)),), None, False)
        rules = (
            RuleView(
                "money-left-now", False, "The money left a short time ago.", ("P1",), ("CONDUSEF",), (failed, unknown)
            ),
            RuleView("all-others", True, "Nothing here is urgent.", ("P3",), (), ()),
        )
        amount = FactView("first", "Amount lost", (ValueView("money", number=120000, currency="MXN"),))
        country = FactView("second", "Country", (ValueView("country", "MX"),))
        return cls(
            row=DecisionsView.example().rows[0],
            version_id="0190-example",
            engine="1",
            differences=("priority",),
            facts=(amount, country, FactView("signals", "What the text mentions", ())),
            tables=(TableView("priority", TABLES["priority"], rules),),
        )


def rule_view(trace: RuleTrace, facts: Facts, wording: Wording) -> RuleView:
    """One rule with its clauses, in the reader's words."""
    rule = trace.rule
    return RuleView(
        id=rule.id,
        held=trace.held,
        because=rule.because.in_(wording.lang),
        # What a rule takes from a fact is known only for the report it decided.
        gives=() if rule.from_fact is not None and not trace.held else _gives(rule, facts, wording),
        copies=tuple(wording.content.rules.agencies[code].short.in_(wording.lang) for code in rule.copies),
        clauses=tuple(_clause(outcome, facts, wording) for outcome in trace.clauses),
    )


def _row(summary: DecisionSummary, wording: Wording) -> DecisionRow:
    rules = wording.content.rules
    category = rules.categories.get(summary.category)
    lead = rules.agencies.get(summary.lead or "")
    return DecisionRow(
        id=summary.id,
        received_hour=summary.received_hour,
        category=summary.category if category is None else category.label.in_(wording.lang),
        lead=summary.lead if lead is None else lead.short.in_(wording.lang),
        priority=summary.priority,
        urgency=PRIORITIES[summary.priority],
    )


def _table(name: str, traces: tuple[RuleTrace, ...], found: Explanation, wording: Wording) -> TableView:
    facts = found.decision.facts
    return TableView(name, TABLES.get(name, name), tuple(rule_view(trace, facts, wording) for trace in traces))


def _clause(outcome: ClauseOutcome, facts: Facts, wording: Wording) -> ClauseView:
    name = outcome.clause.fact
    met = None if outcome.value is None else wording.values(name, outcome.value, facts)
    return ClauseView(wording.label(name), wording.tests(name, outcome.clause.matcher, facts), met, outcome.held)


def _gives(rule: Rule, facts: Facts, wording: Wording) -> tuple[str, ...]:
    """Names of agencies, categories and countries, the sentence of an advice, priorities as they are."""
    if rule.says is not None:
        return (rule.says.in_(wording.lang),)
    agencies, categories = wording.content.rules.agencies, wording.content.rules.categories
    named: list[str] = []
    for code in rule.outputs(facts):
        agency, category = agencies.get(code), categories.get(code)
        if agency is not None:
            named.append(agency.short.in_(wording.lang))
        else:
            named.append(country_name(code, wording.lang) if category is None else category.label.in_(wording.lang))
    return tuple(named)
