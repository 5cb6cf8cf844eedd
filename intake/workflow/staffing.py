"""Who may sign in: members of staff, one-time sign-in links and sessions. The store holds hashes of tokens, never a token."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from intake.core.errors import Conflict, NotFound, SetupError
from intake.core.reference import uuid7
from intake.core.report import Role, StaffId, StaffMember
from intake.store import staff
from intake.store.engine import Db
from intake.vault import token, token_hash
from intake.workflow.window import Window

LINK_HOURS = 24
SESSION_HOURS = 12


@dataclass(frozen=True)
class SignedIn:
    """A session that has just begun: the secret for the browser's cookie, and whose it is."""

    token: str
    member: StaffMember


def add(window: Window, name: str, role: Role, agency: str | None, *, now: datetime) -> StaffMember:
    """Add somebody. Raises SetupError when the name is taken."""
    member = StaffMember(
        id=StaffId(uuid7(now, window.randomness(10))), name=name, role=role, agency=agency, lang="es", created_at=now
    )
    try:
        window.store.write(lambda db: staff.add(db, member))
    except Conflict as error:
        raise SetupError(f"There is already somebody called {name}. For another link: intake staff link") from error
    return member


def ensure(window: Window, name: str, role: Role, agency: str | None, *, now: datetime) -> StaffMember:
    """The member of that name, added when there is none yet."""
    with window.store.read() as db:
        found = staff.by_name(db, name)
    return found or add(window, name, role, agency, now=now)


def make_link(window: Window, name: str, *, now: datetime, hours: int = LINK_HOURS) -> str:
    """The path of a sign-in link for the member of that name, good once within `hours`. Raises SetupError for no such name."""
    with window.store.read() as db:
        member = staff.by_name(db, name)
    if member is None:
        raise SetupError(f"There is nobody called {name}. First: intake staff add")
    secret = token(window.randomness)
    expires_at = now + timedelta(hours=hours)
    window.store.write(lambda db: staff.add_link(db, token_hash(secret), member.id, now=now, expires_at=expires_at))
    return f"/staff/sign-in/{secret}"


def is_link_good(window: Window, secret: str, *, now: datetime) -> bool:
    """Whether the link can still be used. Looking does not use it."""
    with window.store.read() as db:
        return staff.by_link(db, token_hash(secret), now=now) is not None


def sign_in(window: Window, secret: str, *, now: datetime) -> SignedIn:
    """Use a link up and begin a session. Raises NotFound when it is unknown, used or too old."""
    session = token(window.randomness)

    def use(db: Db) -> StaffMember:
        member = staff.use_link(db, token_hash(secret), now=now)
        if member is None:
            raise NotFound("link")
        ends_at = now + timedelta(hours=SESSION_HOURS)
        staff.add_session(db, token_hash(session), member.id, now=now, expires_at=ends_at)
        return member

    return SignedIn(session, window.store.write(use))


def sign_out(window: Window, session: str) -> None:
    """End a session; ending one that is over changes nothing."""
    window.store.write(lambda db: staff.delete_session(db, token_hash(session)))


def choose_language(window: Window, member: StaffMember, lang: str) -> None:
    """Remember the language this member reads staff pages in."""
    window.store.write(lambda db: staff.set_language(db, member.id, lang))
