"""What could not be delivered, in a real browser: read, and sent again with the keyboard alone."""

from __future__ import annotations

import secrets

import pytest
from playwright.sync_api import Browser

from intake.core.errors import DeliveryError
from intake.core.report import DeliveryFailure, OutboxMessage
from tests.delivery.house import Clock, deliver, urgent_referral
from tests.journeys.browser import DESK, PHONE, Inspector, Person, visiting
from tests.running import make_runtime
from tests.server import Server


def refuse(message: OutboxMessage) -> None:
    raise DeliveryError(DeliveryFailure.REFUSED, permanent=True)


def give_up_a_call(server: Server) -> None:
    """An urgent report, sent beside the server, whose call nobody takes."""
    runtime = make_runtime(server.data, demo=True)
    urgent_referral(runtime)
    deliver(runtime, refuse, Clock(runtime.now()))
    runtime.store.close()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("lang", ["es", "en"])
def test_an_operator_sends_a_failed_call_again_without_a_mouse(
    browser: Browser, server: Server, inspector: Inspector, lang: str, size: tuple[int, int]
) -> None:
    give_up_a_call(server)
    link = server.run("staff", "add", f"Olga {secrets.token_hex(4)}", "--role", "operator").split()[-1]
    with visiting(browser, size=size, lang=lang) as page:
        operator = Person(page, server.base, lang, inspector)
        operator.open(link.removeprefix(server.base))
        page.click("main form button")
        page.click(f'.app-staff button[value="{lang}"]')
        page.focus('.app-staff a[href="/staff/outbox"]')
        page.keyboard.press("Enter")
        page.wait_for_url("**/staff/outbox")
        operator.look()
        failed = int(operator.data("failed"))
        page.focus("main table button >> nth=0")
        page.keyboard.press("Enter")
        page.wait_for_url("**?done=again")
        operator.look()
        assert (int(operator.data("failed")), page.locator("[role=status]").count()) == (failed - 1, 1)
