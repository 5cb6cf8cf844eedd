"""Answers not yet sent, sealed: found by a locator that only the reporter's browser can work out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy import delete as sql_delete

from intake.core.errors import Conflict
from intake.core.report import Draft
from intake.store.schema import draft

# The two that every page needs, built once: building a statement costs more than running it.
_BY_LOCATOR = select(draft).where(draft.c.locator == bindparam("here"), draft.c.expires_at > bindparam("now"))
_REPLACE = (
    update(draft)
    .where(draft.c.locator == bindparam("here"), draft.c.revision == bindparam("expected"))
    .values({column: bindparam(column.name) for column in draft.c if column is not draft.c.locator})
)


def by_locator(db: Connection, locator: str, *, now: datetime) -> Draft | None:
    """The draft that stands there; None when there is none, or its time is over."""
    row = db.execute(_BY_LOCATOR, {"here": locator, "now": now}).one_or_none()
    return None if row is None else Draft(row.locator, row.sealed, row.revision, row.saved_at, row.expires_at)


def add(db: Connection, new: Draft) -> None:
    """Keep a first save; it takes the place of a draft whose time is over. Raises Conflict when one is there."""
    db.execute(sql_delete(draft).where(draft.c.locator == new.locator, draft.c.expires_at <= new.saved_at))
    db.execute(insert(draft), [vars(new)])


def replace(db: Connection, new: Draft, *, expected_revision: int) -> None:
    """Keep a later save. Raises Conflict when the stored one is no longer of `expected_revision`."""
    written = {name: value for name, value in vars(new).items() if name != "locator"}
    if db.execute(_REPLACE, {**written, "here": new.locator, "expected": expected_revision}).rowcount == 0:
        raise Conflict("draft")


def delete(db: Connection, locator: str) -> None:
    """Erase the draft, if it is there."""
    db.execute(sql_delete(draft).where(draft.c.locator == locator))


def take(db: Connection, locator: str, *, expected_revision: int) -> None:
    """Erase the draft that has just become a report. Raises Conflict when it is no longer of `expected_revision`."""
    still = (draft.c.locator == locator) & (draft.c.revision == expected_revision)
    if db.execute(sql_delete(draft).where(still)).rowcount == 0:
        raise Conflict("draft")


def delete_expired(db: Connection, *, now: datetime, limit: int) -> int:
    """Erase drafts whose time is over, at most `limit`; says how many."""
    over = select(draft.c.locator).where(draft.c.expires_at <= now).order_by(draft.c.expires_at).limit(limit)
    return db.execute(sql_delete(draft).where(draft.c.locator.in_(over))).rowcount
