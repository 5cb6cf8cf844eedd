"""What has expired is erased, and nothing else."""

from __future__ import annotations

import secrets
from datetime import timedelta

from intake.core.report import Role
from intake.runtime import Runtime
from intake.store import reports
from intake.vault import DraftKeys
from intake.workflow import drafting, retention, staffing
from tests.running import CLERK_AGENCY, make_report, make_staff


def test_a_draft_is_erased_when_its_days_are_over_and_not_before(runtime: Runtime) -> None:
    window, keys = runtime.window(), DraftKeys.of(secrets.token_bytes(32))
    saved_at = runtime.now()
    drafting.save_page(window, keys, window.content.form.pages[0], {}, now=saved_at)
    assert retention.erase_expired(window, now=saved_at + timedelta(days=window.draft_days - 1)).drafts == 0
    assert retention.erase_expired(window, now=saved_at + timedelta(days=window.draft_days)).drafts == 1


def test_links_and_sessions_are_erased_after_their_time(runtime: Runtime) -> None:
    make_staff(runtime, "Ana", Role.CLERK, CLERK_AGENCY)
    link = staffing.make_link(runtime.window(), "Ana", now=runtime.now())
    staffing.sign_in(runtime.window(), link.rpartition("/")[2], now=runtime.now())
    erased = retention.erase_expired(runtime.window(), now=runtime.now() + timedelta(days=2))
    assert (erased.links, erased.sessions) == (1, 1)


def test_a_report_is_never_erased(runtime: Runtime) -> None:
    report = make_report(runtime)
    retention.erase_expired(runtime.window(), now=runtime.now() + timedelta(days=10_000))
    with runtime.store.read() as db:
        assert reports.by_id(db, report.id).reference == report.reference
