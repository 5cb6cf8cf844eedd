"""Keys on the disk: made once, kept through crashes and crowds, for their owner only, and read once."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from intake.core.errors import SetupError
from intake.core.receipt import Verdict, receipt_text
from intake.vault import (
    load_openers,
    load_receipt_keys,
    load_sealer,
    make_keys,
    read_receipt_keys,
    verify_receipt,
)
from tests.core.test_receipt import RECEIPT


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keys of three queues, with the recovery key kept. No test of this module changes them."""
    made = tmp_path_factory.mktemp("data") / "keys"
    make_keys(made, ["one", "two", "three"], keep_recovery=True)
    return made


@pytest.fixture
def copy(folder: Path, tmp_path: Path) -> Path:
    """The same keys, to be changed."""
    return Path(shutil.copytree(folder, tmp_path / "keys"))


def test_sealing_and_signing_work_where_no_private_key_of_a_dossier_is(folder: Path, copy: Path) -> None:
    shutil.rmtree(copy / "private")
    sealer = load_sealer(copy)
    assert load_openers(folder, ["one"]).open("one", sealer.seal(b"lo que escribi", ["one"])) == b"lo que escribi"
    assert verify_receipt(receipt_text(sealer.sign(RECEIPT)), sealer.receipt_keys) is Verdict.GENUINE


def test_keys_are_read_when_loading_and_never_again(folder: Path, copy: Path) -> None:
    sealer, opener = load_sealer(copy), load_openers(copy, ["one"])
    shutil.rmtree(copy)
    assert opener.open("one", sealer.seal(b"lo que escribi", ["one"])) == b"lo que escribi"


def test_only_the_owner_may_read_the_keys(folder: Path) -> None:
    modes = {path.is_dir(): set[int]() for path in folder.rglob("*")}
    for path in [folder, *folder.rglob("*")]:
        modes[path.is_dir()].add(path.stat().st_mode & 0o777)
    assert modes == {True: {0o700}, False: {0o600}}


def test_making_keys_again_changes_nothing_and_adds_new_agencies(folder: Path, copy: Path) -> None:
    before = _files(copy)
    assert make_keys(copy, ["one", "two", "three", "four"], keep_recovery=True) is None
    after = _files(copy)
    assert before.items() <= after.items()
    assert set(after) - set(before) == {"public/four.age", "private/four.key"}


def test_the_recovery_key_is_handed_out_once_and_kept_only_when_asked(tmp_path: Path) -> None:
    recovery = make_keys(tmp_path / "keys", ["one"], keep_recovery=False)
    assert recovery is not None and recovery.startswith("AGE-SECRET-KEY-1")
    assert recovery not in "".join(_files(tmp_path / "keys").values())
    assert make_keys(tmp_path / "keys", ["one"], keep_recovery=False) is None


def test_the_recovery_key_that_was_handed_out_opens_a_dossier(tmp_path: Path) -> None:
    recovery = make_keys(tmp_path / "keys", ["one"], keep_recovery=False)
    (tmp_path / "keys/private/paper.key").write_text(f"{recovery}\n")
    sealed = load_sealer(tmp_path / "keys").seal(b"lo que escribi", ["one"])
    assert load_openers(tmp_path / "keys", ["paper"]).open("paper", sealed) == b"lo que escribi"


@pytest.mark.parametrize("lost", ["public/one.age", "receipt.pub.json", "public/recovery.age"])
def test_after_a_crash_the_public_half_is_made_from_the_private_one(folder: Path, copy: Path, lost: str) -> None:
    (copy / lost).unlink()
    (copy / lost).with_name(f".{Path(lost).name}.new").write_text("half a fi")
    make_keys(copy, ["one", "two", "three"], keep_recovery=True)
    assert _files(copy) == _files(folder)


def test_a_private_key_moved_to_its_agency_is_not_made_again(folder: Path, copy: Path) -> None:
    (copy / "private/one.key").unlink()
    make_keys(copy, ["one"], keep_recovery=True)
    assert not (copy / "private/one.key").exists()
    assert (copy / "public/one.age").read_text() == (folder / "public/one.age").read_text()


def test_a_new_receipt_key_leaves_old_receipts_genuine(folder: Path, copy: Path) -> None:
    old = receipt_text(load_sealer(copy).sign(RECEIPT))
    (copy / "receipt.key").unlink()
    make_keys(copy, ["one"], keep_recovery=True)
    new, keys = receipt_text(load_sealer(copy).sign(RECEIPT)), load_receipt_keys(copy)
    assert len(keys) == 2
    assert [verify_receipt(text, keys) for text in (old, new)] == [Verdict.GENUINE, Verdict.GENUINE]


def test_processes_that_make_keys_at_once_make_one_set(tmp_path: Path) -> None:
    program = "import sys; from pathlib import Path; from intake.vault import make_keys; "
    program += "print(make_keys(Path(sys.argv[1]), ['one', 'two'], keep_recovery=False))"
    command = [sys.executable, "-c", program, str(tmp_path / "keys")]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    printed = [process.communicate(timeout=60)[0].strip() for process in started]
    opener, sealer = load_openers(tmp_path / "keys", ["one", "two"]), load_sealer(tmp_path / "keys")
    assert [opener.open(name, sealer.seal(b"x", [name])) for name in ("one", "two")] == [b"x", b"x"]
    assert len(sealer.receipt_keys) == 1 and sorted(printed)[1:] == ["None", "None"]


@pytest.mark.parametrize("code", ["recovery", "../one", "One", "a b", "", "uno\n"])
def test_a_code_that_cannot_name_a_key_makes_none(tmp_path: Path, code: str) -> None:
    with pytest.raises(SetupError, match="No key can be called"):
        make_keys(tmp_path / "keys", ["one", code], keep_recovery=False)
    assert not (tmp_path / "keys").exists()


@pytest.mark.parametrize("lost", ["receipt.key", "receipt.pub.json", "public/recovery.age"])
def test_incomplete_keys_do_not_start_a_process(folder: Path, copy: Path, lost: str) -> None:
    (copy / lost).unlink()
    with pytest.raises(SetupError, match="intake init"):
        load_sealer(copy)


@pytest.mark.parametrize("spoilt", ["receipt.key", "receipt.pub.json", "public/one.age", "private/one.key"])
def test_a_spoilt_key_file_is_named_and_not_quoted(copy: Path, spoilt: str) -> None:
    (copy / spoilt).write_text((copy / spoilt).read_text()[:-9] + "CANARY")
    with pytest.raises(SetupError, match=re.escape(spoilt)) as caught:
        load_sealer(copy), load_openers(copy, ["one"])
    assert "CANARY" not in str(caught.value) and caught.value.__cause__ is None


@pytest.mark.parametrize("text", ["", "[]", "[" * 9999, '{"k": 1}', '{"k": "ñ"}', '{"k": "AAAA"}', '{"k": "*"}'])
def test_a_file_that_holds_no_receipt_keys_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "keys.json").write_text(text)
    with pytest.raises(SetupError, match=r"keys\.json"):
        read_receipt_keys(tmp_path / "keys.json")


def test_a_key_of_an_agency_that_is_not_here_is_named(folder: Path) -> None:
    with pytest.raises(SetupError, match=r"four\.key"):
        load_openers(folder, ["four"])


def _files(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*") if path.is_file()}
