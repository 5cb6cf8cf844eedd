"""Why a report is what it is, for a desk that has it open: the rules that decided, and what its words say.

All by the report's own version of the rules. Worked out when somebody looks; nothing of it is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from intake.core.condition import Facts
from intake.core.explaining import Why, why
from intake.core.rules import RuleTrace
from intake.core.signals import Reading, read
from intake.workflow.casework import OpenReport
from intake.workflow.operations import stored_facts

# The tables of which one rule decides, in their order.
_DECIDING = ("category", "lead_country", "lead", "priority")


@dataclass(frozen=True)
class Reasons:
    """`deciding` is the rule of each table that decided, with what its clauses met. `why` is about what the words suggest.

    `why` is None when they suggest nothing.
    """

    facts: Facts
    deciding: Mapping[str, RuleTrace]
    narrative: str
    reading: Reading
    why: Why | None


def reasons(opened: OpenReport) -> Reasons:
    """The rules as they were recorded, and the words read again by the same rules."""
    rules, narrative = opened.content.rules, opened.journey.narrative
    facts = stored_facts(opened.report.facts)
    recorded = {name: set(opened.report.rules.get(name, ())) for name in _DECIDING}
    decided = {
        name: RuleTrace(rule, True, rule.when.trace(facts))
        for name, ids in recorded.items()
        for rule in rules.table(name).rules
        if rule.id in ids
    }
    reading = read(rules.lexicon, narrative)
    suggested = reading.ranked[0][0] if reading.ranked else None
    explained = None if suggested is None else why(rules.lexicon, narrative, suggested)
    return Reasons(facts, decided, narrative, reading, explained)
