"""References, codes and ids: what a tired person mistypes is forgiven or caught."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from itertools import combinations
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.core.reference import (
    normalise_check_string,
    normalise_reference,
    normalise_return_code,
    reference,
    uuid7,
)

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CONTRACT = re.compile(r"^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$")
REFERENCES = st.binary(min_size=7, max_size=16).map(reference)
CODE = "ABCD-EFGH-OIBB-2345-67QZ"
TIMES = st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - a naive time is what is tried


@given(REFERENCES)
def test_a_reference_looks_as_promised_and_is_read_back(made: str) -> None:
    assert CONTRACT.match(made)
    assert normalise_reference(made) == made


@given(REFERENCES)
def test_every_single_wrong_symbol_is_caught(made: str) -> None:
    symbols = made.replace("-", "")
    for place, right in enumerate(symbols):
        others = (symbols[:place] + wrong + symbols[place + 1 :] for wrong in CROCKFORD if wrong != right)
        assert {normalise_reference(other) for other in others} == {None}


@given(REFERENCES)
def test_every_two_symbols_swapped_are_caught_beside_each_other_or_not(made: str) -> None:
    symbols = made.replace("-", "")
    for one, two in combinations(range(12), 2):
        swapped = list(symbols)
        swapped[one], swapped[two] = swapped[two], swapped[one]
        expected = made if symbols[one] == symbols[two] else None
        assert normalise_reference("".join(swapped)) == expected


def test_the_random_part_uses_every_symbol_at_every_place() -> None:
    made = [reference(bytes([byte] * 7)) for byte in range(256)]
    assert all({text[place] for text in made} == set(CROCKFORD) for place in (0, 1, 5, 6, 12))


def test_two_references_differ_when_their_first_55_bits_do() -> None:
    made = {reference((1 << bit).to_bytes(7, "big")) for bit in range(1, 56)}
    assert len(made) == 55


@pytest.mark.parametrize("gap", ["", " ", "-", "\u2013", "\u2014", "\u2212 ", "\u00a0", " - ", "\u200b", "\t\n"])
def test_case_spaces_and_any_dash_are_forgiven(gap: str) -> None:
    made = reference(b"\x12\x34\x56\x78\x9a\xbc\xde")
    assert normalise_reference(f" {made.lower().replace('-', gap)} ") == made


@pytest.mark.parametrize("letters", ["OIO", "oio", "olo", "OLO"])
def test_o_is_read_as_zero_and_i_or_l_as_one(letters: str) -> None:
    made = reference(bytes([0b00000000, 0b01000000, 0, 0, 0, 0, 0]))
    assert made.startswith("010")
    assert normalise_reference(letters + made[3:]) == made


@given(st.text())
def test_whatever_is_typed_gives_a_reference_or_nothing(typed: str) -> None:
    read = normalise_reference(typed)
    assert read is None or CONTRACT.match(read)


@pytest.mark.parametrize("typed", ["", "7K3M", "UUUU-UUUU-UUUU", "0000-0000-0000-0", "\u0660" * 12, "ßßßßßß"])
def test_what_cannot_be_a_reference_is_none(typed: str) -> None:
    assert normalise_reference(typed) is None


def test_too_little_randomness_makes_no_reference() -> None:
    with pytest.raises(ValueError, match="7 random bytes"):
        reference(b"six...")


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        CODE.lower(),
        "abcd efgh 01b8 2345 67qz",
        "ABCDEFGHO188234567QZ",
        "ABCD\u2013EFGH\u2013OIBB\u20132345\u201367QZ",
    ],
)
def test_a_return_code_forgives_case_gaps_and_look_alikes(typed: str) -> None:
    assert normalise_return_code(typed) == CODE


@pytest.mark.parametrize("typed", ["", CODE + "A", CODE[:-1], CODE.replace("2", "9"), "ñ" * 20])
def test_what_cannot_be_a_return_code_is_none(typed: str) -> None:
    assert normalise_return_code(typed) is None


def test_a_check_string_is_four_groups_of_four_and_as_forgiving() -> None:
    assert normalise_check_string("abcd 0188 2345 67qz") == "ABCD-OIBB-2345-67QZ"
    assert normalise_check_string(CODE) is None


def test_uuid7_gives_the_example_of_the_rfc() -> None:
    at = datetime(2022, 2, 22, 14, 22, 22, tzinfo=timezone(timedelta(hours=-5)))
    drawn = 0xCC3 << 68 | 0x18C4DC0C0C07398F
    assert uuid7(at, drawn.to_bytes(10, "big")) == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"


@given(TIMES, st.binary(min_size=10, max_size=10))
def test_uuid7_is_a_version_7_uuid_of_that_millisecond(at: datetime, drawn: bytes) -> None:
    made = UUID(uuid7(at, drawn))
    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    assert made.int >> 80 == (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


@given(TIMES, st.binary(min_size=10, max_size=10), st.binary(min_size=10, max_size=10))
def test_a_later_millisecond_sorts_later(at: datetime, one: bytes, two: bytes) -> None:
    assert uuid7(at, one) < uuid7(at + timedelta(milliseconds=1), two)


@given(st.integers(0, 73), st.binary(min_size=10, max_size=10))
def test_every_random_bit_that_is_used_tells_two_ids_apart(bit: int, drawn: bytes) -> None:
    place = bit if bit < 62 else bit + 6
    other = (int.from_bytes(drawn, "big") ^ 1 << place).to_bytes(10, "big")
    at = datetime(2026, 1, 1, tzinfo=UTC)
    assert uuid7(at, drawn) != uuid7(at, other)


@pytest.mark.parametrize(
    ("at", "drawn"),
    [
        (datetime(2026, 1, 1), bytes(10)),  # noqa: DTZ001 - a naive time is what is tried
        (datetime(1969, 12, 31, tzinfo=UTC), bytes(10)),
        (datetime(2026, 1, 1, tzinfo=UTC), bytes(9)),
    ],
    ids=["naive time", "before 1970", "nine bytes"],
)
def test_uuid7_refuses_what_would_not_be_one(at: datetime, drawn: bytes) -> None:
    with pytest.raises(ValueError, match="UUIDv7"):
        uuid7(at, drawn)
