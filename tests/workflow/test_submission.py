"""Sending: once and whole, with the newest words, or not at all."""

from __future__ import annotations

import json
import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from intake.core.errors import Incomplete, NoDesk, RecipientsChanged
from intake.core.report import EventKind
from intake.runtime import Runtime
from intake.store import events, receipts, referrals, reports
from intake.vault import DraftKeys
from intake.workflow import drafting, submission
from intake.workflow.dossier import open_dossier
from tests.running import fill_draft
from tests.typed import CANADA


@pytest.fixture
def keys() -> DraftKeys:
    return DraftKeys.of(secrets.token_bytes(32))


def words_sent(runtime: Runtime, keys: DraftKeys) -> str:
    """The narrative in the dossier of what these keys sent."""
    with runtime.store.read() as db:
        receipt = receipts.by_draft_hash(db, keys.draft_hash)
        assert receipt is not None
        report = reports.by_id(db, receipt.report_id)
    assert runtime.opener is not None
    assert report.lead is not None
    return open_dossier(runtime.opener, report.lead, report).told.typed["narrative"][0]


def test_a_report_stands_in_its_queues_with_events(runtime: Runtime, keys: DraftKeys) -> None:
    fill_draft(runtime, keys, words="Pasó hace poco.")
    receipt = submission.submit(runtime.window(), keys, lang="es", now=runtime.now())
    with runtime.store.read() as db:
        standing = referrals.of_report(db, receipt.report_id)
        kinds = [event.kind for event in events.for_report(db, receipt.report_id)]
    signed = json.loads(receipt.body)
    assert [referral.queue for referral in standing] == [signed["lead"], *signed["copies"]]
    assert kinds == [EventKind.RECEIVED] + [EventKind.REFERRED] * len(standing)


def test_a_repeat_gives_the_first_receipt(runtime: Runtime, keys: DraftKeys) -> None:
    fill_draft(runtime, keys)
    first = submission.submit(runtime.window(), keys, lang="es", now=runtime.now())
    assert submission.submit(runtime.window(), keys, lang="en", now=runtime.now()) == first


def test_many_clicks_at_once_make_one_report(runtime: Runtime, keys: DraftKeys) -> None:
    fill_draft(runtime, keys)
    with ThreadPoolExecutor(8) as pool:
        clicks = [
            pool.submit(submission.submit, runtime.window(), keys, lang="es", now=runtime.now()) for _ in range(8)
        ]
    assert len({click.result().reference for click in clicks}) == 1


def test_what_another_tab_saves_meanwhile_is_what_is_sent(runtime: Runtime, keys: DraftKeys) -> None:
    fill_draft(runtime, keys)
    window, late = runtime.window(), iter([True])
    words = window.content.form.page("words")
    assert words is not None

    def save_while_it_is_prepared(count: int) -> bytes:
        if next(late, False):
            drafting.save_page(window, keys, words, {"narrative": ("lo último",)}, now=runtime.now())
        return secrets.token_bytes(count)

    disturbed = replace(window, randomness=save_while_it_is_prepared)
    submission.submit(disturbed, keys, lang="es", now=runtime.now())
    assert words_sent(runtime, keys) == "lo último"


def test_a_report_with_a_page_open_is_not_sent(runtime: Runtime, keys: DraftKeys) -> None:
    with pytest.raises(Incomplete) as refused:
        submission.submit(runtime.window(), keys, lang="es", now=runtime.now())
    assert refused.value.page_id == "now"


def test_where_nobody_takes_it_nothing_is_stored(runtime: Runtime, keys: DraftKeys) -> None:
    fill_draft(runtime, keys, CANADA)
    with pytest.raises(NoDesk):
        submission.submit(runtime.window(), keys, lang="en", now=runtime.now())
    assert submission.receipt_of(runtime.window(), keys) is None


def test_other_recipients_than_were_shown_are_shown_again_first(runtime: Runtime, keys: DraftKeys) -> None:
    fill_draft(runtime, keys)
    with pytest.raises(RecipientsChanged):
        submission.submit(runtime.window(), keys, lang="es", now=runtime.now(), shown="mx_fgr")
    assert submission.receipt_of(runtime.window(), keys) is None
