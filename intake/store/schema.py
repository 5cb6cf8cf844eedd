"""The tables. What is asked of them stands in the modules named after their nouns; how they came to be, in migrations/."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

from intake.core.report import DeliveryFailure, EventKind, ReferralKind, ReferralStatus, Role

E = TypeVar("E", bound=StrEnum)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time, kept in UTC: SQLite drops zones, so nothing else may reach it. A naive time is a ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The same moment in UTC; SQLite stores it as text of one width, which sorts as time does."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment, aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Word(TypeDecorator[E]):
    """One of the words of an enum, kept as text; a CHECK beside it keeps others out."""

    impl = Text
    cache_ok = True

    def __init__(self, words: type[E]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: E | None, dialect: Dialect) -> str | None:
        """The word itself."""
        return None if value is None else value.value

    def process_result_value(self, value: str | None, dialect: Dialect) -> E | None:
        """The member of the enum."""
        return None if value is None else self.words(value)


def _one_of(column: str, words: type[StrEnum]) -> CheckConstraint:
    listed = ", ".join(f"'{word.value}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)
# Rows numbered in the order they were written; on SQLite such a number is the row's own and costs nothing.
_Number = BigInteger().with_variant(Integer, "sqlite")

version = Table(
    "version",
    metadata,
    Column("id", Text, primary_key=True),
    Column("form_hash", Text, nullable=False),
    Column("rules_hash", Text, nullable=False),
    Column("published_at", UtcDateTime, nullable=False),
    Column("published_by", Text, nullable=False),
    # Zlib-compressed JSON: path -> text.
    Column("files", LargeBinary, nullable=False),
)

# One row each time a version was made live, so that rolling back is one more row. The last one decides.
live_version = Table(
    "live_version",
    metadata,
    Column("number", _Number, primary_key=True),
    Column("version_id", Text, ForeignKey("version.id"), nullable=False),
    Column("since", UtcDateTime, nullable=False),
)

draft = Table(
    "draft",
    metadata,
    Column("locator", Text, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("saved_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    CheckConstraint("revision > 0", name="revision"),
    Index(None, "expires_at"),
)

report = Table(
    "report",
    metadata,
    Column("id", Text, primary_key=True),
    Column("decision_id", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("draft_hash", Text, nullable=False),
    Column("version_id", Text, ForeignKey("version.id"), nullable=False),
    Column("engine", Text, nullable=False),
    Column("lang", Text, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    # As much of the time as an operator may see, and page by.
    Column("received_hour", UtcDateTime, nullable=False),
    Column("category", Text, nullable=False),
    Column("lead_country", Text),
    Column("lead", Text),
    Column("priority", Text, nullable=False),
    Column("return_code_hash", Text, nullable=False),
    Column("return_key", Text, nullable=False),
    # JSON text.
    Column("rules", Text, nullable=False),
    Column("facts", Text, nullable=False),
    # Last, so that lists do not read through it.
    Column("dossier", LargeBinary, nullable=False),
    UniqueConstraint("decision_id"),
    UniqueConstraint("reference"),
    UniqueConstraint("draft_hash"),
    Index(None, "received_hour", "decision_id"),
)

referral = Table(
    "referral",
    metadata,
    Column("id", Text, primary_key=True),
    Column("report_id", Text, ForeignKey("report.id"), nullable=False),
    Column("queue", Text, nullable=False),
    Column("kind", Word(ReferralKind), nullable=False),
    Column("rule_id", Text, nullable=False),
    Column("status", Word(ReferralStatus), nullable=False),
    Column("priority", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("lang", Text, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("claimed_by", Text, ForeignKey("staff.id")),
    Column("claimed_at", UtcDateTime),
    Column("disposition", Text),
    Column("closed_at", UtcDateTime),
    UniqueConstraint("report_id", "queue"),
    _one_of("kind", ReferralKind),
    _one_of("status", ReferralStatus),
    CheckConstraint("(claimed_by IS NULL) = (claimed_at IS NULL)", name="claimed_whole"),
    CheckConstraint("status <> 'open' OR claimed_by IS NULL", name="open_held_by_nobody"),
    CheckConstraint("status <> 'claimed' OR claimed_by IS NOT NULL", name="claimed_by_somebody"),
    CheckConstraint("(status = 'closed') = (closed_at IS NOT NULL)", name="closed_at"),
    CheckConstraint("(closed_at IS NULL) = (disposition IS NULL)", name="closed_why"),
)
# The queue page, without what was closed: its cost does not grow with the archive.
Index(
    "ix_referral_queue_page",
    referral.c.queue,
    referral.c.priority,
    referral.c.received_at,
    referral.c.id,
    sqlite_where=referral.c.closed_at.is_(None),
    postgresql_where=referral.c.closed_at.is_(None),
)

event = Table(
    "event",
    metadata,
    Column("number", _Number, primary_key=True),
    Column("id", Text, nullable=False),
    Column("report_id", Text, ForeignKey("report.id"), nullable=False),
    Column("referral_id", Text, ForeignKey("referral.id")),
    Column("at", UtcDateTime, nullable=False),
    Column("kind", Word(EventKind), nullable=False),
    Column("actor", Text, nullable=False),
    # JSON text: ids and enums only.
    Column("details", Text, nullable=False),
    UniqueConstraint("id"),
    _one_of("kind", EventKind),
    Index(None, "report_id", "number"),
    Index(None, "referral_id", "number"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Text, primary_key=True),
    # No CHECK: a newer program may put in what this one does not know, and this one then leaves it alone.
    Column("kind", Text, nullable=False),
    Column("report_id", Text, ForeignKey("report.id"), nullable=False),
    Column("referral_id", Text, ForeignKey("referral.id")),
    Column("created_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("leased_until", UtcDateTime),
    Column("attempts", Integer, nullable=False),
    Column("delivered_at", UtcDateTime),
    Column("failed_at", UtcDateTime),
    # Why the last attempt came to nothing; a message that was given up always says.
    Column("failure", Word(DeliveryFailure)),
    CheckConstraint("attempts >= 0", name="attempts"),
    CheckConstraint("delivered_at IS NULL OR failed_at IS NULL", name="one_end"),
    CheckConstraint("failed_at IS NULL OR failure IS NOT NULL", name="failed_why"),
    _one_of("failure", DeliveryFailure),
    Index(None, "report_id"),
)
_waits = outbox.c.delivered_at.is_(None) & outbox.c.failed_at.is_(None)
_failed = outbox.c.failed_at.is_not(None)
Index("ix_outbox_due", outbox.c.kind, outbox.c.due_at, outbox.c.id, sqlite_where=_waits, postgresql_where=_waits)
Index("ix_outbox_failed", outbox.c.failed_at, outbox.c.id, sqlite_where=_failed, postgresql_where=_failed)

receipt = Table(
    "receipt",
    metadata,
    Column("report_id", Text, ForeignKey("report.id"), primary_key=True),
    Column("reference", Text, nullable=False),
    # "check" is a word of SQL.
    Column("check_string", Text, key="check", nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("body", Text, nullable=False),
    UniqueConstraint("reference"),
)

staff = Table(
    "staff",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", Word(Role), nullable=False),
    Column("agency", Text),
    Column("lang", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("name"),
    _one_of("role", Role),
)

staff_link = Table(
    "staff_link",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("staff_id", Text, ForeignKey("staff.id"), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime),
)

staff_session = Table(
    "staff_session",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("staff_id", Text, ForeignKey("staff.id"), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Index(None, "staff_id"),
)

api_token = Table(
    "api_token",
    metadata,
    Column("id", Text, primary_key=True),
    Column("token_hash", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("agency", Text),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("revoked_at", UtcDateTime),
    UniqueConstraint("token_hash"),
)

api_request = Table(
    "api_request",
    metadata,
    Column("draft_hash", Text, primary_key=True),
    Column("fingerprint", Text, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Index(None, "expires_at"),
)
