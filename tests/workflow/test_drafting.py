"""Answers not yet sent: two tabs lose nothing of each other, and what was sent takes no more."""

from __future__ import annotations

import secrets
from datetime import timedelta

import pytest

from intake.core.errors import Conflict, TooLarge
from intake.core.form import Page
from intake.runtime import Runtime
from intake.vault import DraftKeys
from intake.workflow import drafting, submission
from tests.running import fill_draft


@pytest.fixture
def keys() -> DraftKeys:
    return DraftKeys.of(secrets.token_bytes(32))


def page(runtime: Runtime, page_id: str) -> Page:
    found = runtime.window().content.form.page(page_id)
    assert found is not None
    return found


def test_two_tabs_that_saved_at_once_both_keep_their_words(runtime: Runtime, keys: DraftKeys) -> None:
    window, now = runtime.window(), runtime.now()
    opened = drafting.save_page(window, keys, page(runtime, "now"), {"right_now": ("over",)}, now=now)
    drafting.save_page(window, keys, page(runtime, "words"), {"narrative": ("uno",)}, now=now, opened=opened)
    drafting.save_page(window, keys, page(runtime, "bank"), {"bank_name": ("dos",)}, now=now, opened=opened)
    kept = drafting.open_draft(window, keys, now=now)
    assert kept is not None
    assert (kept.typed["narrative"], kept.typed["bank_name"]) == (("uno",), ("dos",))


def test_a_page_saved_after_sending_is_refused_and_makes_no_draft(runtime: Runtime, keys: DraftKeys) -> None:
    window, now = runtime.window(), runtime.now()
    fill_draft(runtime, keys)
    opened = drafting.open_draft(window, keys, now=now)
    submission.submit(window, keys, lang="es", now=now)
    with pytest.raises(Conflict):
        drafting.save_page(window, keys, page(runtime, "words"), {"narrative": ("más",)}, now=now, opened=opened)
    assert drafting.open_draft(window, keys, now=now) is None


def test_a_draft_that_would_outgrow_its_cap_stays_as_it_was(runtime: Runtime, keys: DraftKeys) -> None:
    window, now = runtime.window(), runtime.now()
    drafting.save_page(window, keys, page(runtime, "words"), {"narrative": ("corto",)}, now=now)
    with pytest.raises(TooLarge):
        drafting.save_page(window, keys, page(runtime, "words"), {"narrative": ("x" * 500_000,)}, now=now)
    kept = drafting.open_draft(window, keys, now=now)
    assert kept is not None
    assert kept.typed["narrative"] == ("corto",)


def test_a_draft_is_gone_when_its_days_are_over(runtime: Runtime, keys: DraftKeys) -> None:
    window, now = runtime.window(), runtime.now()
    drafting.save_page(window, keys, page(runtime, "words"), {"narrative": ("corto",)}, now=now)
    assert drafting.open_draft(window, keys, now=now + timedelta(days=window.draft_days)) is None
