"""Reports standing in queues. Whatever a clerk asks for takes the agency: not yours is not found."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    Update,
    and_,
    case,
    insert,
    literal,
    literal_column,
    null,
    select,
    tuple_,
    update,
)

from intake.core.report import PASSED_ON, Referral, ReferralId, ReferralKind, ReferralStatus, ReportId, StaffId
from intake.store.schema import referral

# As the index of these has it.
_WAITS_FOR_A_READING = and_(
    referral.c.kind == literal_column("'lead'"),
    referral.c.unsure_since.is_not(None),
    referral.c.closed_at.is_(None),
)


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


def reclassify(
    db: Connection, agency: str, referral_id: ReferralId, by: StaffId, category: str | None, *, expected: str | None
) -> bool:
    """Whether they held it as the lead and it was `expected`, and the clerk's category is this now: None for the engine's."""
    was = referral.c.clerk_category.is_not_distinct_from(expected)
    return _changed(db, _led(agency, referral_id, by).where(was).values(clerk_category=category))


def repeat_clerk_category(db: Connection, report_id: ReportId, category: str | None) -> None:
    """Show the clerk's category wherever the report stands."""
    db.execute(update(referral).where(referral.c.report_id == report_id).values(clerk_category=category))


def pass_on(
    db: Connection, agency: str, referral_id: ReferralId, by: StaffId, *, keeps_copy: bool, now: datetime
) -> bool:
    """Whether they held it as the lead, and lead no more: it is a copy that they hold, or closed."""
    closed = {"status": ReferralStatus.CLOSED, "disposition": PASSED_ON, "closed_at": now}
    return _changed(db, _led(agency, referral_id, by).values(kind=ReferralKind.COPY, **({} if keeps_copy else closed)))


def take_lead(db: Connection, referral_id: ReferralId, rule_id: str) -> bool:
    """Whether it is there, and leads now. One that was closed is open again; one that somebody holds stays theirs."""
    was_closed = referral.c.status == ReferralStatus.CLOSED
    reopened = literal(ReferralStatus.OPEN, referral.c.status.type)
    values = {
        "kind": ReferralKind.LEAD,
        "rule_id": rule_id,
        "status": case((was_closed, reopened), else_=referral.c.status),
        "claimed_by": case((was_closed, null()), else_=referral.c.claimed_by),
        "claimed_at": case((was_closed, null()), else_=referral.c.claimed_at),
        "disposition": None,
        "closed_at": None,
    }
    return _changed(db, update(referral).where(referral.c.id == referral_id).values(values))


def unsure(db: Connection, queue: str, *, limit: int) -> list[Referral]:
    """What this desk leads, is not closed, and waits for a second reading, the longest first."""
    columns = referral.c
    waits = select(referral).where(columns.queue == queue, _WAITS_FOR_A_READING)
    return [_referral(row) for row in db.execute(waits.order_by(columns.unsure_since, columns.id).limit(limit))]


def read_again(db: Connection, waiting: Referral, *, words_say: str | None) -> bool:
    """Whether it still waited there for a second reading: it waits no more, and says everywhere what the words say."""
    columns = referral.c
    still = update(referral).where(columns.id == waiting.id, columns.queue == waiting.queue, _WAITS_FOR_A_READING)
    if not _changed(db, still.values(unsure_since=None)):
        return False
    everywhere = update(referral).where(columns.report_id == waiting.report_id)
    db.execute(everywhere.values(unsure_since=None, words_say=words_say))
    return True


def _one(agency: str, referral_id: ReferralId) -> Update:
    return update(referral).where(referral.c.id == referral_id, referral.c.queue == agency)


def _held(agency: str, referral_id: ReferralId, holder: StaffId) -> Update:
    one = _one(agency, referral_id)
    return one.where(referral.c.status == ReferralStatus.CLAIMED, referral.c.claimed_by == holder)


def _led(agency: str, referral_id: ReferralId, holder: StaffId) -> Update:
    return _held(agency, referral_id, holder).where(referral.c.kind == ReferralKind.LEAD)


def _changed(db: Connection, change: Update) -> bool:
    return db.execute(change).rowcount == 1


def _referral(row: Row[Any]) -> Referral:
    return Referral(**row._mapping)
