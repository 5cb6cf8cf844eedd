"""The text as its addresses work: what keeps a machine or a finger from following them is undone, and what was dictated
is put in signs. Every place can be found again in what was written."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from intake.core.indicators.spoken import spoken_digits

# So far back a word is looked at.
_WORD_CHARS = 40
_Write = Callable[[re.Match[str]], str]


@dataclass(frozen=True)
class _Pass:
    """What one pass changed, in order: at each of `places`, `lengths` characters stand for those of the text before from
    `starts` to `ends`."""

    places: list[int]
    lengths: list[int]
    starts: list[int]
    ends: list[int]

    def start_before(self, start: int) -> int:
        """Where in the text before stood what begins here."""
        index = bisect_right(self.places, start) - 1
        if index < 0:
            return start
        into = start - self.places[index] - self.lengths[index]
        return self.starts[index] if into < 0 else self.ends[index] + into

    def end_before(self, end: int) -> int:
        """Where in the text before ended what ends here."""
        index = bisect_left(self.places, end) - 1
        return end if index < 0 else self.ends[index] + max(end - self.places[index] - self.lengths[index], 0)


@dataclass(frozen=True)
class Readable:
    """`text` after all changes; each pass over the text left its changes, in order."""

    text: str
    passes: tuple[_Pass, ...] = ()

    def written(self, start: int, end: int) -> tuple[int, int]:
        """Where that piece begins and ends in the text as it was written."""
        for each in reversed(self.passes):
            start, end = each.start_before(start), each.end_before(end)
        return start, end


def readable(text: str) -> Readable:
    """ "hxxp://malo[.]com", "ana (arroba) correo punto com" and digits on keys undone."""
    plain = Readable(text)
    if not text.isascii() and _UNUSUAL.search(text):
        plain = _changed(plain, _CHARACTERS)
    lowered = plain.text.lower()
    signs = tuple((pattern, write) for clue, pattern, write in _SIGNS if clue.search(lowered))
    plain = _changed(plain, signs)
    return _changed(plain, spoken_digits(plain.text))


def _changed(plain: Readable, steps: tuple[tuple[re.Pattern[str], str | _Write], ...]) -> Readable:
    """After these steps, each a pass of its own."""
    for pattern, write in steps:
        plain = _once(plain, pattern, write)
    return plain


def _once(plain: Readable, pattern: re.Pattern[str], write: str | _Write) -> Readable:
    text, pieces, changes = plain.text, [], _Pass([], [], [], [])
    read = place = 0
    fixed = write if isinstance(write, str) and "\\" not in write else None
    for match in pattern.finditer(text):
        new = fixed if fixed is not None else match.expand(write) if isinstance(write, str) else write(match)
        start, end = match.span()
        place += start - read
        pieces += [text[read:start], new]
        changes.places.append(place)
        changes.lengths.append(len(new))
        changes.starts.append(start)
        changes.ends.append(end)
        read, place = end, place + len(new)
    return Readable("".join([*pieces, text[read:]]), (*plain.passes, changes)) if pieces else plain


def _compatible(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", match[0])


def _spaced_dot(match: re.Match[str]) -> str:
    """ "It ends in .top" speaks of an ending: before it must stand what is no word of a sentence."""
    word = match.string[max(match.start() - _WORD_CHARS, 0) : match.start()].rpartition(" ")[2]
    is_host = match[0].endswith(" ") or any(char in "-." or char.isdigit() for char in word)
    return "." if is_host else match[0]


def _local_part(match: re.Match[str]) -> str:
    return _SPOKEN_SIGN.sub(lambda sign: "." if sign[1].lower() in ("punto", "dot") else "-", match[0])


# Characters that show nothing, or show a plain one in another dress: wide ones, those of mathematics, keycaps.
_CHARACTERS: tuple[tuple[re.Pattern[str], str | _Write], ...] = (
    (re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe0e\ufe0f\u20e3\ufeff\u00ad\u061c\u180e]+"), ""),
    (re.compile("[\u00a0\u2000-\u200a\u202f\u3000]"), " "),
    (re.compile("[\u2010-\u2015\u2212]"), "-"),
    (re.compile("[\uff01-\uff5e\U0001d400-\U0001d7ff]"), _compatible),
)
_UNUSUAL = re.compile("|".join(pattern.pattern for pattern, _ in _CHARACTERS))
_ENDING = r"(?:com|net|org|mx|info|xyz|online|site|shop|top|app|gob|gov|vip|store|io|edu)\b"
_PROVIDER = r"(?:gmail|hotmail|outlook|yahoo|icloud|live|aol|msn|proton\w{0,4}|onionmail|tutanota)\b"
_SPOKEN_SIGN = re.compile(r" (punto|dot|gui[oó]n|dash|hyphen) ", re.IGNORECASE)
# What stands in every text that a step changes, in lower case; what is changed; into what.
# Only small fixed ways of writing, so that any text takes linear time.
_SIGNS: tuple[tuple[re.Pattern[str], re.Pattern[str], str | _Write], ...] = (
    (
        re.compile(r"h(?:x|tx|\*\*)"),
        re.compile(r"\bh(?:xx|\*\*|tx|xt|x)p(s?)(?=\[?:\]?//|\[:)", re.I),
        r"http\1",
    ),
    (re.compile(r"\[:"), re.compile(r"\[(://|:)\]"), r"\1"),
    (re.compile(r":\\\\"), re.compile(r"(?<=[pPsS]):\\\\"), "://"),
    (re.compile(r"[\[({] ?(?:\.|dot|punto)"), re.compile(r" ?[\[({] ?(?:\.|dot|punto) ?[\])}] ?", re.I), "."),
    (re.compile(r"[\[({] ?(?:@|at|arroba)"), re.compile(r" ?[\[({] ?(?:@|at|arroba) ?[\])}] ?", re.I), "@"),
    (re.compile(" bajo| underscore"), re.compile(r"(?<=\w) (?:gui[oó]n bajo|underscore) (?=\w)", re.I), "_"),
    (re.compile("www "), re.compile(r"\b(www) (?:punto|dot) ", re.I), r"\1."),
    (re.compile(" dot | punto "), re.compile(rf"(?<=\w) (?:dot|punto) (?={_ENDING})", re.I), "."),
    (re.compile(r" \."), re.compile(rf"(?<=\w) \. ?(?={_ENDING})"), _spaced_dot),
    (
        re.compile(" (?:dot|punto|gui[oó]n|dash|hyphen) "),
        re.compile(
            r"(?<![\w+-])[\w+-]{1,40}(?: (?:punto|dot|gui[oó]n|dash|hyphen) [\w+-]{1,40}){1,4}"
            rf"(?= arroba [\w-]{{1,40}}\.| at {_PROVIDER})",
            re.I,
        ),
        _local_part,
    ),
    (re.compile("arroba"), re.compile(r"(?<=\w) arroba (?=[\w-]{1,40}\.\w)", re.I), "@"),
    (re.compile("arroba"), re.compile(r"\barroba ?(?=\w{3})", re.I), "@"),
    (re.compile(" at "), re.compile(rf"(?<=\w) at (?={_PROVIDER})", re.I), "@"),
    (re.compile(" diagonal | slash "), re.compile(rf"(?<=\w)(\.{_ENDING}) (?:diagonal|slash) (?=\w)", re.I), r"\1/"),
)
