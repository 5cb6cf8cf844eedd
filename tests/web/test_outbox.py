"""The operator's page of deliveries: what did not go out and why, sent again by a button, and never whose report it was."""

from __future__ import annotations

from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from intake.core.report import DeliveryFailure, MessageId, MessageKind, OutboxMessage, Report, Role
from intake.runtime import Runtime
from intake.store import outbox, referrals
from tests.pages import Page
from tests.running import CLERK_AGENCY, make_report, sign_in
from tests.visitor import data

CANARY = "canario-gris-2204"


@pytest.fixture
def olga(client: TestClient, runtime: Runtime) -> TestClient:
    return sign_in(client, runtime, "Olga", Role.OPERATOR, None)


def waiting_message(runtime: Runtime, report: Report, number: int = 0) -> OutboxMessage:
    """A call to the desk that leads."""
    with runtime.store.read() as db:
        referral = next(found for found in referrals.of_report(db, report.id) if found.queue == report.lead)
    at = report.received_at
    message = OutboxMessage(MessageId(f"{number:032}"), MessageKind.ON_CALL, report.id, referral.id, at, at)
    runtime.store.write(lambda db: outbox.add(db, message))
    return message


def failed_message(runtime: Runtime, report: Report, number: int = 0) -> OutboxMessage:
    """A call that was given up."""
    message, now = waiting_message(runtime, report, number), runtime.now()
    lease = runtime.store.write(lambda db: outbox.lease_next(db, message.kind, now=now, until=now))
    assert lease is not None
    runtime.store.write(lambda db: outbox.give_up(db, lease, DeliveryFailure.REFUSED, now=now))
    return message


def again(message: OutboxMessage) -> str:
    return f"/staff/outbox/{message.id}/send-again"


def test_what_was_given_up_stands_there_with_its_desk_and_why(olga: TestClient, runtime: Runtime) -> None:
    message = failed_message(runtime, make_report(runtime))
    page = olga.get("/staff/outbox").text
    assert f'data-message="{message.id}"' in page and "CONDUSEF" in page
    assert "El servidor de correo rechazó el mensaje." in page
    assert (data(page, "failed"), data(page, "waiting")) == ("1", "0")


def test_the_page_says_nothing_of_whose_report_it_was(olga: TestClient, runtime: Runtime) -> None:
    report = make_report(runtime, words=CANARY)
    message = failed_message(runtime, report)
    page = olga.get("/staff/outbox").text
    assert report.reference not in page and report.id not in page and CANARY not in page
    assert message.referral_id is not None and message.referral_id not in page


def test_send_again_makes_it_wait_once_more_and_says_so(olga: TestClient, runtime: Runtime) -> None:
    message = failed_message(runtime, make_report(runtime))
    page = olga.post(again(message)).text
    assert "El mensaje se enviará otra vez" in page
    assert (data(page, "failed"), data(page, "waiting")) == ("0", "1")
    assert "ya no estaba entre los envíos fallidos" in olga.post(again(message)).text


def test_a_message_that_nobody_takes_is_an_alarm(olga: TestClient, runtime: Runtime) -> None:
    report = make_report(runtime)
    assert "data-late" not in olga.get("/staff/outbox").text
    waiting_message(runtime, replace(report, received_at=report.received_at.replace(year=2025)))
    assert data(olga.get("/staff/outbox").text, "late") == "1"


def test_a_long_list_goes_on_on_the_next_page(olga: TestClient, runtime: Runtime) -> None:
    report = make_report(runtime)
    ids = [failed_message(runtime, report, number).id for number in range(52)]
    first = Page.of(olga.get("/staff/outbox").text)
    [following] = [tag.get("href") for tag in first.tags if tag.get("rel") == "next"]
    shown = [tag.get("data-message") for tag in [*first.tags, *Page.of(olga.get(following or "").text).tags]]
    assert [id for id in shown if id] == ids[::-1]


def test_an_auditor_looks_and_touches_nothing(client: TestClient, runtime: Runtime) -> None:
    message = failed_message(runtime, make_report(runtime))
    auditor = sign_in(client, runtime, "Iris", Role.AUDITOR, None)
    page = auditor.get("/staff/outbox").text
    assert message.id in page and "send-again" not in page
    assert auditor.post(again(message)).status_code == 404
    assert data(auditor.get("/staff/outbox").text, "failed") == "1"


def test_for_a_clerk_there_is_no_such_page(client: TestClient, runtime: Runtime) -> None:
    message = failed_message(runtime, make_report(runtime))
    clerk = sign_in(client, runtime, "Ana", Role.CLERK, CLERK_AGENCY)
    assert clerk.get("/staff/outbox").status_code == 404
    assert clerk.post(again(message)).status_code == 404
    assert "/staff/outbox" not in clerk.get("/staff/queue").text


def test_operators_find_it_from_their_other_page(olga: TestClient) -> None:
    links = {tag.get("href"): tag.get("aria-current") for tag in Page.of(olga.get("/staff/outbox").text).tags}
    assert (links["/staff/outbox"], links["/staff/decisions"]) == ("page", None)
    assert 'href="/staff/outbox"' in olga.get("/staff/decisions").text
