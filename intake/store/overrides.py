"""What clerks corrected: lines are added, never changed. Counted for operators; never read by report."""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, FromClause, and_, distinct, func, insert, select

from intake.core.override import Override, OverrideTally
from intake.store.schema import override, report


def add(db: Connection, new: Override) -> None:
    """Write a line."""
    db.execute(insert(override), [vars(new) | {"phrases": json.dumps(new.phrases)}])


def tallies(db: Connection, since: datetime) -> list[OverrideTally]:
    """The last word on each report received since, counted by what is alike; one that agrees with the engine is none."""
    line = override.c
    alike = (line.kind, line.engine_value, line.clerk_value, line.rule_id, line.lang, line.phrases)
    joined, stands = _standing(since)
    wanted = select(*alike, func.count().label("reports")).select_from(joined).where(stands)
    return [
        OverrideTally(
            kind=row.kind,
            engine_value=row.engine_value,
            clerk_value=row.clerk_value,
            rule_id=row.rule_id,
            lang=row.lang,
            phrases=tuple(json.loads(row.phrases)),
            count=row.reports,
        )
        for row in db.execute(wanted.group_by(*alike).order_by(*alike))
    ]


def reports_by_language(db: Connection, since: datetime) -> dict[str, int]:
    """How many of the reports received since stand corrected, by language. One corrected twice counts once."""
    joined, stands = _standing(since)
    counted = func.count(distinct(override.c.report_id)).label("reports")
    wanted = select(override.c.lang, counted).select_from(joined).where(stands).group_by(override.c.lang)
    return {row.lang: row.reports for row in db.execute(wanted)}


def _standing(since: datetime) -> tuple[FromClause, ColumnElement[bool]]:
    """The last line of each kind about a report received since, where it says otherwise than the engine."""
    line, later = override.c, override.alias("later")
    is_same = and_(later.c.report_id == line.report_id, later.c.kind == line.kind)
    is_last = ~select(later.c.id).where(is_same, later.c.id > line.id).exists()
    # What was received since was corrected since.
    in_time = and_(line.at >= since, report.c.received_hour >= since)
    joined = override.join(report, report.c.id == line.report_id)
    return joined, and_(in_time, line.clerk_value != line.engine_value, is_last)
