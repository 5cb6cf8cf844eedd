"""The words of content against the words of a text: which signals and which phrases of a category it says."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from intake.core.meaning import NO_MEANING, Meaning
from intake.core.phrases import Phrase, Step, Term, signal_terms
from intake.core.text import Text
from intake.core.wording import Vocabulary, Words

_NEGATION_REACH = 3
Choice = tuple[frozenset[str], frozenset[str]]


@dataclass(frozen=True)
class Signal:
    """One word of the vocabulary, and the phrases that say it.

    With `at_least`, a text says it as well when the whole of it sounds like it by that share, from 0 to 1.
    """

    id: str
    label: Text
    phrases: tuple[Phrase, ...]
    at_least: float | None = None


@dataclass(frozen=True)
class Said:
    """What one text says: the signals, and for each category the phrases that speak for it, each once."""

    signals: frozenset[str]
    phrases: Mapping[str, tuple[Phrase, ...]]

    @property
    def weights(self) -> dict[str, int]:
        """How much the phrases weigh in all, by category."""
        return {code: sum(phrase.weight for phrase in found) for code, found in self.phrases.items()}

    @property
    def marks(self) -> Iterator[str]:
        """Everything said, as what was learnt knows it: signals as #name, phrases as content writes them."""
        yield from (f"#{signal}" for signal in self.signals)
        yield from (phrase.written for found in self.phrases.values() for phrase in found)


@dataclass(frozen=True)
class Placed:
    """The same, with the places of the words that say it: of each signal, and of each phrase of a category."""

    signals: Mapping[str, frozenset[int]]
    phrases: Mapping[str, Mapping[Phrase, frozenset[int]]]

    @property
    def weights(self) -> dict[str, int]:
        """How much the phrases weigh in all, by category."""
        return {code: sum(phrase.weight for phrase in found) for code, found in self.phrases.items()}

    @property
    def marks(self) -> dict[str, frozenset[int]]:
        """Everything said, as what was learnt knows it, with the places of the words that say it."""
        marks = {f"#{signal}": places for signal, places in self.signals.items()}
        for found in self.phrases.values():
            for phrase, places in found.items():
                marks[phrase.written] = marks.get(phrase.written, frozenset()) | places
        return marks


