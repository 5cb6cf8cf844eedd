"""Tokens of partner systems: hashes of them, and whose they are. What they sent is requests.py's."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from intake.core.report import ApiToken, TokenId
from intake.store.schema import api_token

# Asked with every request, so built once.
_BY_HASH = select(api_token).where(
    api_token.c.token_hash == bindparam("hash"),
    api_token.c.revoked_at.is_(None),
    api_token.c.expires_at > bindparam("now"),
)


def add(db: Connection, new: ApiToken, token_hash: str) -> None:
    """Keep a token. Raises Conflict when there is one of the same id."""
    db.execute(insert(api_token), [vars(new) | {"token_hash": token_hash}])


def by_hash(db: Connection, token_hash: str, *, now: datetime) -> ApiToken | None:
    """The token, while it is good; None when it is unknown, over or revoked."""
    row = db.execute(_BY_HASH, {"hash": token_hash, "now": now}).one_or_none()
    return None if row is None else _token(row)


def listed(db: Connection, *, limit: int = 1000) -> list[ApiToken]:
    """Every token, in the order they were made."""
    return [_token(row) for row in db.execute(select(api_token).order_by(api_token.c.created_at).limit(limit))]


def revoke(db: Connection, id_or_name: str, *, now: datetime) -> int:
    """Revoke the token of this id, or all of this name; says how many were good until now."""
    named = (api_token.c.id == id_or_name) | (api_token.c.name == id_or_name)
    still = named & api_token.c.revoked_at.is_(None)
    return db.execute(update(api_token).where(still).values(revoked_at=now)).rowcount


def _token(row: Row[Any]) -> ApiToken:
    return ApiToken(TokenId(row.id), row.name, row.agency, row.created_at, row.expires_at, row.revoked_at)
