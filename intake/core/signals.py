"""What the text says, in a bounded vocabulary. The only reader of the narrative; nothing after it sees a word.

Phrases written by hand for both languages, tried on every text, with denial and the usual misspellings. It suggests;
what the person chose is never overwritten here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from intake.core.condition import FactValue
from intake.core.indicators import Indicator, find
from intake.core.text import Text
from intake.core.wording import Vocabulary, Words, words_of

MAX_CHARS = 20_000
_NEGATION_REACH = 3
# How many places further the next word may stand: right after, or with up to three or twelve words between.
_REACH = {"..": 4, "...": 13}
# What speaks for no category in particular: so much doubt is always left over.
_DOUBT = 2


@dataclass(frozen=True)
class Step:
    """One of these words, or of these beginnings of words, at most `reach` places after the step before it."""

    words: frozenset[str]
    beginnings: frozenset[str]
    reach: int


@dataclass(frozen=True)
class Term:
    """A run of words in one sentence, or a signal of the vocabulary; `absent` when the text must not say it."""

    steps: tuple[Step, ...]
    signal: str | None
    absent: bool


@dataclass(frozen=True, eq=False)
class Phrase:
    """A phrase as written in content, and the terms that must all hold. `weight` is how much it says."""

    written: str
    terms: tuple[Term, ...]
    weight: int


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
    def vocabulary(self) -> Vocabulary:
        """Every word and beginning of a word that any phrase uses, or that denies."""
        steps = [step for phrase in self._phrases() for term in phrase.terms for step in term.steps]
        words = {word for step in steps for word in step.words} | self.negations
        return Vocabulary(words, {each for step in steps for each in step.beginnings})

    @cached_property
    def needs(self) -> Mapping[Phrase, frozenset[int]]:
        """What must stand in a text for each phrase to be said at all, as numbers of `choices`."""
        runs = ((phrase, [term for term in phrase.terms if not term.absent]) for phrase in self._phrases())
        return {
            phrase: frozenset(self._numbers[step.words, step.beginnings] for term in terms for step in term.steps)
            for phrase, terms in runs
        }

    @cached_property
    def choices(self) -> Mapping[str, frozenset[int]]:
        """The numbers of the choices that each word, and each beginning (with a star), is one of."""
        found: dict[str, set[int]] = {}
        for (words, beginnings), number in self._numbers.items():
            for each in (*words, *(f"{beginning}*" for beginning in beginnings)):
                found.setdefault(each, set()).add(number)
        return {each: frozenset(numbers) for each, numbers in found.items()}

    @cached_property
    def _numbers(self) -> Mapping[tuple[frozenset[str], frozenset[str]], int]:
        steps = (step for phrase in self._phrases() for term in phrase.terms for step in term.steps)
        return {choice: number for number, choice in enumerate(dict.fromkeys((s.words, s.beginnings) for s in steps))}

    def unknown_signals(self) -> frozenset[str]:
        """The signals that phrases name and that are not in the vocabulary, or stand below the signal that needs them."""
        unknown = {term.signal for phrases in self.category_phrases.values() for term in _signal_terms(phrases)}
        unknown -= self.signals.keys()
        above: set[str] = set()
        for name, signal in self.signals.items():
            unknown |= {term.signal for term in _signal_terms(signal.phrases)} - above
            above.add(name)
        return frozenset(name for name in unknown if name is not None)

    def _phrases(self) -> Iterator[Phrase]:
        for signal in self.signals.values():
            yield from signal.phrases
        for phrases in self.category_phrases.values():
            yield from phrases


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
        second = self.ranked[1][1] if len(self.ranked) > 1 else 0.0
        if best >= 0.6 and best >= 2 * second:
            return "high"
        return "medium" if best > second and best >= 0.25 else "low"

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
    text = _Text(lexicon, words_of(narrative[:MAX_CHARS]))
    said: set[str] = set()
    for signal in lexicon.signals.values():
        if any(text.says(phrase, said) for phrase in signal.phrases):
            said.add(signal.id)
    # What stands under both languages, because it is made of signals, counts once.
    weights = {
        code: sum({phrase.written: phrase.weight for phrase in phrases if text.says(phrase, said)}.values())
        for code, phrases in lexicon.category_phrases.items()
    }
    return Reading(frozenset(said), _rank(weights), find(narrative, region=region))


def phrase(written: str) -> Phrase:
    """The phrase that content writes: terms joined by ` & `, each a run of words, `#signal`, or `!` before either.

    In a run, `word*` is any ending, `a|b` either word, `..` up to three words between and `...` up to twelve.
    ` ^4` at the end gives a weight; without it the weight is the number of words, 2 for a signal.
    Raises ValueError when that is not how it is written, or when no term says what the text must have.
    """
    body, _, weight = written.partition(" ^")
    terms = tuple(_term(each.strip()) for each in body.split(" & "))
    if all(term.absent for term in terms) or (" ^" in written and not re.fullmatch("[1-9]", weight)):
        raise ValueError(written)
    counted = sum(len(term.steps) or 2 for term in terms if not term.absent)
    return Phrase(written, terms, int(weight) if weight else counted)


def _term(written: str) -> Term:
    absent, bare = written.startswith("!"), written.removeprefix("!")
    if bare.startswith("#"):
        if not re.fullmatch("#[a-z][a-z0-9_]*", bare):
            raise ValueError(written)
        return Term((), bare[1:], absent)
    steps: list[Step] = []
    reach = 1
    for part in bare.split():
        if part in _REACH:
            reach = _REACH[part]
        else:
            steps.append(_step(part, reach))
            reach = 1
    if not steps or reach > 1 or bare.startswith(".."):
        raise ValueError(written)
    return Term(tuple(steps), None, absent)


def _step(part: str, reach: int) -> Step:
    each = part.split("|")
    if not all(re.fullmatch(r"[a-z0-9$@]+\*?", word) for word in each):
        raise ValueError(part)
    return Step(
        frozenset(word for word in each if not word.endswith("*")),
        frozenset(word[:-1] for word in each if word.endswith("*")),
        reach,
    )


def _signal_terms(phrases: Iterable[Phrase]) -> Iterator[Term]:
    return (term for phrase in phrases for term in phrase.terms if term.signal is not None)


class _Text:
    """One text against one lexicon: where each word and beginning of content stands in it, and what is denied."""

    def __init__(self, lexicon: SignalLexicon, words: Words) -> None:
        self._words = words
        self._needs = lexicon.needs
        self._word_places: dict[str, list[int]] = {}
        self._beginning_places: dict[str, list[int]] = {}
        for written, places in words.places().items():
            meant, begun = lexicon.vocabulary.meant(written)
            for word in meant:
                self._word_places.setdefault(word, []).extend(places)
            for beginning in begun:
                self._beginning_places.setdefault(beginning, []).extend(places)
        stars = (f"{beginning}*" for beginning in self._beginning_places)
        self._chosen = frozenset().union(*(lexicon.choices.get(each, ()) for each in (*self._word_places, *stars)))
        self._denied = _denied(words, sorted(self._places(lexicon.negations, frozenset())))

    def says(self, phrase: Phrase, signals: set[str]) -> bool:
        """Whether all of its terms hold, given the signals found so far. Most are ruled out by the words alone."""
        if not self._needs[phrase] <= self._chosen:
            return False
        return all(self._holds(term, signals) != term.absent for term in phrase.terms)

    def _holds(self, term: Term, signals: set[str]) -> bool:
        return term.signal in signals if term.signal is not None else self._runs(term.steps)

    def _runs(self, steps: Sequence[Step]) -> bool:
        """Whether the steps follow each other somewhere, in one sentence, undenied."""
        ends = self._places(steps[0].words, steps[0].beginnings) - self._denied
        for step in steps[1:]:
            if not ends:
                return False
            nexts = self._places(step.words, step.beginnings)
            ends = {place for place in nexts if self._follows(place, ends, step.reach)}
        return bool(ends)

    def _follows(self, place: int, ends: set[int], reach: int) -> bool:
        sentences = self._words.sentences
        return any(
            before in ends and sentences[before] == sentences[place]
            for before in range(place - 1, place - reach - 1, -1)
        )

    def _places(self, words: frozenset[str], beginnings: frozenset[str]) -> set[int]:
        found: set[int] = set()
        for word in words & self._word_places.keys():
            found.update(self._word_places[word])
        for beginning in beginnings & self._beginning_places.keys():
            found.update(self._beginning_places[beginning])
        return found


def _denied(words: Words, negations: Sequence[int]) -> set[int]:
    """The places right after a denying word, within its clause."""
    return {
        place
        for negation in negations
        for place in range(negation + 1, min(negation + 1 + _NEGATION_REACH, len(words.words)))
        if words.clauses[place] == words.clauses[negation]
    }


def _rank(weights: Mapping[str, int]) -> tuple[tuple[str, float], ...]:
    total = sum(weights.values())
    scored = [(code, round(weight / (total + _DOUBT), 4)) for code, weight in weights.items() if weight]
    return tuple(sorted(scored, key=lambda pair: (-pair[1], pair[0])))
