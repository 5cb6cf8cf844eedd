"""Accounts, cards and transfers, told from other long numbers by their check digits and by the words before them."""

from __future__ import annotations

import re

import phonenumbers
import stdnum.iban
import stdnum.luhn
import stdnum.us.rtn

from intake.core.indicators.shape import Shape, before, checked, digits_of

_SAYS_CLABE = re.compile(r"\bclabe|\bspei\b|interbancaria")
_SAYS_ROUTING = re.compile(r"\b(?:routing|aba|rtn|ach)\b|n[uú]mero de ruta")
_LINK = r"(?:\W{1,3}(?:code|c.digo|n.mero|number|no|del?|la|el|banco|es|era|fue|is|was|spei|siguiente|swift|bic)){0,4}\W{0,4}$"
_SAYS_SWIFT = re.compile(rf"\b(?:swift|bic){_LINK}")
_SAYS_RASTREO = re.compile(
    rf"\b(?:rastreo|clave de (?:la )?(?:transferencia|operaci.n)|spei (?:tracking|key)|tracking key){_LINK}"
)
_CLABE_WEIGHTS = (3, 7, 1)
# The first three digits of a CLABE: the institutions that take part in Mexico's interbank payments.
# Source: Banco de Mexico's public catalogue of SPEI participants.
_INSTITUTIONS = frozenset({
    1, 2, 6, 9, 12, 14, 19, 21, 30, 32, 36, 37, 42, 44, 58, 59, 60, 62, 72, 102, 103, 106, 108, 110, 112, 113,
    116, 124, 126, 127, 128, 129, 130, 131, 132, 133, 134, 135, 136, 137, 138, 139, 140, 141, 143, 145, 147, 148,
    149, 150, 151, 152, 154, 155, 156, 157, 158, 159, 160, 165, 166, 167, 168, 169, 170, 171, 172, 173, 174, 175,
    176, 177, 178, 179, 180, 600, 601, 602, 605, 606, 607, 608, 610, 611, 613, 614, 615, 616, 617, 618, 619, 620,
    621, 622, 623, 626, 627, 628, 629, 630, 631, 632, 633, 634, 636, 637, 638, 640, 642, 646, 647, 648, 649, 651,
    652, 653, 655, 656, 659, 660, 661, 670, 674, 677, 679, 680, 683, 684, 685, 686, 688, 689, 699, 703, 706, 710,
    714, 715, 720, 721, 722, 723, 725, 727, 728, 729, 730, 732, 734, 738, 741, 812, 814, 901, 902, 903,
})  # fmt: skip
# The issuers whose cards are used in both countries: Visa, Mastercard, American Express, Discover, Carnet, UnionPay, Diners.
_ISSUER = re.compile(r"4|5[1-5]|2[2-7]|3[47]|6011|65|506|62|3[068]")
_CARD_LENGTHS = {"3": (14, 15)}
_GROUPS_OF_FOUR = r"\d{4}(?:[ -]\d{4}){3}"


def _clabe(match: re.Match[str]) -> str | None:
    number = digits_of(match[0])
    check = -sum(int(digit) * _CLABE_WEIGHTS[place % 3] % 10 for place, digit in enumerate(number[:17])) % 10
    known = int(number[:3]) in _INSTITUTIONS or _SAYS_CLABE.search(before(match))
    return number if known and check == int(number[17]) else None


def _card(match: re.Match[str]) -> str | None:
    """Never whole: a report is not a place for card numbers. Twelve stars, whatever its length, and the last four."""
    number = digits_of(match[0])
    fits = len(number) in _CARD_LENGTHS.get(number[0], (16, 19)) and _ISSUER.match(number) and len(set(number)) > 1
    return f"{'*' * 12}{number[-4:]}" if fits and stdnum.luhn.is_valid(number) else None


def _iban(match: re.Match[str]) -> str | None:
    """The longest run of its groups that is one: the word after it may look like one more."""
    groups = match[0].split(" ")
    for count in range(len(groups), 0, -1):
        number = "".join(groups[:count]).upper()
        if stdnum.iban.is_valid(number):
            return number
    return None


def _aba(match: re.Match[str]) -> str | None:
    """Nine digits can be anything: only with a word that says so, besides the check digit."""
    said = _SAYS_ROUTING.search(before(match))
    return match[0] if said and stdnum.us.rtn.is_valid(match[0]) and match[0] != "0" * 9 else None


def _swift(match: re.Match[str]) -> str | None:
    """Without the word before it, capitals are shouting: then only what has a digit, or stands for Mexico."""
    code, country = match[0], match[0][4:6]
    alone = country == "MX" or any(char.isdigit() for char in code)
    sure = bool(_SAYS_SWIFT.search(before(match))) or (alone and code.isalpha()) or (alone and len(code) == 11)
    exists = country in phonenumbers.SUPPORTED_REGIONS
    return code if exists and (sure or (alone and code[6:].isdigit())) else None


def _spei_key(match: re.Match[str]) -> str | None:
    """No rule but a length binds the banks: by the words before it, or by the beginning that one of them always uses."""
    key = match[0].upper()
    said = _SAYS_RASTREO.search(before(match)) or re.match(r"(?:MBAN|BNET)\d{10}", key)
    return key if said and any(char.isdigit() for char in key) else None


MONEY = (
    # A group gives nothing back (`+`): else there are thousands of ways to cut one long word into groups.
    Shape("iban", re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{1,4}+){3,8}(?!\w)", re.I | re.A), checked(_iban)),
    # Before the keys of transfers, whose words may stand before a card as well: its number is never kept whole.
    Shape(
        "card",
        re.compile(rf"(?<!\w)(?:\d{{14,19}}|{_GROUPS_OF_FOUR}(?:[ -]\d{{3}})?|3\d{{3}}[ -]\d{{6}}[ -]\d{{5}})(?!\w)", re.A),
        checked(_card),
    ),
    Shape("spei_key", re.compile(r"(?<!\w)(?=[A-Z]{0,29}\d)[A-Z0-9]{6,30}(?!\w)", re.I | re.A), checked(_spei_key)),
    Shape(
        "clabe",
        re.compile(
            r"(?<!\w)(?<!\d[ -])(?:\d{18}|\d{3}[ -]\d{3}[ -]\d{11}[ -]\d|\d{3}(?:[ -]\d{3}){5}|\d{4}(?:[ -]\d{4}){3}[ -]\d{2})"
            r"(?!\w|[ -]\d{2,4}(?!\d))", re.A
        ),
        checked(_clabe),
    ),
    Shape("swift", re.compile(r"(?<!\w)[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?(?!\w)", re.A), checked(_swift)),
    Shape("aba", re.compile(r"(?<![\w-])\d{9}(?![\w-])", re.A), checked(_aba)),
)  # fmt: skip

# The tables of account formats are read from the package when they are first asked for: now, not while a report waits.
stdnum.iban.is_valid("GB33BUKB20201555555555")
