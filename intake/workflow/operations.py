"""The operator's verbs: what was decided and exactly why. Sees facts and rules; never a reference, a dossier or an exact time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from intake.content import Content
from intake.core.condition import Facts, FactValue
from intake.core.decision import ENGINE, Decision, decide, explain
from intake.core.errors import NotFound
from intake.core.reference import uuid7
from intake.core.report import DecisionId, DecisionSummary, Event, EventId, EventKind, Report, Role, StaffMember
from intake.core.rules import RuleTrace
from intake.store import events, reports
from intake.workflow.casework import LOOKS_COUNT_FOR
from intake.workflow.desk import Desk

PAGE_SIZE = 50


@dataclass(frozen=True)
class DecisionPage:
    """Decisions, newest first. `next_after` is the key of the next page, None on the last one."""

    decisions: tuple[DecisionSummary, ...]
    next_after: DecisionId | None


@dataclass(frozen=True)
class Explanation:
    """A decision made again by the rules of its day: every rule considered, by table, with how each clause came out.

    `differences` names what came out otherwise than it was stored; it is empty unless the engine itself has changed.
    """

    summary: DecisionSummary
    engine: str
    content: Content
    decision: Decision
    tables: Mapping[str, tuple[RuleTrace, ...]]
    differences: tuple[str, ...]


def decisions(desk: Desk, operator: StaffMember, *, after: DecisionId | None) -> DecisionPage:
    """The newest decisions, or those before the one called `after`; at most PAGE_SIZE."""
    _require_operator(operator)
    with desk.store.read() as db:
        found = reports.recent_decisions(db, after=after, limit=PAGE_SIZE + 1)
    shown = tuple(found[:PAGE_SIZE])
    return DecisionPage(shown, shown[-1].id if len(found) > PAGE_SIZE else None)


def explanation(desk: Desk, operator: StaffMember, decision_id: DecisionId, *, now: datetime) -> Explanation:
    """The whole trace of one decision, and the record of who asked. Raises NotFound."""
    _require_operator(operator)
    with desk.store.read() as db:
        report = reports.by_decision(db, decision_id)
    if report is None:
        raise NotFound("decision")
    with desk.store.glance() as db:
        has_asked = events.has(db, report.id, EventKind.EXPLAINED, operator.id, since=now - LOOKS_COUNT_FOR)
    if not has_asked:
        asked = Event(EventId(uuid7(now, desk.randomness(10))), report.id, now, EventKind.EXPLAINED, operator.id)
        desk.store.write(lambda db: events.add(db, asked))
    content = desk.version(report.version_id)
    decision, tables = replay(content, report)
    return Explanation(_summary(report), report.engine, content, decision, tables, differences(report, decision))


def replay(content: Content, report: Report) -> tuple[Decision, Mapping[str, tuple[RuleTrace, ...]]]:
    """Decide a stored report again by `content`, the version that decided it, with every rule considered."""
    decision = decide(content.rules, stored_facts(report.facts))
    return decision, explain(content.rules, decision)


def differences(report: Report, decision: Decision) -> tuple[str, ...]:
    """The names of tables and facts that came out otherwise than they were stored, and "engine" when that has changed."""
    facts = stored_facts(report.facts)
    again = {table: tuple(ids) for table, ids in decision.rules.items()}
    then = {table: tuple(ids) for table, ids in report.rules.items()}
    found = [table for table in sorted(again.keys() | then.keys()) if again.get(table) != then.get(table)]
    names = sorted(decision.facts.keys() | facts.keys())
    found += [name for name in names if decision.facts.get(name) != facts.get(name)]
    decided = {
        "category": (decision.classification.category, report.category),
        "lead_country": (decision.jurisdiction.lead_country, report.lead_country),
        "lead": (decision.routing.lead, report.lead),
        "priority": (decision.routing.priority, report.priority),
    }
    found += [name for name, (now, before) in decided.items() if now != before]
    if report.engine != ENGINE:
        found.append("engine")
    return tuple(dict.fromkeys(found))


def stored_facts(text: str) -> Facts:
    """The typed facts that a report keeps as JSON. A list is a set of ids."""
    held: dict[str, str | int | bool | list[str]] = json.loads(text)
    return {name: _typed(value) for name, value in held.items()}


def _typed(value: str | int | bool | list[str]) -> FactValue:
    return frozenset(value) if isinstance(value, list) else value


def _require_operator(member: StaffMember) -> None:
    if member.role not in (Role.OPERATOR, Role.AUDITOR):
        raise NotFound("decision")


def _summary(report: Report) -> DecisionSummary:
    return DecisionSummary(
        id=report.decision_id,
        version_id=report.version_id,
        received_hour=report.received_at.replace(minute=0, second=0, microsecond=0),
        category=report.category,
        lead=report.lead,
        priority=report.priority,
    )
