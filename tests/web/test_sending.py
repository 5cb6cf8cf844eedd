"""The last pages over HTTP: who receives it is seen before, it is sent once, and anybody can check the receipt."""

from __future__ import annotations

import html
import json
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.testclient import TestClient

from intake.app import create_app
from intake.runtime import Runtime
from intake.store import receipts
from tests.pages import Page
from tests.store.holding import SECONDS, held, read_only, wait_until_piled_up, writable
from tests.typed import CANADA, CHILD_MEXICO, UNSURE
from tests.visitor import data
from tests.web.browsing import RECEIPT, SEND, fill_in, post, report_sent, stored_reports, typed_by

FIRST = "/es/report/now"


def test_the_send_page_says_who_receives_it_and_why_before_anything_is_sent(
    client: TestClient, runtime: Runtime
) -> None:
    fill_in(client, typed_by(runtime))
    page = client.get(SEND).text
    assert "CONDUSEF" in page and "send" in Page.of(page).buttons()
    assert stored_reports(runtime) == []


@pytest.mark.parametrize(
    ("lang", "says"), [("es", "Por lo que usted escribió, esto es: "), ("en", "From your words, this is: ")]
)
def test_where_the_words_decided_the_page_says_what_they_were_taken_for(
    client: TestClient, runtime: Runtime, lang: str, says: str
) -> None:
    told = {**UNSURE, "narrative": "Me hackearon el WhatsApp y le están pidiendo dinero a mis contactos."}
    fill_in(client, typed_by(runtime, told), lang=lang)
    page = client.get(f"/{lang}/report/send").text
    kind = runtime.window().content.rules.categories["account_takeover_social"].label.in_(lang)
    assert f"{says}{kind}." in html.unescape(page)


def test_who_chose_what_it_is_need_not_be_told(client: TestClient, runtime: Runtime) -> None:
    fill_in(client, typed_by(runtime))
    assert "data-kind" not in client.get(SEND).text


def test_what_nobody_could_tell_is_not_named(client: TestClient, runtime: Runtime) -> None:
    fill_in(client, typed_by(runtime, {**UNSURE, "narrative": "¿¿??"}))
    shown = client.get(SEND).text.partition("data-kind")[2].partition("</section>")[0]
    assert "una persona lo va a leer" in shown and "esto es" not in shown


def test_a_sent_report_has_a_receipt_with_its_reference_and_its_lead(client: TestClient, runtime: Runtime) -> None:
    page = report_sent(client, runtime)
    (report,) = stored_reports(runtime)
    assert data(page, "reference") == report.reference
    assert data(page, "lead") == report.lead == "mx_condusef"
    assert re.fullmatch(r"[A-Z2-7]{4}(-[A-Z2-7]{4}){4}", data(page, "return-code"))


def test_a_report_told_without_a_name_has_a_receipt_too(client: TestClient, runtime: Runtime) -> None:
    assert data(report_sent(client, runtime, CHILD_MEXICO), "lead") == "mx_ninez"


def test_sending_again_shows_the_same_receipt_and_code(client: TestClient, runtime: Runtime) -> None:
    first = report_sent(client, runtime)
    assert post(client, SEND, action="send") == RECEIPT
    again = client.get(RECEIPT).text
    assert [data(again, name) for name in ("reference", "return-code")] == [
        data(first, name) for name in ("reference", "return-code")
    ]
    assert len(stored_reports(runtime)) == 1


