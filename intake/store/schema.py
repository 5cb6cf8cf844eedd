"""The tables. What is asked of them stands in the modules named after their nouns; how they came to be, in migrations/."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    and_,
)

from intake.core.override import OverrideKind
from intake.core.report import DeliveryFailure, EventKind, ReferralKind, ReferralStatus, Role
from intake.store.columns import Number, UtcDateTime, Word, one_of

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

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
    Column("number", Number, primary_key=True),
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
    Column("clerk_category", Text),
    Column("words_say", Text),
    Column("unsure_since", UtcDateTime),
    UniqueConstraint("report_id", "queue"),
    one_of("kind", ReferralKind),
    one_of("status", ReferralStatus),
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
# One lead, or none: whatever two clerks do at once.
_leads = referral.c.kind == ReferralKind.LEAD
Index("ix_referral_one_lead", referral.c.report_id, unique=True, sqlite_where=_leads, postgresql_where=_leads)
# What a second reading waits for: nearly nothing, where the words are read again.
_unsure = and_(_leads, referral.c.unsure_since.is_not(None), referral.c.closed_at.is_(None))
Index(
    "ix_referral_unsure",
    referral.c.queue,
    referral.c.unsure_since,
    referral.c.id,
    sqlite_where=_unsure,
    postgresql_where=_unsure,
)

event = Table(
    "event",
    metadata,
    Column("number", Number, primary_key=True),
    Column("id", Text, nullable=False),
    Column("report_id", Text, ForeignKey("report.id"), nullable=False),
    Column("referral_id", Text, ForeignKey("referral.id")),
    Column("at", UtcDateTime, nullable=False),
    Column("kind", Word(EventKind), nullable=False),
    Column("actor", Text, nullable=False),
    # JSON text: ids and enums only.
    Column("details", Text, nullable=False),
    UniqueConstraint("id"),
    one_of("kind", EventKind),
    Index(None, "report_id", "number"),
    Index(None, "referral_id", "number"),
)

# Lines are added, never changed.
override = Table(
    "override",
    metadata,
    Column("id", Text, primary_key=True),
    Column("report_id", Text, ForeignKey("report.id"), nullable=False),
    Column("referral_id", Text, ForeignKey("referral.id"), nullable=False),
    Column("kind", Word(OverrideKind), nullable=False),
    Column("engine_value", Text, nullable=False),
    Column("clerk_value", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("rule_id", Text, nullable=False),
    Column("engine_category", Text, nullable=False),
    Column("lang", Text, nullable=False),
    Column("version_id", Text, ForeignKey("version.id"), nullable=False),
    # JSON text: content's own phrases.
    Column("phrases", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    one_of("kind", OverrideKind),
    Index(None, "report_id", "kind", "id"),
    Index(None, "at"),
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
    one_of("failure", DeliveryFailure),
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
    one_of("role", Role),
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
