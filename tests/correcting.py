"""What tests of corrections arrange with: a report that a clerk leads and holds, and the clerk who corrects it."""

from __future__ import annotations

from collections.abc import Mapping

from intake.core.report import Event, EventKind, Referral, ReferralId, ReportId, Role, StaffMember
from intake.runtime import Runtime
from intake.store import events, referrals
from intake.workflow import casework
from intake.workflow.overriding import Reclassification, reclassify
from intake.workflow.transferring import Transfer, transfer
from tests.running import make_report, make_staff
from tests.typed import SPEI_JALISCO

# Where SPEI_JALISCO stands: the desk that leads, one with a copy, one of the same country that has none, one abroad.
LEAD, COPY, ELSEWHERE, ABROAD = "mx_condusef", "mx_ciber_088", "mx_profeco", "us_fbi_ic3"
SIGNPOST, ONLY_COPIES = "mx_estatal", "mx_uif"
ENGINES, ANOTHER = "bank_unauthorized_transfer", "online_purchase_fraud"
WRONG_KIND, NOT_OURS = "chosen_by_mistake", "not_our_mandate"


def make_clerk(runtime: Runtime, agency: str = LEAD, name: str = "Ana") -> StaffMember:
    """A clerk of that agency."""
    return make_staff(runtime, name, Role.CLERK, agency)


def held_by(
    runtime: Runtime,
    clerk: StaffMember,
    *,
    words: str = "Vi un cargo que no hice.",
    want: Mapping[str, str] = SPEI_JALISCO,
) -> Referral:
    """A report that this clerk has claimed."""
    report = make_report(runtime, words, want=want)
    return claimed(runtime, clerk, next(found for found in standing(runtime, report.id) if found.queue == clerk.agency))


def claimed(runtime: Runtime, clerk: StaffMember, referral: Referral) -> Referral:
    """The referral, held by this clerk from now on."""
    now, event_id = runtime.now(), casework.new_event_id(runtime.desk(), runtime.now())
    return runtime.store.write(lambda db: casework.claim(db, clerk, referral.id, event_id=event_id, now=now))


def set_category(
    runtime: Runtime, clerk: StaffMember, referral_id: ReferralId, category: str = ANOTHER, reason: str = WRONG_KIND
) -> None:
    """The clerk's word on what it is."""
    reclassify(runtime.desk(), clerk, referral_id, Reclassification(category, reason), now=runtime.now())


def corrected(
    runtime: Runtime, count: int, category: str = ANOTHER, *, words: str = "Vi un cargo que no hice."
) -> None:
    """So many reports that a clerk says are something else."""
    clerk = make_clerk(runtime, name=f"Ana {category}")
    for _ in range(count):
        set_category(runtime, clerk, held_by(runtime, clerk, words=words).id, category)


def pass_on(
    runtime: Runtime,
    clerk: StaffMember,
    referral_id: ReferralId,
    to: str,
    *,
    reason: str = NOT_OURS,
    keeps_copy: bool = False,
) -> None:
    """To another desk."""
    transfer(runtime.desk(), clerk, referral_id, Transfer(to, reason, keeps_copy), now=runtime.now())


def standing(runtime: Runtime, report_id: ReportId) -> list[Referral]:
    """Everywhere the report stands, the lead first."""
    with runtime.store.read() as db:
        return referrals.of_report(db, report_id)


def at(runtime: Runtime, report_id: ReportId, queue: str) -> Referral:
    """The report in that queue. Raises StopIteration when it is not there."""
    return next(found for found in standing(runtime, report_id) if found.queue == queue)


def recorded(runtime: Runtime, report_id: ReportId, kind: EventKind) -> list[Event]:
    """The lines of that kind in the report's record."""
    with runtime.store.read() as db:
        return [event for event in events.for_report(db, report_id) if event.kind is kind]
