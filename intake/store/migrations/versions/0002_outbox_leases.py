"""Why a message was not delivered, and indexes for the worker and for the operator's page."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from intake.store.columns import UtcDateTime

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_WAITS = sa.text("delivered_at IS NULL AND failed_at IS NULL")
_FAILED = sa.text("failed_at IS NOT NULL")
_FAILURES = "'unreachable', 'not_safe', 'not_let_in', 'put_off', 'refused', 'no_address', 'broke'"


def upgrade() -> None:
    """Add the reason; index what waits by kind, and what failed so that pages of it follow each other."""
    op.drop_index("ix_outbox_due", "outbox")
    op.drop_index("ix_outbox_failed", "outbox")
    # SQLite cannot add a CHECK to a table: it is made anew, from what it was on the day before.
    with op.batch_alter_table("outbox", copy_from=_before()) as outbox:
        outbox.add_column(sa.Column("failure", sa.Text(), nullable=True))
        outbox.create_check_constraint(op.f("ck_outbox_failed_why"), "failed_at IS NULL OR failure IS NOT NULL")
        outbox.create_check_constraint(op.f("ck_outbox_failure"), f"failure IN ({_FAILURES})")
    for name, columns, where in (
        ("ix_outbox_due", ["kind", "due_at", "id"], _WAITS),
        ("ix_outbox_failed", ["failed_at", "id"], _FAILED),
    ):
        op.create_index(name, "outbox", columns, unique=False, sqlite_where=where, postgresql_where=where)


def _before() -> sa.Table:
    return sa.Table(
        "outbox",
        sa.MetaData(),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("report_id", sa.Text(), nullable=False),
        sa.Column("referral_id", sa.Text(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("leased_until", UtcDateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("delivered_at", UtcDateTime(), nullable=True),
        sa.Column("failed_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_outbox_attempts")),
        sa.CheckConstraint("delivered_at IS NULL OR failed_at IS NULL", name=op.f("ck_outbox_one_end")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_outbox_referral_id")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_outbox_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.Index(op.f("ix_outbox_report_id"), "report_id"),
    )
