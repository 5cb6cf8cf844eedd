"""Who gets it: one lead or none, the copies, the signposts, how urgent it is and what to do now, each with its rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from intake.core.condition import Facts
from intake.core.rules import Rule, Ruleset


@dataclass(frozen=True)
class Recipient:
    """An agency, and the rule that names it."""

    agency: str
    rule: Rule


@dataclass(frozen=True)
class RoutingDecision:
    """`lead` is None when no desk here leads. `copies` never repeats the lead; `signposts` are only shown."""

    lead: str | None
    lead_rule: Rule
    copies: tuple[Recipient, ...]
    signposts: tuple[Recipient, ...]
    priority: str
    priority_rule: Rule
    advice: tuple[Rule, ...]


def route(rules: Ruleset, facts: Facts) -> RoutingDecision:
    """The first lead and priority rules that hold, and every rule of the lists.

    Copies and signposts that belong to the lead's own rule come first. An agency is named once, by the first rule
    that names it. Never raises for a checked ruleset: the last rule of a single-output table has no clauses.
    """
    lead_rule = rules.table("lead").first_match(facts)
    outputs = lead_rule.outputs(facts)
    lead = outputs[0] if outputs else None
    copies = [Recipient(code, lead_rule) for code in lead_rule.copies]
    copies += _named(rules.table("copies").every_match(facts), facts)
    signposts = [Recipient(code, lead_rule) for code in lead_rule.signposts]
    signposts += _named(rules.table("signposts").every_match(facts), facts)
    priority_rule = rules.table("priority").first_match(facts)
    return RoutingDecision(
        lead=lead,
        lead_rule=lead_rule,
        copies=_once(copies, but=lead),
        signposts=_once(signposts, but=lead),
        priority=priority_rule.outputs(facts)[0],
        priority_rule=priority_rule,
        advice=rules.table("advice").every_match(facts),
    )


def _named(matching: Iterable[Rule], facts: Facts) -> list[Recipient]:
    return [Recipient(code, rule) for rule in matching for code in rule.outputs(facts)]


def _once(recipients: Iterable[Recipient], *, but: str | None) -> tuple[Recipient, ...]:
    first: dict[str, Recipient] = {}
    for recipient in recipients:
        if recipient.agency != but:
            first.setdefault(recipient.agency, recipient)
    return tuple(first.values())
