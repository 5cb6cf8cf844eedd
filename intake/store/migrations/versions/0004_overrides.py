"""What clerks corrected, beside what the engine decided; one lead at most; two more words for the record."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from intake.store.columns import UtcDateTime

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_BEFORE = "'received', 'referred', 'viewed', 'claimed', 'released', 'closed', 'explained'"
_LEADS = sa.text("kind = 'lead'")


def upgrade() -> None:
    """Make the table, add the column and the index, and let the record say what is new."""
    op.add_column("referral", sa.Column("clerk_category", sa.Text(), nullable=True))
    op.create_index(
        "ix_referral_one_lead",
        "referral",
        ["report_id"],
        unique=True,
        sqlite_where=_LEADS,
        postgresql_where=_LEADS,
    )
    # SQLite cannot change a CHECK: the table is made anew, from what it was on the day before.
    with op.batch_alter_table("event", copy_from=_before()) as event:
        event.drop_constraint(op.f("ck_event_kind"), type_="check")
        event.create_check_constraint(op.f("ck_event_kind"), f"kind IN ({_BEFORE}, 'reclassified', 'transferred')")
    op.create_table(
        "override",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("report_id", sa.Text(), nullable=False),
        sa.Column("referral_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("engine_value", sa.Text(), nullable=False),
        sa.Column("clerk_value", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("rule_id", sa.Text(), nullable=False),
        sa.Column("engine_category", sa.Text(), nullable=False),
        sa.Column("lang", sa.Text(), nullable=False),
        sa.Column("version_id", sa.Text(), nullable=False),
        sa.Column("phrases", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("kind IN ('category', 'desk')", name=op.f("ck_override_kind")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_override_referral_id")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_override_report_id")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_override_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_override")),
    )
    op.create_index(op.f("ix_override_at"), "override", ["at"], unique=False)
    op.create_index(op.f("ix_override_report_id_kind_id"), "override", ["report_id", "kind", "id"], unique=False)


def _before() -> sa.Table:
    return sa.Table(
        "event",
        sa.MetaData(),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("report_id", sa.Text(), nullable=False),
        sa.Column("referral_id", sa.Text(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.CheckConstraint(f"kind IN ({_BEFORE})", name=op.f("ck_event_kind")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_event_referral_id")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_event_report_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_event")),
        sa.UniqueConstraint("id", name=op.f("uq_event_id")),
        sa.Index(op.f("ix_event_referral_id_number"), "referral_id", "number"),
        sa.Index(op.f("ix_event_report_id_number"), "report_id", "number"),
    )
