"""What the house passes around: reports, referrals, events and their ids. Values only, no behaviour.

Ids are UUIDv7 as text, made by `core.reference.uuid7`. Times are aware UTC datetimes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

ReportId = NewType("ReportId", str)
ReferralId = NewType("ReferralId", str)
DecisionId = NewType("DecisionId", str)
EventId = NewType("EventId", str)
MessageId = NewType("MessageId", str)
StaffId = NewType("StaffId", str)
VersionId = NewType("VersionId", str)


class ReferralKind(StrEnum):
    """`LEAD` owns the report; `COPY` may read it."""

    LEAD = "lead"
    COPY = "copy"


class ReferralStatus(StrEnum):
    """Where a referral stands in its queue."""

    OPEN = "open"
    CLAIMED = "claimed"
    CLOSED = "closed"


class Role(StrEnum):
    """What a member of staff may do. A supervisor is a clerk who may also undo; an auditor only reads the record."""

    CLERK = "clerk"
    SUPERVISOR = "supervisor"
    OPERATOR = "operator"
    AUDITOR = "auditor"


class EventKind(StrEnum):
    """What the record can say happened."""

    RECEIVED = "received"
    REFERRED = "referred"
    VIEWED = "viewed"
    CLAIMED = "claimed"
    RELEASED = "released"
    CLOSED = "closed"
    EXPLAINED = "explained"


@dataclass(frozen=True)
class Version:
    """One published version of forms/ and routing_rules/: the texts that decided, for ever.

    `files` maps a path such as "routing_rules/routing.yaml" to its text. The hashes are SHA-256 in hex.
    """

    id: VersionId
    form_hash: str
    rules_hash: str
    files: Mapping[str, str]
    published_at: datetime
    published_by: str


@dataclass(frozen=True)
class Draft:
    """Answers not yet sent, sealed with a key the house does not have. `revision` grows by one at each save."""

    locator: str
    sealed: bytes
    revision: int
    saved_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class Report:
    """What was sent: facts in the clear, the dossier sealed. It never changes.

    `facts` is the canonical JSON of the facts; `rules` maps a table's name to the ids of the rules that decided.
    """

    id: ReportId
    decision_id: DecisionId
    reference: str
    draft_hash: str
    version_id: VersionId
    engine: str
    lang: str
    received_at: datetime
    facts: str
    rules: Mapping[str, tuple[str, ...]]
    category: str
    lead_country: str | None
    lead: str | None
    priority: str
    dossier: bytes
    return_code_hash: str
    return_key: str


@dataclass(frozen=True)
class Referral:
    """One report standing in one queue. `category`, `reference` and `lang` repeat the report's, for the queue page."""

    id: ReferralId
    report_id: ReportId
    queue: str
    kind: ReferralKind
    rule_id: str
    status: ReferralStatus
    priority: str
    category: str
    reference: str
    lang: str
    received_at: datetime
    claimed_by: StaffId | None = None
    claimed_at: datetime | None = None
    disposition: str | None = None
    closed_at: datetime | None = None


@dataclass(frozen=True)
class Event:
    """One line of the record: who did what to which report, in ids and enums, never in anybody's words.

    `actor` is a staff id, "reporter" or "system". `details` holds ids and enums only.
    """

    id: EventId
    report_id: ReportId
    at: datetime
    kind: EventKind
    actor: str
    referral_id: ReferralId | None = None
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class OutboxMessage:
    """Something that must leave the house, as ids. Written in the transaction of what caused it."""

    id: MessageId
    kind: str
    report_id: ReportId
    referral_id: ReferralId | None
    created_at: datetime
    due_at: datetime


@dataclass(frozen=True)
class StoredReceipt:
    """The signed receipt as JSON text, and the short check string that is printed beside the reference."""

    report_id: ReportId
    reference: str
    body: str
    check: str
    received_at: datetime


@dataclass(frozen=True)
class StaffMember:
    """Somebody who may sign in. `agency` is None for those who work for the window itself (operators, auditors)."""

    id: StaffId
    name: str
    role: Role
    agency: str | None
    lang: str
    created_at: datetime


@dataclass(frozen=True)
class DecisionSummary:
    """A decision as an operator may see it: no reference, and the time to the hour."""

    id: DecisionId
    version_id: VersionId
    received_hour: datetime
    category: str
    lead: str | None
    priority: str
