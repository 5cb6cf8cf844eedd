"""The second reading of what was received: what the words left unclear is read again, and the clerk told what they say.

For a process that holds the keys of desks and is no request. Nothing is decided or passed on here.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import structlog

from intake.core.errors import SealBroken, SetupError, StoreUnavailable
from intake.core.judging import certain
from intake.core.reference import uuid7
from intake.core.report import Event, FlaggedBy, Referral
from intake.core.second_reading import Embed, SecondReading
from intake.core.signals import read
from intake.store import events, referrals, reports
from intake.store.engine import Db
from intake.workflow import recording
from intake.workflow.casework import journey_of
from intake.workflow.desk import Desk
from intake.workflow.dossier import open_dossier

IDLE_SECONDS = 5.0
# So many are asked for at a time.
AT_A_TIME = 20

log = structlog.get_logger()


@dataclass(frozen=True)
class Reread:
    """How many reports were read again, and for how many the clerk was told something else."""

    read: int = 0
    flagged: int = 0


def work(
    desk: Callable[[], Desk],
    agencies: Sequence[str],
    embed: Embed,
    *,
    now: Callable[[], datetime],
    stop: threading.Event,
    once: bool = False,
) -> Reread:
    """Read again what these desks lead and what waits for it, until `stop` is set, or with `once` until nothing waits.

    A database that cannot be written is waited for; with `once`, StoreUnavailable is raised. Raises NotFound for a desk
    whose key is not here, SetupError when the published rules have no second reading.
    """
    done = flagged = 0
    while not stop.is_set():
        found: list[bool] = []
        try:
            for agency in agencies:
                found += _desk_read(desk(), agency, embed, now, stop)
        except StoreUnavailable as error:
            if once:
                raise
            log.warning("store_unavailable", why=error.why)
        done, flagged = done + len(found), flagged + found.count(True)
        if not found:
            if once:
                break
            stop.wait(IDLE_SECONDS)
    return Reread(done, flagged)


def second_reading_of(desk: Desk) -> SecondReading:
    """What the published rules read again by. Raises SetupError when they have nothing for it."""
    if desk.content.rules.second_reading is None:
        raise SetupError("The published rules have no second reading. Run: intake signals fit --semantic, and publish")
    return desk.content.rules.second_reading


def _desk_read(desk: Desk, agency: str, embed: Embed, now: Callable[[], datetime], stop: threading.Event) -> list[bool]:
    """Whether each of the reports that were read again was flagged: those that waited longest at this desk."""
    with desk.store.read() as db:
        waiting = referrals.unsure(db, agency, limit=AT_A_TIME)
    return [_reread(desk, referral, embed, now()) for referral in waiting if not stop.is_set()]


def _reread(desk: Desk, referral: Referral, embed: Embed, now: datetime) -> bool:
    words_say = _words_say(desk, referral, embed)
    event = None
    if words_say is not None:
        event = recording.flag(referral, words_say, FlaggedBy.SECOND_READING, uuid7(now, desk.randomness(10)), now)
    return desk.store.write(partial(_write, referral=referral, words_say=words_say, event=event))


def _words_say(desk: Desk, referral: Referral, embed: Embed) -> str | None:
    """The category that both readings together clearly find, if it is another than was decided.

    Nothing where a clerk has said what it is. Today's rules read; a category that the report's own version does not know
    is none that its clerk could set.
    """
    if referral.clerk_category is not None:
        return None
    with desk.store.read() as db:
        report = reports.by_id(db, referral.report_id)
    content = desk.version(report.version_id)
    try:
        dossier = open_dossier(desk.opener_for(referral.queue), referral.queue, report)
    except SealBroken:
        # Passed on since, or damaged: whichever it is, this desk has nothing to read.
        log.warning("dossier_not_opened", referral=referral.id)
        return None
    narrative = journey_of(desk, content, dossier).narrative
    first = read(desk.content.rules.lexicon, narrative)
    says = certain(second_reading_of(desk).read(embed, narrative, first))
    fits = {report.category, content.rules.unclear, desk.content.rules.unclear}
    return says if says not in fits and says in content.rules.categories else None


def _write(db: Db, *, referral: Referral, words_say: str | None, event: Event | None) -> bool:
    """Whether the clerk is told something. Another worker may have been faster, and then it has told."""
    if not referrals.read_again(db, referral, words_say=words_say) or event is None:
        return False
    events.add(db, event)
    return True
