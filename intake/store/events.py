"""The record of what happened to a report: lines are added, never changed."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from intake.core.report import Event, EventId, EventKind, ReferralId, ReportId
from intake.store.schema import event


def add(db: Connection, *new: Event) -> None:
    """Write lines, in this order."""
    if new:
        db.execute(insert(event), [_row(each) for each in new])


def has(
    db: Connection,
    report_id: ReportId,
    kind: EventKind,
    actor: str,
    *,
    since: datetime,
    referral_id: ReferralId | None = None,
) -> bool:
    """Whether this actor did that to the report (in this referral) after `since`."""
    line = event.c
    wanted = select(line.number).where(line.report_id == report_id, line.kind == kind, line.actor == actor)
    wanted = wanted.where(line.referral_id.is_(None) if referral_id is None else line.referral_id == referral_id)
    return db.execute(wanted.where(line.at > since).limit(1)).first() is not None


def for_report(db: Connection, report_id: ReportId, *, limit: int = 1000) -> list[Event]:
    """The report's record in the order it was written; of a longer one the last `limit` lines."""
    newest = select(event).where(event.c.report_id == report_id).order_by(event.c.number.desc()).limit(limit)
    found = reversed(db.execute(newest).all())
    return [
        Event(
            id=EventId(row.id),
            report_id=ReportId(row.report_id),
            at=row.at,
            kind=row.kind,
            actor=row.actor,
            referral_id=None if row.referral_id is None else ReferralId(row.referral_id),
            details=json.loads(row.details),
        )
        for row in found
    ]


def _row(line: Event) -> dict[str, Any]:
    return vars(line) | {"details": json.dumps(dict(line.details), sort_keys=True)}
