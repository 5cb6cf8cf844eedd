"""Telephones, names used online, and the two Mexican identity codes."""

from __future__ import annotations

import re

import phonenumbers
import stdnum.mx.curp
import stdnum.mx.rfc

from intake.core.indicators.shape import Shape, before, checked, digits_of

_COUNTRIES = ("MX", "US")
_SEP = r"[ .\-]{0,2}"
_AREA = r"(?:\(\d{2,3}\)|\d{2,3})"
_NATIONAL = (
    rf"(?:{_AREA}{_SEP}\d{{3,4}}{_SEP}\d{{4}}|{_AREA}{_SEP}\d{{3}}{_SEP}\d{{2}}{_SEP}\d{{2}}"
    rf"|{_AREA}(?:{_SEP}\d{{2}}){{4}})"
)
_ONE = re.compile(
    rf"(?P<abroad>\+{_SEP}\(?\d{{1,3}}\)?(?:{_SEP}\(?\d{{1,10}}\)?){{1,6}})"
    rf"|(?P<prefix>\(?(?:0052|52 ?1?|001|01|1|044|045)\)?{_SEP})?(?P<national>{_NATIONAL})(?!\d)"
)
_RUN = re.compile(r"(?<![\w$@#/*%])(?<!\d[.,:])[+(]?\d(?:[ .\-()+]{0,3}\d){6,40}(?![\w%]|[.,:]\d)", re.ASCII)
_GAP = re.compile(r"[ .\-()]{1,3}")
_IS_MONEY = re.compile(r" ?(?:pesos|mxn|usd|d[oó]lar|dollars|euros|mil\b)", re.IGNORECASE)
# What a long number is when these words stand right before it, and none that speaks of calling.
_OTHER_NUMBER = re.compile(
    r"\b(?:folio|referencia|ref|autorizaci[oó]n|contrato|pedido|orden|gu[ií]a|rastreo|cuenta|tarjeta|expediente|nss|cliente"
    r"|serie|imei|case|reference|order|tracking|account|acct|confirmation|invoice|ticket|claim|policy|routing|serial|ssn"
    r"|complaint)\b\W{0,4}(?:\w{1,8}\W{1,3}){0,2}$"
)
_SAYS_PHONE = re.compile(
    r"(?:tel|cel|m[oó]vil|whats|wasap|wapp|marc|llam|phone|call|text|sms|cell|dial)\w{0,8}\W{1,3}(?:\w{1,8}\W{1,3}){0,3}$"
)
_PLATFORMS = (
    r"(?:instagram|insta|ig|facebook|face|fb|tik ?tok|telegram|twitter|snapchat|snap|discord|roblox|threads|whats ?app"
    r"|messenger|signal|x)"
)
_STOPWORDS = frozenset({
    "de", "del", "en", "el", "la", "los", "las", "un", "una", "que", "mi", "su", "al", "y", "a", "o", "con",
    "por", "para", "es", "era", "se", "me", "the", "my", "his", "her", "their", "an", "on", "in", "of", "for",
    "and", "is", "was", "to", "from", "named", "called", "llamado", "llamada", "falso", "falsa", "fake",
    "desconocido", "unknown", "account", "cuenta", "user", "name", "verificado",
})  # fmt: skip


def telephones(region: str | None) -> Shape:
    """Phones, for somebody who dials from `region`; several may stand in one run of digits."""

    def values(match: re.Match[str]) -> tuple[str, ...]:
        said = before(match)
        other = _OTHER_NUMBER.search(said) and not _SAYS_PHONE.search(said)
        if other or _IS_MONEY.match(match.string, match.end()):
            return ()
        return _phones(match[0], region)

    return Shape("phone", _RUN, values)


