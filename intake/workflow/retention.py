"""What is erased when its time is over: answers that were never sent, sign-in links and sessions. Never a report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from intake.store import drafts, staff
from intake.workflow.window import Window

BATCH = 500


@dataclass(frozen=True)
class Erased:
    """How many of each were erased."""

    drafts: int
    links: int
    sessions: int


def erase_expired(window: Window, *, now: datetime) -> Erased:
    """Erase all that has expired, a batch a transaction, so that nobody who sends a report waits long."""
    found = 0
    while erased := window.store.write(lambda db: drafts.delete_expired(db, now=now, limit=BATCH)):
        found += erased
    links = window.store.write(lambda db: staff.delete_expired_links(db, now=now))
    sessions = window.store.write(lambda db: staff.delete_expired_sessions(db, now=now))
    return Erased(found, links, sessions)
