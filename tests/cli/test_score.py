"""`intake triage --score`: labelled cases in, figures out, as text, JSON and a page."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.running import Ran, Run
from tests.factories import ROOT
from tests.pages import Page

KNOWN = {"lang": "es", "text": "Encriptaron los servidores y piden rescate en bitcoin.", "category": "ransomware"}
CASE: dict[str, object] = {"id": "k", "victim_country": "MX", "lead": "mx_ciber_088", "also_ok": [], **KNOWN}
NEW = CASE | {"id": "n", "text": "Un virus cifró los archivos del hospital y dejó una nota de rescate."}
WRONG = NEW | {"id": "w", "text": "", "lang": "en", "lead": "us_fbi_ic3", "priority": "P1", "money_lost": True}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A house like this one, whose engine has learnt from three texts."""
    for name in ("forms", "routing_rules", "translations", "static", "demo"):
        (tmp_path / "house" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "house" / name).symlink_to(ROOT / name)
    (tmp_path / "house" / "texts").mkdir()
    texts = [KNOWN, KNOWN | {"text": "Hola"}, KNOWN | {"text": "Me clonaron la tarjeta.", "category": "card_skimming"}]
    written = "\n".join(json.dumps(text) for text in texts)
    (tmp_path / "house" / "texts" / "ana.jsonl").write_text(written, encoding="utf-8")
    monkeypatch.setenv("INTAKE_CONTENT_ROOT", str(tmp_path / "house"))
    return tmp_path


def scored(run: Run, root: Path, *cases: object, options: tuple[str, ...] = ()) -> tuple[Ran, dict[str, object]]:
    """What was printed, and the JSON beside it."""
    lines = (case if isinstance(case, str) else json.dumps(case) for case in cases)
    (root / "cases.jsonl").write_text("\n".join(lines), encoding="utf-8")
    ran = run("triage", "--score", str(root / "cases.jsonl"), "--json", str(root / "out.json"), *options)
    return ran, json.loads((root / "out.json").read_text(encoding="utf-8"))


def test_a_case_is_scored_by_its_text_language_and_country_alone(run: Run, root: Path) -> None:
    labels = {"lead": "mx_ciber_088", "also_ok_lead": [], "priority": "P1", "money_lost": True, "minor": True}
    ran, _ = scored(run, root, CASE | {"text": ""} | labels)
    assert (ran.code, ran.err) == (0, "")
    assert re.findall(r"^  (\w+(?:, first| found)?) +(\d/\d)", ran.out, re.MULTILINE) == [
        ("category, first", "0/1"),
        ("lead", "1/1"),
        ("minor found", "0/1"),
        ("urgent found", "0/1"),
    ]
    assert "1 x ransomware -> other_unknown, by not-sure-yet 1: k" in ran.out


def test_a_text_that_was_learnt_is_judged_by_a_model_without_it_and_said_so(run: Run, root: Path) -> None:
    ran, found = scored(run, root, CASE, NEW)
    assert re.fullmatch(r"fitting without fold \d of 5\n", ran.err)
    assert "2 scored, 1 of them cross-validated: by a model fitted without their text (k)" in ran.out
    assert found["sets"] == [{"name": "cases", "judged": 2, "bad": 0, "scored": 2, "cross_validated": ["k"]}]


def test_where_the_texts_are_not_at_hand_it_is_said(run: Run, root: Path) -> None:
    (root / "house" / "texts" / "ana.jsonl").unlink()
    ran, _ = scored(run, root, CASE)
    assert ran.err.startswith("texts/ is not here: ")
    assert "cross-validated" not in ran.out


def test_what_the_text_says_is_in_the_json(run: Run, root: Path) -> None:
    ran, found = scored(run, root, NEW, WRONG)
    said = {(share["right"], share["asked"]) for share in shares(found) if share["asked"]}
    assert {(int(right), int(asked)) for right, asked in re.findall(r"(\d+)/(\d+) ", ran.out)} == said
    assert str(found["rules"]) in ran.out
    assert found["confusions"] == [
        {
            "wanted": "ransomware",
            "got": "other_unknown",
            "count": 1,
            "rules": [{"rule": "not-sure-yet", "count": 1}],
            "cases": ["w"],
        }
    ]


