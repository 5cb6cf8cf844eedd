"""What HTTP adds: where a form may come from, how much may come, and addresses that are none of ours."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from intake.app import create_app
from intake.core.report import Role
from intake.runtime import Runtime
from intake.web.endpoint import MAX_BODY_BYTES, MAX_FIELDS
from intake.web.session import DRAFT_COOKIE
from tests.pages import Page
from tests.running import CLERK_AGENCY, make_report, sign_in
from tests.web.browsing import CHECK, SEND

FIRST = "/es/report/now"
FORM = {"right_now": "over", "action": "continue"}
CANARY = "canario-gris-8812"


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
        {"Origin": "https://example.com"},
        {"Origin": "http://testserver.example.com"},
        {"Origin": "http://testserver:8080"},
        {"Origin": "null"},
        {"Origin": "http://["},
    ],
    ids=str,
)
def test_a_form_from_another_site_is_refused_and_nothing_is_kept(client: TestClient, headers: dict[str, str]) -> None:
    answer = client.post(FIRST, data=FORM, headers=headers)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    assert len(Page.of(answer.text).texts("h1")) == 1


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://name-behind-a-proxy"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://testserver"},
    ],
    ids=str,
)
def test_a_form_of_ours_is_taken_and_one_of_a_phone_too_old_to_say(client: TestClient, headers: dict[str, str]) -> None:
    assert client.post(FIRST, data=FORM, headers=headers).url.path == "/es/report/crime"


def test_a_page_may_be_opened_from_anywhere(client: TestClient) -> None:
    assert client.get(FIRST, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


@pytest.mark.parametrize(
    "path", ["/es/report/send", "/es/report/receipt", "/staff/sign-out", "/staff/referral/1/claim"]
)
def test_every_verb_is_behind_the_same_gate(client: TestClient, runtime: Runtime, path: str) -> None:
    sign_in(client, runtime, "Ana", Role.CLERK, CLERK_AGENCY)
    assert client.post(path, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert client.get("/staff/queue").status_code == 200


def test_a_form_over_the_cap_is_a_page_that_says_so(client: TestClient) -> None:
    answer = client.post(FIRST, data={"right_now": "x" * (MAX_BODY_BYTES + 1)})
    assert answer.status_code == 413
    assert Page.of(answer.text).texts("h1") and "set-cookie" not in answer.headers


def test_a_form_that_does_not_say_its_length_meets_the_same_cap(client: TestClient) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(MAX_BODY_BYTES // 1000 + 2):
            yield b"x" * 1000

    assert client.post(FIRST, content=chunks()).status_code == 413


def test_a_form_just_under_the_cap_is_read(client: TestClient) -> None:
    body = b"right_now=over&action=continue&rest="
    answer = client.post(FIRST, content=body + b"x" * (MAX_BODY_BYTES - len(body)))
    assert answer.url.path == "/es/report/crime"


def test_more_fields_than_any_page_has_are_refused(client: TestClient) -> None:
    many = "&".join(f"field{number}=x" for number in range(MAX_FIELDS + 1))
    assert client.post(FIRST, content=many).status_code == 413
    assert client.post(FIRST, content=many.partition("&")[2]).status_code == 422


def test_more_fields_in_an_address_than_any_page_has_are_refused(client: TestClient) -> None:
    many = "&".join(f"a{number}=x" for number in range(MAX_FIELDS + 1))
    for answer in (client.get(f"/es/?{many}"), client.post(f"{FIRST}?{many}", data=FORM)):
        assert answer.status_code in (200, 413)
        assert answer.headers["content-security-policy"]


@pytest.mark.parametrize("body", [b"\xff\xfe=%ff&right_now=over", b"%", b"&&&=", b"\x00", b"a" * 1000], ids=repr)
def test_a_form_that_is_no_form_breaks_nothing(client: TestClient, body: bytes) -> None:
    assert client.post(FIRST, content=body).status_code in (200, 422)


@pytest.mark.parametrize("cookie", ["", "x", "A" * 42, "A" * 44, "ñ", "=" * 43, '"; drop', "A" * 4000], ids=repr)
def test_a_cookie_that_is_none_of_ours_is_no_cookie(client: TestClient, cookie: str) -> None:
    headers = [(b"cookie", f"{DRAFT_COOKIE}={cookie}".encode())]
    for path in ("/es/", "/es/report/", CHECK, SEND):
        assert client.get(path, headers=headers).status_code == 200


@pytest.mark.parametrize(
    "path", ["/es/nowhere", "/es/report/nowhere", "/fr/", "/es/report/now/x", "/nowhere", "/es/x/../y"]
)
def test_an_unknown_address_is_a_page_that_leads_on(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert '<a href="/es/report/">' in answer.text


def test_an_unknown_address_is_answered_in_the_language_of_its_path(client: TestClient) -> None:
    assert Page.of(client.get("/en/nowhere").text).lang == "en"
    assert Page.of(client.get("/en/report/nowhere").text).lang == "en"


@pytest.mark.parametrize("lang", ["es", "en"])
def test_an_address_typed_without_its_last_slash_leads_there_too(client: TestClient, lang: str) -> None:
    assert client.get(f"/{lang}").url.path == f"/{lang}/"


def test_what_is_posted_to_an_unknown_address_is_not_found_either(client: TestClient) -> None:
    assert client.post("/es/nowhere", data=FORM).status_code == 404
    assert client.post("/es/report/nowhere", data=FORM).status_code == 404


def test_what_was_typed_into_an_address_is_not_on_the_page(client: TestClient) -> None:
    page = client.get(f"/{quote('<script>alert(1)</script>')}").text
    assert "<script" not in page


@pytest.mark.parametrize(("method", "path"), [("POST", "/es/"), ("PUT", FIRST), ("DELETE", SEND), ("OPTIONS", "/")])
def test_a_method_that_an_address_does_not_take_is_answered_with_a_page(
    client: TestClient, method: str, path: str
) -> None:
    answer = client.request(method, path)
    assert answer.status_code == 405
    assert Page.of(answer.text).texts("h1")


def test_head_is_get_without_the_page(client: TestClient) -> None:
    answer = client.head("/es/")
    assert (answer.status_code, answer.content) == (200, b"")


def test_the_process_is_alive_and_ready_until_its_store_is_gone(client: TestClient, runtime: Runtime) -> None:
    assert (client.get("/healthz").text, client.get("/readyz").status_code) == ("ok\n", 200)
    runtime.store.close()
    assert client.get("/healthz").status_code == 200
    assert (client.get("/readyz").status_code, client.get("/readyz").headers["retry-after"]) == (503, "5")


def test_an_error_that_nobody_foresaw_is_a_page_and_a_line_without_anybodys_words(
    client: TestClient, runtime: Runtime, capfd: pytest.CaptureFixture[str]
) -> None:
    runtime.window()
    runtime.live._loaded.clear()
    answer = client.post("/es/report/words", data={"narrative": CANARY})
    printed = "".join(capfd.readouterr())
    assert answer.status_code == 500 and len(Page.of(answer.text).texts("h1")) == 1
    assert "KeyError" in printed and CANARY not in printed


def test_a_stopping_server_closes_its_store(runtime: Runtime, tmp_path: Path) -> None:
    with TestClient(create_app(runtime)) as client:
        assert client.get("/readyz").status_code == 200
        make_report(runtime)
    assert not (tmp_path / "var/intake.db-wal").exists()
    assert TestClient(create_app(runtime)).get("/readyz").status_code == 503
