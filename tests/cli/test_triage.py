"""`intake triage`: a line in, a line out, whatever stands on the others."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.running import Run
from tests.factories import CONTENT, ROOT

GOOD: dict[str, object] = {
    "id": "1",
    "lang": "es",
    "text": "Me clonaron la tarjeta.",
    "facts": {"victim_country": "MX"},
}
KEYS = "id category ranked signals indicators facts lead_country nexus lead copies signposts priority advice rules"


def judged(run: Run, folder: Path, *lines: str) -> tuple[int, str, list[dict[str, object]]]:
    """The exit code, what stood on stderr, and the answers."""
    (folder / "in.jsonl").write_text("\n".join(lines), encoding="utf-8", errors="surrogatepass")
    ran = run("triage", str(folder / "in.jsonl"), str(folder / "out.jsonl"))
    return ran.code, ran.err, [json.loads(line) for line in (folder / "out.jsonl").read_text().splitlines()]


def test_an_answer_has_the_keys_of_the_contract(run: Run, tmp_path: Path) -> None:
    code, _, answers = judged(run, tmp_path, json.dumps(GOOD))
    assert code == 0
    assert [list(answer) for answer in answers] == [KEYS.split()]
    assert set(answers[0]["rules"]) == {"category", "lead_country", "lead", "priority"}  # type: ignore[call-overload]


def test_ranked_begins_with_the_category_that_was_decided(run: Run, tmp_path: Path) -> None:
    chosen = GOOD | {"facts": {"category": "ransomware"}}
    _, _, (answer,) = judged(run, tmp_path, json.dumps(chosen))
    ranked = answer["ranked"]
    assert isinstance(ranked, list)
    assert ranked[0] == {"category": "ransomware", "score": 1.0}
    assert [item["score"] for item in ranked] == sorted((item["score"] for item in ranked), reverse=True)
    assert len({item["category"] for item in ranked}) == len(ranked)


def test_signals_that_are_given_are_added_to_those_found(run: Run, tmp_path: Path) -> None:
    one = GOOD | {"text": "Tengo ganas de suicidarme.", "facts": {"signals": ["courier_pickup"]}}
    _, _, (answer,) = judged(run, tmp_path, json.dumps(one))
    assert {"courier_pickup", "self_harm"} <= set(answer["signals"])  # type: ignore[call-overload]


def test_a_derived_fact_that_is_given_is_taken_as_given(run: Run, tmp_path: Path) -> None:
    facts = {"money_lost": True, "hours_since_payment": 5, "loss_usd": 5_000_099}
    _, _, (answer,) = judged(run, tmp_path, json.dumps(GOOD | {"facts": facts}))
    assert answer["facts"] | {"hours_since_payment": 5, "loss_usd": 5_000_000} == answer["facts"]  # type: ignore[operator]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("{", "Write one JSON object"),
        ('{"id": "2", "id": "3", "lang": "es"}', "each key once"),
        ('{"id": 2, "lang": "es"}', "id:"),
        ('{"id": "2", "lang": "es", "lead": "us_fbi_ic3"}', "lead:"),
        ('{"id": "2", "lang": "es", "facts": {"lead_country": "MX"}}', "facts.lead_country:"),
        (
            '{"id": "2", "lang": "en", "facts": {"loss_amount": 5, "loss_currency": "MXN"}}',
            "Please also say that money",
        ),
    ],
)
def test_a_bad_line_is_named_and_the_others_are_done(run: Run, tmp_path: Path, bad: str, reason: str) -> None:
    code, err, answers = judged(run, tmp_path, json.dumps(GOOD), bad, json.dumps(GOOD | {"id": "3"}))
    assert code == 1
    assert err.startswith("line 2: ")
    assert reason in err
    assert [answer["id"] for answer in answers] == ["1", "3"]


def test_half_a_character_does_not_stop_the_others(run: Run, tmp_path: Path) -> None:
    code, _, answers = judged(run, tmp_path, json.dumps(GOOD | {"id": "\ud800", "text": "\udfff"}), json.dumps(GOOD))
    assert code == 0
    assert [answer["id"] for answer in answers] == ["\ud800", "1"]


def test_two_files_are_needed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text("")
    assert run("triage", str(tmp_path / "in.jsonl")).code == 2
    assert run("triage", str(tmp_path / "nowhere.jsonl"), str(tmp_path / "out.jsonl")).code == 2


@pytest.mark.parametrize("link", [False, True], ids=["the same path", "another path to it"])
def test_what_is_read_is_never_written_over(run: Run, tmp_path: Path, link: bool) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps(GOOD))
    target = tmp_path / "out.jsonl" if link else source
    if link:
        target.symlink_to(source)
    ran = run("triage", str(source), str(target))
    assert (ran.code, source.read_text()) == (2, json.dumps(GOOD))


@pytest.mark.parametrize("name", ["", "nowhere/out.jsonl"], ids=["a folder", "in no folder"])
def test_what_cannot_be_written_is_one_sentence(run: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / "in.jsonl").write_text(json.dumps(GOOD))
    ran = run("triage", str(tmp_path / "in.jsonl"), str(tmp_path / name))
    assert ran.code == 1
    assert ran.err.startswith(str(tmp_path)) and ran.err.count("\n") == 1


def test_a_file_that_begins_with_a_byte_order_mark_is_read(run: Run, tmp_path: Path) -> None:
    code, err, answers = judged(run, tmp_path, "\ufeff" + json.dumps(GOOD))
    assert (code, err, len(answers)) == (0, "", 1)


def test_a_name_on_a_bad_line_makes_no_line_of_its_own(run: Run, tmp_path: Path) -> None:
    _, err, _ = judged(run, tmp_path, json.dumps(GOOD | {"x\nline 9: \x1b[31m": 1}))
    assert err.count("\n") == 1 and "\x1b" not in err


@pytest.mark.parametrize(
    "break_file",
    [
        pytest.param(lambda path: path.write_bytes(b"\xff\xfe"), id="no text"),
        pytest.param(lambda path: path.write_text("a: \x00"), id="no characters of YAML"),
        pytest.param(lambda path: path.write_text("[" * 20_000), id="too deep"),
        pytest.param(lambda path: (path.unlink(), path.mkdir()), id="a folder"),
    ],
)
def test_rules_that_cannot_be_read_are_named(run: Run, tmp_path: Path, break_file: Callable[[Path], object]) -> None:
    rules = shutil.copytree(ROOT / "routing_rules", tmp_path / "rules")
    break_file(rules / "routing.yaml")
    (tmp_path / "in.jsonl").write_text(json.dumps(GOOD))
    ran = run("triage", "--rules", str(rules), str(tmp_path / "in.jsonl"), str(tmp_path / "out.jsonl"))
    assert ran.code == 1
    assert ran.err.startswith("routing_rules/routing.yaml:1:")
    assert not (tmp_path / "out.jsonl").exists()


def test_the_rules_of_another_folder_may_judge(run: Run, tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    rules.mkdir()
    for name, text in CONTENT.files.items():
        if name.startswith("routing_rules/"):
            changed = text.replace("lead: mx_ciber_088", "lead: mx_fgr") if name.endswith("/routing.yaml") else text
            (rules / name.rpartition("/")[2]).write_text(changed)
    line = json.dumps(GOOD | {"facts": {"victim_country": "MX", "category": "ransomware"}})
    (tmp_path / "in.jsonl").write_text(line)
    run("triage", "--rules", str(rules), str(tmp_path / "in.jsonl"), str(tmp_path / "out.jsonl"))
    assert json.loads((tmp_path / "out.jsonl").read_text())["lead"] == "mx_fgr"
