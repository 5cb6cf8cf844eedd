"""Models that never saw a text: so that what was learnt by heart does not count as understood.

What the model of a ruleset learnt from is dealt into folds. A text that stands there is judged by a model that was fitted
on the other folds; every other text by the ruleset as it is. What people wrote the phrases with is not known here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from zlib import crc32

from intake.core.fitting import Lesson, Sample, fit, lessons
from intake.core.rules import Ruleset
from intake.core.wording import words_of

FOLDS = 5
Tell = Callable[[int], None]


@dataclass
class Unseen:
    """A ruleset, and the same ruleset with models fitted without each fold, made when first asked for.

    `tell` is told the fold before such a fit, which takes seconds. The sharpness stays the ruleset's own.
    """

    rules: Ruleset
    samples: tuple[Sample, ...]
    tell: Tell
    _fitted: dict[int, Ruleset] = field(default_factory=dict)

    def has_learnt(self, text: str) -> bool:
        """Whether the ruleset's model was fitted on this text, however its letters and signs are written."""
        return _key(text) in self._learnt

    def rules_for(self, text: str) -> Ruleset:
        """The ruleset to judge this text by."""
        if not self.has_learnt(text):
            return self.rules
        fold = fold_of(text)
        if fold not in self._fitted:
            self.tell(fold)
            self._fitted[fold] = self._without(fold)
        return self._fitted[fold]

    def _without(self, fold: int) -> Ruleset:
        lexicon = self.rules.lexicon
        taught = [lesson for other, each in self._lessons.items() if other != fold for lesson in each]
        meaning = replace(fit(lexicon, taught), sharpness=lexicon.meaning.sharpness)
        return replace(self.rules, lexicon=replace(lexicon, meaning=meaning))

    @cached_property
    def _learnt(self) -> frozenset[str]:
        # A ruleset without a model has learnt nothing.
        return frozenset(_key(sample.text) for sample in self.samples if self.rules.lexicon.meaning.codes)

    @cached_property
    def _lessons(self) -> Mapping[int, list[Lesson]]:
        dealt: dict[int, list[Sample]] = {fold: [] for fold in range(FOLDS)}
        for sample in self.samples:
            dealt[fold_of(sample.text)].append(sample)
        return {fold: lessons(self.rules.lexicon, samples) for fold, samples in dealt.items()}


def unseen(rules: Ruleset, voices: Mapping[str, Iterable[Sample]], tell: Tell) -> Unseen:
    """For a ruleset whose model was fitted on these texts."""
    return Unseen(rules, tuple(sample for samples in voices.values() for sample in samples), tell)


def fold_of(text: str) -> int:
    """The fold of a text, from 0: the same for ever, and the same for texts that differ in case, accents and signs only."""
    return crc32(_key(text).encode()) % FOLDS


def _key(text: str) -> str:
    return " ".join(words_of(text).words)
