"""Telephones, as people in both countries write them and as they are dialled from abroad."""

from __future__ import annotations

import re

import phonenumbers

from intake.core.indicators.shape import DIGITS, Mention, Shape, before, digits_of

_COUNTRIES = ("MX", "US")
_SEP = r"[ .\-]{0,3}"
_AREA = r"(?:\(\d{2,3}\)|\d{2,3})"
_NATIONAL = (
    rf"(?:{_AREA}{_SEP}\d{{3,4}}{_SEP}\d{{4}}|{_AREA}{_SEP}\d{{3}}{_SEP}\d{{2}}{_SEP}\d{{2}}"
    rf"|{_AREA}(?:{_SEP}\d{{2}}){{4}}|{_AREA}{_SEP}\d(?:{_SEP}\d{{2}}){{3}})"
)
_ONE = re.compile(
    rf"(?P<abroad>\(?\+{_SEP}\(?\d{{1,3}}\)?(?:{_SEP}\(?\d{{1,10}}\)?){{1,6}})"
    rf"|(?P<prefix>\(?(?:00 ?52|011[ -]?52[ -]?1?|52\)?[ -]?\(?1?|001|01|1|044|045)\)?{_SEP})?(?P<national>{_NATIONAL})(?!\d)"
)
# Neither an amount nor a date: those go on after a point or a comma with fewer digits than a second phone has.
_RUN = re.compile(
    r"[0-9+(](?<![\w$@#*%].)(?:(?<!\d[.,:/].)|(?<=\d{4}[,/].)(?<!\D20\d\d[,/].))"
    r"(?:(?<=[0-9])|\(?\d|\(?\+ ?\(?\d)(?:[ .\-()+]{0,4}\d){6,40}"
    r"(?!\w(?<!x)|[%])(?![.,:]\d{1,3}(?!\d|[ .\-]\d))",
    re.ASCII,
)
_GAP = re.compile(r"[ .\-()]{1,3}")
_IS_MONEY = re.compile(r" ?(?:pesos|mxn|usd|d[oó]lar|dollars|euros|mil\b)", re.IGNORECASE)
# What a long number is when these words stand right before it, and none that speaks of calling.
_OTHER_NUMBER = re.compile(
    r"\b(?:folio|referencia|ref|autorizaci[oó]n|contrato|pedido|orden|gu[ií]a|rastreo|cuenta|tarjeta|expediente|nss|cliente"
    r"|serie|imei|case|reference|order|tracking|account|acct|confirmation|invoice|ticket|claim|policy|routing|serial|ssn"
    r"|complaint|listing|anuncio|publicaci[oó]n|factura|boleto|p[oó]liza|licencia|license|permit|permiso|item|art[ií]culo"
    r"|sku|isbn|ein|imss|(?:seguro|seguridad) social|social security|paquete|package|shipment|env[ií]o|dhl|fedex|ups|usps"
    r"|estafeta|redpack|afore|afiliaci[oó]n|employee|empleado|member|socio|reporte|report|rpt|incident|badge|placa|vin|lot"
    r"|lote|nip|pin|c[oó]digo|code|id|caso|denuncia|carpeta|recibo|receipt|cr[eé]dito|convenio|transacci[oó]n|transaction)"
    r"\b\W{0,4}(?:\w{1,8}\W{1,3}){0,2}$"
)
_SAYS_PHONE = re.compile(
    r"(?:tel|cel|m[oó]vil|whats|wats|wasap|wapp|wa\b|marc|llam|habl|phone|call|text|txt|sms|cell|mobile|dial)\w{0,8}\W{1,3}"
    r"(?:\w{1,8}\W{1,3}){0,3}$"
)
_IS_PART = re.compile(r"[^\W_]-$")


def telephones(region: str | None) -> Shape:
    """Phones, for somebody who dials from `region`; several may stand in one run of digits."""

    def mentions(match: re.Match[str]) -> tuple[Mention, ...]:
        said = before(match)
        other = (_OTHER_NUMBER.search(said) or _IS_PART.search(said)) and not _SAYS_PHONE.search(said)
        return () if other or _IS_MONEY.match(match.string, match.end()) else _phones(match, region)

    return Shape("phone", DIGITS, _RUN, mentions)


def _phones(match: re.Match[str], region: str | None) -> tuple[Mention, ...]:
    """The phones that a run of digits holds one after the other; none when any part of it is something else."""
    run, place = match[0], 0
    found: list[Mention] = []
    while place < len(run):
        one = _ONE.match(run, place)
        number = None if one is None else _e164(one, region)
        gap = one and _GAP.match(run, one.end())
        if one is None or number is None or (one.end() < len(run) and gap is None):
            # "2221234567 2 veces": a digit or two that the sentence goes on with.
            return tuple(found) if len(digits_of(run[place:])) <= 2 else ()
        found.append(Mention(number, match.start() + place, match.start() + one.end()))
        place = gap.end() if gap else one.end()
    return tuple(found)


def _e164(one: re.Match[str], region: str | None) -> str | None:
    if one["abroad"]:
        return _abroad(digits_of(one["abroad"]))
    digits, prefix = digits_of(one["national"]), digits_of(one["prefix"] or "")
    if len(digits) != 10:
        return None
    if prefix:
        return _valid(digits, "US" if prefix in ("1", "001") else "MX")
    groups = [len(group) for group in re.findall(r"\d+", one["national"])]
    own = _in_groups(digits, region, groups) if region else None
    either = {number for number in (_in_groups(digits, country, groups) for country in _COUNTRIES) if number}
    if own or len(either) < 2:
        return own or next(iter(either), None)
    # Valid in both countries: a lada of two digits, or pairs, is how only Mexicans write it.
    return _valid(digits, "MX") if groups in ([2, 4, 4], [2, 2, 2, 2, 2], [2, 8], [3, 3, 2, 2]) else None


def _abroad(digits: str) -> str | None:
    """With its country's code. Until 2019 a mobile in Mexico was dialled with a 1 after the 52, and many still write it."""
    return _valid("+52" + digits[3:] if digits.startswith("521") and len(digits) == 13 else f"+{digits}", None)


def _in_groups(digits: str, country: str, groups: list[int]) -> str | None:
    """North of Mexico three digits stand first, if any: "2024 11 24 10" is a date."""
    number = _valid(digits, country)
    return number if number and (not number.startswith("+1") or groups[0] in (3, 6, 10)) else None


def _valid(written: str, region: str | None) -> str | None:
    try:
        number = phonenumbers.parse(written, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _linked(match: re.Match[str]) -> tuple[Mention, ...]:
    value = _abroad(match[1])
    return () if value is None else (Mention(value, *match.span(1)),)


# A link that opens a chat holds the phone it is with.
LINKED = Shape(
    "phone",
    re.compile(r"wa\.me/|phone="),
    re.compile(r"(?:wa\.me/|[?&]phone=)(?:\+|%2b)?([0-9]{10,15})(?![0-9])"),
    _linked,
    is_lowered=True,
    is_within=True,
)

# The plans of all countries are modules that would be read when they are first dialled: now, not while a report waits.
phonenumbers.PhoneMetadata.load_all()
