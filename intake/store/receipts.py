"""Receipts as they were signed and handed out."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select

from intake.core.report import ReportId, StoredReceipt
from intake.store.schema import receipt, report


def add(db: Connection, new: StoredReceipt) -> None:
    """Keep a receipt, in the transaction of its report."""
    db.execute(insert(receipt), [vars(new)])


# Asked on many pages, so built once.
_BY_DRAFT_HASH = (
    select(receipt).join(report, report.c.id == receipt.c.report_id).where(report.c.draft_hash == bindparam("hash"))
)


def by_draft_hash(db: Connection, draft_hash: str) -> StoredReceipt | None:
    """The receipt of the report that this draft became."""
    return _receipt(db.execute(_BY_DRAFT_HASH, {"hash": draft_hash}).one_or_none())


def by_reference(db: Connection, reference: str) -> StoredReceipt | None:
    """The receipt with this reference, as it is printed."""
    return _receipt(db.execute(select(receipt).where(receipt.c.reference == reference)).one_or_none())


def _receipt(row: Row[Any] | None) -> StoredReceipt | None:
    if row is None:
        return None
    return StoredReceipt(ReportId(row.report_id), row.reference, row.body, row.check_string, row.received_at)
