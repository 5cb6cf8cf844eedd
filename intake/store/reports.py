"""Reports: written once, never changed. Only the seal around a dossier is renewed."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, tuple_, update

from intake.core.errors import NotFound
from intake.core.report import DecisionId, DecisionSummary, Report, ReportId, VersionId
from intake.store.schema import report


def add(db: Connection, new: Report) -> None:
    """Keep a report. Raises Conflict when its draft was sent before."""
    written = vars(new) | {
        "received_hour": new.received_at.replace(minute=0, second=0, microsecond=0),
        "rules": json.dumps({table: list(ids) for table, ids in new.rules.items()}),
    }
    db.execute(insert(report), [written])


def by_id(db: Connection, report_id: ReportId) -> Report:
    """A report with its sealed dossier. Raises NotFound."""
    row = db.execute(select(report).where(report.c.id == report_id)).one_or_none()
    if row is None:
        raise NotFound("report")
    return _report(row)


def reseal(db: Connection, report_id: ReportId, sealed: bytes, *, expected: bytes) -> bool:
    """Whether the dossier was still sealed as `expected`, and is sealed to other keys now."""
    still = update(report).where(report.c.id == report_id, report.c.dossier == expected)
    return db.execute(still.values(dossier=sealed)).rowcount == 1


def count_since(db: Connection, since: datetime) -> int:
    """How many were received in that hour or later."""
    return db.execute(select(func.count()).where(report.c.received_hour >= since)).scalar_one()


def by_draft_hash(db: Connection, draft_hash: str) -> Report | None:
    """The report that this draft, or this request of a program, became."""
    row = db.execute(select(report).where(report.c.draft_hash == draft_hash)).one_or_none()
    return None if row is None else _report(row)


def by_decision(db: Connection, decision_id: DecisionId) -> Report | None:
    """The report that this decision is about."""
    row = db.execute(select(report).where(report.c.decision_id == decision_id)).one_or_none()
    return None if row is None else _report(row)


def recent_decisions(db: Connection, *, after: DecisionId | None, limit: int) -> list[DecisionSummary]:
    """Decisions by the hour, newest first; those that come after the one called `after`. Nothing when it is unknown."""
    columns = report.c
    wanted = select(
        columns.decision_id, columns.version_id, columns.received_hour, columns.category, columns.lead, columns.priority
    )
    key = tuple_(columns.received_hour, columns.decision_id)
    if after is not None:
        last = select(columns.received_hour, columns.decision_id).where(columns.decision_id == after)
        wanted = wanted.where(key < last.scalar_subquery())
    order = (columns.received_hour.desc(), columns.decision_id.desc())
    return [
        DecisionSummary(
            DecisionId(row.decision_id),
            VersionId(row.version_id),
            row.received_hour,
            row.category,
            row.lead,
            row.priority,
        )
        for row in db.execute(wanted.order_by(*order).limit(limit))
    ]


def _report(row: Row[Any]) -> Report:
    return Report(
        id=ReportId(row.id),
        decision_id=DecisionId(row.decision_id),
        reference=row.reference,
        draft_hash=row.draft_hash,
        version_id=VersionId(row.version_id),
        engine=row.engine,
        lang=row.lang,
        received_at=row.received_at,
        facts=row.facts,
        rules={table: tuple(ids) for table, ids in json.loads(row.rules).items()},
        category=row.category,
        lead_country=row.lead_country,
        lead=row.lead,
        priority=row.priority,
        dossier=row.dossier,
        return_code_hash=row.return_code_hash,
        return_key=row.return_key,
    )
