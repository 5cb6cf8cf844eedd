"""What the words say where something else was decided, what waits for a second reading, and a word for the record."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from intake.store.columns import UtcDateTime

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_BEFORE = (
    "'received', 'referred', 'viewed', 'claimed', 'released', 'closed', 'explained', 'reclassified', 'transferred'"
)
_UNSURE = sa.text("kind = 'lead' AND unsure_since IS NOT NULL AND closed_at IS NULL")


def upgrade() -> None:
    """Add the columns and the index, and let the record say what is new."""
    op.add_column("referral", sa.Column("words_say", sa.Text(), nullable=True))
    op.add_column("referral", sa.Column("unsure_since", UtcDateTime(), nullable=True))
    op.create_index(
        "ix_referral_unsure",
        "referral",
        ["queue", "unsure_since", "id"],
        unique=False,
        sqlite_where=_UNSURE,
        postgresql_where=_UNSURE,
    )
    # SQLite cannot change a CHECK: the table is made anew, from what it was on the day before.
    with op.batch_alter_table("event", copy_from=_before()) as event:
        event.drop_constraint(op.f("ck_event_kind"), type_="check")
        event.create_check_constraint(op.f("ck_event_kind"), f"kind IN ({_BEFORE}, 'flagged')")


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
