"""What the text says, in a bounded vocabulary. The only reader of the narrative; nothing after it sees a word.

A first honest version: phrases written by hand for both languages, tried on every text, with negation. It suggests;
what the person chose is never overwritten here.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from intake.core.condition import FactValue
from intake.core.text import Text

MAX_CHARS = 20_000
_NEGATION_REACH = 3
_KEY_CHARS = 3
# Where the words that may deny are looked for; longer than any three words.
_NEGATION_CHARS = 200
_WORD = re.compile(r"[a-z0-9$@]+|[.!?;\n]")


@dataclass(frozen=True, eq=False)
class Phrase:
    """A phrase as written in content, and the pattern it stands for. `weight` is its number of words.

    A text that has none of the `keys` among the first letters of its words does not say it; no keys: it may.
    """

    written: str
    pattern: re.Pattern[str]
    weight: int
    keys: frozenset[str]


@dataclass(frozen=True)
class Signal:
    """One word of the vocabulary, and the phrases that say it."""

    id: str
    label: Text
    phrases: tuple[Phrase, ...]


@dataclass(frozen=True)
class SignalLexicon:
    """All signals, the phrases that suggest each category, and the words that deny what follows them."""

    signals: Mapping[str, Signal] = field(default_factory=dict)
    category_phrases: Mapping[str, tuple[Phrase, ...]] = field(default_factory=dict)
    negations: frozenset[str] = frozenset()

    @cached_property
    def by_key(self) -> Mapping[str, tuple[Phrase, ...]]:
        """Every phrase under each of its keys, and under "" when it has none."""
        listed = [signal.phrases for signal in self.signals.values()]
        found: dict[str, list[Phrase]] = {}
        for phrase in itertools.chain(*listed, *self.category_phrases.values()):
            for key in phrase.keys or {""}:
                found.setdefault(key, []).append(phrase)
        return {key: tuple(phrases) for key, phrases in found.items()}


@dataclass(frozen=True)
class Reading:
    """What one text was found to say. `ranked` is best first, scores sum to at most 1; empty when nothing was found."""

    signals: frozenset[str] = frozenset()
    ranked: tuple[tuple[str, float], ...] = ()

    @property
    def confidence(self) -> str | None:
        """low, medium or high; None without a suggestion."""
        if not self.ranked:
            return None
        best = self.ranked[0][1]
        second = self.ranked[1][1] if len(self.ranked) > 1 else 0.0
        if best >= 0.6 and best >= 2 * second:
            return "high"
        return "medium" if best > second and best >= 0.35 else "low"

    def facts(self) -> dict[str, FactValue]:
        """The facts that the text contributes."""
        found: dict[str, FactValue] = {"signals": self.signals}
        if self.ranked and self.confidence is not None:
            found["suggested_category"] = self.ranked[0][0]
            found["suggestion_confidence"] = self.confidence
        return found


def read(lexicon: SignalLexicon, narrative: str) -> Reading:
    """Which signals the narrative carries and which categories it suggests. Text over MAX_CHARS is not read further."""
    said = _said(lexicon, normalise(narrative[:MAX_CHARS]))
    found = frozenset(signal.id for signal in lexicon.signals.values() if not said.isdisjoint(signal.phrases))
    return Reading(found, _rank(lexicon, said))


def phrase(written: str) -> Phrase:
    """The phrase that content writes: words, `word*` for any ending, `a|b` for either, `..` for up to three words.

    Raises ValueError when nothing but gaps is written, or a character is none of those.
    """
    parts = written.split()
    words = [part for part in parts if part != ".."]
    if not words or not all(re.fullmatch(r"[a-z0-9$@*|]+", part) for part in words):
        raise ValueError(written)
    pattern = ""
    for part in parts:
        pattern += r"(?:[^ .]+ ){0,3}" if part == ".." else _alternatives(part)
    return Phrase(written, re.compile(rf"(?<= ){pattern}"), len(words), _keys(words))


def normalise(text: str) -> str:
    """Lower case, no accents, one space around every word, " . " where a sentence ends: " no mande dinero . "."""
    plain = text.casefold().replace("'", "").replace("\N{RIGHT SINGLE QUOTATION MARK}", "")
    # Marks go first too: thousands of them in a row take quadratic time to put in order.
    bare = _without_marks(unicodedata.normalize("NFKD", _without_marks(plain)))
    words = ("." if not word[0].isalnum() and word[0] not in "$@" else word for word in _WORD.findall(bare))
    return " " + " ".join(words) + " "


def _without_marks(text: str) -> str:
    return "".join(char for char in text if not unicodedata.combining(char))


def _keys(words: list[str]) -> frozenset[str]:
    """The first letters of the word that is hardest to meet by chance; empty when all words are too short to tell."""
    literals = [[word.partition("*")[0] for word in part.split("|")] for part in words]
    best = max(literals, key=lambda alternatives: min(len(word) for word in alternatives))
    return frozenset(word[:_KEY_CHARS] for word in best) if min(map(len, best)) >= _KEY_CHARS else frozenset()


def _alternatives(part: str) -> str:
    words = (re.escape(word).replace(r"\*", "[^ .]*") for word in part.split("|"))
    return f"(?:{'|'.join(words)}) "


def _said(lexicon: SignalLexicon, words: str) -> frozenset[Phrase]:
    """The phrases that the normalised text says, at least once undenied. Most are ruled out without a look at them."""
    keys = {"", *(word[:_KEY_CHARS] for word in words.split())}
    candidates = {phrase for key in keys for phrase in lexicon.by_key.get(key, ())}
    return frozenset(phrase for phrase in candidates if _is_said(phrase, words, lexicon))


def _is_said(phrase: Phrase, words: str, lexicon: SignalLexicon) -> bool:
    return any(not _denied(words, found.start(), lexicon) for found in phrase.pattern.finditer(words))


def _denied(words: str, start: int, lexicon: SignalLexicon) -> bool:
    clause = words[max(start - _NEGATION_CHARS, 0) : start].rsplit(" . ", 1)[-1]
    return any(word in lexicon.negations for word in clause.split()[-_NEGATION_REACH:])


def _rank(lexicon: SignalLexicon, said: frozenset[Phrase]) -> tuple[tuple[str, float], ...]:
    weights = {
        code: sum(phrase.weight for phrase in phrases if phrase in said)
        for code, phrases in lexicon.category_phrases.items()
    }
    total = sum(weights.values())
    if not total:
        return ()
    # One weak phrase is no certainty: two words' worth of doubt is always left over.
    scored = [(code, round(weight / (total + 2), 4)) for code, weight in weights.items() if weight]
    return tuple(sorted(scored, key=lambda pair: (-pair[1], pair[0])))
