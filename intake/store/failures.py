"""The database's errors as the house's own, in one place. No SQL, and never a parameter: those are people's words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from intake.core.errors import Conflict, StoreUnavailable


@contextmanager
def translated() -> Iterator[None]:
    """Inside, a broken constraint is a Conflict naming it; a full, locked or unreadable database is StoreUnavailable."""
    try:
        yield
    except IntegrityError as error:
        raise Conflict(_constraint(error)) from error
    except (OperationalError, PoolTimeout) as error:
        raise StoreUnavailable(reason(error)) from error
    except DBAPIError as error:
        # SQLite says "malformed" and "not a database" with the base class itself; its subclasses are bugs of ours.
        if type(error.orig).__name__ == "DatabaseError":
            raise StoreUnavailable(reason(error)) from error
        raise


def reason(error: BaseException) -> str:
    """What the database says went wrong, without the statement and what was in it."""
    return str(error.orig) if isinstance(error, DBAPIError) else type(error).__name__


def _constraint(error: IntegrityError) -> str:
    # "UNIQUE constraint failed: report.draft_hash": the columns, or the name of a CHECK; nothing for a foreign key.
    return str(error.orig).partition("failed: ")[2] or "constraint"
