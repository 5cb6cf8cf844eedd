"""The command: what it prints, what it answers to the shell, and what each role of `serve` can and cannot do."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from intake.app import create_app
from intake.runtime import prepare
from intake.settings import load
from intake.store import receipts
from tests.cli.running import Run
from tests.factories import ROOT
from tests.running import CLERK_AGENCY, make_report, make_runtime


def test_init_makes_all_that_is_missing_and_prints_the_recovery_key_once(run: Run, tmp_path: Path) -> None:
    first, second = run("init"), run("init")
    assert (first.code, second.code) == (0, 0)
    assert re.search(r"^AGE-SECRET-KEY-1\w+$", first.out, re.MULTILINE)
    assert "AGE-SECRET-KEY" not in second.out
    assert not (tmp_path / "var/keys/private/recovery.key").exists()


def test_init_again_changes_no_key_and_no_rule(run: Run, data: Path) -> None:
    keys = {path: path.read_bytes() for path in (data / "keys").rglob("*") if path.is_file()}
    assert run("init").code == 0
    assert {path: path.read_bytes() for path in (data / "keys").rglob("*") if path.is_file()} == keys


def test_the_recovery_key_opens_what_is_sealed_to_an_agency(run: Run, tmp_path: Path) -> None:
    printed = run("init").out.split()[-1]
    runtime = make_runtime(tmp_path / "var")
    (tmp_path / "var/keys/private/recovery.key").write_text(printed)
    report = make_report(runtime)
    runtime.store.close()
    assert make_runtime(tmp_path / "var").desk().opener.open("recovery", report.dossier)  # type: ignore[union-attr]


def test_before_init_every_command_says_to_run_it(run: Run) -> None:
    ran = run("staff", "link", "Ana")
    assert ran.code == 1
    assert "intake init" in ran.err


def test_the_last_word_of_staff_add_is_a_link_that_signs_in(run: Run, data: Path) -> None:
    ran = run("staff", "add", "Ana Ruiz", "--role", "clerk", "--agency", CLERK_AGENCY)
    link = ran.out.split()[-1]
    assert link.startswith("https://example.org/staff/sign-in/")
    client = TestClient(create_app(make_runtime(data)))
    assert client.post(link.removeprefix("https://example.org")).url.path == "/staff/queue"


def test_another_link_is_the_last_word_too_and_is_another(run: Run, data: Path) -> None:
    first = run("staff", "add", "Olga", "--role", "operator").out.split()[-1]
    second = run("staff", "link", "Olga").out.split()[-1]
    assert second.startswith("https://example.org/staff/sign-in/") and second != first


@pytest.mark.parametrize(
    "words",
    [
        ("Ana", "--role", "clerk"),
        ("Ana", "--role", "clerk", "--agency", "nowhere"),
        ("Ana", "--role", "operator", "--agency", CLERK_AGENCY),
    ],
    ids=["a clerk of no agency", "a clerk of no queue", "an operator of an agency"],
)
def test_staff_that_cannot_work_is_not_added(run: Run, data: Path, words: tuple[str, ...]) -> None:
    assert run("staff", "add", *words).code == 1
    assert run("staff", "link", "Ana").code == 1


def test_a_name_is_added_once(run: Run, data: Path) -> None:
    assert run("staff", "add", "Olga", "--role", "operator").code == 0
    again = run("staff", "add", "Olga", "--role", "auditor")
    assert again.code == 1
    assert "intake staff link" in again.err and again.out == ""


@pytest.fixture
def receipt(data: Path, tmp_path: Path) -> Path:
    """A receipt as it is downloaded."""
    runtime = make_runtime(data)
    with runtime.store.read() as db:
        stored = receipts.by_draft_hash(db, make_report(runtime).draft_hash)
    runtime.store.close()
    assert stored is not None
    (tmp_path / "receipt.json").write_text(stored.body, encoding="utf-8")
    return tmp_path / "receipt.json"


def test_a_receipt_as_it_was_handed_out_is_genuine(run: Run, receipt: Path) -> None:
    ran = run("receipt", "verify", str(receipt))
    assert (ran.code, ran.out.strip()) == (0, "genuine")


@pytest.mark.parametrize("name", ["reference", "received_at", "lead", "dossier_hash"])
def test_a_receipt_with_one_value_changed_is_altered(run: Run, receipt: Path, name: str) -> None:
    held = json.loads(receipt.read_text(encoding="utf-8"))
    assert name in held
    receipt.write_text(json.dumps(held | {name: f"{held[name]}0"}), encoding="utf-8")
    ran = run("receipt", "verify", str(receipt))
    assert (ran.code, ran.out.strip()) == (1, "altered")


@pytest.mark.parametrize("content", [b"", b"hello", b"\xff\xfe\x00", b"[1, 2]", b"{}"], ids=repr)
def test_what_is_no_receipt_is_unknown(run: Run, data: Path, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "file").write_bytes(content)
    ran = run("receipt", "verify", str(tmp_path / "file"))
    assert (ran.code, ran.out.strip()) == (2, "unknown")


def test_a_receipt_of_another_window_is_unknown(run: Run, receipt: Path, tmp_path: Path) -> None:
    prepare(load().model_copy(update={"data": tmp_path / "other"}))
    keys = tmp_path / "other/keys/receipt.pub.json"
    assert run("receipt", "verify", str(receipt), "--keys", str(keys)).code == 2


def test_whoever_has_the_public_keys_can_check_a_receipt(run: Run, receipt: Path, data: Path, tmp_path: Path) -> None:
    shutil.move(data / "keys/receipt.pub.json", tmp_path / "published.json")
    shutil.rmtree(data)
    assert run("receipt", "verify", str(receipt), "--keys", str(tmp_path / "published.json")).code == 0


def test_a_receipt_that_cannot_be_checked_is_never_called_altered(run: Run, receipt: Path, data: Path) -> None:
    shutil.rmtree(data / "keys")
    ran = run("receipt", "verify", str(receipt))
    assert ran.code == 2
    assert ran.err.strip()


def test_a_file_that_is_not_there_cannot_be_read(run: Run, data: Path, tmp_path: Path) -> None:
    assert run("receipt", "verify", str(tmp_path / "nowhere.json")).code == 2


def test_the_content_of_the_house_passes_its_check(run: Run) -> None:
    ran = run("check")
    assert ran.code == 0
    assert re.search(r"\d+ rules in 9 tables, \d+ pages", ran.out)


def test_another_folder_of_rules_is_checked_in_the_place_of_ours(run: Run, tmp_path: Path) -> None:
    folder = shutil.copytree(ROOT / "routing_rules", tmp_path / "candidate")
    assert run("check", "--rules", str(folder)).code == 0
    routing = (folder / "routing.yaml").read_text(encoding="utf-8")
    (folder / "routing.yaml").write_text(routing + "  - {id: twice, lead: nobody}\n", encoding="utf-8")
    ran = run("check", "--rules", str(folder))
    assert ran.code == 1
    assert re.search(r"^routing_rules/routing\.yaml:\d+:\d+: \w+", ran.err, re.MULTILINE)


def test_an_empty_folder_of_rules_does_not_hold(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    ran = run("check", "--rules", str(tmp_path / "empty"))
    assert ran.code == 1
    assert "routing_rules/facts.yaml:1:1: the file is missing" in ran.err


def test_the_recovery_key_is_not_made_before_what_may_still_fail(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTAKE_DATABASE_URL", "sqlite:////proc/nowhere.db")
    assert run("init").code == 1
    monkeypatch.delenv("INTAKE_DATABASE_URL")
    assert "AGE-SECRET-KEY-" in run("init").out


def test_upgrading_the_database_may_be_done_at_any_time(run: Run, data: Path) -> None:
    assert (run("db", "upgrade").code, run("db", "upgrade").code) == (0, 0)


def test_invented_reports_do_not_get_into_real_queues(run: Run, data: Path) -> None:
    assert run("demo", "--count", "2").code == 1


def test_demo_reports_are_sent_like_everybodys(run: Run, tmp_path: Path) -> None:
    prepare(load().model_copy(update={"data": tmp_path / "var", "demo": True}))
    ran = run("demo", "--count", "2")
    assert ran.code == 0
    assert len(set(re.findall(r"^[0-9A-Z]{4}(?:-[0-9A-Z]{4}){2}$", ran.out, re.MULTILINE))) == 2


def test_a_setting_that_cannot_be_used_is_a_sentence_and_not_a_traceback(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORT", "eighty")
    ran = run("check")
    assert ran.code == 1
    assert "PORT" in ran.err and "Traceback" not in ran.err


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org"])
def test_every_key_in_one_process_is_never_served_to_others(
    run: Run, data: Path, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    monkeypatch.setenv("INTAKE_HOST", host)
    ran = run("serve", "--role", "all")
    assert ran.code == 1
    assert "loopback" in ran.err


def test_a_staff_process_does_not_start_without_a_key_it_was_asked_for(run: Run, data: Path) -> None:
    ran = run("serve", "--role", "staff", "--agency", "nowhere")
    assert ran.code == 1
    assert "nowhere.key" in ran.err
