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
TokenId = NewType("TokenId", str)


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
    RECLASSIFIED = "reclassified"
    TRANSFERRED = "transferred"
    FLAGGED = "flagged"


class FlaggedBy(StrEnum):
    """Which reading of the words says something else than what was decided."""

    FIRST_READING = "first_reading"
    SECOND_READING = "second_reading"


class MessageKind(StrEnum):
    """What leaves the house. `ON_CALL` calls whoever is on duty at a desk: a reference and a link, nothing else."""

    ON_CALL = "on_call"


class DeliveryFailure(StrEnum):
    """Why a message did not go out. Words of ours: what another server answers may hold an address."""

    UNREACHABLE = "unreachable"
    NOT_SAFE = "not_safe"
    NOT_LET_IN = "not_let_in"
    PUT_OFF = "put_off"
    REFUSED = "refused"
    NO_ADDRESS = "no_address"
    BROKE = "broke"


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


# The disposition of a desk that led and passed the report on. No clerk closes with it.
PASSED_ON = "passed_on"


@dataclass(frozen=True)
class Referral:
    """One report standing in one queue. `category`, `reference` and `lang` repeat the report's, for the queue page.

    `clerk_category` is what the clerk who leads says it is instead; None when nobody has said otherwise.
    `words_say` is the category that the person's words clearly say instead; None when they say no other.
    `unsure_since`: the words decided, were not clear, and wait for a second reading.
    """

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
    clerk_category: str | None = None
    words_say: str | None = None
    unsure_since: datetime | None = None

    @property
    def doubt(self) -> str | None:
        """What the words say instead, until a clerk has said what it is."""
        return self.words_say if self.clerk_category is None else None

    @property
    def is_passed_on(self) -> bool:
        """Whether this desk led the report and can open it no more."""
        return self.disposition == PASSED_ON


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
    kind: MessageKind
    report_id: ReportId
    referral_id: ReferralId | None
    created_at: datetime
    due_at: datetime


@dataclass(frozen=True)
class Lease:
    """A message that one worker holds until `ends_at`; after that another may take it. `attempt` counts from 1."""

    message: OutboxMessage
    attempt: int
    ends_at: datetime


@dataclass(frozen=True)
class FailedMessage:
    """A message that was given up, as an operator may see it: no reference, and times to the hour.

    `queue` is None for a message that is about no desk.
    """

    id: MessageId
    kind: MessageKind
    queue: str | None
    created_hour: datetime
    failed_hour: datetime
    attempts: int
    failure: DeliveryFailure


@dataclass(frozen=True)
class OutboxCounts:
    """How much has not gone out. `late` are those of the waiting that should have gone long ago."""

    waiting: int
    late: int
    failed: int


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
class ApiToken:
    """What lets a partner system send reports, without its secret. `agency` is the desk it belongs to, if it is one's."""

    id: TokenId
    name: str
    agency: str | None
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None


@dataclass(frozen=True)
class DecisionSummary:
    """A decision as an operator may see it: no reference, and the time to the hour."""

    id: DecisionId
    version_id: VersionId
    received_hour: datetime
    category: str
    lead: str | None
    priority: str
