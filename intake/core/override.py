"""What clerks corrected in the engine's decisions, so that rules and phrases can be mended: ids, and content's own words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from intake.core.report import ReferralId, ReportId, VersionId

OverrideId = NewType("OverrideId", str)


class OverrideKind(StrEnum):
    """What was corrected: what kind of crime it is, or which desk leads."""

    CATEGORY = "category"
    DESK = "desk"


@dataclass(frozen=True)
class Override:
    """One correction: what the engine had decided, by which rule, and what a clerk says instead.

    `phrases` are those of the content, as written there, that spoke for the engine's category in this text, heaviest first.
    """

    id: OverrideId
    report_id: ReportId
    referral_id: ReferralId
    kind: OverrideKind
    engine_value: str
    clerk_value: str
    reason: str
    rule_id: str
    engine_category: str
    lang: str
    version_id: VersionId
    phrases: tuple[str, ...]
    at: datetime


@dataclass(frozen=True)
class OverrideTally:
    """How many reports were corrected alike. Only the last word on each report counts."""

    kind: OverrideKind
    engine_value: str
    clerk_value: str
    rule_id: str
    lang: str
    phrases: tuple[str, ...]
    count: int
