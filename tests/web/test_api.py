"""The door for programs: what it takes, what it refuses and how, and that a repeat is one report."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import event
from starlette.testclient import TestClient

from intake.app import create_app
from intake.core.report import Role
from intake.runtime import Runtime
from intake.store import events
from intake.vault import load_receipt_keys, verify_receipt
from intake.workflow import partners, retention
from tests.running import sign_in
from tests.web.browsing import stored_reports

PATH = "/api/v1/reports"
FACTS: dict[str, object] = {
    "victim_country": "MX",
    "category": "bank_unauthorized_transfer",
    "money_lost": True,
    "payment_authorised": False,
    "payment_rail": "spei",
    "loss_amount": 1234567,
    "loss_currency": "MXN",
    "institution_involved": True,
    "gives_identity": True,
    "anonymous": False,
}
CONTACT = {"name": "Rosa Inventada", "email": "rosa@example.com", "phone": "55 1234 5678", "safe_to_contact": False}
WORDS = "Vi un retiro que no hice, a la CLABE 012180015012345678."
BODY: dict[str, object] = {"lang": "es", "text": WORDS, "facts": FACTS, "contact": CONTACT}
ABROAD: dict[str, object] = {"lang": "es", "text": "", "facts": {"victim_country": "ES"}}
Send = Callable[..., tuple[int, dict[str, object]]]


@pytest.fixture
def secret(runtime: Runtime) -> str:
    """The token of a bank."""
    return partners.add_token(runtime.window(), "bank", None, days=30, now=runtime.now())


@pytest.fixture
def send(client: TestClient, secret: str) -> Send:
    """Send a report; its status and the answer."""

    def sent(body: object = BODY, key: str = "1", **headers: str) -> tuple[int, dict[str, object]]:
        known = {"Authorization": f"Bearer {secret}", "Idempotency-Key": key} | headers
        response = client.post(PATH, content=body if isinstance(body, bytes) else json.dumps(body), headers=known)
        return response.status_code, response.json()

    return sent


def fields(answer: dict[str, object]) -> list[str]:
    """The fields that an answer says are to be mended."""
    errors = answer["errors"]
    assert isinstance(errors, list)
    assert all(error["message"] for error in errors)
    return [error["field"] for error in errors]


def test_a_report_of_a_program_stands_in_its_queues_with_a_genuine_receipt(runtime: Runtime, send: Send) -> None:
    status, answer = send()
    assert (status, answer["lead"], answer["copies"]) == (201, "mx_condusef", ["mx_ciber_088"])
    assert re.fullmatch(r"[A-Z2-7]{4}(-[A-Z2-7]{4}){4}", str(answer["return_code"]))
    keys = load_receipt_keys(runtime.settings.data / "keys")
    assert verify_receipt(json.dumps(answer["receipt"]), keys).value == "genuine"
    assert [report.reference for report in stored_reports(runtime)] == [answer["reference"]]


def test_a_clerk_reads_what_the_program_sent(client: TestClient, runtime: Runtime, send: Send) -> None:
    send()
    ana = sign_in(client, runtime, "Ana", Role.CLERK, "mx_condusef")
    found = re.search(r'href="(/staff/referral/[^"?]+)"', ana.get("/staff/queue").text)
    assert found is not None
    page = ana.get(found[1]).text
    assert all(words in page for words in (WORDS, "Rosa Inventada", "rosa@example.com", "12,345.67"))
    assert "data-warning" in page


def test_the_same_request_again_gets_the_same_answer(runtime: Runtime, send: Send) -> None:
    assert send() == send()
    assert len(stored_reports(runtime)) == 1


def test_the_record_says_which_token_a_report_came_with(runtime: Runtime, send: Send) -> None:
    send()
    (token,) = partners.listed(runtime.window())
    with runtime.store.read() as db:
        first = events.for_report(db, stored_reports(runtime)[0].id)[0]
    assert first.details == {"token": token.id}


def test_the_order_of_the_keys_in_a_body_does_not_matter(runtime: Runtime, send: Send) -> None:
    assert send() == send(dict(reversed(BODY.items())))


def test_the_same_key_with_another_body_is_refused(runtime: Runtime, send: Send) -> None:
    send()
    status, answer = send({**BODY, "text": "otra cosa"})
    assert (status, fields(answer)) == (409, ["Idempotency-Key"])
    assert len(stored_reports(runtime)) == 1


def test_a_key_is_kept_thirty_days_and_never_makes_a_second_report(runtime: Runtime, send: Send) -> None:
    send()
    days = [timedelta(days=29), timedelta(days=31)]
    kept = [retention.erase_expired(runtime.window(), now=runtime.now() + wait).requests for wait in days]
    assert kept == [0, 1]
    assert send()[0] == 409
    assert len(stored_reports(runtime)) == 1


def test_two_tokens_may_use_the_same_key(client: TestClient, runtime: Runtime, send: Send) -> None:
    other = partners.add_token(runtime.window(), "police", None, days=1, now=runtime.now())
    assert send()[1]["reference"] != send(Authorization=f"Bearer {other}")[1]["reference"]


def test_where_no_desk_leads_nothing_is_stored_and_signposts_are_shown(runtime: Runtime, send: Send) -> None:
    status, answer = send(ABROAD)
    assert (status, answer["reference"], answer["receipt"], answer["lead"]) == (200, None, None, None)
    assert answer["signposts"]
    assert stored_reports(runtime) == []


@pytest.mark.parametrize("said", ["", "Bearer", "Bearer nobody", "Basic abc", "Bearer " + "x" * 5000])
def test_without_a_good_token_nothing_is_taken(runtime: Runtime, send: Send, said: str) -> None:
    status, answer = send(Authorization=said)
    assert (status, fields(answer)) == (401, ["Authorization"])
    assert stored_reports(runtime) == []


def test_a_token_that_was_revoked_or_is_over_is_not_good(runtime: Runtime, secret: str) -> None:
    later = runtime.now() + timedelta(days=30)
    assert partners.whose(runtime.window(), secret, now=runtime.now()) is not None
    assert partners.whose(runtime.window(), secret, now=later) is None
    assert partners.revoke(runtime.window(), "bank", now=runtime.now()) == 1
    assert partners.whose(runtime.window(), secret, now=runtime.now()) is None


@pytest.mark.parametrize(
    ("body", "named"),
    [
        (b"{", ["body"]),
        (b'{"lang": "es", "lang": "en"}', ["body"]),
        ([], ["body"]),
        ({}, ["lang"]),
        ({"lang": "fr"}, ["lang"]),
        ({"lang": "es", "text": 1}, ["text"]),
        ({"lang": "es", "text": "x" * 10_001}, ["text"]),
        ({"lang": "es", "id": "1"}, ["id"]),
        ({"lang": "es", "facts": []}, ["facts"]),
        ({"lang": "es", "facts": {"money_lost": "no", "nexus": ["MX"]}}, ["facts.money_lost", "facts.nexus"]),
        ({"lang": "es", "facts": {"anonymous": True, "gives_identity": True}}, ["facts"]),
        ({"lang": "es", "contact": "rosa@example.com"}, ["contact"]),
        ({"lang": "es", "contact": {"email": "rosa", "fax": "1"}}, ["contact.fax", "contact.email"]),
        ({"lang": "es", "contact": {"safe_to_contact": "yes"}}, ["contact.safe_to_contact"]),
        ({"lang": "es", "facts": {"anonymous": True}, "contact": {"phone": "5512345678"}}, ["contact"]),
    ],
)
def test_what_is_to_be_mended_is_named(runtime: Runtime, send: Send, body: object, named: list[str]) -> None:
    status, answer = send(body)
    assert (status, fields(answer)) == (422, named)
    assert stored_reports(runtime) == []


@pytest.mark.parametrize("broken", [{"\ud800": 1}, {"facts": {"\ud800": 1}}, {"contact": {"\ud800": 1}}], ids=str)
def test_a_name_with_half_a_character_is_to_be_mended(send: Send, broken: dict[str, object]) -> None:
    status, answer = send(BODY | broken)
    assert (status, [field[-1] for field in fields(answer)]) == (422, ["\N{REPLACEMENT CHARACTER}"])


def test_half_a_character_in_a_name_or_address_does_not_lose_the_report(
    client: TestClient, runtime: Runtime, send: Send
) -> None:
    contact = {"name": "Rosa \ud83d", "email": "rosa\x00\udfff@example.com"}
    assert send(BODY | {"contact": contact})[0] == 201
    ana = sign_in(client, runtime, "Ana", Role.CLERK, "mx_condusef")
    found = re.search(r'href="(/staff/referral/[^"?]+)"', ana.get("/staff/queue").text)
    assert found is not None
    assert "Rosa \N{REPLACEMENT CHARACTER}" in ana.get(found[1]).text


@pytest.mark.parametrize("key", ["", "x" * 201])
def test_a_key_is_needed(send: Send, key: str) -> None:
    status, answer = send(key=key)
    assert (status, fields(answer)) == (422, ["Idempotency-Key"])


def test_errors_are_said_in_the_language_of_the_report(send: Send) -> None:
    said = [str(send({"lang": lang, "facts": {"money_lost": 1}})[1]) for lang in ("es", "en")]
    assert "Escriba" in said[0]
    assert "Write" in said[1]


def test_a_body_that_is_too_large_is_refused_as_json(send: Send) -> None:
    assert send({"lang": "es", "text": "x" * 10_000_000})[0] == 413


def test_what_cannot_be_kept_is_to_be_sent_again(client: TestClient, runtime: Runtime, secret: str) -> None:
    runtime.store.close()
    headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": "1"}
    response = client.post(PATH, json=BODY, headers=headers)
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "10"
    assert response.json()["errors"]


def test_a_program_may_send_from_anywhere_but_reads_nothing_back(send: Send, client: TestClient) -> None:
    status, answer = send(**{"Sec-Fetch-Site": "cross-site", "Origin": "https://bank.example"})
    assert status == 201
    assert [client.request(method, PATH).status_code for method in ("GET", "PUT", "DELETE")] == [405] * 3
    assert client.get(f"{PATH}/{answer['reference']}").status_code == 404


def test_a_wrong_address_is_answered_as_json(client: TestClient) -> None:
    response = client.get("/api/nowhere")
    assert (response.status_code, response.headers["content-type"]) == (404, "application/json")


def test_the_words_of_a_program_stand_sealed_and_nowhere_else(runtime: Runtime, send: Send) -> None:
    said: list[str] = []
    engine = runtime.store._writers

    def note(db: object, cursor: object, statement: str, parameters: object, *_: object) -> None:
        said.append(repr(parameters))

    event.listen(engine, "before_cursor_execute", note)
    assert send({**BODY, "text": "CANARIO amarillo"})[0] == 201
    assert said
    assert not [line for line in said if "CANARIO" in line or "rosa@example.com" in line or "1234567" in line]


def test_the_staff_face_has_no_door_for_programs(runtime: Runtime) -> None:
    staff = create_app(
        runtime.__class__(**{**vars(runtime), "settings": runtime.settings.model_copy(update={"role": "staff"})})
    )
    assert TestClient(staff).post(PATH).status_code == 404
