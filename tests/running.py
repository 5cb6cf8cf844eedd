"""What tests of the whole house arrange with: a runtime of its own, reports sent through everybody's door, staff."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from pathlib import Path

from starlette.testclient import TestClient

from intake.core.report import Referral, Report, Role, StaffMember
from intake.runtime import Runtime, prepare, start
from intake.settings import load
from intake.store import referrals, reports
from intake.vault import DraftKeys
from intake.workflow import drafting, staffing, submission
from tests.typed import SPEI_JALISCO, filled_in

CLERK_AGENCY = "mx_condusef"
OTHER_AGENCY = "us_fbi_ic3"


def make_runtime(data: Path, **changes: object) -> Runtime:
    """A house of its own: keys, an empty database, the content of this checkout, every desk in one process.

    What is in `data` already is used; `changes` are settings.
    """
    settings = load().model_copy(update={"data": data, "role": "all", "base_url": "http://testserver", **changes})
    if not data.exists():
        prepare(settings)
    return start(settings)


def make_report(
    runtime: Runtime, words: str = "Vi un cargo que no hice.", lang: str = "es", want: Mapping[str, str] = SPEI_JALISCO
) -> Report:
    """A report sent as a person sends it, page by page."""
    keys = DraftKeys.of(secrets.token_bytes(32))
    fill_draft(runtime, keys, want, words)
    receipt = submission.submit(runtime.window(), keys, lang=lang, now=runtime.now())
    with runtime.store.read() as db:
        return reports.by_id(db, receipt.report_id)


def fill_draft(
    runtime: Runtime, keys: DraftKeys, want: Mapping[str, str] = SPEI_JALISCO, words: str | None = None
) -> None:
    """Everything answered, page by page, and not sent yet."""
    window = runtime.window()
    typed = filled_in(window.content, want, now=runtime.now(), words=words)
    for page in window.content.form.pages:
        drafting.save_page(window, keys, page, typed, now=runtime.now())


def make_referral(runtime: Runtime, words: str = "Vi un cargo que no hice.") -> Referral:
    """A report sent, as it stands in the queue of CLERK_AGENCY."""
    report = make_report(runtime, words)
    with runtime.store.read() as db:
        return next(found for found in referrals.of_report(db, report.id) if found.queue == CLERK_AGENCY)


def make_staff(runtime: Runtime, name: str, role: Role, agency: str | None) -> StaffMember:
    """Somebody who may sign in."""
    return staffing.add(runtime.window(), name, role, agency, now=runtime.now())


def sign_in(client: TestClient, runtime: Runtime, name: str, role: Role, agency: str | None) -> TestClient:
    """Add somebody and sign this browser in as them, whoever used it before."""
    make_staff(runtime, name, role, agency)
    client.cookies.clear()
    client.post(staffing.make_link(runtime.window(), name, now=runtime.now()))
    return client
