"""The golden cases and the promises of routing_rules/, held against the engine."""

from datetime import UTC, datetime

import pytest
from hypothesis import given

from intake.content import Example
from intake.core.condition import Facts, FactValue
from intake.core.decision import Decision, decide
from intake.core.facts import broken, derive
from intake.core.signals import read
from tests.factories import CONTENT
from tests.generate import facts_of

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def decided(example: Example) -> Decision:
    """The decision on an example, by the same steps as for a report."""
    given = {**example.facts, **read(CONTENT.rules.lexicon, example.text).facts()}
    signals = example.facts.get("signals", frozenset())
    if isinstance(signals, frozenset) and isinstance(given["signals"], frozenset):
        given["signals"] = given["signals"] | signals
    return decide(CONTENT.rules, derive(CONTENT.rules.dictionary, given, {}, now=NOW))


@pytest.mark.parametrize("example", CONTENT.examples, ids=lambda example: example.id)
def test_a_golden_case_comes_out_as_its_owner_says(example: Example) -> None:
    decision, expect = decided(example), example.expect
    routing = decision.routing
    got = {
        "category": decision.classification.category,
        "lead_country": decision.jurisdiction.lead_country,
        "lead": routing.lead,
        "copies": sorted(copy.agency for copy in routing.copies),
        "priority": routing.priority,
    }
    wanted = {name: getattr(expect, name) for name in expect.model_fields_set if name in got}
    wanted |= {"copies": sorted(wanted["copies"] or [])} if "copies" in wanted else {}
    assert {name: got[name] for name in wanted} == wanted
    assert set(expect.signposts_include or ()) <= {signpost.agency for signpost in routing.signposts}


@pytest.mark.parametrize("example", CONTENT.examples, ids=lambda example: example.id)
def test_a_golden_case_could_be_a_report(example: Example) -> None:
    assert not broken(CONTENT.rules.constraints, decided(example).facts)


@given(facts_of(CONTENT.rules))
def test_no_report_breaks_a_promise(facts: Facts) -> None:
    decision = decide(CONTENT.rules, facts)
    known = outputs(decision)
    for promise in CONTENT.promises:
        if promise.given.holds(known):
            assert promise.then.holds(known), promise.id


def outputs(decision: Decision) -> dict[str, FactValue]:
    """The facts of a decision and what it gave, as promises name them."""
    routing = decision.routing
    found: dict[str, FactValue] = {
        **decision.facts,
        "copies": frozenset(copy.agency for copy in routing.copies),
        "signposts": frozenset(signpost.agency for signpost in routing.signposts),
        "priority": routing.priority,
        "advice": frozenset(rule.id for rule in routing.advice),
    }
    return found if routing.lead is None else {**found, "lead": routing.lead}
