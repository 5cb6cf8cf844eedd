"""Make several writes wait together, so that the writer takes them as one batch. By events, not by sleeping."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event

from sqlalchemy import Connection, text

from intake.store.engine import Store

SECONDS = 30
_MANY_TURNS = 5_000_000


@dataclass
class Stop:
    """A function of `db` at which the writer stops until it is released."""

    reached: Event = field(default_factory=Event)
    released: Event = field(default_factory=Event)

    def __call__(self, db: Connection) -> None:
        """Say that it was reached, and wait."""
        self.reached.set()
        if not self.released.wait(SECONDS):
            raise AssertionError("nobody released the writer")


@contextmanager
def held(store: Store) -> Iterator[None]:
    """The writer is busy for the length of the block; what is written meanwhile piles up."""
    stop = Stop()
    with ThreadPoolExecutor(1) as pool:
        stopped = pool.submit(store.write, stop)
        try:
            assert stop.reached.wait(SECONDS)
            yield
        finally:
            stop.released.set()
            stopped.result(SECONDS)


def wait_until_piled_up(store: Store, count: int) -> None:
    """Give way to the other threads until that many writes wait. Call it while the writer is held."""
    for _ in range(_MANY_TURNS):
        if store._writer._waiting.qsize() >= count:
            return
        os.sched_yield()
    raise AssertionError("they never came")


@contextmanager
def in_one_batch(store: Store, functions: Sequence[Callable[[Connection], object]]) -> Iterator[list[Future[object]]]:
    """Write these together, in this order; in the block the writer is at work on them."""
    with ThreadPoolExecutor(len(functions)) as pool:
        with held(store):
            answers: list[Future[object]] = []
            for number, function in enumerate(functions, start=1):
                answers.append(pool.submit(store.write, function))
                wait_until_piled_up(store, number)
        yield answers


def written_together(store: Store, functions: Sequence[Callable[[Connection], object]]) -> list[object]:
    """What each of them got: what it returned, or the exception it raised."""
    with in_one_batch(store, functions) as answers:
        return [answer.exception(SECONDS) or answer.result() for answer in answers]


def no_more_room(db: Connection) -> None:
    """The disk is full from now on: the database may not grow by one more page on this connection."""
    pages = db.execute(text("PRAGMA page_count")).scalar_one()
    db.execute(text(f"PRAGMA max_page_count = {pages}"))


def read_only(db: Connection) -> None:
    """Nothing can be written any more, as on a disk that was mounted read-only after an error."""
    db.execute(text("PRAGMA query_only = ON"))


def writable(db: Connection) -> None:
    """Mounted as it should be again."""
    db.execute(text("PRAGMA query_only = OFF"))
