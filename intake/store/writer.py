"""The one place that opens a write transaction: functions that wait together share it, and one commit makes them durable.

Not a queue of work for later: every caller waits here for its own answer.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import TypeVar

from sqlalchemy import Connection, Engine

from intake.core.errors import StoreUnavailable
from intake.store.failures import reason, translated

MAX_BATCH = 64

T = TypeVar("T")


class Writer:
    """A thread that runs functions of `db` in the order they came, up to MAX_BATCH in one transaction.

    `engine` must begin with BEGIN IMMEDIATE. When one of them raises, all are taken back and run again, each in a
    savepoint, so that only its own work is lost. What `before_commit` raises fails the whole batch.
    """

    def __init__(self, engine: Engine, *, before_commit: Callable[[], None]) -> None:
        self._engine = engine
        self._before_commit = before_commit
        self._waiting: SimpleQueue[_Job | None] = SimpleQueue()
        self._is_closed = False
        self._closing = threading.Lock()
        self._thread = threading.Thread(target=self._work, name="store-writer", daemon=True)
        self._thread.start()

    def write(self, fn: Callable[[Connection], T]) -> T:
        """What `fn` returns, once the commit is durable; what `fn` raises, with nothing of its work kept.

        `fn` does SQL and nothing else, for it may be run twice; it never commits, and lets every database error
        through. Raises Conflict when it broke a constraint, StoreUnavailable when the commit failed or the writer is
        closed: nothing was kept then.
        """
        if threading.current_thread() is self._thread:
            raise RuntimeError("a function that writes must not call write: it would wait for itself")
        returned: list[T] = []
        job = _Job(lambda db: returned.insert(0, fn(db)))
        with self._closing:
            if self._is_closed:
                raise StoreUnavailable("the store is closed")
            self._waiting.put(job)
        job.wait()
        return returned[0]

    def close(self) -> None:
        """Finish what waits, refuse what comes, and stop. Closing twice is closing once."""
        with self._closing:
            if not self._is_closed:
                self._is_closed = True
                self._waiting.put(None)
        self._thread.join()

    def _work(self) -> None:
        while batch := self._next_batch():
            try:
                _commit(self._engine, batch, self._before_commit)
            except BaseException as error:  # noqa: BLE001 - whatever it was, the next batch deserves its try
                for job in batch:
                    job.error = StoreUnavailable(reason(error))
                    job.error.__cause__ = error
            finally:
                for job in batch:
                    job.answer()

    def _next_batch(self) -> list[_Job]:
        """What waits, at least one; empty when the writer was closed and nothing waits any more."""
        job = self._waiting.get()
        batch: list[_Job] = []
        while job is not None:
            batch.append(job)
            if len(batch) == MAX_BATCH:
                return batch
            try:
                job = self._waiting.get_nowait()
            except Empty:
                return batch
        if batch:
            self._waiting.put(None)
        return batch


@dataclass(eq=False)
class _Job:
    """One function that waits, and its answer. The lock is held until the answer is there."""

    run: Callable[[Connection], None]
    error: BaseException | None = None
    _pending: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._pending.acquire()

    def wait(self) -> None:
        self._pending.acquire()
        if self.error is not None:
            raise self.error

    def answer(self) -> None:
        self._pending.release()


def _commit(engine: Engine, batch: Sequence[_Job], before_commit: Callable[[], None]) -> None:
    with engine.connect() as db:
        try:
            transaction = db.begin()
            if not _run_together(db, batch):
                transaction.rollback()
                if len(batch) == 1:
                    return
                transaction = db.begin()
                for job in batch:
                    _run_apart(db, job)
            before_commit()
            transaction.commit()
        except BaseException:
            # A connection whose commit failed is in nobody knows what state: the next batch opens another.
            db.invalidate()
            raise


def _run_together(db: Connection, batch: Sequence[_Job]) -> bool:
    """Whether all of them ran. They nearly always do, and then none of them needs a savepoint."""
    for job in batch:
        try:
            with translated():
                job.run(db)
        except BaseException as error:  # noqa: BLE001 - it is the caller's, who raises it again
            job.error = error
            return False
    return True


def _run_apart(db: Connection, job: _Job) -> None:
    """Run it in a savepoint, so that its error takes back its own work only."""
    savepoint = db.begin_nested()
    job.error = None
    try:
        with translated():
            job.run(db)
    except BaseException as error:  # noqa: BLE001 - it is the caller's, who raises it again
        job.error = error
        # Where SQLite has already rolled back everything (a full disk), this fails, and with it the whole batch.
        savepoint.rollback()
    else:
        savepoint.commit()
