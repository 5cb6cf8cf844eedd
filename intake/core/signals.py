"""What the text says, in a bounded vocabulary. The only reader of the narrative; nothing after it sees a word.

Phrases written by hand for both languages (phrases.py, lexicon.py) and what was learnt from whole texts (meaning.py),
with denial and the usual misspellings. It suggests; what the person chose is never overwritten here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from intake.core.condition import FactValue
from intake.core.indicators import Indicator, find
from intake.core.lexicon import Placed, Said, SignalLexicon, said
from intake.core.meaning import features
from intake.core.wording import Words, words_of

MAX_CHARS = 20_000
_HIGH, _MEDIUM = 0.7, 0.25
# So few say nothing by themselves, whatever they sound like.
_FEW_WORDS = 4


@dataclass(frozen=True)
class Reading:
    """What one text was found to say. `ranked` is best first, scores sum to at most 1; empty when nothing was found."""

    signals: frozenset[str] = frozenset()
    ranked: tuple[tuple[str, float], ...] = ()
    indicators: tuple[Indicator, ...] = ()

    @property
    def confidence(self) -> str | None:
        """low, medium or high; None without a suggestion."""
        if not self.ranked:
            return None
        best = self.ranked[0][1]
        return "high" if best >= _HIGH else "medium" if best >= _MEDIUM else "low"

    def facts(self) -> dict[str, FactValue]:
        """The facts that the text contributes. Indicators are none: they identify."""
        found: dict[str, FactValue] = {"signals": self.signals}
        if self.ranked and self.confidence is not None:
            found["suggested_category"] = self.ranked[0][0]
            found["suggestion_confidence"] = self.confidence
        return found


def read(lexicon: SignalLexicon, narrative: str, *, region: str | None = None) -> Reading:
    """Which signals the narrative carries, which categories it suggests, and which indicators it names.

    `region` is the ISO country from which phones are dialled. Text over MAX_CHARS is not read further.
    """
    words = words_of(narrative[:MAX_CHARS])
    found = said(lexicon, words)
    if is_too_little(words, found):
        return Reading(indicators=find(narrative, region=region))
    sums = lexicon.meaning.sums(features(words, found.marks))
    ranked = lexicon.meaning.ranked(sums, found.weights)
    return Reading(found.signals | sounding(lexicon, sums), ranked, find(narrative, region=region))


def is_too_little(words: Words, found: Said | Placed) -> bool:
    """Whether a text has so few words that only a phrase could say something, and none does."""
    return len(words.words) < _FEW_WORDS and not found.signals and not found.phrases


def sounding(lexicon: SignalLexicon, sums: Mapping[str, float]) -> frozenset[str]:
    """The signals that the whole text sounds like, whether or not a phrase says them."""
    likely = lexicon.meaning.sounds_like(sums)
    needed = {signal.id: signal.at_least for signal in lexicon.signals.values() if signal.at_least is not None}
    return frozenset(name for name, least in needed.items() if likely.get(name, 0.0) >= least)


def phrases_for(lexicon: SignalLexicon, narrative: str, category: str) -> tuple[str, ...]:
    """The phrases of content that speak for `category` in this text, as content writes them, the heaviest first."""
    phrases = said(lexicon, words_of(narrative[:MAX_CHARS])).phrases.get(category, ())
    return tuple(phrase.written for phrase in sorted(phrases, key=lambda phrase: (-phrase.weight, phrase.written)))