def test_two_clicks_at_the_same_moment_make_one_report(client: TestClient, runtime: Runtime) -> None:
    fill_in(client, typed_by(runtime))
    clicks = [TestClient(create_app(runtime), cookies=dict(client.cookies)) for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        with held(runtime.store):
            sent = [pool.submit(post, click, SEND, None, "send") for click in clicks]
            wait_until_piled_up(runtime.store, 2)
        assert [answer.result(SECONDS) for answer in sent] == [RECEIPT, RECEIPT]
    assert len(stored_reports(runtime)) == 1
    assert len({data(click.get(RECEIPT).text, "return-code") for click in clicks}) == 1


@pytest.mark.parametrize("path", ["/es/report/", "/es/report/words", SEND])
def test_after_sending_the_form_leads_to_the_receipt(client: TestClient, runtime: Runtime, path: str) -> None:
    report_sent(client, runtime)
    if path == "/es/report/words":
        assert post(client, path, {"narrative": ("Otra cosa",)}) == RECEIPT
    else:
        assert client.get(path).url.path == RECEIPT
    assert len(stored_reports(runtime)) == 1


def test_who_has_kept_the_receipt_leaves_no_code_behind(client: TestClient, runtime: Runtime) -> None:
    report_sent(client, runtime)
    assert post(client, RECEIPT, action="kept") == "/es/"
    assert client.get(RECEIPT).url.path == FIRST
    assert client.get("/es/report/receipt.json").status_code == 404


def test_recipients_that_have_changed_since_they_were_shown_are_shown_again(
    client: TestClient, runtime: Runtime
) -> None:
    fill_in(client, typed_by(runtime))
    answer = client.post(SEND, data={"recipients": "somebody_else", "action": "send"})
    assert answer.status_code == 422
    assert stored_reports(runtime) == []
    shown = next(tag for tag in Page.of(answer.text).tags if tag.get("name") == "recipients")
    assert client.post(SEND, data={"recipients": shown.get("value"), "action": "send"}).url.path == RECEIPT


def test_the_signed_receipt_is_a_file_to_keep(client: TestClient, runtime: Runtime) -> None:
    page = report_sent(client, runtime)
    answer = client.get("/es/report/receipt.json")
    assert answer.headers["content-disposition"] == f'attachment; filename="{data(page, "reference")}.json"'
    assert answer.json()["reference"] == data(page, "reference")
    assert data(page, "return-code") not in answer.text


def test_somebody_whom_no_desk_here_can_help_sees_where_to_go_and_nothing_is_stored(
    client: TestClient, runtime: Runtime
) -> None:
    fill_in(client, typed_by(runtime, CANADA))
    page = Page.of(client.get(SEND).text)
    assert "send" not in page.buttons()
    assert len(page.texts("h3")) > 0
    assert post(client, SEND, action="send") == SEND
    assert stored_reports(runtime) == []


def test_a_report_that_cannot_be_stored_has_no_receipt_and_can_be_sent_again(
    client: TestClient, runtime: Runtime
) -> None:
    fill_in(client, typed_by(runtime))
    runtime.store.write(read_only)
    answer = client.post(SEND, data={"action": "send"})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
    assert "send" in Page.of(answer.text).buttons() and stored_reports(runtime) == []
    runtime.store.write(writable)
    assert post(client, SEND, action="send") == RECEIPT


def codes(runtime: Runtime) -> tuple[str, str, str]:
    """Reference, check code and whole receipt of the newest report."""
    with runtime.store.read() as db:
        stored = receipts.by_draft_hash(db, stored_reports(runtime)[0].draft_hash)
    assert stored is not None
    return stored.reference, stored.check, stored.body


def verdict(client: TestClient, **typed: str) -> str:
    """What the verify page says of it; never the lead, whatever it says."""
    page = client.post("/es/verify", data=typed).text
    assert "condusef" not in re.sub(r"<textarea.*?</textarea>", "", page, flags=re.DOTALL).casefold()
    return data(page, "verdict")


def test_the_two_codes_of_a_receipt_are_genuine_however_they_are_typed(client: TestClient, runtime: Runtime) -> None:
    report_sent(client, runtime)
    reference, check, _ = codes(runtime)
    assert verdict(client, reference=reference, check=check) == "genuine"
    assert verdict(client, reference=reference.lower().replace("-", " "), check=check.lower()) == "genuine"


def test_a_check_code_of_another_receipt_does_not_match(client: TestClient, runtime: Runtime) -> None:
    report_sent(client, runtime)
    reference, check, _ = codes(runtime)
    wrong = ("A" if check[0] != "A" else "B") + check[1:]
    assert verdict(client, reference=reference, check=wrong) == "altered"
    assert verdict(client, reference=reference, check="not a code") == "altered"


def test_a_reference_that_nobody_has_is_unknown(client: TestClient) -> None:
    for reference in ("7K3M-9QXA-2B4C", "0000-0000-0000", "hello"):
        assert verdict(client, reference=reference, check="ABCD-EFGH-IJKL-MNOP") == "unknown"


def test_a_whole_receipt_is_genuine_until_a_letter_of_it_changes(client: TestClient, runtime: Runtime) -> None:
    report_sent(client, runtime)
    _, _, body = codes(runtime)
    assert verdict(client, receipt=body) == "genuine"
    assert verdict(client, receipt=f"\n {body} \n") == "genuine"
    assert verdict(client, receipt=json.dumps(json.loads(body) | {"lead": "us_fbi_ic3"})) == "altered"


@pytest.mark.parametrize("receipt", ["hello", "{}", "[]", '{"key": "0000", "signature": ""}', "{" * 5000])
def test_what_is_no_receipt_of_ours_is_unknown(client: TestClient, receipt: str) -> None:
    assert verdict(client, receipt=receipt) == "unknown"


def test_the_address_in_the_qr_code_checks_the_receipt_at_once(client: TestClient, runtime: Runtime) -> None:
    page = report_sent(client, runtime)
    address = next(href for tag in Page.of(page).tags if "/verify?" in (href := tag.get("href") or ""))
    answer = client.get(address)
    assert data(answer.text, "verdict") == "genuine"
    assert "CONDUSEF" not in answer.text


@pytest.mark.parametrize("typed", [{}, {"reference": "7K3M-9QXA-2B4C"}, {"check": "ABCD"}, {"receipt": "  "}])
def test_too_little_to_check_is_an_error_that_keeps_what_was_typed(client: TestClient, typed: dict[str, str]) -> None:
    answer = client.post("/es/verify", data=typed)
    page = Page.of(answer.text)
    assert answer.status_code == 422 and "Error: " in page.texts("title")[0]
    assert page.value("reference") == typed.get("reference", "") and page.value("check") == typed.get("check", "")
