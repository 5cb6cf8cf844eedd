"""Signing in over HTTP: a button, a POST, and nothing that a link preview can use up."""

from __future__ import annotations

from starlette.testclient import TestClient

from intake.core.report import Role
from intake.runtime import Runtime
from intake.workflow import staffing
from tests.running import CLERK_AGENCY, make_staff


def make_link(runtime: Runtime, role: Role = Role.CLERK) -> str:
    make_staff(runtime, "Ana", role, CLERK_AGENCY if role is Role.CLERK else None)
    return staffing.make_link(runtime.window(), "Ana", now=runtime.now())


def test_a_link_shows_a_button_and_posting_it_signs_in(client: TestClient, runtime: Runtime) -> None:
    link = make_link(runtime)
    assert '<form method="post"' in client.get(link).text
    assert client.post(link).url.path == "/staff/queue"


def test_a_preview_of_a_link_does_not_use_it(client: TestClient, runtime: Runtime) -> None:
    link = make_link(runtime)
    client.head(link)
    client.get(link)
    assert client.post(link, follow_redirects=False).headers["location"] == "/staff"


def test_a_used_link_says_so_and_signs_nobody_in(client: TestClient, runtime: Runtime) -> None:
    link = make_link(runtime)
    client.post(link)
    client.cookies.clear()
    for answer in (client.get(link), client.post(link)):
        assert answer.status_code == 410
        assert "set-cookie" not in answer.headers


def test_the_session_cookie_is_strict_and_hidden_from_scripts(client: TestClient, runtime: Runtime) -> None:
    cookie = client.post(make_link(runtime), follow_redirects=False).headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and "Path=/staff" in cookie


def test_who_is_not_signed_in_is_told_how(client: TestClient) -> None:
    for path in ("/staff", "/staff/queue", "/staff/referral/1", "/staff/decisions"):
        assert client.get(path).url.path == "/staff/sign-in"


def test_signing_out_ends_the_session_for_a_copied_cookie_too(client: TestClient, runtime: Runtime) -> None:
    client.post(make_link(runtime))
    copied = dict(client.cookies)
    client.post("/staff/sign-out")
    client.cookies.update(copied)
    assert client.get("/staff/queue").url.path == "/staff/sign-in"


def test_an_operator_goes_to_the_decisions(client: TestClient, runtime: Runtime) -> None:
    assert client.post(make_link(runtime, Role.OPERATOR)).url.path == "/staff/decisions"


def test_a_member_reads_in_the_language_they_chose(client: TestClient, runtime: Runtime) -> None:
    client.post(make_link(runtime))
    answer = client.post("/staff/language", data={"lang": "en", "back": "/staff/queue"})
    assert answer.url.path == "/staff/queue"
    assert '<html lang="en"' in answer.text


def test_the_language_form_leads_nowhere_else(client: TestClient, runtime: Runtime) -> None:
    client.post(make_link(runtime))
    for back in ("https://example.com/", "//example.com", "/staff/\\example.com", "/es/"):
        answer = client.post("/staff/language", data={"lang": "es", "back": back}, follow_redirects=False)
        assert answer.headers["location"] == "/staff"
