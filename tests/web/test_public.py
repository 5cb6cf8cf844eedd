"""The reporter's pages over HTTP up to the last question: nothing typed is lost, and nobody is led astray."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from intake.i18n import LANGUAGES
from intake.runtime import Runtime
from intake.web.session import DRAFT_COOKIE
from tests.pages import Page
from tests.store.holding import no_more_room, read_only, writable
from tests.visitor import data
from tests.web.browsing import CHECK, RECEIPT, SEND, fill_in, post, report_sent, stored_reports, typed_by

FIRST = "/es/report/now"
WORDS = "Me quitaron <b>todo</b> & no fui yo.\n  Ayer."
LONG_WORDS = "Me quitaron todo. " * 2000


def at_words(client: TestClient, runtime: Runtime) -> str:
    """Somebody who has come as far as the page where they tell it in their own words."""
    return fill_in(client, typed_by(runtime), until="words")


@pytest.mark.parametrize(
    ("asks", "lang"),
    [("en-US,en;q=0.9", "en"), ("es-MX", "es"), ("fr,en;q=0.5", "en"), ("fr", "es"), ("", "es"), ("en;q=0,*", "es")],
)
def test_the_front_door_opens_in_the_browsers_language(client: TestClient, asks: str, lang: str) -> None:
    answer = client.get("/", headers={"Accept-Language": asks}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/{lang}/")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_landing_page_is_in_the_language_of_its_address(client: TestClient, lang: str) -> None:
    answer = client.get(f"/{lang}/", headers={"Accept-Language": "fr"})
    assert Page.of(answer.text).lang == lang
    assert f'href="/{lang}/report/"' in answer.text


def test_the_report_begins_at_its_first_page_without_a_cookie(client: TestClient) -> None:
    answer = client.get("/es/report/")
    assert answer.url.path == FIRST
    assert dict(client.cookies) == {}


def test_an_error_is_linked_to_its_field_and_what_was_typed_is_still_there(
    client: TestClient, runtime: Runtime
) -> None:
    path = fill_in(client, typed_by(runtime), until="contact-details")
    answer = client.post(path, data={"reporter_name": "Ana Ñ.", "reporter_email": "ana@", "safe_to_contact": "yes"})
    page = Page.of(answer.text)
    assert answer.status_code == 422
    assert page.texts("title")[0].startswith("Error: ")
    assert '<a href="#reporter_email">' in answer.text and "reporter_email" in page.pointed_to()
    assert (page.value("reporter_name"), page.value("reporter_email")) == ("Ana Ñ.", "ana@")
    assert page.chosen("safe_to_contact") == ["yes"]


def test_what_was_typed_wrong_is_there_again_when_the_page_is_opened_later(
    client: TestClient, runtime: Runtime
) -> None:
    path = fill_in(client, typed_by(runtime), until="contact-details")
    client.post(path, data={"reporter_email": "ana@"})
    page = Page.of(client.get(path).text)
    assert page.value("reporter_email") == "ana@"
    assert not page.texts("title")[0].startswith("Error: ")


@pytest.mark.parametrize("words", [WORDS, "\n\nDos líneas vacías antes.", '"comillas" y </textarea>'])
def test_own_words_come_back_exactly_as_they_were_typed(client: TestClient, runtime: Runtime, words: str) -> None:
    path = at_words(client, runtime)
    client.post(path, data={"narrative": words, "action": "continue"})
    assert Page.of(client.get(path).text).value("narrative") == words


def test_a_text_that_is_too_long_is_kept_and_says_by_how_much(client: TestClient, runtime: Runtime) -> None:
    answer = client.post(at_words(client, runtime), data={"narrative": LONG_WORDS})
    assert answer.status_code == 422
    assert Page.of(answer.text).value("narrative") == LONG_WORDS
    assert "10,000" in answer.text and f"{len(LONG_WORDS.strip()):,}" in answer.text


def test_an_answer_that_was_not_offered_is_refused(client: TestClient) -> None:
    answer = client.post(FIRST, data={"right_now": "tomorrow"})
    assert answer.status_code == 422
    assert '<a href="#right_now">' in answer.text


def test_the_language_buttons_keep_the_page_and_what_is_typed_on_it(client: TestClient, runtime: Runtime) -> None:
    path = at_words(client, runtime)
    answer = client.post(path, data={"narrative": WORDS, "action": "lang-en"})
    assert answer.url.path == "/en/report/words"
    page = Page.of(answer.text)
    assert page.lang == "en" and page.value("narrative") == WORDS


@pytest.mark.parametrize("path", [FIRST, "/es/report/words", CHECK, SEND])
def test_every_page_of_the_form_is_in_the_other_language_one_button_away(
    client: TestClient, runtime: Runtime, path: str
) -> None:
    fill_in(client, typed_by(runtime))
    assert {"lang-es", "lang-en", "exit"} <= set(Page.of(client.get(path).text).buttons())
    assert post(client, path, typed_by(runtime), "lang-en") == path.replace("/es/", "/en/")


def test_the_receipt_is_in_the_other_language_one_button_away(client: TestClient, runtime: Runtime) -> None:
    receipt = report_sent(client, runtime)
    assert post(client, RECEIPT, action="lang-en") == "/en/report/receipt"
    assert data(client.get("/en/report/receipt").text, "return-code") == data(receipt, "return-code")


def test_the_buttons_of_the_form_know_no_other_language(client: TestClient) -> None:
    assert post(client, FIRST, action="lang-//example.com") == FIRST


def test_back_leads_to_the_page_before_and_keeps_what_was_typed(client: TestClient, runtime: Runtime) -> None:
    typed = typed_by(runtime)
    path = fill_in(client, typed, until="how-paid")
    before = post(client, path, typed, "back")
    assert before == "/es/report/amount"
    assert Page.of(client.get(path).text).chosen("payment_rail") == ["spei"]
    assert Page.of(client.get(before).text).value("loss_amount") == "12,500.00"


def test_back_from_the_first_page_is_the_start_and_from_the_last_one_the_answers(
    client: TestClient, runtime: Runtime
) -> None:
    assert post(client, FIRST, action="back") == "/es/"
    fill_in(client, typed_by(runtime))
    assert post(client, SEND, action="back") == CHECK
    assert post(client, CHECK, action="back") == "/es/report/contact-details"


def test_turning_back_does_not_count_as_an_answer(client: TestClient, runtime: Runtime) -> None:
    path = fill_in(client, typed_by(runtime), until="paid-on")
    post(client, path, action="back")
    assert client.get("/es/report/").url.path == path


@pytest.mark.parametrize("path", ["/es/report/words", "/es/report/contact-details", CHECK, SEND, RECEIPT])
def test_skipping_ahead_leads_back_to_the_first_open_page(client: TestClient, runtime: Runtime, path: str) -> None:
    assert client.get(path).url.path == FIRST
    reached = fill_in(client, typed_by(runtime), until="state")
    assert client.get(path).url.path == reached


@pytest.mark.parametrize("path", [CHECK, SEND])
def test_pressing_a_button_ahead_of_time_sends_nothing(client: TestClient, runtime: Runtime, path: str) -> None:
    reached = fill_in(client, typed_by(runtime), until="state")
    assert post(client, path, action="send") == reached
    assert stored_reports(runtime) == []


def test_who_comes_back_goes_on_where_they_were(client: TestClient, runtime: Runtime) -> None:
    path = at_words(client, runtime)
    landing = client.get("/es/").text
    assert "Continuar" in landing or "Seguir" in landing
    assert client.get("/es/report/").url.path == path


def test_an_answer_that_is_changed_leads_back_to_the_check_page(client: TestClient, runtime: Runtime) -> None:
    fill_in(client, typed_by(runtime))
    assert post(client, "/es/report/amount", {"loss_amount": ("41,000",), "loss_currency": ("MXN",)}) == CHECK
    assert "41,000.00" in client.get(CHECK).text


def test_a_payment_changed_to_today_shows_that_the_bank_must_be_called_now(
    client: TestClient, runtime: Runtime
) -> None:
    long_ago = (runtime.now() - timedelta(days=30)).date().isoformat()
    fill_in(client, {**typed_by(runtime), "paid_on": (long_ago,)})
    today = runtime.now().date().isoformat()
    assert post(client, "/es/report/paid-on", {"paid_on": (today,)}) == "/es/report/bank-now"
    assert post(client, "/es/report/bank-now") == CHECK


def test_an_answer_that_is_changed_opens_the_pages_that_hang_on_it(client: TestClient, runtime: Runtime) -> None:
    fill_in(client, typed_by(runtime))
    assert post(client, "/es/report/crime", {"crime_group": ("message",)}) != CHECK
    assert client.get(SEND).url.path == "/es/report/imitated"


def test_the_check_page_links_every_answer_to_its_page(client: TestClient, runtime: Runtime) -> None:
    page = client.get(fill_in(client, typed_by(runtime))).text
    for path in re.findall(r'href="(/es/report/[a-z-]+)"', page):
        assert client.get(path, follow_redirects=False).status_code == 200
    assert "Vi un cargo que no hice." in page and "12,500.00" in page


def test_what_was_left_empty_is_listed_apart_and_can_still_be_answered(client: TestClient, runtime: Runtime) -> None:
    page = client.get(fill_in(client, typed_by(runtime))).text
    answered, left_empty = page.split("</dl>")
    assert "Nombre del banco" in answered
    assert '<a href="/es/report/payment-details#receiving_account">Cuenta a la que llegó</a>' in left_empty


def test_another_country_stands_after_those_named_and_before_not_knowing(client: TestClient, runtime: Runtime) -> None:
    page = Page.of(client.get(fill_in(client, typed_by(runtime), until="state")).text)
    offered = [tag.get("value") for tag in page.tags if tag.name == "input" and tag.get("name") == "was_in"]
    assert offered == ["home", "US", "other", "unknown"]


@pytest.mark.parametrize("page", ["words", "check", "send"])
def test_leaving_erases_the_draft_and_clears_the_browser(client: TestClient, runtime: Runtime, page: str) -> None:
    fill_in(client, typed_by(runtime))
    answer = client.post(f"/es/report/{page}", data={"action": "exit"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/es/exit")
    assert answer.headers["clear-site-data"] == '"cache", "cookies", "storage"'
    assert DRAFT_COOKIE not in client.cookies
    assert client.get("/es/report/").url.path == FIRST


def test_after_leaving_the_old_cookie_opens_nothing(client: TestClient, runtime: Runtime) -> None:
    path = at_words(client, runtime)
    copied = client.cookies[DRAFT_COOKIE]
    post(client, path, action="exit")
    client.cookies.set(DRAFT_COOKIE, copied)
    assert client.get("/es/report/words").url.path == FIRST


def test_on_a_full_disk_what_was_typed_is_still_on_the_page(client: TestClient, runtime: Runtime) -> None:
    path = at_words(client, runtime)
    runtime.store.write(no_more_room)
    answer = client.post(path, data={"narrative": LONG_WORDS, "action": "continue"})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
    assert Page.of(answer.text).value("narrative") == LONG_WORDS


@pytest.mark.parametrize("action", ["continue", "back", "lang-en"])
def test_whatever_button_was_pressed_what_was_typed_is_not_lost(
    client: TestClient, runtime: Runtime, action: str
) -> None:
    path = at_words(client, runtime)
    runtime.store.write(read_only)
    answer = client.post(path, data={"narrative": WORDS, "action": action})
    assert answer.status_code == 503
    assert Page.of(answer.text).value("narrative") == WORDS
    runtime.store.write(writable)
    assert client.post(path, data={"narrative": WORDS, "action": "continue"}).url.path == "/es/report/already"


def test_the_very_first_answer_is_not_lost_either(client: TestClient, runtime: Runtime) -> None:
    runtime.store.write(read_only)
    answer = client.post(FIRST, data={"right_now": "over", "action": "continue"})
    assert answer.status_code == 503
    assert Page.of(answer.text).chosen("right_now") == ["over"]


def test_when_nothing_can_be_read_the_page_says_to_come_back(client: TestClient, runtime: Runtime) -> None:
    path = at_words(client, runtime)
    runtime.store.close()
    for answer in (client.get(path), client.post(path, data={"narrative": WORDS}), client.get("/es/")):
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
        assert len(Page.of(answer.text).texts("h1")) == 1
