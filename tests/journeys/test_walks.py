"""The main job in a real browser, on a phone, without JavaScript, in both languages; every page walked is read by axe."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser

from tests.factories import CONTENT
from tests.journeys.browser import DESK, Inspector, Person, visiting
from tests.server import Server
from tests.typed import CANADA, CHILD_MEXICO, CRYPTO_TEXAS, EACH_GROUP, SPEI_JALISCO, filled_in

LANGUAGES = ("es", "en")
LED = {
    "SPEI transfer, Jalisco": (SPEI_JALISCO, "mx_condusef", {"mx_ciber_088"}),
    "crypto platform, Texas": (CRYPTO_TEXAS, "us_fbi_ic3", {"us_sec", "us_cftc"}),
    "child, Mexico": (CHILD_MEXICO, "mx_ninez", set[str]()),
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("case", LED)
def test_a_report_reaches_its_desk(
    browser: Browser, server: Server, inspector: Inspector, case: str, lang: str
) -> None:
    want, lead, copies = LED[case]
    with visiting(browser, lang=lang) as page:
        person = Person(page, server.base, lang, inspector)
        _fill_in(person, want)
        person.press("send")
        assert person.path == f"/{lang}/report/receipt"
        assert person.data("lead") == lead
        signed = page.request.get(f"{server.base}/{lang}/report/receipt.json").json()
    assert copies <= set(signed["copies"])


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("group", EACH_GROUP)
def test_each_group_of_crimes_reaches_its_desk(browser: Browser, server: Server, group: str, lang: str) -> None:
    want, lead = EACH_GROUP[group]
    with visiting(browser, lang=lang) as page:
        person = Person(page, server.base, lang)
        _fill_in(person, want)
        person.press("send")
        assert person.path == f"/{lang}/report/receipt"
        assert person.data("lead") == lead


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "choice", [{"crime_group": "intimate"}, {"crime_group": "trick", "crime_trick": "promise"}], ids=str
)
def test_the_finer_choices_are_read_by_axe_with_an_error(
    browser: Browser, server: Server, inspector: Inspector, choice: dict[str, str], lang: str
) -> None:
    with visiting(browser, lang=lang) as page:
        person = Person(page, server.base, lang)
        person.start()
        for name, value in {"right_now": "over", **choice}.items():
            page.check(f'[name={name}][value="{value}"]')
            person.press("continue")
        person.inspector = inspector
        person.press("continue")
        assert page.title().startswith("Error")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_somebody_in_canada_is_shown_where_to_go_and_nothing_is_sent(
    browser: Browser, server: Server, inspector: Inspector, lang: str
) -> None:
    with visiting(browser, lang=lang) as page:
        person = Person(page, server.base, lang, inspector)
        _fill_in(person, CANADA)
        assert page.locator(".app-recipient").count() > 0
        assert page.locator('button[value="send"]').count() == 0


def test_the_language_changes_on_any_page_and_keeps_what_was_typed(browser: Browser, server: Server) -> None:
    with visiting(browser) as page:
        person = Person(page, server.base, "es")
        person.start()
        person.walk_to("/report/words", filled_in(CONTENT, SPEI_JALISCO, now=datetime.now(UTC)))
        page.fill("[name=narrative]", "Me llamaron, y luego…")
        person.press("lang-en")
        assert person.path == "/en/report/words"
        assert page.input_value("[name=narrative]") == "Me llamaron, y luego…"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_error_stands_in_the_summary_and_beside_its_field(
    browser: Browser, server: Server, inspector: Inspector, lang: str
) -> None:
    with visiting(browser, lang=lang) as page:
        person = Person(page, server.base, lang, inspector)
        person.start()
        person.press("continue")
        assert page.title().startswith("Error")
        page.click(".app-error-summary a")
        assert page.url.endswith("#right_now")
        assert page.locator(".app-field--wrong .app-error").count() == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_receipt_is_checked_by_its_two_codes(
    browser: Browser, server: Server, inspector: Inspector, lang: str
) -> None:
    with visiting(browser, lang=lang) as page:
        person = Person(page, server.base, lang, inspector)
        _fill_in(person, SPEI_JALISCO)
        person.press("send")
        page.click(".app-receipt__details a")
        person.look()
        assert page.locator('[data-verdict="genuine"]').count() == 1
        page.fill("[name=check]", "AAAA-AAAA-AAAA-AAAA")
        person.press("continue")
        assert page.locator('[data-verdict="altered"]').count() == 1
        assert "CONDUSEF" not in page.inner_text("body")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_clerk_finds_the_report_reads_it_takes_it_and_closes_it(
    browser: Browser, server: Server, inspector: Inspector, lang: str
) -> None:
    reference = _send(browser, server, lang)
    with visiting(browser, size=DESK, lang=lang) as page:
        clerk = _signed_in(Person(page, server.base, lang, inspector), server, "clerk", "mx_condusef")
        page.click(f'[data-reference="{reference}"] a')
        clerk.look()
        assert "Vi un cargo que no hice." in page.inner_text("blockquote")
        for verb in ("claim", "close"):
            if verb == "close":
                page.check("[name=disposition] >> nth=0")
            page.click(f'form[action$="/{verb}"] button')
            clerk.look()
        assert page.locator(f'[data-reference="{reference}"]').count() == 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_operator_reads_why_without_the_persons_words(
    browser: Browser, server: Server, inspector: Inspector, lang: str
) -> None:
    reference = _send(browser, server, lang)
    with visiting(browser, size=DESK, lang=lang) as page:
        operator = _signed_in(Person(page, server.base, lang, inspector), server, "operator", None)
        page.click("main tbody a >> nth=0")
        operator.look()
        assert page.locator('[data-held="yes"]').count() >= 4
        assert reference not in page.content()
        assert "Vi un cargo" not in page.content()


def _fill_in(person: Person, want: Mapping[str, str]) -> None:
    """From the landing page to the page before sending."""
    person.start()
    person.walk_to("/report/send", filled_in(CONTENT, want, now=datetime.now(UTC)))


def _send(browser: Browser, server: Server, lang: str) -> str:
    with visiting(browser, lang=lang) as page:
        person = Person(page, server.base, lang)
        _fill_in(person, SPEI_JALISCO)
        person.press("send")
        return person.data("reference")


def _signed_in(person: Person, server: Server, role: str, agency: str | None) -> Person:
    """Signed in with a link from the command line, reading in their language."""
    options = ["--agency", agency] if agency else []
    link = server.run("staff", "add", f"Ana {secrets.token_hex(4)}", "--role", role, *options).split()[-1]
    person.open(link.removeprefix(server.base))
    person.page.click("main form button")
    person.page.click(f'.app-staff button[value="{person.lang}"]')
    person.look()
    return person
