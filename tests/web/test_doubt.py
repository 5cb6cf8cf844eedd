"""What the clerk sees where the person's words say something else than was decided."""

from __future__ import annotations

import html

import pytest
from starlette.testclient import TestClient

from intake.core.report import Referral, Role
from intake.runtime import Runtime
from tests.correcting import COPY, ENGINES, LEAD, WRONG_KIND
from tests.rereading import RANSOM
from tests.running import make_referral, sign_in

SAYS = "ransomware"
IN_QUEUE = {"es": "El relato parece: {says}", "en": "The words sound like: {says}"}
ON_PAGE = {
    "es": "Lo que escribió la persona suena claramente a “{says}”, y el reporte quedó como “{filed}”. "
    "Revise la categoría antes de seguir.",
    "en": "The person’s words sound clearly like “{says}”, and the report was filed as “{filed}”. "
    "Check the category before you go on.",
}
RECORDED = {
    "es": "Un programa encontró que el relato parece “{says}”.",
    "en": "A program found that the person’s words sound like “{says}”.",
}


@pytest.fixture
def referral(runtime: Runtime) -> Referral:
    """A report of a bank transfer whose words tell of ransomware."""
    return make_referral(runtime, words=RANSOM)


@pytest.fixture
def ana(client: TestClient, runtime: Runtime, referral: Referral) -> TestClient:
    return sign_in(client, runtime, "Ana", Role.CLERK, LEAD)


def named(runtime: Runtime, lang: str) -> dict[str, str]:
    categories = runtime.desk().content.rules.categories
    return {"says": categories[SAYS].label.in_(lang), "filed": categories[ENGINES].label.in_(lang)}


def read(client: TestClient, path: str) -> str:
    """The page as a person reads it."""
    return html.unescape(client.get(path).text)


@pytest.mark.parametrize("lang", ["es", "en"])
def test_queue_page_and_record_say_what_the_words_say(
    ana: TestClient, runtime: Runtime, referral: Referral, lang: str
) -> None:
    ana.post("/staff/language", data={"lang": lang})
    names = named(runtime, lang)
    assert IN_QUEUE[lang].format(**names) in read(ana, "/staff/queue")
    page = read(ana, f"/staff/referral/{referral.id}")
    assert ON_PAGE[lang].format(**names) in page
    assert RECORDED[lang].format(**names) in page


def test_whoever_holds_it_is_led_to_the_form_with_that_category_chosen(ana: TestClient, referral: Referral) -> None:
    address = f"/staff/referral/{referral.id}"
    assert 'href="#change-category"' not in read(ana, address)
    ana.post(f"{address}/claim")
    page = read(ana, address)
    assert 'href="#change-category"' in page
    form = page.partition('<details id="change-category"')[2].partition("</details>")[0]
    assert form.partition(">")[0].endswith(" open") and f'value="{SAYS}" selected' in form


def test_once_a_clerk_has_said_what_it_is_there_is_nothing_to_check(ana: TestClient, referral: Referral) -> None:
    address = f"/staff/referral/{referral.id}"
    ana.post(f"{address}/claim")
    ana.post(f"{address}/reclassify", data={"category": SAYS, "category_reason": WRONG_KIND})
    assert "data-words-say" not in read(ana, address)
    assert "data-words-say" not in read(ana, "/staff/queue")


def test_a_desk_with_a_copy_sees_it_too(client: TestClient, runtime: Runtime, referral: Referral) -> None:
    carla = sign_in(client, runtime, "Carla", Role.CLERK, COPY)
    assert "data-words-say" in read(carla, "/staff/queue")


def test_words_that_say_nothing_else_are_no_matter(client: TestClient, runtime: Runtime) -> None:
    quiet = make_referral(runtime, words="Hicieron un SPEI desde mi cuenta que yo no autoricé.")
    bruno = sign_in(client, runtime, "Bruno", Role.CLERK, LEAD)
    for path in ("/staff/queue", f"/staff/referral/{quiet.id}"):
        assert "data-words-say" not in read(bruno, path)
