"""texts/*.jsonl: what `intake signals fit` learns from. Texts of ours, and true cases told again; a file for each voice."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, ValidationError
from pydantic.types import StrictBool, StrictStr

from intake.content.problems import ContentError, Problem
from intake.content.schema import In
from intake.core.fitting import Sample
from intake.core.lexicon import SignalLexicon

TEXTS = "texts"


class TextIn(In):
    """One line. `also` are categories that an expert could choose as well; `says` are signals it carries, or does not."""

    lang: StrictStr
    category: StrictStr
    also: tuple[StrictStr, ...] = ()
    says: dict[StrictStr, StrictBool] = Field(default_factory=dict)
    text: StrictStr


def read_texts(root: Path, lexicon: SignalLexicon) -> dict[str, tuple[Sample, ...]]:
    """The texts of root/texts by voice, which is the file's name. Raises ContentError with every line that is wrong."""
    problems: list[Problem] = []
    found: dict[str, tuple[Sample, ...]] = {}
    for path in sorted((root / TEXTS).glob("*.jsonl")):
        samples: list[Sample] = []
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            try:
                samples.append(_sample(TextIn.model_validate_json(line), lexicon))
            except ValueError as error:
                problems.append(Problem(f"{TEXTS}/{path.name}", number, 1, _reason(error)))
        found[path.stem] = tuple(samples)
    if problems:
        raise ContentError(tuple(problems))
    return found


def _sample(given: TextIn, lexicon: SignalLexicon) -> Sample:
    if unknown := sorted({given.category, *given.also} - lexicon.category_phrases.keys()):
        raise ValueError(f"no such category: {', '.join(unknown)}")
    if unknown := sorted(given.says.keys() - frozenset(lexicon.learnt)):
        raise ValueError(f"no signal that is learnt: {', '.join(unknown)}")
    return Sample(given.lang, given.text, given.category, given.also, given.says)


def _reason(error: ValueError) -> str:
    if not isinstance(error, ValidationError):
        return str(error)
    return "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
