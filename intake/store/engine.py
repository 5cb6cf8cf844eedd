"""The database: opened, read and written through. No query of its own but the one that asks whether it answers."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias, TypeVar

import pysqlite3  # type: ignore[import-untyped,unused-ignore]
from sqlalchemy import Connection, Engine, QueuePool, create_engine, event, select
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from intake.core.errors import SetupError, StoreUnavailable
from intake.store.failures import reason, translated
from intake.store.schema import live_version
from intake.store.writer import Writer

Db: TypeAlias = Connection

BUSY_MS = 5000
POOL_SECONDS = 5.0
# Before this one a checkpoint at the wrong moment can lose a committed write (sqlite.org/wal.html, "the WAL-reset bug").
FIRST_SOUND_SQLITE = (3, 51, 3)

_GLANCE = "intake_glance"

T = TypeVar("T")


@dataclass(frozen=True)
class Place:
    """The file that was opened, by device and inode. SQLite goes on writing to one that was deleted or moved away."""

    path: Path
    born: tuple[int, int]

    @classmethod
    def of(cls, path: Path) -> Place:
        """The file that stands there now."""
        found = path.stat()
        return cls(path, (found.st_dev, found.st_ino))

    def require(self) -> None:
        """Raises StoreUnavailable when what is written would be found by nobody later."""
        try:
            found = self.path.stat()
            self.path.with_name(self.path.name + "-wal").stat()
        except OSError as error:
            raise StoreUnavailable("the database is gone") from error
        if (found.st_dev, found.st_ino) != self.born:
            raise StoreUnavailable("the database was replaced")


class Store:
    """Reads on a pool of connections, writes through one writer. Safe to share between threads."""

    def __init__(self, readers: Engine, writer: Engine, place: Place) -> None:
        self._readers = readers
        self._glancers = readers.execution_options(**{_GLANCE: True})
        self._writers = writer
        self._place = place
        self._writer = Writer(writer, before_commit=place.require)
        self._is_closed = False

    @contextmanager
    def read(self) -> Iterator[Db]:
        """A connection that sees one moment of the database for the length of the block, and cannot write.

        Not to be nested: the inner one would wait for a connection that the outer one holds. Raises StoreUnavailable.
        """
        if self._is_closed:
            raise StoreUnavailable("the store is closed")
        with translated(), self._readers.connect() as db:
            yield db

    @contextmanager
    def glance(self) -> Iterator[Db]:
        """As `read`, for one statement: nearly every page needs just one, and none pays for a transaction around it."""
        if self._is_closed:
            raise StoreUnavailable("the store is closed")
        with translated(), self._glancers.connect() as db:
            yield db

    def write(self, fn: Callable[[Db], T]) -> T:
        """What `fn` returns, once its work is durable. What it raises takes its work back. See `Writer.write`."""
        return self._writer.write(fn)

    def ping(self) -> None:
        """Read one row at most. Raises StoreUnavailable when the database cannot be read or has no tables yet."""
        try:
            with self.read() as db:
                db.execute(select(live_version.c.number).limit(1)).all()
            self._place.require()
        except DBAPIError as error:
            raise StoreUnavailable(reason(error)) from error

    def close(self) -> None:
        """Finish what waits to be written, then let go of the database."""
        self._is_closed = True
        self._writer.close()
        self._readers.dispose()
        self._writers.dispose()


def open_store(url: str, *, readers: int) -> Store:
    """Open the database at `url` ("sqlite:////folder/file.db"), made when it is not there, for that many readers at once.

    Does not make tables: see `upgrade`. Raises SetupError saying what to do.
    """
    require_sound_sqlite(pysqlite3.sqlite_version_info)
    path = _path_of(url)
    _make_private(path)
    writer = _engine(path, connections=1, begin="BEGIN IMMEDIATE", query_only=False)
    reading = _engine(path, connections=readers, begin="BEGIN", query_only=True)
    try:
        # The first connection turns write-ahead logging on, which a connection that may only read cannot do.
        writer.connect().close()
    except DBAPIError as error:
        raise SetupError(
            f"The database {path} cannot be opened ({reason(error)}). Is it a database, and in use?"
        ) from error
    return Store(reading, writer, Place.of(path))


def require_sound_sqlite(version: tuple[int, int, int]) -> None:
    """Raises SetupError when this SQLite may lose a committed write."""
    if version < FIRST_SOUND_SQLITE:
        found, wanted = (".".join(str(part) for part in parts) for parts in (version, FIRST_SOUND_SQLITE))
        raise SetupError(
            f"SQLite {found} can lose a report that was already confirmed; {wanted} is the first that does not. "
            "Install a newer one: pip install --upgrade pysqlite3"
        )


def _path_of(url: str) -> Path:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise SetupError("The database URL cannot be read. Write it like sqlite:////folder/intake.db") from error
    if parsed.drivername != "sqlite" or parsed.query:
        raise SetupError(
            f"A database of the kind {parsed.drivername} is not supported yet, nor are options in its URL. "
            "Write it like sqlite:////folder/intake.db"
        )
    if not parsed.database or parsed.database == ":memory:":
        raise SetupError("The database must be a file. Write its URL like sqlite:////folder/intake.db")
    return Path(parsed.database)


def _make_private(path: Path) -> None:
    """Make the folder and an empty file for this user alone; SQLite gives its -wal and -shm the mode of the file."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
    except OSError as error:
        raise SetupError(
            f"The database {path} cannot be used ({error.strerror}). Who owns it and its folder?"
        ) from error


def _engine(path: Path, *, connections: int, begin: str, query_only: bool) -> Engine:
    engine = create_engine(
        f"sqlite:///{path}",
        module=pysqlite3.dbapi2,
        poolclass=QueuePool,
        pool_size=connections,
        max_overflow=0,
        pool_timeout=POOL_SECONDS,
        pool_use_lifo=True,
        # Errors must not carry what people wrote.
        hide_parameters=True,
        # With None the driver begins nothing by itself: the listener below does.
        connect_args={"isolation_level": None, "check_same_thread": False},
    )
    settings = [f"busy_timeout={BUSY_MS}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"]
    settings += ["query_only=ON"] if query_only else []

    @event.listens_for(engine, "connect")
    def _set_up(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        for setting in settings:
            cursor.execute(f"PRAGMA {setting}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(db: Connection) -> None:
        if db.get_execution_options().get(_GLANCE):
            return
        if query_only:
            # Straight to the driver, since every page reads: a deferred BEGIN takes no lock, so it cannot fail.
            db.connection.cursor().execute(begin)
        else:
            db.exec_driver_sql(begin)

    return engine
