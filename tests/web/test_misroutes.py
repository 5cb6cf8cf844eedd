"""The operator's page of corrections over HTTP: counts, nothing of whose report it was, and nobody else's page."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from intake.core.report import Role
from intake.runtime import Runtime
from tests.correcting import ANOTHER, corrected, held_by, make_clerk, set_category
from tests.pages import Page
from tests.running import CLERK_AGENCY, sign_in

CANARY = "canario-ocre-1188"


@pytest.fixture
def olga(client: TestClient, runtime: Runtime) -> TestClient:
    return sign_in(client, runtime, "Olga", Role.OPERATOR, None)


def test_a_pair_is_named_in_words_and_a_small_count_is_hidden(olga: TestClient, runtime: Runtime) -> None:
    corrected(runtime, 1)
    page = olga.get("/staff/misroutes").text
    assert runtime.desk().content.rules.categories[ANOTHER].label.in_("es") in page
    assert "menos de 10" in page and 'data-table="categories"' in page


def test_the_page_says_nothing_of_whose_report_it_was(olga: TestClient, runtime: Runtime) -> None:
    clerk = make_clerk(runtime)
    held = held_by(runtime, clerk, words=f"No reconozco una transferencia. {CANARY}")
    set_category(runtime, clerk, held.id)
    page = olga.get("/staff/misroutes").text
    assert not any(word in page for word in (held.reference, held.report_id, held.id, CANARY, clerk.id))


def test_the_period_is_chosen_and_a_senseless_one_is_the_usual(olga: TestClient) -> None:
    for asked, days in (
        ("30", "30"),
        ("", "90"),
        ("0", "90"),
        ("-5", "90"),
        ("x", "90"),
        ("٣", "90"),
        ("9" * 30, "90"),
    ):
        assert f'data-days="{days}"' in olga.get("/staff/misroutes", params={"days": asked}).text


def test_an_auditor_may_look_and_a_clerk_finds_no_such_page(client: TestClient, runtime: Runtime) -> None:
    assert sign_in(client, runtime, "Iris", Role.AUDITOR, None).get("/staff/misroutes").status_code == 200
    clerk = sign_in(client, runtime, "Ana", Role.CLERK, CLERK_AGENCY)
    assert clerk.get("/staff/misroutes").status_code == 404
    assert "/staff/misroutes" not in clerk.get("/staff/queue").text


def test_operators_find_it_from_their_other_pages(olga: TestClient) -> None:
    links = {tag.get("href"): tag.get("aria-current") for tag in Page.of(olga.get("/staff/misroutes").text).tags}
    assert (links["/staff/misroutes"], links["/staff/outbox"]) == ("page", None)
    assert 'href="/staff/misroutes"' in olga.get("/staff/decisions").text