@pytest.mark.parametrize(
    ("lang", "title"), [("es", "Qué tan bien se clasifican los reportes"), ("en", "How well reports are sorted")]
)
def test_the_page_says_every_share_and_needs_nothing_beside_it(run: Run, root: Path, lang: str, title: str) -> None:
    _, found = scored(run, root, NEW, WRONG, options=("--html", str(root / "out.html"), "--lang", lang))
    page = Page.of((root / "out.html").read_text(encoding="utf-8"))
    cells = set(page.texts("td"))
    assert (page.lang, page.texts("h1")) == (lang, [title])
    assert {f"{share['right']}/{share['asked']}" for share in shares(found["groups"]) if share["asked"]} <= cells
    assert [tag for tag in page.tags if tag.name in ("script", "link", "img") or tag.get("src")] == []


def test_two_sets_are_counted_together_and_apart(run: Run, root: Path) -> None:
    (root / "more").mkdir()
    (root / "more" / "cases.jsonl").write_text(json.dumps(WRONG), encoding="utf-8")
    ran, found = scored(run, root, NEW, "{", options=(str(root / "more" / "cases.jsonl"),))
    groups = {(group["set"], group["lang"]): group["cases"] for group in found["groups"]}  # type: ignore[attr-defined]
    first, second = str(root / "cases.jsonl"), str(root / "more" / "cases.jsonl")
    assert groups == {
        (None, None): 2,
        (None, "en"): 1,
        (None, "es"): 1,
        (first, None): 1,
        (second, None): 1,
        (first, "es"): 1,
        (second, "en"): 1,
    }
    assert ran.code == 1 and ran.err.startswith(f"{first} line 2: ")


@pytest.mark.parametrize(
    "bad", ["[" * 100_000, "[]", "null", '{"id": "2"}', '{"id": "2", "lang": "es", "text": "", "lead": null}']
)
def test_a_case_that_cannot_be_scored_is_named_by_its_line_and_the_others_are(run: Run, root: Path, bad: str) -> None:
    ran, _ = scored(run, root, NEW, "", bad, NEW)
    assert ran.code == 1
    assert ran.out.startswith("cases: 2 judged, 1 could not be")
    assert ran.err.startswith("line 3: ") and "has no attribute" not in ran.err


def test_what_is_no_report_is_survived(run: Run, root: Path) -> None:
    ran, _ = scored(run, root, NEW, {"id": "q", "lang": "es", "text": "¿Y los detenidos?", "is_report": False})
    assert ran.code == 0
    assert ran.out.startswith("cases: 2 judged, 0 could not be, 1 scored\n")


def test_no_case_at_all_is_no_figure(run: Run, root: Path) -> None:
    ran, found = scored(run, root, options=("--html", str(root / "out.html")))
    assert (ran.code, found["confusions"]) == (0, [])
    assert "category, first             not asked" in ran.out


@pytest.mark.parametrize("option", ["--json", "--html"])
def test_figures_are_never_written_over_cases_nor_without_a_score(run: Run, root: Path, option: str) -> None:
    source, target = root / "cases.jsonl", root / "out.jsonl"
    source.write_text(json.dumps(NEW), encoding="utf-8")
    assert run("triage", "--score", str(source), option, str(source)).code == 2
    assert run("triage", str(source), str(target), option, str(root / "x")).code == 2
    assert json.loads(source.read_text(encoding="utf-8")) == NEW


def shares(found: object) -> list[dict[str, int]]:
    """Every share in the JSON."""
    if isinstance(found, dict):
        here = [found] if "asked" in found else []
        return here + [share for value in found.values() for share in shares(value)]
    return [share for item in found for share in shares(item)] if isinstance(found, list) else []
