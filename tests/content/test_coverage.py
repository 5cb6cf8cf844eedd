"""Nothing is left out of the tables, and what is left out is noticed."""

import re

import pytest

from intake.content import load
from intake.content.coverage import Coverage, coverage, lines
from intake.core.condition import Facts
from intake.core.decision import decide, explain
from intake.i18n import COUNTRIES
from tests.content.test_load import FILES
from tests.core.test_examples import decided
from tests.factories import CONTENT

ROUTING, TOLD = "routing_rules/routing.yaml", "routing_rules/coverage.yaml"


def changed(file: str, before: str, after: str) -> Coverage:
    """The coverage of the real content with the first text that fits `before` changed."""
    text, count = re.subn(before, after, FILES[file], count=1)
    assert count == 1
    return coverage(load(FILES | {file: text}, countries=COUNTRIES))


def test_no_category_and_no_numbered_rule_is_left_out() -> None:
    found = coverage(CONTENT)
    assert found.gaps == ()
    assert len(found.rows) == 2 * len(CONTENT.rules.categories)
    assert len(found.numbers) == 82


def test_a_category_that_loses_its_rule_is_a_gap() -> None:
    found = changed(
        ROUTING, r"category: overpayment_mule}\n    lead: mx_fgr", "category: recovery_scam}\n    lead: mx_fgr"
    )
    assert any(gap.startswith("overpayment_mule, MX: only 'mx-everything-else'") for gap in found.gaps)


def test_what_carries_a_rule_must_exist() -> None:
    found = changed(TOLD, "carried_by: \\[desks", "carried_by: [nobody-knows, desks")
    assert found.gaps == ("rule 0.1.1: there is nothing called 'nobody-knows'",)


def test_a_number_that_is_not_told_is_a_gap() -> None:
    assert changed(TOLD, 'rule: "75"', 'rule: "76"').gaps == (
        "rule 75: not in coverage.yaml",
        "rule 76: the fact file has no such number",
    )


def test_a_version_of_before_the_file_can_still_be_read() -> None:
    content = load({file: text for file, text in FILES.items() if file != TOLD}, countries=COUNTRIES)
    assert content.carried == ()


def test_the_table_names_a_category_its_rules_and_their_desks() -> None:
    told = "\n".join(lines(coverage(CONTENT), "es"))
    assert "card_skimming, US\n    us_usss  (us-copied-card)\n" in told
    assert told.endswith(", 0 gaps")


def test_the_desk_never_depends_on_when_or_how_much() -> None:
    asked = {clause.fact for rule in CONTENT.rules.table("lead").rules for clause in rule.when.clauses}
    assert not asked & {"hours_since_payment", "days_since", "loss_amount", "loss_usd", "older_adult"}


def test_every_rule_has_a_golden_case_that_reaches_it() -> None:
    traces = [explain(CONTENT.rules, decided(example)) for example in CONTENT.examples]
    held = {rule.rule.id for trace in traces for table in trace.values() for rule in table if rule.held}
    assert {rule.id for table in CONTENT.rules.tables.values() for rule in table.rules} - held == set()
    assert len(CONTENT.examples) >= 150


@pytest.mark.parametrize("country", ["MX", "US"])
@pytest.mark.parametrize("category", CONTENT.rules.categories)
def test_a_bare_report_has_a_desk_of_its_country_and_things_to_do(category: str, country: str) -> None:
    facts: Facts = {"chosen_category": category, "victim_country": country, "signals": frozenset()}
    routing = decide(CONTENT.rules, facts).routing
    desks = [desk for desk in (routing.lead, *(copy.agency for copy in routing.copies)) if desk is not None]
    assert {CONTENT.rules.agencies[desk].country for desk in desks} == {country}
    assert len(routing.advice) >= 2
