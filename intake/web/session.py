"""Cookies: the reporter's draft secret and the staff session. A cookie holds a random secret and nothing else."""

from __future__ import annotations

import base64
import binascii

from starlette.responses import Response

from intake.core.errors import Forbidden
from intake.core.report import Role, StaffMember
from intake.store import staff
from intake.vault import DraftKeys, token_hash
from intake.web.context import Context

DRAFT_COOKIE = "ventanilla_draft"
STAFF_COOKIE = "ventanilla_staff"


def draft_keys(ctx: Context) -> DraftKeys | None:
    """The keys of this browser's draft, or None when it has none."""
    secret = _decoded(ctx.cookies.get(DRAFT_COOKIE, ""))
    return None if secret is None else DraftKeys.of(secret)


def new_draft_secret(ctx: Context) -> bytes:
    """A new secret for a first page."""
    return ctx.window.randomness(32)


def keep_draft(ctx: Context, response: Response, secret: bytes) -> None:
    """Give the browser its draft secret. It ends with the browser's session."""
    text = base64.urlsafe_b64encode(secret).decode().rstrip("=")
    _set(ctx, response, DRAFT_COOKIE, text, path="/", same_site="lax")


def drop_draft(ctx: Context, response: Response) -> None:
    """Take the draft secret away from this browser."""
    response.delete_cookie(DRAFT_COOKIE, path="/")


def keep_staff(ctx: Context, response: Response, token: str) -> None:
    """Give the browser its staff session. Strict: no other site can open a staff page as this person."""
    _set(ctx, response, STAFF_COOKIE, token, path="/staff", same_site="strict")


def drop_staff(ctx: Context, response: Response) -> None:
    """Sign this browser out."""
    response.delete_cookie(STAFF_COOKIE, path="/staff")


def signed_in(ctx: Context) -> StaffMember | None:
    """Who is signed in, or None."""
    token = ctx.cookies.get(STAFF_COOKIE)
    if not token:
        return None
    with ctx.runtime.store.glance() as db:
        return staff.by_session(db, token_hash(token), now=ctx.now)


def require(ctx: Context, *roles: Role) -> StaffMember:
    """The signed-in member of staff. Raises Forbidden for another role."""
    if ctx.staff is None or ctx.staff.role not in roles:
        raise Forbidden("role")
    return ctx.staff


def _set(ctx: Context, response: Response, name: str, value: str, *, path: str, same_site: str) -> None:
    is_https = ctx.runtime.settings.address.startswith("https://")
    flags = f"; Path={path}; HttpOnly; SameSite={same_site.capitalize()}{'; Secure' if is_https else ''}"
    response.headers.append("set-cookie", f"{name}={value}{flags}")


def _decoded(text: str) -> bytes | None:
    try:
        secret = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return None
    return secret if len(secret) == 32 else None
