"""A clerk is told in a real browser that the words say something else, and sets the category that they say."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.correcting import LEAD, WRONG_KIND
from tests.journeys.browser import DESK, PHONE, Inspector, Person, visiting
from tests.journeys.test_corrections import send, signed_in
from tests.rereading import RANSOM
from tests.running import make_report, make_runtime
from tests.server import Server


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("lang", ["es", "en"])
def test_the_words_lead_a_clerk_to_the_category_that_they_say(
    browser: Browser, server: Server, inspector: Inspector, lang: str, size: tuple[int, int], tmp_path: Path
) -> None:
    runtime = make_runtime(server.data, demo=True)
    report = make_report(runtime, RANSOM)
    runtime.store.close()
    with visiting(browser, size=size, lang=lang) as page:
        clerk = signed_in(Person(page, server.base, lang, inspector), server, "clerk", LEAD)
        clerk.pictures = tmp_path
        clerk.look()
        row = page.locator(f'[data-reference="{report.reference}"]')
        assert row.locator("[data-words-say]").count() == 1
        row.locator("a").click()
        send(clerk, "claim")
        page.click('[data-words-say] a[href="#change-category"]')
        assert page.locator("[name=category]").is_visible()
        page.check(f"[name=category_reason][value={WRONG_KIND}]")
        send(clerk, "reclassify")
        assert page.locator("[data-words-say]").count() == 0
        assert page.locator("[data-engine-category]").count() == 1
