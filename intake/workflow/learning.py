"""What the engine learns from, by voice: the texts of texts/, and the golden cases that a text alone decides."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from intake.content import Content
from intake.content.load import Example
from intake.content.texts import read_texts
from intake.core.facts import FactType
from intake.core.fitting import Sample
from intake.core.rules import Ruleset

# The voice of the golden cases; all others are files of texts/.
GOLDEN = "examples"


def voices(root: Path, content: Content) -> Mapping[str, tuple[Sample, ...]]:
    """Samples by voice. A new way of being cheated is learnt from its golden case. Raises ContentError for a wrong line."""
    told = read_texts(root, content.rules.lexicon)
    golden = (_golden(content.rules, example) for example in content.examples)
    return {**told, GOLDEN: tuple(sample for sample in golden if sample is not None)}


def _golden(rules: Ruleset, example: Example) -> Sample | None:
    """The golden case as a sample, when beside its text it only says where."""
    category = example.expect.category
    is_text_alone = all(rules.dictionary.specs[name].type is FactType.COUNTRY for name in example.facts)
    return Sample(example.lang, example.text, category) if example.text and category and is_text_alone else None
