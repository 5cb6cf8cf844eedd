"""The vault: who can open what, and what one altered byte does. How keys are made and kept: test_keyfolder.py."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.core.errors import NoDesk, SealBroken, SetupError
from intake.core.receipt import Verdict, receipt_text
from intake.vault import (
    DraftKeys,
    Opener,
    Sealer,
    dossier_hash,
    load_openers,
    load_receipt_keys,
    load_sealer,
    make_keys,
    return_code_hash,
    return_key,
    token,
    token_hash,
    verify_receipt,
)
from tests.core.test_receipt import RECEIPT

SECRET = bytes(range(32))
SECRETS = st.binary(min_size=32, max_size=32)
FLIPS = st.tuples(st.integers(0, 10**9), st.integers(1, 255))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keys of three queues, with the recovery key kept. No test of this module changes them."""
    made = tmp_path_factory.mktemp("data") / "keys"
    make_keys(made, ["one", "two", "three"], keep_recovery=True)
    return made


@pytest.fixture(scope="module")
def sealer(folder: Path) -> Sealer:
    return load_sealer(folder)


@pytest.fixture(scope="module")
def opener(folder: Path) -> Opener:
    return load_openers(folder, ["one", "two", "three", "recovery"])


@given(dossier=st.binary())
@settings(deadline=None)
def test_each_recipient_and_recovery_opens_what_was_sealed(sealer: Sealer, opener: Opener, dossier: bytes) -> None:
    sealed = sealer.seal(dossier, ["one", "two"])
    assert [opener.open(name, sealed) for name in ("one", "two", "recovery")] == [dossier] * 3


def test_an_agency_it_was_not_sealed_to_cannot_open_it(sealer: Sealer, opener: Opener) -> None:
    sealed = sealer.seal(b"lo que escribi", ["one", "two"])
    with pytest.raises(SealBroken):
        opener.open("three", sealed)


def test_an_agency_whose_key_was_not_loaded_opens_nothing(folder: Path, sealer: Sealer) -> None:
    only_one = load_openers(folder, ["one"])
    assert only_one.agencies == {"one"}
    with pytest.raises(SealBroken):
        only_one.open("two", sealer.seal(b"lo que escribi", ["one", "two"]))


@given(flip=FLIPS)
@settings(deadline=None)
def test_one_changed_byte_anywhere_breaks_the_seal(sealer: Sealer, opener: Opener, flip: tuple[int, int]) -> None:
    sealed = _flipped(sealer.seal(b"lo que escribi", ["one"]), flip)
    with pytest.raises(SealBroken):
        opener.open("one", sealed)


@given(sealed=st.binary() | st.binary().map(lambda rest: b"age-encryption.org/v1\n-> X25519 " + rest))
def test_bytes_of_a_stranger_do_not_open(opener: Opener, sealed: bytes) -> None:
    with pytest.raises(SealBroken):
        opener.open("one", sealed)


def test_a_broken_seal_says_nothing_of_what_is_inside(sealer: Sealer, opener: Opener) -> None:
    with pytest.raises(SealBroken) as caught:
        opener.open("three", sealer.seal(b"lo que escribi", ["one"]))
    assert caught.value == SealBroken("dossier") and caught.value.__cause__ is None


def test_the_same_dossier_is_never_sealed_alike(sealer: Sealer) -> None:
    assert sealer.seal(b"lo que escribi", ["one"]) != sealer.seal(b"lo que escribi", ["one"])


def test_an_agency_named_twice_is_one_recipient(sealer: Sealer) -> None:
    assert sealer.seal(b"", ["one", "one"]).count(b"-> X25519 ") == 2


def test_nothing_is_sealed_to_recovery_alone(sealer: Sealer) -> None:
    with pytest.raises(NoDesk):
        sealer.seal(b"lo que escribi", [])


