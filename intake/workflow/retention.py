"""What is erased when its time is over: answers never sent, sign-in links, sessions, old requests. Never a report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from intake.store import drafts, requests, staff
from intake.store.engine import Db
from intake.workflow.window import Window

BATCH = 500


@dataclass(frozen=True)
class Erased:
    """How many of each were erased."""

    drafts: int
    links: int
    sessions: int
    requests: int


def erase_expired(window: Window, *, now: datetime) -> Erased:
    """Erase all that has expired, a batch a transaction, so that nobody who sends a report waits long."""
    unsent = _in_batches(window, lambda db: drafts.delete_expired(db, now=now, limit=BATCH))
    asked = _in_batches(window, lambda db: requests.delete_expired(db, now=now, limit=BATCH))
    links = window.store.write(lambda db: staff.delete_expired_links(db, now=now))
    sessions = window.store.write(lambda db: staff.delete_expired_sessions(db, now=now))
    return Erased(unsent, links, sessions, asked)


def _in_batches(window: Window, erase: Callable[[Db], int]) -> int:
    found = 0
    while erased := window.store.write(erase):
        found += erased
    return found
