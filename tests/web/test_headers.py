"""What every answer carries: a policy that lets nothing in, and how long a browser may keep it."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from intake.app import create_app
from intake.runtime import Runtime
from intake.web.endpoint import MAX_BODY_BYTES
from intake.web.headers import ALWAYS
from tests.running import make_runtime
from tests.web.browsing import CHECK, SEND, fill_in, post, report_sent, typed_by

FIRST = "/es/report/now"

ANSWERS = [
    "/",
    "/es/",
    FIRST,
    "/es/nowhere",
    "/healthz",
    "/readyz",
    "/static/x/nowhere.css",
    "/staff/sign-in",
    "/es/verify",
]


@pytest.mark.parametrize("path", ANSWERS)
def test_every_answer_carries_the_safe_headers(client: TestClient, path: str) -> None:
    answer = client.get(path, follow_redirects=False)
    assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS


@pytest.mark.parametrize("status", [403, 405, 413, 422])
def test_every_refusal_carries_the_safe_headers(client: TestClient, status: int) -> None:
    answers = {
        403: lambda: client.post(FIRST, headers={"Sec-Fetch-Site": "cross-site"}),
        405: lambda: client.put(FIRST),
        413: lambda: client.post(FIRST, content=b"x" * (MAX_BODY_BYTES + 1)),
        422: lambda: client.post(FIRST, data={}),
    }
    answer = answers[status]()
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS


def test_the_policy_lets_in_no_script_and_nothing_from_elsewhere() -> None:
    policy = dict(part.split(" ", 1) for part in ALWAYS["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["form-action"] == policy["style-src"] == policy["img-src"] == "'self'"
    assert "unsafe" not in " ".join(policy.values())


def test_only_over_https_are_browsers_told_to_stay_there(client: TestClient, runtime: Runtime) -> None:
    secure = make_runtime(runtime.settings.data, base_url="https://example.org")
    assert "strict-transport-security" in TestClient(create_app(secure)).get("/es/").headers
    assert "strict-transport-security" not in client.get("/es/").headers
    secure.store.close()


def test_pages_with_answers_are_never_kept(client: TestClient, runtime: Runtime) -> None:
    report_sent(client, runtime)
    post(client, "/es/report/receipt", action="kept")
    fill_in(client, typed_by(runtime))
    for path in ("/es/", "/es/report/words", CHECK, SEND):
        assert client.get(path).headers["cache-control"] == "no-store"
    refused = client.post("/es/report/words", data={"narrative": ""})
    assert (refused.status_code, refused.headers["cache-control"]) == (422, "no-store")


def test_the_receipt_is_never_kept_in_any_form(client: TestClient, runtime: Runtime) -> None:
    report_sent(client, runtime)
    for path in ("/es/report/receipt", "/es/report/receipt.json"):
        assert client.get(path).headers["cache-control"] == "no-store"


def test_the_look_of_the_pages_is_kept_for_ever_under_its_own_address(client: TestClient) -> None:
    address = re.findall(r'href="(/static/[0-9a-f]+/css/site\.css)"', client.get("/es/").text)[0]
    answer = client.get(address)
    assert answer.status_code == 200 and "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-type"].startswith("text/css")


@pytest.mark.parametrize("path", ["../../pyproject.toml", "%2e%2e/%2e%2e/pyproject.toml", "/etc/passwd", "css"])
def test_static_files_are_those_of_the_folder_and_no_other(client: TestClient, path: str) -> None:
    assert client.get(f"/static/x/{path}").status_code == 404
