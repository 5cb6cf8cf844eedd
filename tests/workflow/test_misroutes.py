"""What operators learn from corrections: counts by rule, pair, language and phrase, and none that could point at somebody."""

from __future__ import annotations

from datetime import timedelta

import pytest

from intake.core.errors import NotFound
from intake.core.report import Role
from intake.runtime import Runtime
from intake.workflow.misroutes import HIDDEN_UNDER, Counted, Misroutes, misroutes, misroutes_page
from tests.correcting import ANOTHER, ELSEWHERE, ENGINES, LEAD, corrected, held_by, make_clerk, pass_on, set_category
from tests.running import CLERK_AGENCY, make_report, make_staff

TELLING = "No reconozco una transferencia de mi cuenta, yo no la hice."
THIRD = "romance_scam"


def counted(runtime: Runtime, **changes: int) -> Misroutes:
    return misroutes(runtime.store, now=runtime.now(), **changes)


def test_what_happened_ten_times_is_counted_and_what_happened_less_is_hidden(runtime: Runtime) -> None:
    corrected(runtime, 11, words=TELLING)
    corrected(runtime, 2, THIRD)
    make_report(runtime)
    found = counted(runtime)
    assert found.categories == (Counted((ENGINES, ANOTHER), 11), Counted((ENGINES, THIRD), None))
    assert [row.count for row in found.category_rules] == [13]
    assert found.languages == (Counted(("es",), 13),)
    written = {phrase.written for phrase in runtime.desk().content.rules.lexicon.category_phrases[ENGINES]}
    told = [row for row in found.phrases if row.count is not None]
    assert told and {row.names[0] for row in found.phrases} <= written


def test_no_hidden_count_comes_out_by_subtraction(runtime: Runtime) -> None:
    corrected(runtime, 11)
    corrected(runtime, 2, THIRD)
    found = counted(runtime)
    assert (found.received, found.corrected, found.percent) == (10, 10, 100)
    assert HIDDEN_UNDER == 10


def test_a_house_where_little_was_corrected_shows_no_count_at_all(runtime: Runtime) -> None:
    corrected(runtime, 1)
    found = counted(runtime)
    assert (found.received, found.corrected, found.percent) == (None, None, None)
    assert [row.count for row in (*found.categories, *found.category_rules, *found.languages)] == [None] * 3


def test_where_nothing_was_received_nothing_is_hidden(runtime: Runtime) -> None:
    found = counted(runtime)
    assert (found.received, found.corrected, found.percent) == (0, 0, None)
    assert found.categories == found.desks == found.phrases == ()


def test_the_last_word_on_a_report_counts_and_a_way_back_does_not(runtime: Runtime) -> None:
    clerk = make_clerk(runtime)
    back, other = held_by(runtime, clerk), held_by(runtime, clerk)
    for category in (ANOTHER, ENGINES):
        set_category(runtime, clerk, back.id, category)
    for category in (ANOTHER, THIRD):
        set_category(runtime, clerk, other.id, category)
    assert [row.names for row in counted(runtime).categories] == [(ENGINES, THIRD)]


def test_a_transfer_is_counted_by_the_rule_of_the_lead_and_by_desks(runtime: Runtime) -> None:
    clerk = make_clerk(runtime)
    held = held_by(runtime, clerk)
    pass_on(runtime, clerk, held.id, ELSEWHERE)
    found = counted(runtime)
    assert [row.names for row in found.desks] == [(LEAD, ELSEWHERE)]
    assert [row.names for row in found.lead_rules] == [(held.rule_id,)]
    assert found.categories == found.phrases == ()


def test_reports_of_before_the_period_do_not_count(runtime: Runtime) -> None:
    corrected(runtime, 1)
    later = runtime.now() + timedelta(days=40)
    assert misroutes(runtime.store, days=30, now=later).categories == ()
    assert len(misroutes(runtime.store, days=60, now=later).categories) == 1


def test_operators_and_auditors_may_read_it_and_clerks_may_not(runtime: Runtime) -> None:
    for role in (Role.OPERATOR, Role.AUDITOR):
        member = make_staff(runtime, role.value, role, None)
        assert misroutes_page(runtime.store, member, days=90, now=runtime.now()).days == 90
    with pytest.raises(NotFound):
        misroutes_page(runtime.store, make_staff(runtime, "Ana", Role.CLERK, CLERK_AGENCY), days=90, now=runtime.now())
