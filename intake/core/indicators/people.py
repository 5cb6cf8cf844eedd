"""Names used online, and the two Mexican identity codes."""

from __future__ import annotations

import re

import stdnum.mx.curp
import stdnum.mx.rfc

from intake.core.indicators.shape import AT, SIX_DIGITS, Mention, Shape, any_word, before, checked

_PLATFORMS = r"instagram insta ig facebook face fb tik\s?tok telegram tg twitter snapchat snap discord roblox threads"
_PLATFORM = any_word(rf"{_PLATFORMS} whats\s?app messenger signal x")
_SURE_PLATFORM = any_word(_PLATFORMS)
_ROLE = any_word(r"usuario user\s?name user handle nick\s?name nick alias perfil profile arroba")
_ALIAS = any_word(r"user\s?name handle nick\s?name nick alias")
_ACCOUNT = any_word(r"usuario user\s?name handle perfil cuenta account profile")
_STOPWORDS = frozenset({
    "de", "del", "en", "el", "la", "los", "las", "un", "una", "que", "mi", "su", "al", "y", "a", "o", "con",
    "por", "para", "es", "era", "se", "me", "the", "my", "his", "her", "their", "an", "on", "in", "of", "for",
    "and", "is", "was", "to", "from", "named", "called", "llamado", "llamada", "falso", "falsa", "fake", "no", "ya", "si",
    "desconocido", "unknown", "account", "cuenta", "user", "name", "verificado", "gmail", "hotmail", "outlook", "yahoo",
    "icloud", "todos", "everyone", "here",
})  # fmt: skip
# What ends so is the rest of a mail address, or a file.
_NO_NAME = re.compile(r".*\.(?:com|mx|net|org|pdf|jpe?g|png|apk|exe|docx?|mp4)")
_SAYS_RFC = re.compile(r"\brfc\b(?:\W{1,3}[^\W\d]{1,14}){0,3}\W{0,4}$")


def _curp(match: re.Match[str]) -> str | None:
    return match[0].upper() if stdnum.mx.curp.is_valid(match[0]) else None


def _rfc(match: re.Match[str]) -> str | None:
    """The check digit must hold, as other codes look the same; with the word before it the date is enough: older codes
    were given without one."""
    written = re.sub("[ -]", "", match[0]).upper()
    is_said = bool(_SAYS_RFC.search(before(match)))
    return written if stdnum.mx.rfc.is_valid(written, validate_check_digits=not is_said) else None


def _handle(match: re.Match[str]) -> tuple[Mention, ...]:
    group = next(number for number, written in enumerate(match.groups(), 1) if written)
    name = match[group].rstrip(".").casefold()
    is_name = len(name) > 2 and name not in _STOPWORDS and not _NO_NAME.fullmatch(name) and set(name) != {"x"}
    # Personal data that was struck out is written XXXX.
    fits = is_name and any(char.isalpha() for char in name)
    start = match.start(group)
    begins = start - 1 if match.string[start - 1 : start] == "@" else start
    return (Mention(f"@{name}", begins, start + len(name)),) if fits else ()


def _telling_handle(match: re.Match[str]) -> tuple[Mention, ...]:
    """A name without a sign before it, told from a word by what no word has: a digit, a low line or a point inside."""
    name = match[1].rstrip(".")
    tells = not name[0].isdigit() and any(char in "_." or char.isdigit() for char in name)
    is_sentence = name.rpartition(".")[2] in _STOPWORDS
    return _handle(match) if tells and not is_sentence and len(name) > 4 else ()


_NAME = r"([a-z0-9_][\w.]{2,29})(?![\w@]|-\w)"
_CALLED = r"(?: es| era| is| was)? ?(?::| llamad[oa]| named| called) {0,2}"
IDENTITY_CODES = (
    Shape(
        "curp",
        SIX_DIGITS,
        re.compile(r"[A-Za-z](?<!\w.)[A-Za-z]{3}\d{6}[HMXhmx][A-Za-z]{5}[A-Za-z0-9]\d(?!\w)", re.A),
        checked(_curp),
    ),
    Shape(
        "rfc",
        SIX_DIGITS,
        re.compile(r"[A-Za-z&Ññ](?<!\w.)[A-Za-z&Ññ]{2,3}[ -]?[0-9]{6}[ -]?[A-Za-z0-9]{3}(?!\w)"),
        checked(_rfc),
    ),
)
# Between the platform and the name.
_LINKS = (
    r"(?:(?:es|era|is|was|as|como|user|usuario|called|named|llamad[oa]|handle|name|de|con|el|del|on|en)\W{1,3}){0,3}"
)
HANDLES = (
    Shape("handle", AT, re.compile(rf"@(?<![\w@.]@)(?i:{_NAME})", re.A), _handle),
    # An ordinary word is a name only where it is said to be, and where nothing follows it: not in "facebook: me bloquearon".
    Shape(
        "handle",
        re.compile(": ?[a-z]|alias|nick|handle|user ?name|llamad|named|called"),
        re.compile(
            rf"(?:{_ALIAS}\W{{1,3}}{_NAME} (?:de|en|on|in) {_PLATFORM}\b"
            rf"|(?:{_ACCOUNT} (?:de|en|on|in) {_PLATFORM}\b{_CALLED}|{_SURE_PLATFORM}: {{0,2}}){_NAME}(?=\s*(?:$|[,;)\n])))",
            re.A,
        ),
        _handle,
        is_lowered=True,
    ),
    Shape(
        "handle",
        re.compile(r"[a-z_][_.0-9]"),
        re.compile(rf"(?:{_SURE_PLATFORM}|{_ROLE})\W{{1,3}}{_LINKS}{_NAME}", re.A),
        _telling_handle,
        is_lowered=True,
    ),
)
