"""Accounts, cards and transfers, told from other long numbers by their check digits and by the words around them."""

from __future__ import annotations

import re

import clabe
import phonenumbers
import stdnum.iban
import stdnum.luhn
import stdnum.us.rtn

from intake.core.indicators.shape import ANYTHING, DIGITS, Mention, Shape, after, before, checked, digits_of

# The last word that says what a number is: nothing but words that join, no other such word, may follow it.
_OTHER = (
    r"(?:folio|ref|referencia|reference|cuenta|account|acct|acc|clabe|monto|amount|pedido|orden|order|gu[ií]a|tarjeta|card"
    r"|tel|cel|phone|ssn|social|ein|routing|swift|aba|contrato|contract|case|caso|paquete|package|parcel|env[ií]o)\b"
)
_JOINS = rf"(?:\W{{1,3}}(?!{_OTHER})[^\W\d]{{1,14}}){{0,6}}\W{{0,4}}$"
_SAYS_CLABE = re.compile(r"\bclabe|\bspei\b|interbancaria")
_SAYS_NO_ACCOUNT = re.compile(
    r"\b(?:folio|ref|referencia|reference|pedido|orden|order|gu[ií]a|rastreo|tracking|caso|case|expediente|serie|serial|imei"
    rf"|id|ticket|paquete|package|autorizaci[oó]n|confirmation){_JOINS}"
)
_SAYS_ROUTING = re.compile(rf"\b(?:routing|aba|rtn|ach|n[uú]mero de ruta|ruta){_JOINS}")
_IS_ROUTING = re.compile(r"\W{1,3}(?:(?:is|was|es|era|el|the|their|his|as|como)\W){0,3}(?:routing|aba\b|rtn\b)")
_SAYS_SWIFT = re.compile(rf"\b(?:swift|bic){_JOINS}")
_SAYS_RASTREO = re.compile(
    r"(?:\bclaves? (?:de |del )?rastreo|\brastreo (?:del? )?(?:spei|transferencia)"
    r"|\bclave de (?:la )?(?:transferencia|operaci.n)|\bspei (?:tracking|key)|\btracking key"
    rf"|(?<!mero de )(?<!gu.a de )(?<!digo de )(?<!no. de )\brastreo){_JOINS}"
)
_NAMES_CLABE = re.compile(rf"\bclabe(?:\W+interbancaria)?{_JOINS}")
# The issuers whose cards are used in both countries: Visa, Mastercard, American Express, Discover, Carnet, UnionPay, Diners.
_ISSUER = re.compile(r"4|5[1-5]|2[2-7]|3[47]|6011|65|506|62|3[068]")
_CARD_LENGTHS = {"3": (14, 15)}


def bank_of(number: str) -> str | None:
    """The name of the bank that a CLABE belongs to, as its first three digits say; None when no bank is known by them."""
    return clabe.BANK_NAMES.get(clabe.BANKS.get(number[:3], ""))


def _clabe(match: re.Match[str]) -> str | None:
    """Eighteen digits of a bank whose last one checks. Of other numbers one in ten checks too: hence the words before it,
    which must name it when the bank is not known: there may be one younger than the list."""
    number, said = digits_of(match[0]), before(match)
    if len(set(number)) == 1 or number[17] != clabe.compute_control_digit(number):
        return None
    if bank_of(number) is None:
        return number if _NAMES_CLABE.search(said) else None
    return None if _SAYS_NO_ACCOUNT.search(said) and not _SAYS_CLABE.search(said) else number


def _card(match: re.Match[str]) -> str | None:
    """Never whole: a report is not a place for card numbers. Twelve stars, whatever its length, and the last four."""
    number = digits_of(match[0])
    fits = len(number) in _CARD_LENGTHS.get(number[0], (16, 19)) and _ISSUER.match(number) and len(set(number)) > 1
    return f"{'*' * 12}{number[-4:]}" if fits and stdnum.luhn.is_valid(number) else None


def _iban(match: re.Match[str]) -> tuple[Mention, ...]:
    """The longest run of its groups that is one: the word after it may look like one more."""
    groups = [*re.finditer(r"[^ -]+", match[0])]
    for count in range(len(groups), 0, -1):
        number = "".join(group[0] for group in groups[:count]).upper()
        if stdnum.iban.is_valid(number):
            return (Mention(number, match.start(), match.start() + groups[count - 1].end()),)
    return ()


