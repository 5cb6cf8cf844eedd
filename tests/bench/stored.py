"""A database that already holds many reports, made quickly: copies of one real report under numbers of their own.

The copies go past the verbs, straight into the tables, and are as large as real ones. Only for measuring.
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Connection, func, select

from intake.core import reference
from intake.core.report import (
    DecisionId,
    EventId,
    MessageId,
    Referral,
    ReferralId,
    Report,
    ReportId,
    StoredReceipt,
)
from intake.runtime import Runtime
from intake.store import events, outbox, receipts, referrals, reports
from intake.store.schema import report as report_table
from tests.running import make_report

BATCH = 500


def fill(runtime: Runtime, total: int) -> None:
    """Bring the number of stored reports up to `total`. Raises AssertionError when there are more already."""
    have = stored_in(runtime)
    assert have <= total, f"{have} are stored already"
    if have == total:
        return
    pattern = make_report(runtime)
    with runtime.store.read() as db:
        standing = referrals.of_report(db, pattern.id)
        given = receipts.by_draft_hash(db, pattern.draft_hash)
    assert given is not None
    missing = total - have - 1
    for start in range(0, missing, BATCH):
        count = min(BATCH, missing - start)
        runtime.store.write(lambda db, count=count: _copies(db, pattern, standing, given, count))  # type: ignore[misc]


def stored_in(runtime: Runtime) -> int:
    """How many reports are stored."""
    with runtime.store.read() as db:
        return db.execute(select(func.count()).select_from(report_table)).scalar_one()


def _copies(db: Connection, pattern: Report, standing: list[Referral], given: StoredReceipt, count: int) -> None:
    for _ in range(count):
        at = pattern.received_at - timedelta(seconds=secrets.randbelow(200 * 86_400))
        new = replace(
            pattern,
            id=ReportId(_id(pattern)),
            decision_id=DecisionId(secrets.token_hex(16)),
            reference=reference.reference(secrets.token_bytes(16)),
            draft_hash=secrets.token_hex(32),
            received_at=at,
        )
        reports.add(db, new)
        for referral in standing:
            placed = replace(referral, id=ReferralId(_id(pattern)), report_id=new.id, reference=new.reference)
            referrals.add(db, replace(placed, received_at=at))
        for event in events.for_report(db, pattern.id):
            events.add(db, replace(event, id=EventId(_id(pattern)), report_id=new.id, referral_id=None, at=at))
        for message in outbox.for_report(db, pattern.id):
            outbox.add(db, replace(message, id=MessageId(_id(pattern)), report_id=new.id, referral_id=None))
        receipts.add(db, replace(given, report_id=new.id, reference=new.reference, received_at=at))


def _id(pattern: Report) -> str:
    return reference.uuid7(pattern.received_at, secrets.token_bytes(10))
