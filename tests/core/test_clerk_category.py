"""What the rules say to a clerk's category: the same path, with one word given instead of asked for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from intake.core.classification import BY_CLERK
from intake.core.condition import Facts
from intake.core.decision import decide
from tests.factories import CONTENT
from tests.generate import facts_of

FACTS = facts_of(CONTENT.rules)
CATEGORIES = st.sampled_from(sorted(CONTENT.rules.categories))


@given(FACTS, CATEGORIES)
def test_the_clerks_word_is_the_category_whatever_else_is_known(facts: Facts, category: str) -> None:
    decision = decide(CONTENT.rules, facts, clerk_category=category)
    assert decision.classification.category == decision.facts["category"] == category
    assert decision.rules["category"] == (BY_CLERK,)
    assert category not in decision.classification.categories


@given(FACTS)
def test_a_clerk_who_agrees_with_the_engine_gets_the_same_desks(facts: Facts) -> None:
    engines = decide(CONTENT.rules, facts)
    clerks = decide(CONTENT.rules, facts, clerk_category=engines.classification.category)
    assert (clerks.routing, clerks.jurisdiction) == (engines.routing, engines.jurisdiction)


@given(FACTS, CATEGORIES)
def test_what_the_person_chose_is_not_overwritten(facts: Facts, category: str) -> None:
    decision = decide(CONTENT.rules, facts, clerk_category=category)
    assert decision.facts.get("chosen_category") == facts.get("chosen_category")


def test_no_rule_of_the_house_has_the_id_of_a_clerks_word() -> None:
    ids = {rule.id for table in CONTENT.rules.tables.values() for rule in table.rules}
    assert BY_CLERK not in ids
