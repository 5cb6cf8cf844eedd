"""The record of what happened to a report: lines are added, never changed."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, insert, select

from intake.core.report import Event, EventId, ReferralId, ReportId
from intake.store.schema import event


def add(db: Connection, *new: Event) -> None:
    """Write lines, in this order."""
    if new:
        db.execute(insert(event), [_row(each) for each in new])


def for_report(db: Connection, report_id: ReportId, *, limit: int = 1000) -> list[Event]:
    """The report's record in the order it was written, at most `limit` lines."""
    found = db.execute(select(event).where(event.c.report_id == report_id).order_by(event.c.number).limit(limit))
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
