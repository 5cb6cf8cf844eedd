"""Rule 9: what a person wrote is in the sealed dossier and nowhere else. Write a canary into every answer, look everywhere.

The same search finds what is really in the clear, so that it would find a canary too.
"""

from __future__ import annotations

import base64
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from sqlalchemy import inspect, text
from starlette.testclient import TestClient

from intake.app import create_app
from intake.core.answers import Typed
from intake.core.errors import SealBroken
from intake.core.form import Kind
from intake.core.journey import walk
from intake.core.report import Report, Role
from intake.i18n import COUNTRIES
from intake.runtime import Runtime
from intake.store import referrals
from intake.vault import Opener
from intake.workflow.dossier import open_dossier
from tests.correcting import ANOTHER, WRONG_KIND
from tests.running import sign_in
from tests.typed import CRYPTO_TEXAS, SPEI_JALISCO
from tests.visitor import data
from tests.web.browsing import RECEIPT, SEND, fill_in, post, stored_reports, typed_by

MARK = "canario"


@dataclass
class House:
    """A house in which one report was written and worked on, and all that came out of it on the way."""

    runtime: Runtime
    canaries: tuple[str, ...]
    report: Report
    said: list[str] = field(default_factory=list)
    printed: str = ""


def with_canaries(runtime: Runtime, want: dict[str, str]) -> Typed:
    """The whole form, with a word of its own in every control that takes text."""
    typed, window = typed_by(runtime, want), runtime.window()
    dictionary = window.content.rules.dictionary
    journey = walk(window.content.form, dictionary, typed, countries=COUNTRIES, now=runtime.now())
    asked = [question for step in journey.steps for question in step.questions]
    return dict(typed) | {q.id: (canary,) for number, q in enumerate(asked) if (canary := _canary(q.kind, number))}


def _canary(kind: Kind, number: int) -> str | None:
    texts = {
        Kind.TEXT: f"{MARK}-texto-{number:03} Ñ",
        Kind.LONG_TEXT: f"{MARK}-relato-{number:03}\n  tel. 55 1234 5678",
        Kind.EMAIL: f"{MARK}.{number:03}@example.com",
        Kind.PHONE: f"+52 55 9041 {7000 + number}",
    }
    return texts.get(kind)


