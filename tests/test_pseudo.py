"""Every page of a house whose sentences all stand in brackets: a word outside them was written into the code."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from intake.app import create_app
from intake.core.answers import Typed
from intake.core.report import Role
from intake.delivery.email import OnCallLetter
from intake.i18n import LANGUAGES
from intake.render import Chrome, Letter
from intake.runtime import Runtime
from intake.web.routes import STAFF
from intake.web.views.public import ErrorPageView
from intake.workflow import staffing
from tests.bracketed import Reader, in_brackets, make_root
from tests.correcting import ABROAD, ANOTHER, ELSEWHERE, NOT_OURS, WRONG_KIND, at
from tests.factories import ROOT
from tests.pages import Page
from tests.running import CLERK_AGENCY, make_referral, make_report, make_runtime, sign_in
from tests.store.holding import read_only
from tests.typed import CANADA, CHILD_MEXICO, CRYPTO_TEXAS, SPEI_JALISCO
from tests.web.browsing import fill_in, post, typed_by

JOURNEYS = {"spei": SPEI_JALISCO, "crypto": CRYPTO_TEXAS, "child": CHILD_MEXICO, "canada": CANADA}
# What people type in these tests, the names of the staff, and the address that these houses have.
OWN = (
    *("Ana", "Olga", "Bruno", "Pasó hace poco.", "Vi un cargo que no hice."),
    # Words that tell are marked, each for itself.
    *("Vi", "un", "cargo", "que", "no", "hice"),
    *("Persona Inventada", "Invented Person", "persona@example.com", "person@example.com", "Banco Inventado", "USDT"),
    *(case["narrative"] for case in JOURNEYS.values() if "narrative" in case),
    SPEI_JALISCO["payment_reference"],
    *(f"http://testserver/{lang}/verify" for lang in LANGUAGES),
)

every_language = pytest.mark.parametrize("lang", LANGUAGES)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the content in brackets, and in var/ a house that has published it."""
    folder = tmp_path_factory.mktemp("bracketed")
    make_runtime(folder / "var", content_root=make_root(folder, ROOT)).store.close()
    return folder


@pytest.fixture
def runtime(tmp_path: Path, published: Path, request: pytest.FixtureRequest) -> Iterator[Runtime]:
    """That house; a demonstration where the test asks for one, in which every office is connected."""
    shutil.copytree(published / "var", tmp_path / "var")
    made = make_runtime(tmp_path / "var", content_root=published, demo=getattr(request, "param", False))
    yield made
    made.store.close()


@pytest.fixture
def client(runtime: Runtime) -> TestClient:
    return TestClient(create_app(runtime))


@pytest.fixture
def reader(runtime: Runtime, lang: str) -> Reader:
    return Reader.of(runtime.window().content, lang, OWN)


@every_language
@pytest.mark.parametrize("case", JOURNEYS)
def test_no_page_of_the_form_has_words_of_its_own(
    client: TestClient, runtime: Runtime, reader: Reader, lang: str, case: str
) -> None:
    shown = list(form_pages(client, typed_by(runtime, JOURNEYS[case]), lang))
    assert len(shown) > 20
    assert strange(reader, shown) == []


@every_language
@pytest.mark.parametrize(
    ("case", "runtime"),
    [("spei", False), ("spei", True), ("crypto", False), ("child", True), ("canada", False)],
    ids=["spei", "spei in a demonstration", "crypto", "child in a demonstration", "canada"],
    indirect=["runtime"],
)
def test_no_page_after_the_form_has_words_of_its_own(
    client: TestClient, runtime: Runtime, reader: Reader, lang: str, case: str
) -> None:
    fill_in(client, typed_by(runtime, JOURNEYS[case]), lang=lang)
    shown = [client.get(f"/{lang}/{path}") for path in ("", "report/check", "report/send")]
    shown += [client.post(f"/{lang}/report/send", data=typed) for typed in ({"recipients": "?"}, {})]
    shown += [client.get(f"/{lang}/{path}") for path in ("report/receipt", "", "exit")]
    assert strange(reader, shown) == []


