"""Whose it is: the country that leads, and the other countries the facts touch. Never by language, nationality or IP."""

from __future__ import annotations

from dataclasses import dataclass

from intake.core.condition import Facts
from intake.core.rules import Rule, Ruleset, outputs_of


@dataclass(frozen=True)
class Jurisdiction:
    """`lead_country` is None when none of our countries leads. `nexus` holds the countries the facts touch."""

    lead_country: str | None
    rule: Rule
    nexus: tuple[str, ...]
    touching: tuple[Rule, ...]


def locate(rules: Ruleset, facts: Facts) -> Jurisdiction:
    """The first rule of the lead country table that holds, and every rule of the nexus table."""
    rule = rules.table("lead_country").first_match(facts)
    outputs = rule.outputs(facts)
    touching = rules.table("nexus").every_match(facts)
    return Jurisdiction(outputs[0] if outputs else None, rule, outputs_of(touching, facts), touching)
