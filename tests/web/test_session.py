"""Cookies: a random secret and nothing else, for this browser alone, and never what was typed."""

from __future__ import annotations

import base64
import re

from starlette.testclient import TestClient

from intake.app import create_app
from intake.runtime import Runtime
from intake.web.session import DRAFT_COOKIE
from tests.pages import Page
from tests.running import make_runtime
from tests.web.browsing import CHECK, RECEIPT, SEND, fill_in, report_sent, typed_by

FIRST = "/es/report/now"
FORM = {"right_now": "over", "action": "continue"}
CANARY = "canario-gris-8812"


def set_cookies(client: TestClient, path: str, data: dict[str, str]) -> list[str]:
    return client.post(path, data=data, follow_redirects=False).headers.get_list("set-cookie")


def test_the_drafts_cookie_is_hidden_from_scripts_and_ends_with_the_session(client: TestClient) -> None:
    (cookie,) = set_cookies(client, FIRST, FORM)
    name, _, flags = cookie.partition("; ")
    assert name.startswith(f"{DRAFT_COOKIE}=")
    assert set(flags.split("; ")) == {"Path=/", "HttpOnly", "SameSite=Lax"}


def test_over_https_the_cookies_are_for_https_only(runtime: Runtime) -> None:
    secure = make_runtime(runtime.settings.data, base_url="https://example.org")
    client = TestClient(create_app(secure), base_url="https://example.org")
    assert "; Secure" in set_cookies(client, FIRST, FORM)[0]
    secure.store.close()


def test_the_cookie_is_set_once_and_is_32_random_bytes(client: TestClient, runtime: Runtime) -> None:
    first, second = (set_cookies(TestClient(create_app(runtime)), FIRST, FORM)[0] for _ in range(2))
    secrets = [base64.urlsafe_b64decode(cookie.partition(";")[0].partition("=")[2] + "=") for cookie in (first, second)]
    assert [len(secret) for secret in secrets] == [32, 32] and secrets[0] != secrets[1]
    client.post(FIRST, data=FORM)
    assert set_cookies(client, FIRST, FORM) == []


def test_looking_around_sets_no_cookie(client: TestClient) -> None:
    for path in ("/", "/es/", "/es/report/", FIRST, "/es/verify", "/es/nowhere"):
        client.get(path)
    assert dict(client.cookies) == {}


def test_nothing_typed_is_in_a_cookie_or_an_address(client: TestClient, runtime: Runtime) -> None:
    path = fill_in(client, typed_by(runtime), until="words")
    for action in ("continue", "back", "lang-en", "exit", CANARY):
        answer = client.post(path, data={"narrative": CANARY, "action": action}, follow_redirects=False)
        assert CANARY not in f"{answer.url} {answer.headers}"


def test_no_link_on_the_receipt_leads_to_the_return_code(client: TestClient, runtime: Runtime) -> None:
    page = report_sent(client, runtime)
    code = re.findall(r'data-return-code="([^"]+)"', page)[0]
    links = [value for tag in Page.of(page).tags for name, value in tag.attributes if name in ("href", "src", "action")]
    assert code not in " ".join(links) and code not in str(dict(client.cookies))


def test_a_stranger_without_a_cookie_never_meets_somebodys_draft(client: TestClient, runtime: Runtime) -> None:
    nobody = {DRAFT_COOKIE: "A" * 43}
    fill_in(TestClient(create_app(runtime), cookies=nobody), typed_by(runtime))
    for path in (CHECK, SEND, RECEIPT):
        assert client.get(path).url.path == FIRST


def test_a_draft_never_begins_under_a_secret_that_was_planted(client: TestClient) -> None:
    planted = base64.urlsafe_b64encode(bytes(32)).decode().rstrip("=")
    client.cookies.set(DRAFT_COOKIE, planted)
    (cookie,) = set_cookies(client, FIRST, FORM)
    assert planted not in cookie