@pytest.fixture(params=[SPEI_JALISCO, CRYPTO_TEXAS], ids=["a transfer in Jalisco", "a platform in Texas"])
def house(
    request: pytest.FixtureRequest,
    runtime: Runtime,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> House:
    """Write it with slips and detours, send it, and let a clerk and an operator work on it."""
    caplog.set_level(logging.DEBUG)
    typed = with_canaries(runtime, request.param)
    said = _write(TestClient(create_app(runtime)), typed)
    report = stored_reports(runtime)[0]
    said += _work(TestClient(create_app(runtime)), runtime, report)
    canaries = tuple(value for values in typed.values() for value in values if _is_canary(value))
    printed = "".join(capfd.readouterr()) + caplog.text
    return House(runtime, canaries, report, said, printed)


def _is_canary(value: str) -> bool:
    return MARK in value or value.startswith("+52 55 9041")


def _listening(client: TestClient) -> list[str]:
    """Everything from now on that is an address, a header or a cookie."""
    said: list[str] = []
    client.event_hooks["response"].append(lambda answer: said.append(f"{answer.url} {answer.headers}"))
    return said


def _write(client: TestClient, typed: Typed) -> list[str]:
    said = _listening(client)
    path = fill_in(client, typed, until="words")
    for action in ("lang-en", "back", "continue"):
        post(client, path, typed, action)
    client.post(path, data={"narrative": f"{MARK} " * 3000})
    client.post(path, data={"narrative": MARK}, headers={"Sec-Fetch-Site": "cross-site"})
    fill_in(client, typed)
    post(client, SEND, action="send")
    assert data(client.get(RECEIPT).text, "reference")
    client.get("/es/report/receipt.json")
    return said


def _work(client: TestClient, runtime: Runtime, report: Report) -> list[str]:
    said = _listening(client)
    sign_in(client, runtime, "Ana", Role.CLERK, report.lead)
    with runtime.store.read() as db:
        page = f"/staff/referral/{referrals.of_report(db, report.id)[0].id}"
    assert MARK in client.get(page).text
    for verb in ("claim", "release", "claim", "close"):
        client.post(f"{page}/{verb}", data={"disposition": MARK})
    corrected = client.post(f"{page}/reclassify", data={"category": ANOTHER, "category_reason": WRONG_KIND})
    assert corrected.url.path == page
    client.post(f"{page}/transfer", data={"desk": MARK, "desk_reason": MARK})
    client.get("/staff/queue")
    sign_in(client, runtime, "Olga", Role.OPERATOR, None)
    assert client.get(f"/staff/decision/{report.decision_id}").status_code == 200
    return said


def forms_of(words: str) -> list[bytes]:
    """How words could stand somewhere: as they are, without spaces, in other codings, escaped, in hex, in base64."""
    plain = words.encode()
    coded = [words.encode("utf-16-le"), ascii(words)[1:-1].encode(), plain.hex().encode(), plain.hex().upper().encode()]
    # Whatever stands before it shifts the letters of base64 by one of three steps.
    shifted = [base64.b64encode(b"\0" * shift + plain)[4:-4] for shift in range(3)]
    address = [each.translate(bytes.maketrans(b"+/", b"-_")) for each in shifted]
    return [plain, "".join(words.split()).encode(), *coded, *shifted, *address]


def found_in(haystack: bytes, words: str) -> bool:
    """Whether the words stand there in any of these forms."""
    return any(form in haystack for form in forms_of(words))


def files_of(runtime: Runtime) -> dict[str, bytes]:
    """Every file of the data folder as it is on the disk: the database, what stands beside it, the keys."""
    folder = runtime.settings.data
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def columns_of(runtime: Runtime) -> Iterator[tuple[str, bytes]]:
    """Every value of every column of every table."""
    with runtime.store.read() as db:
        for table in inspect(db).get_table_names():
            for row in db.execute(text(f'SELECT * FROM "{table}"')).mappings():
                for name, value in row.items():
                    yield f"{table}.{name}", value if isinstance(value, bytes) else str(value).encode()


def test_the_canaries_are_many_and_every_kind_of_text_has_one(house: House) -> None:
    assert len(set(house.canaries)) == len(house.canaries) >= 6
    assert {bool(set("@+") & set(canary)) for canary in house.canaries} == {True, False}


def test_the_leads_key_opens_every_word_as_it_was_written(house: House) -> None:
    opener, lead = house.runtime.opener, house.report.lead
    assert opener is not None and lead is not None
    dossier = open_dossier(opener, lead, house.report)
    assert set(house.canaries) <= {value for values in dossier.told.typed.values() for value in values}


def test_no_column_of_any_table_has_a_word_of_it(house: House) -> None:
    columns = list(columns_of(house.runtime))
    assert "override.phrases" in dict(columns)
    assert [name for name, value in columns for canary in house.canaries if found_in(value, canary)] == []
    assert [name for name, value in columns if found_in(value, MARK)] == []


def test_no_file_on_the_disk_has_a_word_of_it(house: House) -> None:
    files = files_of(house.runtime)
    assert {"intake.db", "intake.db-wal", "intake.db-shm"} <= set(files)
    assert [
        name for name, content in files.items() for word in (*house.canaries, MARK) if found_in(content, word)
    ] == []


def test_no_file_has_a_word_of_a_draft_that_was_not_sent_yet(runtime: Runtime) -> None:
    typed = with_canaries(runtime, dict(SPEI_JALISCO))
    fill_in(TestClient(create_app(runtime)), typed)
    assert any("draft.sealed" in name and len(value) > 100 for name, value in columns_of(runtime))
    assert [name for name, content in files_of(runtime).items() if found_in(content, MARK)] == []


def test_nothing_that_was_printed_or_logged_has_a_word_of_it(house: House) -> None:
    assert [canary for canary in (*house.canaries, MARK) if found_in(house.printed.encode(), canary)] == []


def test_no_address_header_or_cookie_has_a_word_of_it(house: House) -> None:
    everything = "\n".join(house.said).encode()
    assert len(house.said) > 30
    assert [canary for canary in (*house.canaries, MARK) if found_in(everything, canary)] == []


def test_the_search_finds_what_is_in_the_clear(house: House) -> None:
    reference, files = house.report.reference, files_of(house.runtime)
    assert found_in(files["intake.db"] + files["intake.db-wal"], reference)
    assert "report.reference" in {name for name, value in columns_of(house.runtime) if found_in(value, reference)}
    for form in forms_of(MARK):
        assert found_in(b"before" + form + b"after", MARK)
    for shift in range(3):
        assert found_in(base64.b64encode(b"x" * shift + MARK.encode() + b" and more"), MARK)


def test_the_keys_of_its_own_queues_open_it_and_no_other_does(house: House) -> None:
    opener, report = house.runtime.opener, house.report
    assert opener is not None
    with house.runtime.store.read() as db:
        standing = {referral.queue for referral in referrals.of_report(db, report.id)}
    assert {agency for agency in opener.agencies if _opens(opener, agency, report.dossier)} == standing


def _opens(opener: Opener, agency: str, sealed: bytes) -> bool:
    try:
        opener.open(agency, sealed)
    except SealBroken:
        return False
    return True
