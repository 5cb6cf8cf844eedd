"""The clerk's pages over HTTP: whose report it is, what a form says back, and what is never logged."""

from __future__ import annotations

import html
import re

import pytest
from starlette.testclient import TestClient

from intake.core.report import Role
from intake.runtime import Runtime
from tests.running import CLERK_AGENCY, OTHER_AGENCY, make_referral, make_report, sign_in

CANARY = "canario-azul-9042 <b>sin quitar</b>"


@pytest.fixture
def ana(client: TestClient, runtime: Runtime) -> TestClient:
    return sign_in(client, runtime, "Ana", Role.CLERK, CLERK_AGENCY)


def test_the_queue_shows_the_report_with_its_reference_and_priority(ana: TestClient, runtime: Runtime) -> None:
    report = make_report(runtime)
    page = ana.get("/staff/queue").text
    assert f'data-reference="{report.reference}" data-priority="{report.priority}"' in page


def test_a_clerk_of_another_agency_finds_neither_row_nor_page(client: TestClient, runtime: Runtime) -> None:
    referral = make_referral(runtime)
    stranger = sign_in(client, runtime, "Carla", Role.CLERK, OTHER_AGENCY)
    assert referral.reference not in stranger.get("/staff/queue").text
    assert stranger.get(f"/staff/referral/{referral.id}").status_code == 404
    for verb in ("claim", "release", "close"):
        answer = stranger.post(f"/staff/referral/{referral.id}/{verb}", data={"disposition": "resolved"})
        assert answer.status_code == 404


def test_an_operator_finds_no_queue_and_no_report(client: TestClient, runtime: Runtime) -> None:
    referral = make_referral(runtime)
    operator = sign_in(client, runtime, "Olga", Role.OPERATOR, None)
    assert operator.get("/staff/queue").status_code == 404
    assert operator.get(f"/staff/referral/{referral.id}").status_code == 404


def test_a_page_of_another_role_looks_like_one_that_does_not_exist(ana: TestClient) -> None:
    assert ana.get("/staff/decisions").text.replace("decisions", "nowhere") == ana.get("/staff/nowhere").text


def test_the_report_page_shows_the_words_as_written_and_why_it_came(ana: TestClient, runtime: Runtime) -> None:
    referral = make_referral(runtime, words=CANARY)
    page = ana.get(f"/staff/referral/{referral.id}").text
    words = re.search(r'<blockquote[^>]* lang="es"[^>]*>(.*?)</blockquote>', page, re.DOTALL)
    assert words is not None and html.unescape(words[1]) == CANARY
    assert f'data-rule="{referral.rule_id}"' in page


def test_a_clabe_found_in_the_words_stands_beside_its_bank(ana: TestClient, runtime: Runtime) -> None:
    words = "Le mandé a la CLABE 072580009876543211 y luego a la CLABE 998180009876543216."
    page = ana.get(f"/staff/referral/{make_referral(runtime, words=words).id}").text
    shown = dict(re.findall(r"<code>(\d{18})</code>(.*?)</dd>", page))
    assert "Banorte" in shown["072580009876543211"]
    assert shown["998180009876543216"] == ""


def test_a_second_claim_is_refused_and_names_the_holder(client: TestClient, runtime: Runtime) -> None:
    referral = make_referral(runtime)
    sign_in(client, runtime, "Ana", Role.CLERK, CLERK_AGENCY).post(f"/staff/referral/{referral.id}/claim")
    bruno = sign_in(client, runtime, "Bruno", Role.CLERK, CLERK_AGENCY)
    answer = bruno.post(f"/staff/referral/{referral.id}/claim")
    assert answer.status_code == 409
    assert "Ana" in answer.text


def test_closing_without_a_reason_shows_the_error_at_the_form(ana: TestClient, runtime: Runtime) -> None:
    referral = make_referral(runtime)
    ana.post(f"/staff/referral/{referral.id}/claim")
    answer = ana.post(f"/staff/referral/{referral.id}/close", data={})
    assert answer.status_code == 422
    assert 'href="#disposition' in answer.text


def test_a_closed_report_leaves_the_queue_and_closing_again_is_refused(ana: TestClient, runtime: Runtime) -> None:
    referral = make_referral(runtime)
    ana.post(f"/staff/referral/{referral.id}/claim")
    why = next(iter(runtime.desk().content.rules.dispositions))
    after = ana.post(f"/staff/referral/{referral.id}/close", data={"disposition": why})
    assert after.url.path == "/staff/queue" and referral.reference not in after.text
    again = ana.post(f"/staff/referral/{referral.id}/close", data={"disposition": why})
    assert again.status_code == 409


def test_staff_pages_are_never_kept_by_the_browser(ana: TestClient, runtime: Runtime) -> None:
    page = ana.get(f"/staff/referral/{make_referral(runtime).id}")
    assert page.headers["cache-control"] == "no-store"


def test_what_a_reporter_wrote_is_in_no_log(
    ana: TestClient, runtime: Runtime, capfd: pytest.CaptureFixture[str]
) -> None:
    referral = make_referral(runtime, words=CANARY)
    ana.get(f"/staff/referral/{referral.id}")
    ana.post(f"/staff/referral/{referral.id}/close", data={"disposition": CANARY})
    printed = capfd.readouterr()
    assert "canario" not in printed.out + printed.err