def _phones(run: str, region: str | None) -> tuple[str, ...]:
    """The phones that a run of digits holds one after the other; none when any part of it is something else."""
    found: list[str] = []
    place = 0
    while place < len(run):
        one = _ONE.match(run, place)
        number = None if one is None else _e164(one, region)
        gap = one and _GAP.match(run, one.end())
        if one is None or number is None or (one.end() < len(run) and gap is None):
            # "2221234567 2 veces": a digit or two that the sentence goes on with.
            return tuple(found) if len(digits_of(run[place:])) <= 2 else ()
        found.append(number)
        place = gap.end() if gap else one.end()
    return tuple(found)


def _e164(one: re.Match[str], region: str | None) -> str | None:
    if one["abroad"]:
        digits = digits_of(one["abroad"])
        # Until 2019 a mobile in Mexico was dialled with a 1 after the country's 52, and many still write it.
        return _valid("+52" + digits[3:] if digits.startswith("521") and len(digits) == 13 else f"+{digits}", None)
    digits, prefix = digits_of(one["national"]), digits_of(one["prefix"] or "")
    if len(digits) != 10:
        return None
    if prefix:
        return _valid(digits, "US" if prefix in ("1", "001") else "MX")
    own = _valid(digits, region) if region else None
    either = {number for number in (_valid(digits, country) for country in _COUNTRIES) if number}
    return own or (either.pop() if len(either) == 1 else _by_grouping(one["national"], digits) if either else None)


def _by_grouping(written: str, digits: str) -> str | None:
    """Valid in both countries: a lada of two digits, or pairs, is how only Mexicans write it."""
    groups = [len(group) for group in re.findall(r"\d+", written)]
    return _valid(digits, _COUNTRIES[0]) if groups in ([2, 4, 4], [2, 2, 2, 2, 2], [2, 8], [3, 3, 2, 2]) else None


def _valid(written: str, region: str | None) -> str | None:
    try:
        number = phonenumbers.parse(written, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _curp(match: re.Match[str]) -> str | None:
    return match[0].upper() if stdnum.mx.curp.is_valid(match[0]) else None


def _rfc(match: re.Match[str]) -> str | None:
    written = re.sub("[ -]", "", match[0]).upper()
    return written if stdnum.mx.rfc.is_valid(written, validate_check_digits=True) else None


def _handle(match: re.Match[str]) -> str | None:
    name = next(group for group in match.groups() if group).rstrip("._").casefold()
    return f"@{name}" if len(name) > 2 and name not in _STOPWORDS and not name.isdigit() else None


_NAME = r"@?([A-Za-z0-9_][\w.]{2,29})"
_CALLED = r"(?: es| era| is| was|:|,| llamad[oa]| named| called){1,2} {0,2}"
IDENTITY_CODES = (
    Shape("curp", re.compile(r"(?<!\w)[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d(?!\w)", re.I | re.A), checked(_curp)),
    Shape("rfc", re.compile(r"(?<!\w)[A-Z&Ñ]{3,4}[ -]?\d{6}[ -]?[A-Z0-9]{3}(?!\w)", re.I), checked(_rfc)),
)
HANDLES = (
    Shape("handle", re.compile(r"(?<![\w@./])@([A-Za-z0-9_][\w.]{2,29})(?![\w@])", re.A), checked(_handle)),
    Shape(
        "handle",
        re.compile(
            rf"\b(?:usuario|user ?name|user|handle|nick|alias)\W{{1,3}}(?:es |era |is |was |: ?)?{_NAME}"
            rf" (?:de|en|on|in) {_PLATFORMS}\b"
            rf"|\b(?:usuario|user ?name|handle|perfil|cuenta|account|profile) (?:de|en|on|in) {_PLATFORMS}\b{_CALLED}{_NAME}"
            rf"|\b{_PLATFORMS}: {{0,2}}{_NAME}",
            re.I | re.A,
        ),
        checked(_handle),
    ),
)

# The plans of all countries are modules that would be read when they are first dialled: now, not while a report waits.
phonenumbers.PhoneMetadata.load_all()
