"""routing_rules/meaning.json: the weights of core/meaning.py as text, a line for each category."""

from __future__ import annotations

import base64
import json
from collections.abc import Collection
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import Field
from pydantic.types import StrictFloat, StrictStr

from intake.content.problems import Problems
from intake.content.schema import In
from intake.core.meaning import NO_MEANING, ROWS, Meaning

MEANING = "routing_rules/meaning.json"
_ABOUT = "Made by: intake signals fit. Not to be edited: change texts/ or the phrases, and make it again."
# A weight of nothing, as it stands in half a byte.
_ZERO = 8
Finite = Annotated[StrictFloat, Field(allow_inf_nan=False)]


class MeaningIn(In):
    """The file. `weights` holds, for each category and signal of `lean`, a weight for each row, two to a byte, in base 85."""

    about: StrictStr
    step: Finite
    sharpness: Finite
    signals: list[StrictStr]
    lean: dict[StrictStr, Finite]
    weights: dict[StrictStr, StrictStr]


def meaning_of(text: str | None, codes: Collection[str], problems: Problems) -> Meaning:
    """The weights that a file's text holds; none at all for versions published before the file existed."""
    if text is None:
        return NO_MEANING
    try:
        meaning = _meaning(MeaningIn.model_validate_json(text))
    except (ValueError, KeyError):
        problems.add((MEANING,), "it is not as it was made: run intake signals fit")
        return NO_MEANING
    if gone := sorted(frozenset(meaning.codes) - frozenset(codes)):
        problems.add(
            (MEANING,), f"it speaks of what is no category any more ({', '.join(gone)}): run intake signals fit"
        )
    return meaning


def written(meaning: Meaning) -> str:
    """The file's text: the same weights give the same bytes."""
    columns = (*meaning.codes, *meaning.signals)
    body: dict[str, object] = {
        "about": _ABOUT,
        "step": meaning.step,
        "sharpness": meaning.sharpness,
        "signals": list(meaning.signals),
        "lean": dict(zip(columns, meaning.lean.tolist(), strict=True)),
        "weights": {name: _packed(meaning.weights[:, place]) for place, name in enumerate(columns)},
    }
    return json.dumps(body, indent=1) + "\n"


def _packed(column: NDArray[np.int8]) -> str:
    halves = (column.astype(np.int16) + _ZERO).astype(np.uint8)
    return base64.b85encode((halves[::2] << 4 | halves[1::2]).tobytes()).decode()


def _unpacked(packed: str) -> NDArray[np.int8]:
    both = np.frombuffer(base64.b85decode(packed), np.uint8)
    halves = np.stack([both >> 4, both & 15], axis=1).reshape(-1)
    return halves.astype(np.int8) - np.int8(_ZERO)


def _meaning(given: MeaningIn) -> Meaning:
    columns = [_unpacked(given.weights[code]) for code in given.lean]
    names = list(given.lean)
    if given.weights.keys() != given.lean.keys() or any(len(column) != ROWS for column in columns):
        raise ValueError(MEANING)
    if names[len(names) - len(given.signals) :] != given.signals:
        raise ValueError(MEANING)
    return Meaning(
        codes=tuple(name for name in given.lean if name not in given.signals),
        signals=tuple(given.signals),
        weights=np.ascontiguousarray(np.stack(columns, axis=1)),
        lean=np.array(list(given.lean.values())),
        step=given.step,
        sharpness=given.sharpness,
    )