@dataclass(frozen=True)
class SignalLexicon:
    """All signals, the phrases that suggest each category, the words that deny what follows them, and what was learnt
    from whole texts."""

    signals: Mapping[str, Signal] = field(default_factory=dict)
    category_phrases: Mapping[str, tuple[Phrase, ...]] = field(default_factory=dict)
    negations: frozenset[str] = frozenset()
    meaning: Meaning = NO_MEANING

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Every word and beginning of a word that any phrase uses, or that denies."""
        steps = list(self._steps())
        words = {word for step in steps for word in step.words} | self.negations
        return Vocabulary(words, {each for step in steps for each in step.beginnings})

    @cached_property
    def choices(self) -> Mapping[str, frozenset[int]]:
        """The numbers of the choices that each word, and each beginning (with a star), is one of."""
        found: dict[str, set[int]] = {}
        for (words, beginnings), number in self._numbers.items():
            for each in (*words, *(f"{beginning}*" for beginning in beginnings)):
                found.setdefault(each, set()).add(number)
        return {each: frozenset(numbers) for each, numbers in found.items()}

    def possible(self, chosen: frozenset[int]) -> list[int]:
        """The numbers of the phrases that a text with these choices may say, in the order of `ordered`.

        Most phrases are ruled out by the words alone: each waits for the one of its choices that fewest others wait for.
        """
        waiting = self._waiting
        tried = [number for choice in chosen for number in waiting.get(choice, ())]
        needs = self._needs
        return sorted([*self._always, *(number for number in tried if needs[number] <= chosen)])

    @cached_property
    def ordered(self) -> Sequence[tuple[str, bool, Phrase]]:
        """Every phrase with the signal (True) or the category that it is of: signals first, in file order."""
        of_signals = [(signal.id, True, phrase) for signal in self.signals.values() for phrase in signal.phrases]
        return of_signals + [(code, False, each) for code, phrases in self.category_phrases.items() for each in phrases]

    @property
    def learnt(self) -> tuple[str, ...]:
        """The signals that a whole text may sound like."""
        return tuple(signal.id for signal in self.signals.values() if signal.at_least is not None)

    def unknown_signals(self) -> frozenset[str]:
        """The signals that phrases name and that are not in the vocabulary, or stand below the signal that needs them."""
        unknown = {term.signal for phrases in self.category_phrases.values() for term in signal_terms(phrases)}
        unknown -= self.signals.keys()
        above: set[str] = set()
        for name, signal in self.signals.items():
            unknown |= {term.signal for term in signal_terms(signal.phrases)} - above
            above.add(name)
        return frozenset(name for name in unknown if name is not None)

    @cached_property
    def _needs(self) -> Sequence[frozenset[int]]:
        """What must stand in a text for each phrase of `ordered` to be said at all, as numbers of `choices`."""
        runs = ([term for term in phrase.terms if not term.absent] for _, _, phrase in self.ordered)
        return [
            frozenset(self._numbers[step.words, step.beginnings] for term in terms for step in term.steps)
            for terms in runs
        ]

    @cached_property
    def _waiting(self) -> Mapping[int, Sequence[int]]:
        often: dict[int, int] = {}
        for needed in self._needs:
            for choice in needed:
                often[choice] = often.get(choice, 0) + 1
        found: dict[int, list[int]] = {}
        for number, needed in enumerate(self._needs):
            if needed:
                found.setdefault(min(needed, key=lambda choice: (often[choice], choice)), []).append(number)
        return found

    @cached_property
    def _always(self) -> Sequence[int]:
        return [number for number, needed in enumerate(self._needs) if not needed]

    @cached_property
    def _numbers(self) -> Mapping[Choice, int]:
        choices = dict.fromkeys((step.words, step.beginnings) for step in self._steps())
        return {choice: number for number, choice in enumerate(choices)}

    def _steps(self) -> Iterator[Step]:
        return (step for _, _, phrase in self.ordered for term in phrase.terms for step in term.steps)


def said(lexicon: SignalLexicon, words: Words) -> Said:
    """Which signals the text carries and which phrases it says. A phrase may name a signal that stands above it."""
    text = _Text(lexicon, words)
    signals: set[str] = set()
    phrases: dict[str, dict[str, Phrase]] = {}
    for number in lexicon.possible(text.chosen):
        owner, is_signal, phrase = lexicon.ordered[number]
        if is_signal:
            if owner not in signals and text.says(phrase, signals):
                signals.add(owner)
        elif text.says(phrase, signals):
            # What stands under both languages, because it is made of signals, counts once.
            phrases.setdefault(owner, {})[phrase.written] = phrase
    return Said(frozenset(signals), {code: tuple(found.values()) for code, found in phrases.items()})


def placed(lexicon: SignalLexicon, words: Words) -> Placed:
    """Where the text says what `said` finds in it: every place of every phrase, so it takes longer."""
    text = _Text(lexicon, words)
    signals: dict[str, frozenset[int]] = {}
    phrases: dict[str, dict[Phrase, frozenset[int]]] = {}
    first: dict[tuple[str, str], Phrase] = {}
    for number in lexicon.possible(text.chosen):
        owner, is_signal, phrase = lexicon.ordered[number]
        if not text.says(phrase, signals):
            continue
        places = text.where(phrase, signals)
        if is_signal:
            signals[owner] = signals.get(owner, frozenset()) | places
        else:
            once = first.setdefault((owner, phrase.written), phrase)
            found = phrases.setdefault(owner, {})
            found[once] = found.get(once, frozenset()) | places
    return Placed(signals, phrases)


class _Text:
    """One text against one lexicon: where each word and beginning of content stands in it, and what is denied."""

    def __init__(self, lexicon: SignalLexicon, words: Words) -> None:
        self._words = words
        self._word_places: dict[str, list[int]] = {}
        self._beginning_places: dict[str, list[int]] = {}
        for written, places in words.places().items():
            meant, begun = lexicon.vocabulary.meant(written)
            for word in meant:
                self._word_places.setdefault(word, []).extend(places)
            for beginning in begun:
                self._beginning_places.setdefault(beginning, []).extend(places)
        stars = (f"{beginning}*" for beginning in self._beginning_places)
        self.chosen = frozenset().union(*(lexicon.choices.get(each, ()) for each in (*self._word_places, *stars)))
        self._denied = _denied(words, sorted(self._places(lexicon.negations, frozenset())))

    def says(self, phrase: Phrase, signals: Container[str]) -> bool:
        """Whether all of its terms hold, given the signals found so far."""
        return all(self._holds(term, signals) != term.absent for term in phrase.terms)

    def where(self, phrase: Phrase, signals: Mapping[str, frozenset[int]]) -> frozenset[int]:
        """The places of the words that say a phrase which holds; of a signal, the words that say that."""
        terms = (term for term in phrase.terms if not term.absent)
        return frozenset().union(*(signals[t.signal] if t.signal is not None else self._along(t.steps) for t in terms))

    def _along(self, steps: Sequence[Step]) -> set[int]:
        """The places of all words of every run of these steps."""
        ways = [self._places(steps[0].words, steps[0].beginnings) - self._denied]
        for step in steps[1:]:
            nexts = self._places(step.words, step.beginnings)
            ways.append({place for place in nexts if self._follows(place, ways[-1], step.reach)})
        led = ways[-1]
        found = set(led)
        for step, ends in zip(reversed(steps[1:]), reversed(ways[:-1]), strict=True):
            led = {end for end in ends if self._leads(end, led, step.reach)}
            found |= led
        return found

    def _holds(self, term: Term, signals: Container[str]) -> bool:
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

    def _leads(self, place: int, nexts: set[int], reach: int) -> bool:
        sentences = self._words.sentences
        return any(
            after in nexts and sentences[after] == sentences[place] for after in range(place + 1, place + reach + 1)
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
