"""Rows to arrange with: each whole and valid, and different from the one made before where a column must be unique."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

from intake.core.override import Override, OverrideId, OverrideKind
from intake.core.report import (
    DecisionId,
    Draft,
    Event,
    EventId,
    EventKind,
    MessageId,
    MessageKind,
    OutboxMessage,
    Referral,
    ReferralId,
    ReferralKind,
    ReferralStatus,
    Report,
    ReportId,
    Role,
    StaffId,
    StaffMember,
    StoredReceipt,
    Version,
    VersionId,
)
from intake.store import referrals, reports, staff
from intake.store.engine import Store

NOW = datetime(2026, 11, 24, 18, 40, 12, 345678, tzinfo=UTC)
FILES: Mapping[str, str] = {"forms/report.yaml": "title: ¿Qué pasó?\n", "routing_rules/routing.yaml": "lead: []\n"}
_numbers = count(1)


def make_version(version_id: str = "v1", files: Mapping[str, str] = FILES) -> Version:
    """A version; nobody reads its texts here."""
    return Version(VersionId(version_id), "f" * 64, "r" * 64, files, NOW, "init")


def make_draft(locator: str = "here", **changes: object) -> Draft:
    """A first save that lasts a day."""
    first = Draft(locator, b"sealed", 1, NOW, NOW + timedelta(days=1))
    return replace(first, **changes)  # type: ignore[arg-type]


def make_report(**changes: object) -> Report:
    """A report nobody has sent before; it is not stored yet."""
    number = next(_numbers)
    made = Report(
        id=ReportId(f"report-{number:04}"),
        decision_id=DecisionId(f"{number:032}"),
        reference=f"REF-{number:04}",
        draft_hash=f"draft-{number}",
        version_id=VersionId("v1"),
        engine="1",
        lang="es",
        received_at=NOW,
        facts='{"a_fact": true}',
        rules={"lead": ("a-rule",), "copies": ("one", "two")},
        category="a_category",
        lead_country="MX",
        lead="an_agency",
        priority="P2",
        dossier=b"age-encryption.org/v1 ...",
        return_code_hash="hash",
        return_key="age1...",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def stored_report(store: Store, **changes: object) -> Report:
    """A report that is there."""
    report = make_report(**changes)
    store.write(lambda db: reports.add(db, report))
    return report


def make_referral(report: Report, queue: str = "an_agency", **changes: object) -> Referral:
    """That report in a queue, open; it is not stored yet."""
    made = Referral(
        id=ReferralId(f"referral-{next(_numbers):04}"),
        report_id=report.id,
        queue=queue,
        kind=ReferralKind.LEAD,
        rule_id="a-rule",
        status=ReferralStatus.OPEN,
        priority=report.priority,
        category=report.category,
        reference=report.reference,
        lang=report.lang,
        received_at=report.received_at,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def stored_referral(store: Store, queue: str = "an_agency", **changes: object) -> Referral:
    """A report of its own that stands in a queue."""
    referral = make_referral(stored_report(store), queue, **changes)
    store.write(lambda db: referrals.add(db, referral))
    return referral


def make_receipt(report: Report) -> StoredReceipt:
    """What the person who sent that report was handed."""
    return StoredReceipt(report.id, report.reference, '{"signed": true}', "ABCD-EFGH-IJKL-MNOP", report.received_at)


def make_event(report: Report, kind: EventKind = EventKind.RECEIVED, **changes: object) -> Event:
    """One line of that report's record."""
    made = Event(EventId(f"event-{next(_numbers):04}"), report.id, NOW, kind, "reporter")
    return replace(made, **changes)  # type: ignore[arg-type]


def make_override(referral: Referral, **changes: object) -> Override:
    """A clerk's word against the engine's on that referral's category; it is not stored yet."""
    made = Override(
        id=OverrideId(f"override-{next(_numbers):04}"),
        report_id=referral.report_id,
        referral_id=referral.id,
        kind=OverrideKind.CATEGORY,
        engine_value=referral.category,
        clerk_value="another_category",
        reason="a_reason",
        rule_id="a-rule",
        engine_category=referral.category,
        lang=referral.lang,
        version_id=VersionId("v1"),
        phrases=("a phrase", "another"),
        at=NOW,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def make_message(report: Report) -> OutboxMessage:
    """Something that must leave the house because of that report."""
    return OutboxMessage(MessageId(f"message-{next(_numbers):04}"), MessageKind.ON_CALL, report.id, None, NOW, NOW)


def stored_member(store: Store, name: str = "Ana", role: Role = Role.CLERK) -> StaffMember:
    """Somebody who may sign in."""
    member = StaffMember(StaffId(f"staff-{next(_numbers):04}"), name, role, "an_agency", "es", NOW)
    store.write(lambda db: staff.add(db, member))
    return member
