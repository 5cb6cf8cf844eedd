"""Web addresses, mail addresses and IP addresses, also when they were written so that nobody clicks on them."""

from __future__ import annotations

import ipaddress
import re

from publicsuffixlist import PublicSuffixList

from intake.core.indicators.shape import Shape, before, checked

_SUFFIXES = PublicSuffixList(accept_unknown=False)
# Endings that are words of the two languages: "no deposito.me dijeron" is a full stop without its space.
_WORDS = frozenset({
    "ad", "al", "am", "an", "as", "at", "be", "by", "de", "do", "el", "en", "es", "et", "gt", "he", "id", "im",
    "in", "is", "it", "la", "lo", "me", "mi", "mo", "ms", "mu", "my", "ni", "no", "nu", "pa", "pe", "por", "pr",
    "re", "sa", "se", "si", "so", "st", "su", "te", "to", "tu", "tv", "us", "va", "ve", "vi", "ya", "yo", "lat",
    "uno", "bar", "casa", "club", "hoy", "soy", "red", "dia", "gay", "men", "one", "here", "new", "now", "help",
    "live", "love", "fun", "zip", "mov", "sh", "py", "md", "rs",
})  # fmt: skip
_SAYS_WEB = re.compile(
    r"\b(?:p[aá]ginas?|sitios?|webs?|ligas?|links?|enlaces?|urls?|dominios?|websites?|sites?|pages?|domains?|visit|en|at|on"
    r"|entr[aoe]|abrir|abr[ie])\b\W{0,3}(?:\w+\W{1,2}){0,2}$"
)
# Ways of writing an address so that it does not work; only small fixed ones, so that any text takes linear time.
_DEFANGED = (
    (re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad]"), ""),
    (re.compile(r"[\u00a0\u2007\u202f]"), " "),
    (re.compile(r"[\u2010-\u2015\u2212]"), "-"),
    (re.compile(r"\bh(?:xx|XX|tt|\*\*|tx|xt)p(s?)(?=\[?:|\[?//)", re.IGNORECASE), r"http\1"),
    (re.compile(r"\[(://|:)\]"), r"\1"),
    (re.compile(r" ?[\[({] ?(?:\.|dot|punto) ?[\])}] ?", re.IGNORECASE), "."),
    (re.compile(r" ?[\[({] ?(?:@|at|arroba) ?[\])}] ?", re.IGNORECASE), "@"),
    (re.compile(r"(?<=\w) arroba (?=\w)", re.IGNORECASE), "@"),
    (re.compile(r"(?<=\w) at (?=(?:gmail|hotmail|outlook|yahoo|icloud|live|proton\w{0,4})\b)", re.IGNORECASE), "@"),
    (re.compile(r"(?<=\w) (?:dot|punto) (?=(?:com|net|org|mx|info|xyz|online|site|shop|top|app|gob|gov)\b)", re.IGNORECASE), "."),
)  # fmt: skip
_PATH = r"((?::\d{1,5})?(?:[/?#][^\s<>\"]{0,500})?)"
_HOST = r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}[a-z]{2,24}"
_CLOSERS = ".,;:!?'\"»”)]}>*"


def readable(text: str) -> str:
    """The text with its addresses as they work: "hxxp://malo[.]com" and "ana (arroba) correo punto com" undone."""
    for pattern, plain in _DEFANGED:
        text = pattern.sub(plain, text)
    return text


def _known(host: str) -> bool:
    """Whether the host stands under an ending that exists, and is not that ending itself."""
    return _SUFFIXES.privatesuffix(host) is not None


def _with_scheme(match: re.Match[str]) -> str | None:
    scheme, host, rest = match[1].lower(), match[2].lower(), match[3].rstrip(_CLOSERS)
    if not _known(host) and not _is_public(host):
        return None
    return f"{scheme}://{host}{rest}"


def _bare(match: re.Match[str]) -> str | None:
    host, rest = match[1].lower(), match[2].rstrip(_CLOSERS)
    suffix = host.rpartition(".")[2]
    sure = rest or host.startswith("www.") or suffix not in _WORDS or _SAYS_WEB.search(before(match))
    return f"{host}{rest}" if sure and _known(host) else None


def _mail(match: re.Match[str]) -> str | None:
    local, host = match[1].rstrip("."), match[2].lower()
    return f"{local.lower()}@{host}" if local and _known(host) else None


def _is_public(written: str) -> bool:
    try:
        return ipaddress.ip_address(written).is_global
    except ValueError:
        return False


def _address(match: re.Match[str]) -> str | None:
    return str(ipaddress.ip_address(match[0])) if _is_public(match[0]) else None


NETWORK = (
    Shape(
        "url",
        re.compile(rf"(?<![\w@])(https?)://({_HOST}|\d{{1,3}}(?:\.\d{{1,3}}){{3}})(?![\w-]){_PATH}", re.I),
        checked(_with_scheme),
    ),
    Shape("email", re.compile(rf"(?<![\w.+%-])([\w.+%-]{{1,64}})@({_HOST})(?![\w@-])", re.I | re.A), checked(_mail)),
    Shape(
        "url",
        re.compile(rf"(?<![\w@.$-])({_HOST})(?![\w@-]){_PATH}", re.I),
        checked(_bare),
    ),
    Shape("ip", re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?!\.?\d|\w)"), checked(_address)),
    Shape("ip", re.compile(r"(?<![\w.:])(?:[0-9a-f]{1,4}:|:){2,8}(?:[0-9a-f]{1,4})?(?![\w:])", re.I), checked(_address)),
)  # fmt: skip