def test_an_agency_without_a_key_is_named_with_what_to_do(sealer: Sealer) -> None:
    with pytest.raises(SetupError, match=r"no key for four\. Run: intake init"):
        sealer.seal(b"lo que escribi", ["one", "four"])


def test_what_holds_secrets_does_not_show_them(folder: Path, sealer: Sealer, opener: Opener) -> None:
    keys = DraftKeys.of(SECRET)
    shown = f"{sealer!r} {opener!r} {keys!r}"
    assert "AGE-SECRET" not in shown and "PrivateKey" not in shown and "Identity" not in shown
    assert keys.return_code not in shown and repr(keys._key) not in shown


def test_a_signed_receipt_is_genuine_and_names_its_key(folder: Path, sealer: Sealer) -> None:
    signed = sealer.sign(RECEIPT)
    assert signed["key"] == sealer.key_id
    assert verify_receipt(receipt_text(signed), load_receipt_keys(folder)) is Verdict.GENUINE
    assert verify_receipt(json.dumps(signed, indent=2), sealer.receipt_keys) is Verdict.GENUINE


@given(flip=FLIPS)
def test_one_changed_byte_anywhere_is_never_genuine(sealer: Sealer, flip: tuple[int, int]) -> None:
    altered = _flipped(receipt_text(sealer.sign(RECEIPT)).encode(), flip).decode("utf-8", "replace")
    assert verify_receipt(altered, sealer.receipt_keys) is not Verdict.GENUINE


@given(name=st.sampled_from(["lead", "copies", "dossier_hash", "text", "received_at", "extra"]), other=st.text())
def test_another_value_under_any_name_is_altered(sealer: Sealer, name: str, other: str) -> None:
    altered = {**sealer.sign(RECEIPT), name: other}
    assert verify_receipt(json.dumps(altered), sealer.receipt_keys) is Verdict.ALTERED


def test_a_receipt_with_something_taken_out_is_altered(sealer: Sealer) -> None:
    altered = {name: value for name, value in sealer.sign(RECEIPT).items() if name != "copies"}
    assert verify_receipt(json.dumps(altered), sealer.receipt_keys) is Verdict.ALTERED


def test_the_signature_of_another_receipt_does_not_fit(sealer: Sealer) -> None:
    other = sealer.sign(replace(RECEIPT, reference="0000-0000-0000"))
    altered = {**sealer.sign(RECEIPT), "signature": other["signature"]}
    assert verify_receipt(json.dumps(altered), sealer.receipt_keys) is Verdict.ALTERED


def test_a_receipt_of_another_house_is_unknown(sealer: Sealer, tmp_path: Path) -> None:
    make_keys(tmp_path / "keys", ["one"], keep_recovery=False)
    signed = load_sealer(tmp_path / "keys").sign(RECEIPT)
    assert verify_receipt(receipt_text(signed), sealer.receipt_keys) is Verdict.UNKNOWN
    assert verify_receipt(json.dumps({**signed, "key": sealer.key_id}), sealer.receipt_keys) is Verdict.ALTERED


@given(text=st.text() | st.text().map(lambda rest: f'{{"key": "k", "signature": "{rest}"}}'))
def test_any_text_gets_a_verdict(sealer: Sealer, text: str) -> None:
    assert verify_receipt(text, sealer.receipt_keys) is Verdict.UNKNOWN


@given(SECRETS, st.binary(), st.integers(0, 10**6))
def test_a_draft_opens_as_it_was_sealed(secret: bytes, plain: bytes, revision: int) -> None:
    sealed = DraftKeys.of(secret).seal(plain, revision=revision)
    assert DraftKeys.of(secret).open(sealed, revision=revision) == plain


@given(FLIPS)
def test_a_changed_byte_in_a_draft_shows(flip: tuple[int, int]) -> None:
    sealed = _flipped(DraftKeys.of(SECRET).seal(b"lo que escribi", revision=1), flip)
    with pytest.raises(SealBroken):
        DraftKeys.of(SECRET).open(sealed, revision=1)


