"""What kind of crime it is: the main category, with the rule that said so, and the others that also fit."""

from __future__ import annotations

from dataclasses import dataclass

from intake.core.condition import Facts
from intake.core.rules import Rule, Ruleset, outputs_of


@dataclass(frozen=True)
class Classification:
    """`categories` holds the others that also fit, never the main one."""

    category: str
    rule: Rule
    categories: tuple[str, ...]
    also: tuple[Rule, ...]


def classify(rules: Ruleset, facts: Facts) -> Classification:
    """The first rule of the category table that holds, and every rule of the table of further categories."""
    rule = rules.table("category").first_match(facts)
    category = rule.outputs(facts)[0]
    also = rules.table("categories").every_match({**facts, "category": category})
    others = tuple(code for code in outputs_of(also, facts) if code != category)
    return Classification(category, rule, others, also)
