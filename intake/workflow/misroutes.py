"""What operators learn from clerks' corrections: how many, by which rules, and the phrases behind them. Counts only.

Small counts could point at somebody: under ten they are hidden, and totals are rounded down to tens, so that nobody
finds a hidden one by subtraction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from intake.core.errors import NotFound
from intake.core.override import OverrideKind, OverrideTally
from intake.core.report import Role, StaffMember
from intake.store import overrides, reports
from intake.store.engine import Store

HIDDEN_UNDER = 10
MAX_ROWS = 50
DAYS = 90


@dataclass(frozen=True)
class Counted:
    """How often this was corrected; None: fewer than HIDDEN_UNDER times. `names` are ids, or a phrase of the content."""

    names: tuple[str, ...]
    count: int | None


@dataclass(frozen=True)
class Misroutes:
    """Corrections of the reports received since: at most MAX_ROWS of each kind, the most frequent first.

    Totals are rounded down to tens; None: fewer than HIDDEN_UNDER. Pairs are the engine's and the clerk's.
    """

    days: int
    since: datetime
    received: int | None
    corrected: int | None
    category_rules: tuple[Counted, ...]
    lead_rules: tuple[Counted, ...]
    categories: tuple[Counted, ...]
    desks: tuple[Counted, ...]
    languages: tuple[Counted, ...]
    phrases: tuple[Counted, ...]

    @property
    def percent(self) -> int | None:
        """The share that was corrected, of the rounded totals; None when either is hidden."""
        return None if not self.received or self.corrected is None else 100 * self.corrected // self.received


def misroutes_page(store: Store, member: StaffMember, *, days: int, now: datetime) -> Misroutes:
    """What this member may read. Raises NotFound for who is neither operator nor auditor."""
    if member.role not in (Role.OPERATOR, Role.AUDITOR):
        raise NotFound("misroutes")
    return misroutes(store, days=days, now=now)


def misroutes(store: Store, *, days: int = DAYS, now: datetime) -> Misroutes:
    """Count the corrections of what was received in the last `days` days. The last word on each report counts."""
    since = (now - timedelta(days=days)).replace(minute=0, second=0, microsecond=0)
    with store.read() as db:
        received = reports.count_since(db, since)
        found = overrides.tallies(db, since)
        by_language = Counter(overrides.reports_by_language(db, since))
    categories = [tally for tally in found if tally.kind is OverrideKind.CATEGORY]
    desks = [tally for tally in found if tally.kind is OverrideKind.DESK]
    return Misroutes(
        days=days,
        since=since,
        received=_total(received),
        corrected=_total(by_language.total()),
        category_rules=_rows(((tally.rule_id,), tally.count) for tally in categories),
        lead_rules=_rows(((tally.rule_id,), tally.count) for tally in desks),
        categories=_rows(_pairs(categories)),
        desks=_rows(_pairs(desks)),
        languages=_rows(((lang,), count) for lang, count in by_language.items()),
        phrases=_rows(((phrase,), tally.count) for tally in categories for phrase in tally.phrases),
    )


def _pairs(tallies: Iterable[OverrideTally]) -> Iterable[tuple[tuple[str, ...], int]]:
    return (((tally.engine_value, tally.clerk_value), tally.count) for tally in tallies)


def _rows(counted: Iterable[tuple[tuple[str, ...], int]]) -> tuple[Counted, ...]:
    """Summed, the most frequent first; those that are hidden by name, so that their order tells nothing."""
    sums: Counter[tuple[str, ...]] = Counter()
    for names, count in counted:
        sums[names] += count
    shown = [Counted(names, count if count >= HIDDEN_UNDER else None) for names, count in sums.items()]
    return tuple(sorted(shown, key=lambda row: (-(row.count or 0), row.names))[:MAX_ROWS])


def _total(count: int) -> int | None:
    if count == 0:
        return 0
    return None if count < HIDDEN_UNDER else count // HIDDEN_UNDER * HIDDEN_UNDER
