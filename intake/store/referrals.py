"""Reports standing in queues. Whatever a clerk asks for takes the agency: not yours is not found."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Update, insert, select, tuple_, update

from intake.core.report import Referral, ReferralId, ReferralStatus, ReportId, StaffId
from intake.store.schema import referral


def add(db: Connection, *new: Referral) -> None:
    """Put a report into queues. Raises Conflict when it stands in one of them already."""
    if new:
        db.execute(insert(referral), [vars(each) for each in new])


def for_agency(db: Connection, agency: str, referral_id: ReferralId) -> Referral | None:
    """A referral of this agency's queue; None for another's, and for none."""
    found = db.execute(select(referral).where(referral.c.id == referral_id, referral.c.queue == agency)).one_or_none()
    return None if found is None else _referral(found)


def of_report(db: Connection, report_id: ReportId) -> list[Referral]:
    """Everywhere the report stands, the lead first."""
    found = db.execute(select(referral).where(referral.c.report_id == report_id).order_by(referral.c.id))
    return sorted((_referral(row) for row in found), key=lambda item: item.kind, reverse=True)


def queue(db: Connection, agency: str, *, after: ReferralId | None, limit: int) -> list[Referral]:
    """What is not closed, most urgent first, oldest first among equals; what comes after that referral.

    Nothing when `after` is not in this queue.
    """
    columns = referral.c
    key = (columns.priority, columns.received_at, columns.id)
    wanted = select(referral).where(columns.queue == agency, columns.closed_at.is_(None))
    if after is not None:
        last = select(*key).where(columns.id == after, columns.queue == agency)
        wanted = wanted.where(tuple_(*key) > last.scalar_subquery())
    return [_referral(row) for row in db.execute(wanted.order_by(*key).limit(limit))]


def claim(db: Connection, agency: str, referral_id: ReferralId, by: StaffId, *, now: datetime) -> bool:
    """Whether it was open, and is theirs now."""
    return _changed(
        db,
        _one(agency, referral_id)
        .where(referral.c.status == ReferralStatus.OPEN)
        .values(status=ReferralStatus.CLAIMED, claimed_by=by, claimed_at=now),
    )


def release(db: Connection, agency: str, referral_id: ReferralId, holder: StaffId) -> bool:
    """Whether `holder` held it, and it is open again now."""
    return _changed(
        db,
        _held(agency, referral_id, holder).values(status=ReferralStatus.OPEN, claimed_by=None, claimed_at=None),
    )


def close(
    db: Connection, agency: str, referral_id: ReferralId, by: StaffId, disposition: str, *, now: datetime
) -> bool:
    """Whether they held it, and it is closed now."""
    return _changed(
        db,
        _held(agency, referral_id, by).values(status=ReferralStatus.CLOSED, disposition=disposition, closed_at=now),
    )


def _one(agency: str, referral_id: ReferralId) -> Update:
    return update(referral).where(referral.c.id == referral_id, referral.c.queue == agency)


def _held(agency: str, referral_id: ReferralId, holder: StaffId) -> Update:
    one = _one(agency, referral_id)
    return one.where(referral.c.status == ReferralStatus.CLAIMED, referral.c.claimed_by == holder)


def _changed(db: Connection, change: Update) -> bool:
    return db.execute(change).rowcount == 1


def _referral(row: Row[Any]) -> Referral:
    return Referral(**row._mapping)
