"""Web addresses, mail addresses and IP addresses."""

from __future__ import annotations

import ipaddress
import re

from publicsuffixlist import PublicSuffixList

from intake.core.indicators.shape import AT, COLONS, DOT, DOTTED_NUMBERS, SCHEME, Shape, before, checked

_SUFFIXES = PublicSuffixList(accept_unknown=False)
# Endings that are words of the two languages, or of files: "no deposito.me dijeron" is a full stop without its space.
_WORDS = frozenset({
    "ad", "al", "am", "an", "as", "at", "be", "by", "de", "do", "el", "en", "es", "et", "gt", "he", "id", "im",
    "in", "is", "it", "la", "lo", "me", "mi", "mo", "ms", "mu", "my", "ni", "no", "nu", "pa", "pe", "por", "pr",
    "re", "sa", "se", "si", "so", "st", "su", "te", "to", "tu", "tv", "us", "va", "ve", "vi", "ya", "yo", "lat",
    "uno", "bar", "casa", "club", "hoy", "soy", "red", "dia", "gay", "men", "one", "here", "new", "now", "help",
    "live", "love", "fun", "zip", "mov", "sh", "py", "md", "rs", "ps", "today", "how", "you", "yes", "call",
    "pay", "free", "mom", "dad", "kids", "family", "work", "money", "cash", "phone", "open", "read", "talk", "meet",
    "safe", "save", "best", "buy", "bet", "day", "date", "eat", "food", "car", "cars", "dog", "house", "school",
    "video", "watch", "win", "wow", "zero", "life", "world", "place", "photo", "photos", "plus", "play", "post",
    "black", "blue", "book", "camera", "city", "foo", "game", "google", "hot", "pictures", "show",
})  # fmt: skip
_SAYS_WEB = re.compile(
    r"\b(?:p[aá]g(?:ina)?s?|sitios?|webs?|ligas?|links?|enlaces?|urls?|dominios?|websites?|sites?|pages?|domains?|visit|en"
    r"|at|on|entr[aoe]|abrir|abr[ie])\b\W{0,3}(?:\w+\W{1,2}){0,2}$"
)
_SAYS_VERSION = re.compile(
    r"\b(?:versi[oó]n|ver|release|chrome|firefox|safari|android|ios|windows|build|firmware)\W{0,3}$"
)
_PATH = r"((?::\d{1,5})?(?:[/?#][^\s<>\"“”]{0,500})?)"
_HOST = r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,8}[^\W\d_]{2,24}"
_CLOSERS = ".,;:!?'\"’»”)]}>*…"


def is_known(host: str) -> bool:
    """Whether the host stands under an ending that exists, and is not that ending itself."""
    return _SUFFIXES.privatesuffix(host) is not None


def _trimmed(rest: str) -> str:
    """Without what closes the sentence around it, but with what it opened itself."""
    trimmed = rest.rstrip(_CLOSERS)
    return f"{trimmed})" if trimmed.count("(") > trimmed.count(")") and rest[len(trimmed) :][:1] == ")" else trimmed


def _with_scheme(match: re.Match[str]) -> str | None:
    scheme, host, rest = match[1].lower(), match[2].lower(), _trimmed(match[3])
    if not is_known(host) and not _is_public(host):
        return None
    return f"{scheme}://{host}{rest}"


def _bare(match: re.Match[str]) -> str | None:
    host, rest = match[1].lower(), _trimmed(match[2])
    name, _, suffix = host.rpartition(".")
    # A sentence that goes on without its space has neither hyphens nor a second dot, but in short words anything may stand.
    looks_so = len(suffix) > 2 and ("-" in name or "." in name)
    sure = rest or looks_so or host.startswith("www.") or suffix not in _WORDS or _SAYS_WEB.search(before(match))
    # Personal data that was struck out is written XXXX.
    return f"{host}{rest}" if sure and not host.startswith("xxxx") and is_known(host) else None


def _mail(match: re.Match[str]) -> str | None:
    local, host = match[1].strip("."), match[2].lower()
    return f"{local.lower()}@{host}" if local and is_known(host) else None


def _is_public(written: str) -> bool:
    try:
        return ipaddress.ip_address(written).is_global
    except ValueError:
        return False


def _address(match: re.Match[str]) -> str | None:
    is_one = _is_public(match[0]) and not _SAYS_VERSION.search(before(match))
    return str(ipaddress.ip_address(match[0])) if is_one else None


NETWORK = (
    Shape(
        "url",
        SCHEME,
        # What stands before an @ is no part of the host, only made to look like it.
        re.compile(
            rf"(?<![^\W_])(https?)://(?:[^\s/@<>\"?#]{{1,100}}@)?({_HOST}|\d{{1,3}}(?:\.\d{{1,3}}){{3}})(?![\w-]){_PATH}", re.I
        ),
        checked(_with_scheme),
    ),
    Shape("email", AT, re.compile(rf"(?<![\w.+%-])([\w.+%-]{{1,64}})@({_HOST})(?![\w@-])", re.I | re.A), checked(_mail)),
    Shape("url", DOT, re.compile(rf"(?<![\w@.$-])({_HOST})(?![\w@-]){_PATH}"), checked(_bare)),
    Shape("ip", DOTTED_NUMBERS, re.compile(r"[0-9](?<![\w.].)\d{0,2}(?:\.\d{1,3}){3}(?!\.?\d|\w)", re.A), checked(_address)),
    Shape(
        "ip",
        COLONS,
        re.compile(r"(?<![\w.:])(?:[0-9a-fA-F]{1,4}:|:){2,8}(?:[0-9a-fA-F]{1,4})?(?![\w:])"),
        checked(_address),
    ),
)  # fmt: skip
