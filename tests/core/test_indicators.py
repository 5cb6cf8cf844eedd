"""Phones, accounts, wallets and addresses in what people write: found when they are, left alone when they are not."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.core.indicators import MAX_CHARS, Indicator, find
from intake.core.indicators.wallets import keccak256

ETH = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"


def found(text: str, region: str | None = None) -> list[tuple[str, str]]:
    """What is found, as pairs."""
    return [(each.kind, each.value) for each in find(text, region=region)]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("me marcaron del 55 1234 5678", ["+525512345678"]),
        ("(222) 123-45-67 y 222.123.4568", ["+522221234567", "+522221234568"]),
        ("whats +52 1 55 1234 5678", ["+525512345678"]),
        ("de 521 222 123 4567", ["+522221234567"]),
        ("044 55 1234 5678 y 045 222 123 4567", ["+525512345678", "+522221234567"]),
        ("al 01 800 123 4567", ["+528001234567"]),
        ("55 12 34 56 78", ["+525512345678"]),
        ("5512345678 5587654321", ["+525512345678", "+525587654321"]),
        ("marcan del 2221234567 2 veces", ["+522221234567"]),
        ("call (212) 555-0123 or 305-224-1234.", ["+12125550123", "+13052241234"]),
        ("1-800-829-1040", ["+18008291040"]),
        ("from +1 (876) 555-1234 and +234 803 123 4567", ["+18765551234", "+2348031234567"]),
    ],
)
def test_phones_are_found_as_people_write_them(text: str, numbers: list[str]) -> None:
    region = "MX" if text.startswith("5512345678") else None
    assert found(text, region) == [("phone", number) for number in numbers]


def test_a_national_phone_is_of_the_country_it_is_dialled_from() -> None:
    assert found("call 551 234 5678", "US") == [("phone", "+15512345678")]
    assert found("call 551 234 5678", "MX") == [("phone", "+525512345678")]
    assert found("call 551 234 5678") == []


@pytest.mark.parametrize(
    "text",
    [
        "deposité $12,500.00 el 12/11/2025 a las 12:30:45",
        "folio 2221234567 y referencia: 5512345678",
        "case # 2125550123, account number 2125550199",
        "son 5512345678 pesos",
        "XXXX-XXX-4567 el XX/XX/2025, {$2900.00}",
        "del 2025-11-24 10:30 al 2025-11-25 11:45",
        "CURP XEXX010101HNEXXXA5 no pasa, mi nss 12345678901, ssn 123-45-6789",
        "v1.2.3.444 y 192.168.1.1",
        "nos vemos mañana.no se.me dijo pague.es fraude. S.A. de C.V. foto.zip",
        "TRANSFERENCIA DEPOSITE ESTAFADORES",
        "123456789012345678 4111111111111112 021000021",
        "tod@s l@s amig@s",
        ETH.swapcase().replace("X", "x", 1),
    ],
)
def test_what_only_looks_like_one_is_left_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("la CLABE 646 180 15700000000 4 a nombre de", "clabe", "646180157000000004"),
        ("tarjeta 4111 1111 1111 1111 de oxxo", "card", "************1111"),
        ("my amex 378282246310005", "card", "************0005"),
        ("IBAN ES91 2100 0418 4502 0005 1332 EN ESPAÑA", "iban", "ES9121000418450200051332"),
        ("routing number: 021000021", "aba", "021000021"),
        ("el swift es CHASUS33", "swift", "CHASUS33"),
        ("al BCMRMXMMPYM", "swift", "BCMRMXMMPYM"),
        ("clave de rastreo es: 085901234567891234", "spei_key", "085901234567891234"),
        ("con MBAN01002311170001234567", "spei_key", "MBAN01002311170001234567"),
        ("CURP: boxw310820hnerxn09", "curp", "BOXW310820HNERXN09"),
        ("factura a GODE561231GR8", "rfc", "GODE561231GR8"),
        ("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "btc", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"),
        ("BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", "btc", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"),
        ("usdt a TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "tron", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"),
        (f"eth {ETH}", "eth", ETH.lower()),
        ("tx 0x" + "aB" * 32, "txhash", "0x" + "ab" * 32),
        ("desde 189.203.12.4.", "ip", "189.203.12.4"),
        ("2001:4860:4860::8888", "ip", "2001:4860:4860::8888"),
        ("hxxps://Malo[.]com/pago?a=1).", "url", "https://malo.com/pago?a=1"),
        ("entré a sat-devolucion.com.mx, y", "url", "sat-devolucion.com.mx"),
        ("la página banco.me me pidió", "url", "banco.me"),
        ("unos de t.me/grupo_x", "url", "t.me/grupo_x"),
        ("Juan.Perez (arroba) correo (punto) com", "email", "juan.perez@correo.com"),
        ("pagos at gmail dot com", "email", "pagos@gmail.com"),
        ("es @El_Profe99.", "handle", "@el_profe99"),
        ("el usuario juanito.perez en Instagram", "handle", "@juanito.perez"),
        ("her telegram: crypto_ana", "handle", "@crypto_ana"),
    ],
)
def test_each_kind_is_found_and_written_one_way(text: str, kind: str, value: str) -> None:
    assert found(text) == [(kind, value)]


def test_each_is_given_once_in_order_of_appearance() -> None:
    text = "de @malo_99 al 222 123 4567, luego malo.com y otra vez 2221234567"
    assert found(text, "MX") == [("handle", "@malo_99"), ("phone", "+522221234567"), ("url", "malo.com")]


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_can_be_searched(text: str) -> None:
    assert all(isinstance(each, Indicator) for each in find(text, region=None))


@settings(deadline=None)
@given(st.text(alphabet="0123456789 .-()+/@:xabcfEMX$#\n", max_size=200), st.sampled_from([None, "MX", "US"]))
def test_what_is_found_stands_in_the_text(text: str, region: str | None) -> None:
    digits = re.sub(r"\D", "", text)
    for kind, value in found(text, region):
        ending = re.sub(r"\D", "", value)[-4:] if kind in ("phone", "clabe", "card", "aba", "spei_key") else ""
        assert ending in digits, (kind, value)


@settings(deadline=None)
@given(st.text(alphabet="tarjeclvdsopi :0123456789", max_size=40), st.sampled_from(["", "clave de rastreo ", "clabe "]))
def test_a_card_is_never_whole(before: str, said: str) -> None:
    card = "5555555555554444"
    assert not any(card in value for _, value in found(f"{before} {said}{card}"))


def test_text_beyond_the_limit_is_not_read() -> None:
    assert found("." * MAX_CHARS + " 222 123 4567", "MX") == []


def test_the_hash_of_ether_addresses_is_keccak() -> None:
    empty = "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"
    assert keccak256(b"").hex() == empty
    with pytest.raises(ValueError, match="one block"):
        keccak256(bytes(136))