@every_language
def test_no_page_of_a_store_that_is_down_has_words_of_its_own(
    client: TestClient, runtime: Runtime, reader: Reader, lang: str
) -> None:
    path = fill_in(client, typed_by(runtime), lang=lang, until="send")
    runtime.store.write(read_only)
    shown = [client.post(address, data={"action": "send"}) for address in (path, f"/{lang}/report/words")]
    assert strange(reader, shown) == []


@every_language
def test_no_verdict_on_a_receipt_has_words_of_its_own(
    client: TestClient, runtime: Runtime, reader: Reader, lang: str
) -> None:
    fill_in(client, typed_by(runtime), lang=lang)
    receipt = client.post(f"/{lang}/report/send", data={"action": "send"})
    address = next(href for tag in Page.of(receipt.text).tags if "/verify?" in (href := tag.get("href") or ""))
    asked = [address, address[:-1], f"/{lang}/verify?reference=1&check=1", f"/{lang}/verify?reference=1"]
    assert strange(reader, [client.get(path) for path in (*asked, f"/{lang}/verify")]) == []


@every_language
def test_no_sentence_of_a_signed_receipt_is_left_to_chance(
    client: TestClient, runtime: Runtime, reader: Reader, lang: str
) -> None:
    fill_in(client, typed_by(runtime), lang=lang)
    client.post(f"/{lang}/report/send", data={"action": "send"})
    text = client.get(f"/{lang}/report/receipt.json").json()["text"][lang]
    codes = {"kind", "country"}
    assert [said for name, said in leaves(text) if name not in codes and reader.is_strange(said)] == []


@every_language
@pytest.mark.parametrize("status", [403, 404, 405, 409, 413, 500, 503])
def test_no_error_page_has_words_of_its_own(runtime: Runtime, reader: Reader, lang: str, status: int) -> None:
    assert reader.strange(runtime.renderer.render(ErrorPageView(status), Chrome(lang, f"/{lang}/x"))) == []


@every_language
def test_no_mail_has_words_of_its_own(runtime: Runtime, reader: Reader, lang: str) -> None:
    assert OnCallLetter in Letter.__subclasses__()
    written = [runtime.renderer.letter(kind.example(), lang) for kind in Letter.__subclasses__()]
    lines = [line for text in written for line in text.splitlines() if not line.startswith("https://")]
    assert [line for line in lines if reader.is_strange(line)] == []


@every_language
def test_no_page_before_staff_sign_in_has_words_of_its_own(
    client: TestClient, runtime: Runtime, reader: Reader, lang: str
) -> None:
    client.headers["Accept-Language"] = lang
    sign_in(client, runtime, "Ana", Role.CLERK, CLERK_AGENCY).cookies.clear()
    link = staffing.make_link(runtime.window(), "Ana", now=runtime.now())
    shown = [client.get(path) for path in ("/staff/sign-in", link, "/staff/sign-in/spent")]
    assert strange(reader, shown) == []


@every_language
def test_no_page_of_a_clerk_has_words_of_its_own(
    client: TestClient, runtime: Runtime, reader: Reader, lang: str
) -> None:
    page = f"/staff/referral/{make_referral(runtime).id}"
    bruno = TestClient(client.app)
    ana = speaking(sign_in(client, runtime, "Ana", Role.CLERK, CLERK_AGENCY), lang)
    speaking(sign_in(bruno, runtime, "Bruno", Role.CLERK, CLERK_AGENCY), lang)
    shown = [ana.get("/staff/queue"), ana.get(page), ana.get("/staff/nowhere")]
    shown += [ana.post(f"{page}/{verb}") for verb in ("claim", "close", "release", "release", "claim")]
    shown += [bruno.post(f"{page}/claim"), bruno.get("/staff/queue"), bruno.get(page)]
    shown += [ana.post(f"{page}/{verb}") for verb in ("reclassify", "transfer")]
    shown += [ana.post(f"{page}/reclassify", data={"category": ANOTHER, "category_reason": WRONG_KIND})]
    shown += [ana.post(f"{page}/transfer", data={"desk": ABROAD, "desk_reason": NOT_OURS, "keep_copy": "yes"})]
    shown += [ana.post(f"{page}/close", data={"disposition": "resolved"}), ana.get(page)]
    assert strange(reader, shown) == []