@pytest.mark.parametrize(("secret", "revision"), [(SECRET, 2), (bytes(32), 1)], ids=["older revision", "another draft"])
def test_a_draft_put_in_the_place_of_another_shows(secret: bytes, revision: int) -> None:
    sealed = DraftKeys.of(SECRET).seal(b"lo que escribi", revision=1)
    with pytest.raises(SealBroken):
        DraftKeys.of(secret).open(sealed, revision=revision)


@given(st.binary(max_size=40))
def test_bytes_of_a_stranger_are_no_draft(sealed: bytes) -> None:
    with pytest.raises(SealBroken):
        DraftKeys.of(SECRET).open(sealed, revision=1)


def test_what_comes_from_one_secret_is_always_the_same() -> None:
    # Written down: a change would orphan every draft and void every return code handed out.
    keys = DraftKeys.of(SECRET)
    assert keys == DraftKeys.of(SECRET)
    assert keys.return_code == "WSAA-TLMM-AQ6P-UKMY-STBK"
    assert return_key(keys.return_code) == "age1yd4r80kc5wdzyluavh6jjymw9ekjlwqylqt2gzk37ejwsujp5dfslfjs7e"


@given(SECRETS, SECRETS)
def test_two_secrets_share_nothing(one: bytes, two: bytes) -> None:
    first, second = DraftKeys.of(one), DraftKeys.of(two)
    assert (one == two) == (first.locator == second.locator) == (first.return_code == second.return_code)


@given(SECRETS)
def test_a_return_code_is_five_groups_of_four(secret: bytes) -> None:
    keys = DraftKeys.of(secret)
    assert re.fullmatch(r"[A-Z2-7]{4}(-[A-Z2-7]{4}){4}", keys.return_code)
    assert len({keys.locator, keys.draft_hash, keys._key.hex(), secret.hex()}) == 4


def test_a_secret_that_is_too_short_makes_no_draft() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        DraftKeys.of(b"short")


def test_a_return_code_hashes_alike_however_it_is_typed() -> None:
    code = DraftKeys.of(SECRET).return_code
    assert return_code_hash(code.lower().replace("-", " ")) == return_code_hash(code)
    assert return_key(code.lower().replace("-", "")) == return_key(code)
    assert return_code_hash(code) != return_code_hash(DraftKeys.of(bytes(32)).return_code)


@pytest.mark.parametrize("hashed", [return_code_hash, return_key])
def test_what_is_no_return_code_is_refused_unquoted(hashed: Callable[[str], str]) -> None:
    with pytest.raises(ValueError, match=r"^this is no return code$"):
        hashed("CANARY")


def test_a_token_is_43_characters_that_fit_a_url_and_a_cookie() -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", token())
    assert token(lambda count: b"\xff" * count) == "_" * 42 + "8"
    assert token() != token()


@given(st.text(), st.text())
def test_a_token_hash_tells_any_two_texts_apart(one: str, two: str) -> None:
    assert (one == two) == (token_hash(one) == token_hash(two))


def test_a_token_hash_is_not_the_hash_of_a_return_code() -> None:
    code = DraftKeys.of(SECRET).return_code
    assert token_hash(code) != return_code_hash(code)


def test_a_dossier_hash_is_salted_sha_256() -> None:
    assert dossier_hash(bytes(32), b"") == "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925"
    assert dossier_hash(secrets.token_bytes(32), b"{}") != dossier_hash(secrets.token_bytes(32), b"{}")
    with pytest.raises(ValueError, match="32 bytes"):
        dossier_hash(b"short", b"{}")


def _flipped(whole: bytes, flip: tuple[int, int]) -> bytes:
    place, mask = flip[0] % len(whole), flip[1]
    return whole[:place] + bytes([whole[place] ^ mask]) + whole[place + 1 :]
