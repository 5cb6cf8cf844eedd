"""Which request of a program became which report: so that a repeat finds the first, and another body under its key shows."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select

from intake.store.schema import api_request

# Asked with every request, so built once.
_FINGERPRINT = select(api_request.c.fingerprint).where(api_request.c.draft_hash == bindparam("hash"))


def add(db: Connection, draft_hash: str, fingerprint: str, *, expires_at: datetime) -> None:
    """Keep what was asked, in the transaction of its report. Raises Conflict when it was asked before."""
    db.execute(insert(api_request).values(draft_hash=draft_hash, fingerprint=fingerprint, expires_at=expires_at))


def fingerprint(db: Connection, draft_hash: str) -> str | None:
    """The fingerprint of the body that was sent first; None when nothing was, or it is no longer kept."""
    found: str | None = db.execute(_FINGERPRINT, {"hash": draft_hash}).scalar_one_or_none()
    return found


def delete_expired(db: Connection, *, now: datetime, limit: int) -> int:
    """Erase those whose time is over, at most `limit`; says how many."""
    over = select(api_request.c.draft_hash).where(api_request.c.expires_at <= now)
    oldest = over.order_by(api_request.c.expires_at).limit(limit)
    return db.execute(delete(api_request).where(api_request.c.draft_hash.in_(oldest))).rowcount
