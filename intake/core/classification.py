"""What kind of crime it is: the main category, with the rule that said so, and the others that also fit."""

from __future__ import annotations

from dataclasses import dataclass

from intake.core.condition import ALWAYS, Facts
from intake.core.rules import Rule, Ruleset, outputs_of

# What stands where a rule's id would, when a clerk and no rule decided.
BY_CLERK = "by-clerk"


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
    return _with_others(rules, facts, rule)


def said_by_clerk(rules: Ruleset, facts: Facts, category: str) -> Classification:
    """A clerk's word in place of the category table; the further categories are found as ever."""
    word = Rule(BY_CLERK, "category", ALWAYS, (category,), rules.categories[category].label)
    return _with_others(rules, facts, word)


def _with_others(rules: Ruleset, facts: Facts, rule: Rule) -> Classification:
    category = rule.outputs(facts)[0]
    also = rules.table("categories").every_match({**facts, "category": category})
    others = tuple(code for code in outputs_of(also, facts) if code != category)
    return Classification(category, rule, others, also)
