"""What must leave the house, as ids: written with what caused it, taken by the worker that delivers. Sends nothing itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Update, and_, func, insert, or_, select, tuple_, update

from intake.core.report import (
    DeliveryFailure,
    FailedMessage,
    Lease,
    MessageId,
    MessageKind,
    OutboxCounts,
    OutboxMessage,
    ReferralId,
    ReportId,
)
from intake.store.schema import outbox, referral

_WAITS = and_(outbox.c.delivered_at.is_(None), outbox.c.failed_at.is_(None))


def add(db: Connection, *new: OutboxMessage) -> None:
    """Put messages in."""
    if new:
        db.execute(insert(outbox), [vars(each) | {"attempts": 0} for each in new])


def lease_next(db: Connection, kind: MessageKind, *, now: datetime, until: datetime) -> Lease | None:
    """The message of this kind that is due longest and that nobody holds, held by the caller until then; None without one."""
    columns = outbox.c
    free = and_(_WAITS, columns.due_at <= now, or_(columns.leased_until.is_(None), columns.leased_until <= now))
    first = select(columns.id).where(columns.kind == kind, free).order_by(columns.due_at, columns.id).limit(1)
    # Whether it is free is asked twice: between the two, another worker may have been faster.
    taken = (
        update(outbox)
        .where(columns.id == first.scalar_subquery(), free)
        .values(leased_until=until, attempts=columns.attempts + 1)
        .returning(outbox)
    )
    row = db.execute(taken).one_or_none()
    return None if row is None else Lease(_message(row), row.attempts, row.leased_until)


def deliver(db: Connection, lease: Lease, *, now: datetime) -> bool:
    """Whether the caller still held it, and it counts as delivered now."""
    return _changed(db, _held(lease).values(delivered_at=now, leased_until=None, failure=None))


def put_off(db: Connection, lease: Lease, failure: DeliveryFailure, *, due_at: datetime) -> bool:
    """Whether the caller still held it, and it is due again then."""
    return _changed(db, _held(lease).values(due_at=due_at, leased_until=None, failure=failure))


def give_up(db: Connection, lease: Lease, failure: DeliveryFailure, *, now: datetime) -> bool:
    """Whether the caller still held it, and it waits for an operator now."""
    return _changed(db, _held(lease).values(failed_at=now, leased_until=None, failure=failure))


def send_again(db: Connection, message_id: MessageId, *, now: datetime) -> bool:
    """Whether it had been given up, and is due again now, as if nobody had tried."""
    given_up = update(outbox).where(outbox.c.id == message_id, outbox.c.failed_at.is_not(None))
    return _changed(db, given_up.values(failed_at=None, failure=None, attempts=0, due_at=now, leased_until=None))


def counts(db: Connection, *, late_since: datetime) -> OutboxCounts:
    """How many wait, how many of those have been due since before `late_since`, how many were given up."""
    known = outbox.c.kind.in_(list(MessageKind))
    late = func.count().filter(outbox.c.due_at < late_since)
    waiting = db.execute(select(func.count(), late).where(known, _WAITS)).one()
    failed = db.execute(select(func.count()).where(known, outbox.c.failed_at.is_not(None))).scalar_one()
    return OutboxCounts(waiting[0], waiting[1], failed)


def failed(db: Connection, *, after: MessageId | None, limit: int) -> list[FailedMessage]:
    """What was given up, the latest first; what comes after that message. Nothing when `after` was not given up."""
    columns = outbox.c
    key = (columns.failed_at, columns.id)
    wanted = (
        select(outbox, referral.c.queue)
        .join_from(outbox, referral, columns.referral_id == referral.c.id, isouter=True)
        .where(columns.kind.in_(list(MessageKind)), columns.failed_at.is_not(None))
    )
    if after is not None:
        last = select(*key).where(columns.id == after)
        wanted = wanted.where(tuple_(*key) < last.scalar_subquery())
    return [_failed(row) for row in db.execute(wanted.order_by(*(part.desc() for part in key)).limit(limit))]


def for_report(db: Connection, report_id: ReportId, *, limit: int = 100) -> list[OutboxMessage]:
    """The report's messages of the kinds that this version knows, in the order they were written."""
    columns = outbox.c
    wanted = select(outbox).where(columns.report_id == report_id, columns.kind.in_(list(MessageKind)))
    return [_message(row) for row in db.execute(wanted.order_by(columns.id).limit(limit))]


def _held(lease: Lease) -> Update:
    """The end of a lease names it: no other worker's ends at the same moment."""
    still: ColumnElement[bool] = and_(_WAITS, outbox.c.leased_until == lease.ends_at)
    return update(outbox).where(outbox.c.id == lease.message.id, still)


def _changed(db: Connection, change: Update) -> bool:
    return db.execute(change).rowcount == 1


def _message(row: Row[Any]) -> OutboxMessage:
    return OutboxMessage(
        id=MessageId(row.id),
        kind=MessageKind(row.kind),
        report_id=ReportId(row.report_id),
        referral_id=None if row.referral_id is None else ReferralId(row.referral_id),
        created_at=row.created_at,
        due_at=row.due_at,
    )


def _failed(row: Row[Any]) -> FailedMessage:
    return FailedMessage(
        id=MessageId(row.id),
        kind=MessageKind(row.kind),
        queue=row.queue,
        created_hour=_hour(row.created_at),
        failed_hour=_hour(row.failed_at),
        attempts=row.attempts,
        failure=row.failure,
    )


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)
