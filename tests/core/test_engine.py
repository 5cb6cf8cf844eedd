"""Properties of the engine with the rules of the house: total, explainable, replayable, one decision per version."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from intake.core.condition import Facts, Matcher
from intake.core.decision import decide, explain
from intake.core.facts import two_significant
from tests.factories import CONTENT
from tests.generate import facts_of

FACTS = facts_of(CONTENT.rules)
# The ways in which the form learns of one.
CHILD_MATTERS: tuple[Facts, ...] = (
    {"chosen_category": "child_grooming_sextortion", "minor": True},
    {"chosen_category": "child_sexual_abuse_material"},
    {"chosen_category": "sextortion_adult", "minor": True},
    {"chosen_category": "online_extortion", "minor": True, "sexual_matter": True},
    {"chosen_category": "other_unknown", "minor": True, "sexual_matter": True},
)


@given(FACTS)
def test_every_report_gets_a_priority_and_one_lead_or_none_with_a_signpost(facts: Facts) -> None:
    decision = decide(CONTENT.rules, facts)
    routing = decision.routing
    assert routing.priority in ("P0", "P1", "P2", "P3", "P4")
    if routing.lead is None:
        assert routing.signposts
    else:
        assert CONTENT.rules.agencies[routing.lead].queue
        assert routing.lead not in {copy.agency for copy in routing.copies}


@given(FACTS, st.sampled_from(CHILD_MATTERS))
def test_a_sexual_matter_with_a_minor_in_mexico_leads_at_the_child_desk_whatever_else_is_answered(
    facts: Facts, matter: Facts
) -> None:
    decision = decide(CONTENT.rules, {**facts, **matter, "child_country": "MX"})
    assert decision.routing.lead == "mx_ninez"
    assert decision.routing.priority in ("P0", "P1")


@given(FACTS)
def test_a_child_case_with_nobody_said_to_be_of_age_leads_at_the_child_desk(facts: Facts) -> None:
    unknown_age = {name: value for name, value in facts.items() if name != "minor"}
    matter: Facts = {"chosen_category": "child_grooming_sextortion", "child_country": "MX"}
    assert decide(CONTENT.rules, {**unknown_age, **matter}).routing.lead == "mx_ninez"


@given(FACTS)
def test_the_explanation_agrees_with_the_decision(facts: Facts) -> None:
    decision = decide(CONTENT.rules, facts)
    traces = explain(CONTENT.rules, decision)
    held = {name: [trace.rule.id for trace in considered if trace.held] for name, considered in traces.items()}
    for name in ("category", "lead_country", "lead", "priority"):
        assert tuple(held[name]) == decision.rules[name]
        assert traces[name][-1].held
    assert tuple(held["advice"]) == decision.rules["advice"]
    assert set(decision.rules["copies"]) <= {*held["copies"], *held["lead"]}


@given(FACTS)
def test_a_decided_report_replays_to_the_same_decision(facts: Facts) -> None:
    first = decide(CONTENT.rules, facts)
    again = decide(CONTENT.rules, first.facts)
    assert again.facts == first.facts
    assert again.rules == first.rules


@given(FACTS, st.randoms(use_true_random=False))
def test_the_order_in_which_facts_are_given_decides_nothing(facts: Facts, random: Random) -> None:
    names = list(facts)
    random.shuffle(names)
    assert decide(CONTENT.rules, {name: facts[name] for name in names}).rules == decide(CONTENT.rules, facts).rules


@given(FACTS)
def test_no_rule_holds_on_a_fact_that_is_open_unless_it_asks_for_that(facts: Facts) -> None:
    known = decide(CONTENT.rules, facts).facts
    for table in CONTENT.rules.tables.values():
        for rule in table.every_match(known):
            open_clauses = [clause for clause in rule.when.clauses if clause.fact not in known]
            assert all(asks_for_open(clause.matcher) for clause in open_clauses), rule.id


@given(st.integers(0, 10**15))
def test_an_amount_keeps_two_figures_and_never_grows(amount: int) -> None:
    rounded = two_significant(amount)
    assert rounded <= amount
    assert not str(rounded)[2:].strip("0")
    assert amount - rounded < max(amount // 10, 1)


def asks_for_open(matcher: Matcher) -> bool:
    """Whether a matcher says `answered: false`, itself or as one way to hold."""
    return matcher.answered is False or any(asks_for_open(part) for part in matcher.any_of)
