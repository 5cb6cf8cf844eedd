"""routing_rules/second_reading.json: what core/second_reading.py has learnt, as text. Without it nothing is read twice."""

from __future__ import annotations

import base64
import json
from collections.abc import Collection, Sequence
from typing import Annotated

import numpy as np
from pydantic import Field
from pydantic.types import StrictStr

from intake.content.meaning_file import Finite
from intake.content.problems import Problems
from intake.content.schema import In
from intake.core.second_reading import DIMENSIONS, Head, SecondReading

SECOND_READING = "routing_rules/second_reading.json"
_ABOUT = "Made by: intake signals fit --semantic. Not to be edited: change texts/, and make it again."
_MAX_HEADS = 10


class HeadIn(In):
    """What was learnt without one fold: for each category its lean, and DIMENSIONS signed bytes in base 85."""

    step: Finite
    lean: dict[StrictStr, Finite]
    weights: dict[StrictStr, StrictStr]


class SecondReadingIn(In):
    """The file."""

    about: StrictStr
    first_share: Finite
    second_share: Finite
    centre: Annotated[list[Finite], Field(min_length=DIMENSIONS, max_length=DIMENSIONS)]
    heads: Annotated[list[HeadIn], Field(min_length=1, max_length=_MAX_HEADS)]


def second_reading_of(text: str | None, codes: Collection[str], problems: Problems) -> SecondReading | None:
    """What a file's text holds; None where there is no such file."""
    if text is None:
        return None
    try:
        found = _second_reading(SecondReadingIn.model_validate_json(text))
    except (ValueError, KeyError):
        problems.add((SECOND_READING,), "it is not as it was made: run intake signals fit --semantic")
        return None
    if gone := sorted(frozenset(found.codes) - frozenset(codes)):
        wrong = f"it speaks of what is no category any more ({', '.join(gone)}): run intake signals fit --semantic"
        problems.add((SECOND_READING,), wrong)
    return found


def written(learnt: SecondReading) -> str:
    """The file's text: the same numbers give the same bytes."""
    heads = [_written_head(learnt.codes, head) for head in learnt.heads]
    body = {
        "about": json.dumps(_ABOUT),
        "first_share": json.dumps(learnt.first_share),
        "second_share": json.dumps(learnt.second_share),
        "centre": json.dumps(learnt.centre.tolist()),
        "heads": "[\n" + ",\n".join(heads) + "\n]",
    }
    return "{\n" + ",\n".join(f"{json.dumps(key)}: {value}" for key, value in body.items()) + "\n}\n"


def _written_head(codes: Sequence[str], head: Head) -> str:
    weights = {
        code: base64.b85encode(np.ascontiguousarray(column).tobytes()).decode()
        for code, column in zip(codes, head.weights.T, strict=True)
    }
    lines = ",\n".join(f"  {json.dumps(code)}: {json.dumps(each)}" for code, each in weights.items())
    lean = json.dumps(dict(zip(codes, head.lean.tolist(), strict=True)))
    return f'{{"step": {json.dumps(head.step)},\n"lean": {lean},\n"weights": {{\n{lines}\n}}}}'


def _second_reading(given: SecondReadingIn) -> SecondReading:
    codes = tuple(given.heads[0].lean)
    heads = tuple(_head(codes, head) for head in given.heads)
    return SecondReading(codes, np.array(given.centre), heads, given.first_share, given.second_share)


def _head(codes: Sequence[str], given: HeadIn) -> Head:
    columns = [np.frombuffer(base64.b85decode(given.weights[code]), np.int8) for code in codes]
    is_whole = len(given.weights) == len(given.lean) == len(codes) > 0
    if not is_whole or any(len(column) != DIMENSIONS for column in columns):
        raise ValueError(SECOND_READING)
    weights = np.ascontiguousarray(np.stack(columns, axis=1))
    return Head(weights, np.array([given.lean[code] for code in codes]), given.step)
