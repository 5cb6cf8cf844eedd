"""The two forms that correct the engine, over HTTP: whose they are, what they say back, and that a repeat does no harm."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from intake.core.report import EventKind, Referral, Role
from intake.runtime import Runtime
from tests.correcting import (
    ABROAD,
    ANOTHER,
    COPY,
    ELSEWHERE,
    ENGINES,
    LEAD,
    NOT_OURS,
    SIGNPOST,
    WRONG_KIND,
    at,
    recorded,
)
from tests.pages import Page
from tests.running import make_referral, sign_in

CANARY = "canario-negro-8090"
CATEGORY = {"category": ANOTHER, "category_reason": WRONG_KIND}
DESK = {"desk": ELSEWHERE, "desk_reason": NOT_OURS}


@pytest.fixture
def referral(runtime: Runtime) -> Referral:
    return make_referral(runtime, words=CANARY)


@pytest.fixture
def ana(client: TestClient, runtime: Runtime, referral: Referral) -> TestClient:
    """A clerk who holds that report."""
    signed_in = sign_in(client, runtime, "Ana", Role.CLERK, LEAD)
    signed_in.post(f"/staff/referral/{referral.id}/claim")
    return signed_in


def label(runtime: Runtime, category: str) -> str:
    return runtime.desk().content.rules.categories[category].label.in_("es")


def selected(page: Page, name: str) -> str | None:
    """The value that is chosen in the list of that name."""
    place = next(place for place, tag in enumerate(page.tags) if tag.get("name") == name and tag.name == "select")
    options = [tag for tag in page.tags[place:] if tag.name in ("option", "select")]
    own = options[1 : next((n for n, tag in enumerate(options) if n and tag.name == "select"), len(options))]
    return next((tag.get("value") for tag in own if tag.get("selected") is not None), None)


def test_the_clerks_category_stands_on_page_and_queue_with_the_engines_beside_it(
    ana: TestClient, runtime: Runtime, referral: Referral
) -> None:
    page = ana.post(f"/staff/referral/{referral.id}/reclassify", data=CATEGORY)
    assert page.url.path == f"/staff/referral/{referral.id}"
    for shown in (page.text, ana.get("/staff/queue").text):
        assert label(runtime, ANOTHER) in shown
        assert f"Las reglas decían: {label(runtime, ENGINES)}" in shown


def test_the_page_then_offers_the_desk_that_the_rules_name(
    ana: TestClient, runtime: Runtime, referral: Referral
) -> None:
    before = ana.get(f"/staff/referral/{referral.id}").text
    after = ana.post(f"/staff/referral/{referral.id}/reclassify", data=CATEGORY).text
    named = selected(Page.of(after), "desk")
    agencies = runtime.desk().content.rules.agencies
    assert named is not None and named in agencies and named != LEAD
    assert "data-named" not in before
    assert f"Con esta categoría, las reglas señalan a: {agencies[named].short.in_('es')}" in after


def test_a_form_with_errors_shows_them_twice_and_keeps_what_was_chosen(ana: TestClient, referral: Referral) -> None:
    answer = ana.post(f"/staff/referral/{referral.id}/reclassify", data={"category": ANOTHER})
    page = Page.of(answer.text)
    assert answer.status_code == 422 and page.texts("title")[0].startswith("Error")
    assert 'href="#category_reason"' in answer.text and 'id="category_reason-error"' in answer.text
    assert selected(page, "category") == ANOTHER
    answer = ana.post(
        f"/staff/referral/{referral.id}/transfer", data={"desk": ABROAD, "desk_reason": NOT_OURS, "keep_copy": "yes"}
    )
    page = Page.of(answer.text)
    assert answer.status_code == 422 and "está en otro país" in answer.text
    assert (selected(page, "desk"), page.chosen("desk_reason"), page.chosen("keep_copy")) == (
        ABROAD,
        [NOT_OURS],
        ["yes"],
    )


@pytest.mark.parametrize(
    "to", ["", LEAD, SIGNPOST, ABROAD, CANARY], ids=["none", "itself", "signpost", "abroad", "junk"]
)
def test_a_desk_that_cannot_be_is_an_error_at_its_field(
    ana: TestClient, runtime: Runtime, referral: Referral, to: str
) -> None:
    answer = ana.post(f"/staff/referral/{referral.id}/transfer", data=DESK | {"desk": to})
    assert answer.status_code == 422
    assert 'href="#desk"' in answer.text
    assert recorded(runtime, referral.report_id, EventKind.TRANSFERRED) == []


def test_a_report_passed_on_leaves_the_queue_and_is_said_to_have_gone(ana: TestClient, referral: Referral) -> None:
    after = ana.post(f"/staff/referral/{referral.id}/transfer", data=DESK)
    assert after.url.path == "/staff/queue" and "El reporte se pasó" in after.text
    assert referral.reference not in after.text
    again = ana.get(f"/staff/referral/{referral.id}")
    assert again.url.path == "/staff/queue" and "ya no puede abrirlo" in again.text
    assert CANARY not in again.text


def test_pressing_twice_passes_it_on_once(ana: TestClient, runtime: Runtime, referral: Referral) -> None:
    for _ in range(2):
        answer = ana.post(f"/staff/referral/{referral.id}/transfer", data=DESK)
        assert (answer.status_code, answer.url.path) == (200, "/staff/queue")
    assert len(recorded(runtime, referral.report_id, EventKind.TRANSFERRED)) == 1


def test_pressing_twice_with_a_copy_kept_shows_the_copy(ana: TestClient, runtime: Runtime, referral: Referral) -> None:
    for _ in range(2):
        answer = ana.post(f"/staff/referral/{referral.id}/transfer", data=DESK | {"keep_copy": "yes"})
    assert answer.url.path == f"/staff/referral/{referral.id}" and "tiene una copia" in answer.text
    assert "/transfer" not in answer.text
    assert len(recorded(runtime, referral.report_id, EventKind.TRANSFERRED)) == 1


def test_the_new_desk_reads_who_passed_it_on_and_why(ana: TestClient, runtime: Runtime, referral: Referral) -> None:
    ana.post(f"/staff/referral/{referral.id}/transfer", data=DESK)
    pia = sign_in(ana, runtime, "Pía", Role.CLERK, ELSEWHERE)
    page = pia.get(f"/staff/referral/{at(runtime, referral.report_id, ELSEWHERE).id}").text
    reason = runtime.desk().content.rules.override_reasons[NOT_OURS].label.in_("es")
    assert CANARY in page and 'data-event="transferred"' in page and reason in page
    assert "Lo pasó el personal de otra oficina." in page and "Ana" not in page


def test_who_does_not_hold_it_sees_no_form_and_is_refused(
    client: TestClient, runtime: Runtime, referral: Referral
) -> None:
    bruno = sign_in(client, runtime, "Bruno", Role.CLERK, LEAD)
    page = bruno.get(f"/staff/referral/{referral.id}").text
    assert "/reclassify" not in page and "/transfer" not in page
    assert bruno.post(f"/staff/referral/{referral.id}/reclassify", data=CATEGORY).status_code == 409
    assert bruno.post(f"/staff/referral/{referral.id}/transfer", data=DESK).status_code == 409


@pytest.mark.parametrize(("role", "agency"), [(Role.CLERK, ELSEWHERE), (Role.OPERATOR, None), (Role.AUDITOR, None)])
def test_for_others_there_is_no_such_page(
    client: TestClient, runtime: Runtime, referral: Referral, role: Role, agency: str | None
) -> None:
    other = sign_in(client, runtime, "Carla", role, agency)
    assert other.post(f"/staff/referral/{referral.id}/reclassify", data=CATEGORY).status_code == 404
    assert other.post(f"/staff/referral/{referral.id}/transfer", data=DESK).status_code == 404


def test_a_desk_with_a_copy_sees_no_form_and_is_told_why(
    client: TestClient, runtime: Runtime, referral: Referral
) -> None:
    rosa = sign_in(client, runtime, "Rosa", Role.CLERK, COPY)
    copy = at(runtime, referral.report_id, COPY)
    held = rosa.post(f"/staff/referral/{copy.id}/claim").text
    assert "/reclassify" not in held and "/transfer" not in held
    answer = rosa.post(f"/staff/referral/{copy.id}/transfer", data=DESK)
    assert "tiene una copia" in answer.text
    assert recorded(runtime, referral.report_id, EventKind.TRANSFERRED) == []


def test_what_a_clerk_sends_is_in_no_address_and_no_log(
    ana: TestClient, referral: Referral, capfd: pytest.CaptureFixture[str]
) -> None:
    for verb in ("reclassify", "transfer"):
        answer = ana.post(f"/staff/referral/{referral.id}/{verb}", data=dict.fromkeys([*CATEGORY, *DESK], "canario-x"))
        assert answer.status_code == 422 and "canario-x" not in f"{answer.url} {answer.headers}"
    assert "canario" not in "".join(capfd.readouterr())
