"""The receipt as a document: its keys, its check string, its QR, and that no text of a stranger breaks the reading."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.core.receipt import (
    MAX_CHARACTERS,
    EvidenceHash,
    JsonValue,
    Receipt,
    canonical,
    check_string,
    qr_svg,
    read_claim,
    receipt_body,
    receipt_text,
    with_signature,
)

RECEIPT = Receipt(
    reference="28T5-CY4T-QKFD",
    received_at=datetime(2026, 3, 1, 18, 30, 5, 999999, tzinfo=timezone(timedelta(hours=-6))),
    form_hash="f" * 64,
    rules_hash="a" * 64,
    dossier_hash="d" * 64,
    evidence=(EvidenceHash(1200, "e" * 64),),
    lead="queue_one",
    copies=("queue_two",),
    text={"es": ["Este folio no es una carpeta de investigación."], "en": ["This is not a case file."]},
)
SIGNED = with_signature(receipt_body(RECEIPT, key_id="k1"), b"s" * 64)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(list(SIGNED)), inner),
)


def test_a_receipt_has_exactly_the_keys_of_the_contract() -> None:
    keys = "version reference received_at form rules dossier_hash evidence lead copies text key signature"
    assert set(json.loads(receipt_text(SIGNED))) == set(keys.split())


def test_the_time_is_told_in_utc() -> None:
    assert SIGNED["received_at"] == "2026-03-02T00:30:05Z"


def test_a_file_of_evidence_is_named_by_size_and_hash() -> None:
    assert SIGNED["evidence"] == [{"bytes": 1200, "hash": "e" * 64}]


def test_a_receipt_without_a_lead_says_so() -> None:
    assert receipt_body(replace(RECEIPT, lead=None, copies=()), key_id="k1")["lead"] is None


def test_all_but_the_signature_is_signed_in_canonical_order() -> None:
    signed_bytes = canonical(SIGNED)
    assert signed_bytes == canonical(receipt_body(RECEIPT, key_id="k1"))
    assert list(json.loads(signed_bytes)) == sorted(set(SIGNED) - {"signature"})


def test_the_text_handed_out_is_read_back_as_what_was_signed() -> None:
    claim = read_claim(receipt_text(SIGNED))
    assert claim is not None
    assert (claim.signed_bytes, claim.key_id, claim.signature) == (canonical(SIGNED), "k1", b"s" * 64)


@pytest.mark.parametrize("around", ["{}", "\ufeff{}", "\n  {}\r\n\r\n"], ids=["as it is", "byte order mark", "pasted"])
def test_what_an_editor_puts_around_a_receipt_changes_nothing(around: str) -> None:
    indented = around.replace("{}", json.dumps(SIGNED, indent=4, ensure_ascii=True))
    assert read_claim(indented) == read_claim(receipt_text(SIGNED))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no soy un comprobante",
        "null",
        "[]",
        '"key"',
        "{}",
        '{"key": "k1"}',
        '{"key": 1, "signature": "c3M="}',
        '{"key": "k1", "signature": null}',
        '{"key": "k1", "signature": "c3M=", "lead": "a", "lead": "b"}',
        '{"key": "k1", "signature": "c3M=", "text": {"es": 1, "es": 1}}',
        '{"key": "k1", "signature": "c3M=", "version": NaN}',
        '{"key": "k1", "signature": "c3M=", "version": -Infinity}',
        '{"key": "k1", "signature": "c3M=", "version": 1e999}',
        '{"key": "k1", "signature": "c3M=", "version": ' + "9" * 10_000 + "}",
        '{"key": "k1", "signature": "c3M=", "version": 9007199254740993}',
        '{"key": "k1", "signature": "c3M=", "text": "\\ud800"}',
        '{"key": "k1", "signature": "c3M=", "\\ud800": 1}',
        '{"key": "k1", "signature": "c3M=", "text": ' + "[" * 90_000 + "]" * 90_000 + "}",
        '{"key": "k1", "signature": "c3M=", "text": ' + "[" * 700 + "]" * 700 + "}" * 2,
        '{"key": "k1", "signature": "c3M="}' + " " * MAX_CHARACTERS,
    ],
    ids=lambda text: text[:60],
)
def test_what_is_no_receipt_is_none(text: str) -> None:
    assert read_claim(text) is None


@given(JSON)
def test_no_json_of_a_stranger_breaks_the_reading(value: object) -> None:
    is_claim = read_claim(json.dumps(value)) is not None
    assert not is_claim or (isinstance(value, dict) and {"key", "signature"} <= set(value))


@given(st.text())
def test_no_text_of_a_stranger_breaks_the_reading(text: str) -> None:
    assert read_claim(text) is None


@pytest.mark.parametrize("signature", ["c3N", "c3M", "c3N=", " c3M=", "c3M=\n", "c3M=c3M=", "c3M-", "ñ", ""])
def test_a_signature_is_read_only_as_we_write_it(signature: str) -> None:
    claim = read_claim(json.dumps({"key": "k1", "signature": signature}))
    assert claim is not None
    assert claim.signature == b""


@pytest.mark.parametrize("value", [math.nan, 2**53, "\ud800"], ids=["NaN", "too large", "half a pair"])
def test_what_json_cannot_hold_is_never_signed(value: JsonValue) -> None:
    with pytest.raises(ValueError, match=r"."):
        canonical({"text": value})


def test_the_check_string_is_four_groups_of_four_and_stable() -> None:
    assert check_string(receipt_text(SIGNED)) == "TW32-QGZ7-TUZR-WXQ7"


@given(st.sampled_from(sorted(SIGNED)), st.text())
def test_the_check_string_changes_with_every_key(name: str, other: str) -> None:
    assert check_string(receipt_text({**SIGNED, name: [other]})) != check_string(receipt_text(SIGNED))


def test_the_qr_is_plain_svg_with_a_quiet_zone_and_neither_style_nor_script() -> None:
    svg = ElementTree.fromstring(qr_svg("https://example.org/es/verify?reference=28T5-CY4T-QKFD&check=ABCD"))
    ground, dark = svg
    assert {part.tag for part in svg.iter()} == {"svg", "path"}
    assert {name for part in svg.iter() for name in part.attrib} <= {"viewBox", "class", "fill", "stroke", "d"}
    assert (ground.get("fill"), dark.get("stroke")) == ("#fff", "#000")
    assert dark.attrib["d"].startswith("M4 4.5h7")


def test_two_addresses_give_two_codes() -> None:
    assert qr_svg("https://example.org/a") != qr_svg("https://example.org/b")
