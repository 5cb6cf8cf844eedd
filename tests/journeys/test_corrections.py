"""A clerk corrects the engine in a real browser, without JavaScript; the receipt stays good, and an operator reads the counts."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from intake.core.receipt import Verdict
from intake.core.report import Report
from intake.store import receipts
from intake.vault import verify_receipt
from tests.correcting import ABROAD, ANOTHER, ELSEWHERE, LEAD, NOT_OURS, WRONG_KIND
from tests.journeys.browser import DESK, PHONE, Inspector, Person, visiting
from tests.running import make_report, make_runtime
from tests.server import Server

WORDS = "No reconozco una transferencia de mi cuenta."


def sent(server: Server) -> Report:
    """A report, sent beside the server."""
    runtime = make_runtime(server.data, demo=True)
    report = make_report(runtime, WORDS)
    runtime.store.close()
    return report


def verdict(server: Server, report: Report) -> Verdict:
    """What the receipt that was handed out is worth now."""
    runtime = make_runtime(server.data, demo=True)
    with runtime.store.read() as db:
        receipt = receipts.by_reference(db, report.reference)
    runtime.store.close()
    assert receipt is not None
    return verify_receipt(receipt.body, runtime.sealer.receipt_keys)


def signed_in(person: Person, server: Server, role: str, agency: str | None = None) -> Person:
    """With a link from the command line, reading in their language."""
    options = ["--agency", agency] if agency else []
    name = f"{role.capitalize()} {secrets.token_hex(3)}"
    link = server.run("staff", "add", name, "--role", role, *options).split()[-1]
    person.open(link.removeprefix(server.base))
    person.page.click("main form button")
    person.page.click(f'.app-staff button[value="{person.lang}"]')
    return person


def send(person: Person, verb: str, *, opens: str = "") -> None:
    """Press the button of the form that ends like this."""
    if opens:
        person.page.click(opens)
    person.page.click(f'form[action$="/{verb}"] button')
    person.look()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("lang", ["es", "en"])
def test_a_report_gets_another_category_and_goes_to_another_desk(
    browser: Browser, server: Server, inspector: Inspector, lang: str, size: tuple[int, int], tmp_path: Path
) -> None:
    report = sent(server)
    with visiting(browser, size=size, lang=lang) as page:
        clerk = signed_in(Person(page, server.base, lang, inspector), server, "clerk", LEAD)
        clerk.pictures = tmp_path
        page.click(f'[data-reference="{report.reference}"] a')
        send(clerk, "claim")
        here = clerk.path
        send(clerk, "reclassify", opens='details:has(form[action$="/reclassify"]) summary')
        assert page.title().startswith("Error") and page.locator(".app-field--wrong").count() == 2
        page.select_option("[name=category]", ANOTHER)
        page.check(f"[name=category_reason][value={WRONG_KIND}]")
        send(clerk, "reclassify")
        assert page.locator("[data-named]").count() == page.locator("[data-engine-category]").count() == 1
        page.select_option("[name=desk]", ABROAD)
        page.check(f"[name=desk_reason][value={NOT_OURS}]")
        send(clerk, "transfer")
        assert (page.input_value("[name=desk]"), page.locator("#desk-error").count()) == (ABROAD, 1)
        page.select_option("[name=desk]", ELSEWHERE)
        send(clerk, "transfer")
        assert page.locator(f'[data-reference="{report.reference}"]').count() == 0
        clerk.open(here)
        assert clerk.path == "/staff/queue" and WORDS not in page.content()
    with visiting(browser, size=size, lang=lang) as page:
        new = signed_in(Person(page, server.base, lang, inspector), server, "clerk", ELSEWHERE)
        page.click(f'[data-reference="{report.reference}"] a')
        new.look()
        assert page.inner_text("blockquote") == WORDS
        assert page.locator('[data-event="transferred"]').count() == 1
    assert verdict(server, report) is Verdict.GENUINE


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("lang", ["es", "en"])
def test_an_operator_reads_what_was_corrected(
    browser: Browser, server: Server, inspector: Inspector, lang: str, size: tuple[int, int], tmp_path: Path
) -> None:
    with visiting(browser, size=size, lang=lang) as page:
        operator = signed_in(Person(page, server.base, lang, inspector), server, "operator")
        operator.pictures = tmp_path
        page.click('.app-staff a[href="/staff/misroutes"]')
        operator.look()
        assert page.locator("[data-received]").count() == 1
        page.click('main nav a[href$="days=30"]')
        operator.look()
        assert page.get_attribute("[data-days]", "data-days") == "30"