def _aba(match: re.Match[str]) -> str | None:
    """Nine digits can be anything: only with a word that says so, besides the check digit."""
    number = digits_of(match[0])
    said = _SAYS_ROUTING.search(before(match)) or _IS_ROUTING.match(after(match))
    return number if said and stdnum.us.rtn.is_valid(number) and number != "0" * 9 else None


def _swift(match: re.Match[str]) -> str | None:
    """Without the word before it, capitals are shouting: then only what has a digit, or stands for Mexico."""
    code, country = match[0], match[0][4:6]
    alone = country == "MX" or any(char.isdigit() for char in code)
    sure = bool(_SAYS_SWIFT.search(before(match))) or (alone and code.isalpha()) or (alone and len(code) == 11)
    exists = country in phonenumbers.SUPPORTED_REGIONS
    return code if exists and (sure or (alone and code[6:].isdigit())) else None


def _lowered_swift(match: re.Match[str]) -> tuple[Mention, ...]:
    """In lower case it may be a word ("facebook" would be of Bolivia): only with a digit, or of Mexico, or a head office's."""
    code = match[1].upper()
    sure = any(char.isdigit() for char in code) or code[4:6] == "MX" or code.endswith("XXX")
    exists = code[4:6] in phonenumbers.SUPPORTED_REGIONS
    return (Mention(code, *match.span(1)),) if sure and exists else ()


def _spei_key(match: re.Match[str]) -> str | None:
    """No rule but a length binds the banks: by the words before it, or by the beginning that one of them always uses."""
    key = match[0].upper()
    said = _SAYS_RASTREO.search(before(match)) or re.match(r"(?:MBAN|BNET)\d{10}", key)
    return key if said else None


MONEY = (
    # A group gives nothing back (`+`): else there are thousands of ways to cut one long word into groups.
    Shape("iban", DIGITS, re.compile(r"[A-Za-z](?<!\w.)[A-Za-z]\d{2}(?:[ -]?[A-Za-z0-9]{1,4}+){3,8}(?!\w)", re.A), _iban),
    # Before the keys of transfers, whose words may stand before a card as well: its number is never kept whole.
    Shape(
        "card",
        DIGITS,
        re.compile(
            r"[0-9](?<!\w.)(?:\d{13,18}|\d{3}(?:[ .-]{1,3}\d{4}){3}(?:[ .-]\d{3})?|(?<=3)\d{3}[ .-]\d{6}[ .-]\d{5})(?!\w)", re.A
        ),
        checked(_card),
    ),
    Shape(
        "spei_key",
        re.compile(r"rastreo|clave de|spei|tracking key|mban\d|bnet\d"),
        re.compile(r"[A-Za-z0-9](?<!\w.)(?:(?<=\d)|(?=[A-Za-z]{0,29}\d))[A-Za-z0-9]{5,29}(?!\w)", re.A),
        checked(_spei_key),
    ),
    Shape(
        "clabe",
        DIGITS,
        re.compile(r"[0-9](?<!\w.)(?<!\d[ .-].)(?:[ .-]{0,3}\d){17}(?!\w|[ .-]\d{2,4}(?!\d))", re.A),
        checked(_clabe),
    ),
    Shape("swift", ANYTHING, re.compile(r"[A-Z](?<!\w.)[A-Z]{5}[A-Z0-9]{2}(?:[A-Z0-9]{3})?(?!\w)", re.A), checked(_swift)),
    Shape(
        "swift",
        re.compile("swift|bic"),
        re.compile(
            r"(?:s(?<!\w.)wift|b(?<!\w.)ic)(?:\W{1,3}(?:code|c.digo|es|era|is|was|del?|banco|bank|number|n.mero)){0,3}\W{1,3}"
            r"([a-z]{6}[a-z0-9]{2}(?:[a-z0-9]{3})?)(?!\w)"
        ),
        _lowered_swift,
        is_lowered=True,
    ),
    Shape("aba", DIGITS, re.compile(r"[0-9](?<![\w-].)\d{3}[ -]?\d{4}[ -]?\d(?![\w-])", re.A), checked(_aba)),
)  # fmt: skip

# The tables of account formats are read from the package when they are first asked for: now, not while a report waits.
stdnum.iban.is_valid("GB33BUKB20201555555555")
