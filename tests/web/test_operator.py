"""The operator's pages over HTTP: the whole explanation, and nothing of whose report it was."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from intake.core.report import Role
from intake.runtime import Runtime
from tests.running import CLERK_AGENCY, make_report, sign_in

CANARY = "canario-verde-5518"


@pytest.fixture
def olga(client: TestClient, runtime: Runtime) -> TestClient:
    return sign_in(client, runtime, "Olga", Role.OPERATOR, None)


def test_the_list_leads_to_the_explanation(olga: TestClient, runtime: Runtime) -> None:
    report = make_report(runtime)
    assert f'href="/staff/decision/{report.decision_id}"' in olga.get("/staff/decisions").text


def test_the_explanation_names_every_rule_up_to_the_one_that_decided(olga: TestClient, runtime: Runtime) -> None:
    report = make_report(runtime)
    page = olga.get(f"/staff/decision/{report.decision_id}").text
    assert 'data-replay="same"' in page
    for rule_ids in report.rules.values():
        for rule_id in rule_ids:
            assert f'data-rule="{rule_id}" data-held="yes"' in page


def test_an_operator_reads_no_reference_and_no_word_of_the_reporter(olga: TestClient, runtime: Runtime) -> None:
    report = make_report(runtime, words=CANARY)
    for path in ("/staff/decisions", f"/staff/decision/{report.decision_id}"):
        page = olga.get(path).text
        assert report.category and report.decision_id in page
        assert report.reference not in page and report.id not in page and CANARY not in page


def test_a_clerk_finds_no_decision(client: TestClient, runtime: Runtime) -> None:
    clerk = sign_in(client, runtime, "Ana", Role.CLERK, CLERK_AGENCY)
    assert clerk.get(f"/staff/decision/{make_report(runtime).decision_id}").status_code == 404


def test_an_unknown_decision_is_not_found(olga: TestClient) -> None:
    assert olga.get("/staff/decision/" + "0" * 32).status_code == 404