@every_language
def test_no_page_of_a_report_passed_on_has_words_of_its_own(
    client: TestClient, runtime: Runtime, reader: Reader, lang: str
) -> None:
    referral = make_referral(runtime)
    page = f"/staff/referral/{referral.id}"
    ana = speaking(sign_in(client, runtime, "Ana", Role.CLERK, CLERK_AGENCY), lang)
    ana.post(f"{page}/claim")
    shown = [ana.post(f"{page}/transfer", data={"desk": ELSEWHERE, "desk_reason": NOT_OURS}) for _ in range(2)]
    bruno = speaking(sign_in(client, runtime, "Bruno", Role.CLERK, ELSEWHERE), lang)
    shown += [bruno.get(f"/staff/referral/{at(runtime, referral.report_id, ELSEWHERE).id}")]
    olga = speaking(sign_in(client, runtime, "Olga", Role.OPERATOR, None), lang)
    shown += [olga.get("/staff/misroutes")]
    assert strange(reader, shown) == []


@every_language
@pytest.mark.parametrize("case", ["spei", "crypto"])
def test_no_page_of_an_operator_has_words_of_its_own(
    client: TestClient, runtime: Runtime, reader: Reader, lang: str, case: str
) -> None:
    olga = speaking(sign_in(client, runtime, "Olga", Role.OPERATOR, None), lang)
    lists = [address.path for address in STAFF if address.get and "{" not in address.path]
    shown = [olga.get(path) for path in lists]
    report = make_report(runtime, want=JOURNEYS[case])
    shown += [olga.get(path) for path in (*lists, f"/staff/decision/{report.decision_id}")]
    assert strange(reader, shown) == []


@pytest.mark.parametrize("words", ["Send", "⟦Su folio⟧: here", "⟪Your reference⟫", "Puebla York"])
def test_a_word_that_stands_outside_is_noticed(runtime: Runtime, words: str) -> None:
    reader = Reader.of(runtime.window().content, "es", OWN)
    assert reader.is_strange(words)
    assert not reader.is_strange("⟦Su folio⟧ 7K3M-9QXA-2B4C, ⟦del ⟦cargo⟧⟧: 15 de noviembre de 2026, Puebla, México")
    assert in_brackets("Su folio", "es") == "⟦Su folio⟧"


def strange(reader: Reader, answers: Sequence[Response]) -> list[tuple[str, list[str]]]:
    """The pages, by title, that have words outside the brackets, and those words. None of them may be a breakdown."""
    assert [answer.url for answer in answers if answer.status_code == 500] == []
    found = ((Page.of(answer.text).texts("title")[0], reader.strange(answer.text)) for answer in answers)
    return [(title, words) for title, words in found if words]


def form_pages(client: TestClient, typed: Typed, lang: str) -> Iterator[Response]:
    """Every page on the journey: as it comes, with nothing answered, with everything answered wrongly."""
    path = client.get(f"/{lang}/report/").url.path
    while not path.endswith("/check"):
        empty = client.get(path)
        controls = [tag for tag in Page.of(empty.text).tags if tag.name in ("input", "select", "textarea")]
        wrong = {control.get("name") or "": "?" * 10_001 for control in controls}
        yield from (empty, client.post(path, data={"action": "continue"}), client.post(path, data=wrong))
        path = post(client, path, typed)


def speaking(client: TestClient, lang: str) -> TestClient:
    """A member of staff who has chosen their language, in a browser of that language."""
    client.headers["Accept-Language"] = lang
    client.post("/staff/language", data={"lang": lang})
    return client


def leaves(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a piece of JSON, with the name it stands under."""
    if isinstance(value, dict):
        yield from (leaf for key, item in value.items() for leaf in leaves(item, key))
    elif isinstance(value, list):
        yield from (leaf for item in value for leaf in leaves(item, name))
    elif isinstance(value, str):
        yield name, value
