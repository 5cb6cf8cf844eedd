"""One engine behind every door: the API, triage and what is stored say the same of the same facts, in either language."""

from __future__ import annotations

import json
import secrets
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from starlette.testclient import TestClient

from intake.app import create_app
from intake.core.given import Places
from intake.i18n import COUNTRIES, CURRENCIES
from intake.runtime import Runtime
from intake.store import receipts, reports
from intake.workflow import partners
from intake.workflow.triage import Bench, triage
from tests.factories import CONTENT
from tests.generate import given_facts

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
TEXT = {"es": "Me llamaron del banco y saqué dinero.", "en": "They called me from the bank and I took out money."}
SHARED = ("category", "lead", "copies", "priority")


@pytest.fixture
def partner(runtime: Runtime) -> TestClient:
    """A program with a token."""
    secret = partners.add_token(runtime.window(), "bank", None, days=1, now=runtime.now())
    return TestClient(create_app(runtime), headers={"Authorization": f"Bearer {secret}"})


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(given_facts(CONTENT.rules))
def test_api_triage_and_the_stored_report_decide_the_same(
    runtime: Runtime, partner: TestClient, facts: dict[str, object]
) -> None:
    judged = {lang: said(runtime, lang, facts) for lang in ("es", "en")}
    answers = {lang: sent(partner, lang, facts) for lang in ("es", "en")}
    for lang, (status, answer) in answers.items():
        if status == 200:
            assert judged[lang]["lead"] is None
            assert answer["signposts"] == judged[lang]["signposts"]
        else:
            assert {name: answer[name] for name in SHARED} == {name: judged[lang][name] for name in SHARED}
            assert stored_facts(runtime, str(answer["reference"])) == judged[lang]["facts"]


@given(given_facts(CONTENT.rules))
def test_the_language_decides_nothing(facts: dict[str, object]) -> None:
    bench = a_bench()
    one, other = (judge(bench, lang, facts, text="") for lang in ("es", "en"))
    assert one == other


def said(runtime: Runtime, lang: str, facts: dict[str, object]) -> dict[str, object]:
    """What triage says of these facts."""
    return judge(a_bench(), lang, facts, text=TEXT[lang], runtime=runtime)


def a_bench() -> Bench:
    """The content of this checkout."""
    places = Places(COUNTRIES, CONTENT.form.subdivisions, CURRENCIES)
    return Bench(CONTENT.rules, places, {"es": str, "en": str})


def judge(
    bench: Bench, lang: str, facts: dict[str, object], *, text: str, runtime: Runtime | None = None
) -> dict[str, object]:
    """The answer of triage to one line."""
    line = json.dumps({"id": "1", "lang": lang, "text": text, "facts": facts})
    return triage(bench, line, now=NOW if runtime is None else runtime.now())


def sent(client: TestClient, lang: str, facts: dict[str, object]) -> tuple[int, dict[str, object]]:
    """The status and the answer of the API."""
    headers = {"Idempotency-Key": secrets.token_hex(8)}
    body = {"lang": lang, "text": TEXT[lang], "facts": facts}
    response = client.post("/api/v1/reports", json=body, headers=headers)
    assert response.status_code in (200, 201), response.text
    return response.status_code, response.json()


def stored_facts(runtime: Runtime, reference: str) -> object:
    """The facts that the report keeps."""
    with runtime.store.read() as db:
        receipt = receipts.by_reference(db, reference)
        assert receipt is not None
        return json.loads(reports.by_id(db, receipt.report_id).facts)
