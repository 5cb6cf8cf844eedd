"""Why a report is what it is, on the clerk's page: the rules, what was chosen, and the words that tell, marked."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

import pytest
from starlette.testclient import TestClient

from intake.core.report import Report, Role
from intake.runtime import Runtime
from intake.store import referrals
from tests.correcting import COPY, at
from tests.running import make_report, sign_in
from tests.typed import CRYPTO_TEXAS, SPEI_JALISCO, UNSURE

TOLD = "Me hackearon el <b>WhatsApp</b>\ny le están pidiendo dinero a mis contactos. Ya no puedo entrar a mi cuenta."


def clerks_page(client: TestClient, runtime: Runtime, report: Report, lang: str = "es") -> str:
    """The page of the desk that leads."""
    with runtime.store.read() as db:
        lead = next(found for found in referrals.of_report(db, report.id) if found.queue == report.lead)
    clerk = sign_in(client, runtime, "Ana", Role.CLERK, lead.queue)
    clerk.post("/staff/language", data={"lang": lang})
    return clerk.get(f"/staff/referral/{lead.id}").text


def marked(page: str) -> str:
    """The narrative with its marks."""
    found = re.search(r"<blockquote[^>]*data-marked>(.*?)</blockquote>", page, re.DOTALL)
    assert found is not None
    return found[1]


def seen(fragment: str) -> str:
    """The text as it shows, without what only listeners get."""
    shown = re.sub(r'<span class="app-hidden"[^>]*>.*?</span>', "", fragment, flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", "", shown))


def stands_under(page: str, name: str) -> str:
    """What stands in the line of that name, spaces put together."""
    found = re.search(rf"<dd[^>]* data-{name}>(.*?)</dd>", page, re.DOTALL)
    assert found is not None
    return " ".join(seen(found[1]).split())


def test_the_telling_words_are_marked_in_the_narrative_as_it_is(client: TestClient, runtime: Runtime) -> None:
    page = clerks_page(client, runtime, make_report(runtime, TOLD, want=UNSURE))
    assert seen(marked(page)) == TOLD
    marks = [seen(mark) for mark in re.findall(r'<mark class="app-mark">(.*?)</mark>', marked(page), re.DOTALL)]
    assert any("hackearon" in mark for mark in marks)
    assert "[apunta a este tipo:" in marked(page)


@pytest.mark.parametrize(("lang", "sure"), [("es", "las palabras son claras"), ("en", "the words are clear")])
def test_what_was_chosen_and_what_the_words_suggest_stand_side_by_side(
    client: TestClient, runtime: Runtime, lang: str, sure: str
) -> None:
    report = make_report(runtime, TOLD, want=SPEI_JALISCO)
    categories = runtime.desk().content.rules.categories
    page = clerks_page(client, runtime, report, lang)
    assert stands_under(page, "chosen") == categories[report.category].label.in_(lang)
    says = categories["account_takeover_social"].label.in_(lang)
    assert stands_under(page, "suggested").startswith(f"{says}: {sure} (")
    assert stands_under(page, "next-best")


@pytest.mark.parametrize("want", [SPEI_JALISCO, UNSURE, CRYPTO_TEXAS], ids=["answers", "words", "abroad"])
def test_the_four_rules_that_decided_are_named_with_their_sentences(
    client: TestClient, runtime: Runtime, want: Mapping[str, str]
) -> None:
    report = make_report(runtime, TOLD, want=want)
    page = clerks_page(client, runtime, report)
    rules = {rule.id: rule for table in runtime.desk().content.rules.tables.values() for rule in table.rules}
    for table in ("category", "lead_country", "lead", "priority"):
        (id,) = report.rules[table]
        section = page.partition(f'data-table="{table}"')[2].partition("</section>")[0]
        assert f"<code>{id}</code>" in section and rules[id].because.in_("es") in html.unescape(section)


def test_an_answer_that_a_rule_looked_at_is_told_in_words(client: TestClient, runtime: Runtime) -> None:
    page = clerks_page(client, runtime, make_report(runtime))
    looked_at = page.partition('data-table="lead_country"')[2].partition("</section>")[0]
    assert "País donde vive" in looked_at and "es: México" in looked_at


def test_every_signal_has_the_words_that_said_it(client: TestClient, runtime: Runtime) -> None:
    page = clerks_page(
        client, runtime, make_report(runtime, "Le mandé 200 pesos al banco, me pedía el token.", want=UNSURE)
    )
    label = runtime.desk().content.rules.lexicon.signals["money_sent"].label.in_("es")
    said = html.unescape(page.partition("data-signals>")[2]).partition(label)[2].partition("</dd>")[0]
    assert '<q lang="es">mandé</q>' in said


def test_a_report_without_words_says_so(client: TestClient, runtime: Runtime) -> None:
    page = clerks_page(client, runtime, make_report(runtime, "¿¿??", want=SPEI_JALISCO))
    assert "no escribió palabras que se puedan leer" in stands_under(page, "suggested")
    assert "data-marked" not in page


def test_of_a_long_story_what_tells_is_shown_and_the_rest_left_out(client: TestClient, runtime: Runtime) -> None:
    long = "Estuve pensando en la comida. " * 150
    page = clerks_page(client, runtime, make_report(runtime, f"{long}{TOLD}\n{long}", want=SPEI_JALISCO))
    assert "hackearon" in marked(page) and "aquí se omite parte del texto" in marked(page)
    assert len(seen(marked(page))) < 3_000
    assert long in html.unescape(page)


def test_a_desk_with_a_copy_may_check_it_too(client: TestClient, runtime: Runtime) -> None:
    report = make_report(runtime)
    rosa = sign_in(client, runtime, "Rosa", Role.CLERK, COPY)
    assert "data-reasons" in rosa.get(f"/staff/referral/{at(runtime, report.id, COPY).id}").text
