"""Who may sign in, their one-time links and their sessions. Only hashes of tokens come here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from intake.core.report import StaffId, StaffMember
from intake.store.schema import staff, staff_link, staff_session


def add(db: Connection, new: StaffMember) -> None:
    """Add somebody. Raises Conflict when the name is taken."""
    db.execute(insert(staff), [vars(new)])


def by_name(db: Connection, name: str) -> StaffMember | None:
    """The member of that name."""
    return _member(db.execute(select(staff).where(staff.c.name == name)).one_or_none())


def names(db: Connection, ids: Iterable[StaffId]) -> dict[StaffId, str]:
    """The names of those of these ids that are staff."""
    found = db.execute(select(staff.c.id, staff.c.name).where(staff.c.id.in_(sorted(set(ids)))))
    return {StaffId(row.id): row.name for row in found}


def set_language(db: Connection, staff_id: StaffId, lang: str) -> None:
    """Remember which language they read."""
    db.execute(update(staff).where(staff.c.id == staff_id).values(lang=lang))


def add_link(db: Connection, token_hash: str, staff_id: StaffId, *, now: datetime, expires_at: datetime) -> None:
    """Keep a one-time link."""
    db.execute(
        insert(staff_link).values(token_hash=token_hash, staff_id=staff_id, created_at=now, expires_at=expires_at)
    )


def by_link(db: Connection, token_hash: str, *, now: datetime) -> StaffMember | None:
    """Whose link it is, while it can be used."""
    links = staff_link.c
    wanted = select(staff).join(staff_link, links.staff_id == staff.c.id)
    good = (links.token_hash == token_hash) & links.used_at.is_(None) & (links.expires_at > now)
    return _member(db.execute(wanted.where(good)).one_or_none())


def use_link(db: Connection, token_hash: str, *, now: datetime) -> StaffMember | None:
    """Use a link up: whose it is, or None when it cannot be used (any more)."""
    links = staff_link.c
    good = (links.token_hash == token_hash) & links.used_at.is_(None) & (links.expires_at > now)
    owner = by_link(db, token_hash, now=now)
    used = db.execute(update(staff_link).where(good).values(used_at=now)).rowcount == 1
    return owner if used else None


def add_session(db: Connection, token_hash: str, staff_id: StaffId, *, now: datetime, expires_at: datetime) -> None:
    """Keep a session."""
    db.execute(
        insert(staff_session).values(token_hash=token_hash, staff_id=staff_id, created_at=now, expires_at=expires_at)
    )


def by_session(db: Connection, token_hash: str, *, now: datetime) -> StaffMember | None:
    """Whose session it is, while it lasts."""
    wanted = select(staff).join(staff_session, staff_session.c.staff_id == staff.c.id)
    good = (staff_session.c.token_hash == token_hash) & (staff_session.c.expires_at > now)
    return _member(db.execute(wanted.where(good)).one_or_none())


def delete_session(db: Connection, token_hash: str) -> None:
    """End a session, if it is there."""
    db.execute(delete(staff_session).where(staff_session.c.token_hash == token_hash))


def delete_expired_links(db: Connection, *, now: datetime) -> int:
    """Erase links whose time is over, used or not; says how many."""
    return db.execute(delete(staff_link).where(staff_link.c.expires_at <= now)).rowcount


def delete_expired_sessions(db: Connection, *, now: datetime) -> int:
    """Erase sessions whose time is over; says how many."""
    return db.execute(delete(staff_session).where(staff_session.c.expires_at <= now)).rowcount


def _member(row: Row[Any] | None) -> StaffMember | None:
    if row is None:
        return None
    return StaffMember(StaffId(row.id), row.name, row.role, row.agency, row.lang, row.created_at)
