"""A clerk says what a report really is: beside the engine's word, never in its place, and the pair is kept."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from sqlalchemy import select

from intake.core.errors import Conflict, NotFound, NotLeading, Unacceptable
from intake.core.override import OverrideKind
from intake.core.report import EventKind, Role, StaffMember
from intake.runtime import Runtime
from intake.store import events, reports
from intake.store.schema import override
from intake.workflow import casework
from intake.workflow.overriding import category_of, choices
from tests.correcting import (
    ANOTHER,
    COPY,
    ELSEWHERE,
    ENGINES,
    LEAD,
    NOT_OURS,
    ONLY_COPIES,
    SIGNPOST,
    WRONG_KIND,
    at,
    claimed,
    held_by,
    make_clerk,
    recorded,
    set_category,
    standing,
)
from tests.running import make_referral, make_staff

CANARY = "canario-pardo-6620"
TELLING = f"No reconozco una transferencia de mi cuenta, yo no la hice. {CANARY}"


@pytest.fixture
def ana(runtime: Runtime) -> StaffMember:
    return make_clerk(runtime)


def learnt(runtime: Runtime) -> list[dict[str, object]]:
    """What was kept, in the order it was written."""
    with runtime.store.read() as db:
        return [dict(row) for row in db.execute(select(override).order_by(override.c.id)).mappings()]


def test_the_clerks_category_stands_beside_the_engines_wherever_the_report_stands(
    runtime: Runtime, ana: StaffMember
) -> None:
    held = held_by(runtime, ana)
    set_category(runtime, ana, held.id)
    found = standing(runtime, held.report_id)
    assert {(item.category, item.clerk_category) for item in found} == {(ENGINES, ANOTHER)}
    with runtime.store.read() as db:
        assert reports.by_id(db, held.report_id).category == ENGINES


def test_the_pair_is_kept_with_the_rule_that_decided(runtime: Runtime, ana: StaffMember) -> None:
    held = held_by(runtime, ana)
    set_category(runtime, ana, held.id)
    with runtime.store.read() as db:
        report = reports.by_id(db, held.report_id)
    [kept] = learnt(runtime)
    assert (kept["kind"], kept["engine_value"], kept["clerk_value"]) == (OverrideKind.CATEGORY, ENGINES, ANOTHER)
    assert (kept["rule_id"],) == report.rules["category"]
    assert (kept["reason"], kept["lang"], kept["version_id"]) == (WRONG_KIND, "es", report.version_id)


def test_the_phrases_kept_are_contents_own_and_no_word_of_the_person(runtime: Runtime, ana: StaffMember) -> None:
    held = held_by(runtime, ana, words=TELLING)
    set_category(runtime, ana, held.id)
    phrases = json.loads(str(learnt(runtime)[0]["phrases"]))
    written = {phrase.written for phrase in runtime.desk().content.rules.lexicon.category_phrases[ENGINES]}
    assert phrases and set(phrases) <= written
    with runtime.store.read() as db:
        assert CANARY not in repr((learnt(runtime), events.for_report(db, held.report_id)))


def test_the_record_says_from_what_to_what_and_why_in_ids(runtime: Runtime, ana: StaffMember) -> None:
    held = held_by(runtime, ana)
    set_category(runtime, ana, held.id)
    [line] = recorded(runtime, held.report_id, EventKind.RECLASSIFIED)
    assert line.details == {"from": ENGINES, "to": ANOTHER, "reason": WRONG_KIND}
    assert (line.actor, line.referral_id) == (ana.id, held.id)


def test_the_same_category_twice_changes_nothing_the_second_time(runtime: Runtime, ana: StaffMember) -> None:
    held = held_by(runtime, ana)
    for _ in range(2):
        set_category(runtime, ana, held.id)
    assert len(learnt(runtime)) == len(recorded(runtime, held.report_id, EventKind.RECLASSIFIED)) == 1


def test_going_back_to_the_engines_category_leaves_no_other_beside_it(runtime: Runtime, ana: StaffMember) -> None:
    held = held_by(runtime, ana)
    set_category(runtime, ana, held.id)
    set_category(runtime, ana, held.id, ENGINES)
    assert {item.clerk_category for item in standing(runtime, held.report_id)} == {None}
    assert [kept["clerk_value"] for kept in learnt(runtime)] == [ANOTHER, ENGINES]


def test_without_a_category_and_a_reason_nothing_changes_and_both_are_asked_for(
    runtime: Runtime, ana: StaffMember
) -> None:
    held = held_by(runtime, ana)
    with pytest.raises(Unacceptable) as refused:
        set_category(runtime, ana, held.id, "no_such_category", NOT_OURS)
    assert [error.question_id for error in refused.value.errors] == ["category", "category_reason"]
    assert learnt(runtime) == []


def test_only_who_holds_it_may(runtime: Runtime, ana: StaffMember) -> None:
    held = held_by(runtime, ana)
    with pytest.raises(Conflict) as refused:
        set_category(runtime, make_clerk(runtime, name="Bruno"), held.id)
    assert refused.value.held_by == ana.id
    with pytest.raises(Conflict):
        set_category(runtime, ana, make_referral(runtime).id)


def test_a_desk_with_a_copy_may_not(runtime: Runtime, ana: StaffMember) -> None:
    held = held_by(runtime, ana)
    reader = make_clerk(runtime, COPY, "Rosa")
    copy = claimed(runtime, reader, at(runtime, held.report_id, COPY))
    with pytest.raises(NotLeading) as refused:
        set_category(runtime, reader, copy.id)
    assert refused.value.has_copy
    assert learnt(runtime) == []


def test_another_agency_and_another_role_do_not_find_it(runtime: Runtime, ana: StaffMember) -> None:
    held = held_by(runtime, ana)
    strangers = [make_clerk(runtime, ELSEWHERE, "Carla"), make_staff(runtime, "Olga", Role.OPERATOR, None)]
    for stranger in strangers:
        with pytest.raises(NotFound):
            set_category(runtime, stranger, held.id)


def test_the_rules_name_a_desk_for_the_clerks_category(runtime: Runtime, ana: StaffMember) -> None:
    held = held_by(runtime, ana)
    set_category(runtime, ana, held.id)
    opened = casework.open_report(runtime.desk(), ana, held.id)
    offered = choices(runtime.desk(), ana, opened)
    assert category_of(opened.referral) == ANOTHER
    assert offered is not None and offered.named.lead not in (None, LEAD)
    assert offered.named.lead in {agency.code for agency in offered.desks}


def test_desks_are_offered_that_may_lead_and_no_others(runtime: Runtime, ana: StaffMember) -> None:
    opened = casework.open_report(runtime.desk(), ana, held_by(runtime, ana).id)
    offered = choices(runtime.desk(), ana, opened)
    assert offered is not None
    codes = {agency.code for agency in offered.desks}
    assert {COPY, ELSEWHERE} <= codes and not codes & {LEAD, SIGNPOST, ONLY_COPIES}
    assert all(agency.queue for agency in offered.desks)


def test_who_does_not_hold_it_is_offered_nothing(runtime: Runtime, ana: StaffMember) -> None:
    free = casework.open_report(runtime.desk(), ana, make_referral(runtime).id)
    assert choices(runtime.desk(), ana, free) is None
    held = casework.open_report(runtime.desk(), ana, held_by(runtime, ana).id)
    assert choices(runtime.desk(), make_clerk(runtime, name="Bruno"), held) is None


def test_a_desk_that_works_no_queue_yet_is_told_apart_but_in_a_demonstration(
    runtime: Runtime, ana: StaffMember
) -> None:
    opened = casework.open_report(runtime.desk(), ana, held_by(runtime, ana).id)
    for connects_all in (False, True):
        offered = choices(replace(runtime.desk(), connects_all=connects_all), ana, opened)
        assert offered is not None
        assert {agency.connected for agency in offered.desks} == {connects_all}
