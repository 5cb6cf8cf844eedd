"""The record of a report as values: who did what to it and when, in the reader's words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from intake.core.report import Event, EventKind, ReferralKind, StaffId
from intake.core.rules import Ruleset
from intake.web.views.facts import Wording
from intake.web.views.queue import agency_name, category_name
from intake.workflow.casework import ReportPage


@dataclass(frozen=True)
class TimelineRow:
    """One line of the record. `kind` is an EventKind; `actor` a name of this agency's, else None.

    `was` and `became` are the categories, or the agencies, of a correction; `became` is also what the words were found to
    say. `reason` is why, of a correction and when it was closed.
    """

    at: datetime
    kind: str
    actor: str | None
    agency: str | None
    is_lead: bool
    reason: str | None
    was: str = ""
    became: str = ""


def timeline(found: ReportPage, wording: Wording, today: Ruleset) -> tuple[TimelineRow, ...]:
    """Every line, in order. Reasons are those of `today`, all else is of the report's own version."""
    return tuple(_row(event, found, wording, today) for event in found.events)


def example_lines() -> tuple[TimelineRow, ...]:
    """Lines of several kinds, for the example of the page."""
    at = datetime(2026, 11, 24, 18, 40, tzinfo=UTC)
    return (
        TimelineRow(at, "received", None, None, True, None),
        TimelineRow(at, "referred", None, "CONDUSEF", True, None),
        TimelineRow(at, "flagged", None, "CONDUSEF", False, None, "", "Phishing"),
        TimelineRow(at, "closed", "Ana", "088", False, "Resolved"),
        TimelineRow(at, "reclassified", "Ana", "088", False, "A new kind of scam", "Romance", "Phishing"),
        TimelineRow(at, "transferred", None, "088", False, "The rule is wrong", "088", "CONDUSEF"),
    )


def _row(event: Event, found: ReportPage, wording: Wording, today: Ruleset) -> TimelineRow:
    referral = next((other for other in found.standing if other.id == event.referral_id), None)
    was, became = (_named(event, event.details.get(end), wording) for end in ("from", "to"))
    return TimelineRow(
        at=event.at,
        kind=event.kind.value,
        actor=found.names.get(StaffId(event.actor)) if event.referral_id == found.referral.id else None,
        agency=None if referral is None else agency_name(wording.content.rules, referral.queue, wording.lang),
        is_lead=event.details.get("kind") == ReferralKind.LEAD,
        reason=_reason(event, today, wording.lang),
        was=was,
        became=became,
    )


def _named(event: Event, code: str | None, wording: Wording) -> str:
    if code is None:
        return ""
    name = agency_name if event.kind is EventKind.TRANSFERRED else category_name
    return name(wording.content.rules, code, wording.lang)


def _reason(event: Event, today: Ruleset, lang: str) -> str | None:
    closed_for = today.dispositions.get(event.details.get("disposition", ""))
    corrected_for = today.override_reasons.get(event.details.get("reason", ""))
    known = closed_for or corrected_for
    if known is not None:
        return known.label.in_(lang)
    return event.details.get("disposition") or event.details.get("reason")
