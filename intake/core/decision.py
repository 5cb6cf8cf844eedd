"""The whole engine in one sentence: facts -> category -> lead country -> lead, copies, signposts, priority, advice.

The one path for the public form, staff entry, the API, triage and replays; `explain` walks the same tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from intake.core.classification import Classification, classify, said_by_clerk
from intake.core.condition import Facts, FactValue
from intake.core.jurisdiction import Jurisdiction, locate
from intake.core.routing import RoutingDecision, route
from intake.core.rules import Rule, Ruleset, RuleTrace

ENGINE = "1"
_DECIDED = ("category", "categories", "lead_country", "nexus")


@dataclass(frozen=True)
class Decision:
    """What was decided and by which rules. `facts` are those the rules met, with what the engine itself set."""

    facts: Facts
    classification: Classification
    jurisdiction: Jurisdiction
    routing: RoutingDecision

    @property
    def rules(self) -> dict[str, tuple[str, ...]]:
        """The ids of the rules that decided, by table."""
        routing = self.routing
        return {
            "category": (self.classification.rule.id,),
            "categories": _ids(self.classification.also),
            "lead_country": (self.jurisdiction.rule.id,),
            "nexus": _ids(self.jurisdiction.touching),
            "lead": (routing.lead_rule.id,),
            "copies": _ids(recipient.rule for recipient in routing.copies),
            "signposts": _ids(recipient.rule for recipient in routing.signposts),
            "priority": (routing.priority_rule.id,),
            "advice": _ids(routing.advice),
        }


def decide(rules: Ruleset, facts: Facts, *, clerk_category: str | None = None) -> Decision:
    """Decide by one version of the rules. What the engine sets is set anew, so a decided report replays the same.

    `clerk_category` is what a clerk says it is: no rule is asked for the category then, and all else follows as ever.
    """
    known: dict[str, FactValue] = {name: value for name, value in facts.items() if name not in _DECIDED}
    classification = classify(rules, known) if clerk_category is None else said_by_clerk(rules, known, clerk_category)
    known["category"] = classification.category
    known["categories"] = frozenset((classification.category, *classification.categories))
    jurisdiction = locate(rules, known)
    if jurisdiction.lead_country is not None:
        known["lead_country"] = jurisdiction.lead_country
    known["nexus"] = frozenset(jurisdiction.nexus)
    return Decision(known, classification, jurisdiction, route(rules, known))


def explain(rules: Ruleset, decision: Decision) -> Mapping[str, tuple[RuleTrace, ...]]:
    """Every rule that was considered, by table, with how each clause came out. A single-output table stops at its match."""
    undecided = {name: value for name, value in decision.facts.items() if name not in _DECIDED}
    classified = {name: decision.facts[name] for name in ("category", "categories")}
    first: dict[str, Rule] = {
        "category": decision.classification.rule,
        "lead_country": decision.jurisdiction.rule,
        "lead": decision.routing.lead_rule,
        "priority": decision.routing.priority_rule,
    }
    met: dict[str, Facts] = {
        "category": undecided,
        "categories": {**undecided, "category": decision.classification.category},
        "lead_country": {**undecided, **classified},
        "nexus": {**undecided, **classified},
    }
    return {
        name: table.trace(met.get(name, decision.facts), until=first.get(name)) for name, table in rules.tables.items()
    }


def _ids(rules: Iterable[Rule]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(rule.id for rule in rules))
