"""A text as words: how it is cut, which sentence and clause each word stands in, and what a misspelt word was meant to be.

Nothing here knows what the words mean: that is signals.py's, by the phrases of content.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

_TOKEN = re.compile(r"[a-z0-9$@]+|[.!?;\n]|[,:()]")
_WORD = re.compile("[a-z0-9$@]+")
_SENTENCE_ENDS = ".!?;\n"
_APOSTROPHES = str.maketrans("", "", "'\N{RIGHT SINGLE QUOTATION MARK}\N{GRAVE ACCENT}\N{ACUTE ACCENT}")
# Letters that sound alike in Mexico and are mixed up in writing; applied in order, to both the word and what it may be.
_SOUNDS = (
    (re.compile("sh|sch"), "x"),
    (re.compile("ch"), "C"),
    (re.compile("h"), ""),
    (re.compile("v|w"), "b"),
    (re.compile("z|c(?=[ei])"), "s"),
    (re.compile("qu(?=[ei])|k"), "c"),
    (re.compile("gu(?=[ei])"), "G"),
    (re.compile("g(?=[ei])"), "j"),
    (re.compile("ll"), "y"),
    (re.compile("n(?=[bp])"), "m"),
    (re.compile("y$"), "i"),
    (re.compile(r"(.)\1+"), r"\1"),
)
# Shorter words are too like one another to guess.
_SOUND_CHARS = 6
_SLIP_CHARS = 7
# Longer ones are none: guessing takes quadratic time, and what was guessed is remembered.
_LONGEST_CHARS = 40


@dataclass(frozen=True)
class Words:
    """`words` as written but for capitals and accents; for each, the number of its sentence and of its clause."""

    words: Sequence[str]
    sentences: Sequence[int]
    clauses: Sequence[int]

    def places(self) -> Mapping[str, Sequence[int]]:
        """Where each word stands, in order."""
        found: dict[str, list[int]] = {}
        for place, word in enumerate(self.words):
            found.setdefault(word, []).append(place)
        return found


def words_of(text: str) -> Words:
    """Lower case, no accents, no apostrophes: "Didn't she? ¡Sí!" is didnt, she and, in another sentence, si."""
    words, sentences, clauses = [], [], []
    sentence = clause = 0
    for token in _TOKEN.findall(_bare(text.casefold().translate(_APOSTROPHES))):
        if token[0].isalnum() or token[0] in "$@":
            words.append(token)
            sentences.append(sentence)
            clauses.append(clause)
        else:
            sentence += token in _SENTENCE_ENDS
            clause += 1
    return Words(words, sentences, clauses)


def spans_of(text: str) -> Sequence[tuple[int, int]]:
    """Where each word of `words_of(text)` stands in the text as it was written: its first place, and the one after it."""
    bare: list[str] = []
    origins: list[int] = []
    for place, char in enumerate(text):
        letters = _letters(char)
        bare.append(letters)
        origins += [place] * len(letters)
    found = _WORD.finditer("".join(bare))
    return [(origins[word.start()], _past_marks(text, origins[word.end() - 1] + 1)) for word in found]


@lru_cache(maxsize=2_000)
def _letters(char: str) -> str:
    """What `words_of` makes of one character; of a text it makes the same, one after the other."""
    return _bare(char.casefold().translate(_APOSTROPHES))


def _past_marks(text: str, place: int) -> int:
    """The next place that is no accent of the letter before it."""
    while place < len(text) and unicodedata.combining(text[place]):
        place += 1
    return place


def _bare(text: str) -> str:
    # Marks go first too: thousands of them in a row take quadratic time to put in order.
    return _without_marks(unicodedata.normalize("NFKD", _without_marks(text)))


def _without_marks(text: str) -> str:
    return text if text.isascii() else "".join(char for char in text if not unicodedata.combining(char))


class Vocabulary:
    """The words and beginnings of words that content uses, and under which of them a written word comes."""

    def __init__(self, words: Iterable[str], beginnings: Iterable[str]) -> None:
        """`beginnings` match any ending."""
        self._words = frozenset(words)
        self._beginnings = frozenset(beginnings)
        self._lengths = sorted({len(each) for each in self._beginnings})
        self._by_sound = _grouped((sound(each), each) for each in self._words if len(each) >= _SOUND_CHARS)
        self._sounding = _grouped((sound(each), each) for each in self._beginnings if len(each) >= _SOUND_CHARS)
        self._by_slip = _grouped(
            (slip, each) for each in self._words if len(each) >= _SLIP_CHARS for slip in _one_letter_less(each)
        )

    def meant(self, written: str) -> tuple[frozenset[str], frozenset[str]]:
        """The words, and the beginnings of words, that it is; when it is none, those that it sounds like, or that it
        is but for a letter too many, too few, or in its neighbour's place."""
        words = {written} & self._words
        beginnings = {written[:length] for length in self._lengths} & self._beginnings
        if words or beginnings or not _SOUND_CHARS <= len(written) <= _LONGEST_CHARS or not written.isalpha():
            return frozenset(words), frozenset(beginnings)
        heard = sound(written)
        words = {*self._by_sound.get(heard, ())}
        beginnings = {
            each
            for length in range(_SOUND_CHARS - 1, len(heard) + 1)
            for each in self._sounding.get(heard[:length], ())
        }
        if not words and not beginnings and len(written) >= _SLIP_CHARS:
            words = self._slips(written)
        return frozenset(words), frozenset(beginnings)

    def _slips(self, written: str) -> set[str]:
        swapped = (
            written[:place] + written[place + 1] + written[place] + written[place + 2 :]
            for place in range(1, len(written) - 1)
        )
        near = {each for each in (*_one_letter_less(written), *swapped) if each in self._words}
        return near | {*self._by_slip.get(written, ())}


@lru_cache(maxsize=20_000)
def sound(word: str) -> str:
    """How a word sounds, roughly: estorcion and extorsion differ, vanco and banco do not."""
    for pattern, plain in _SOUNDS:
        word = pattern.sub(plain, word)
    return word


def _one_letter_less(word: str) -> Iterable[str]:
    """The word without one of its letters, the first excepted."""
    return {word[:place] + word[place + 1 :] for place in range(1, len(word))}


def _grouped(pairs: Iterable[tuple[str, str]]) -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found
