"""How long the second reading of a text takes, with the language model of the extra [semantic], on one core.

`python -m tests.bench.rereading` prints milliseconds. The texts are the labelled cases where they are at hand, else those
of texts/; beside them the longest that is looked at.
"""

from __future__ import annotations

import json
import statistics
from functools import partial

from intake.core.second_reading import MAX_CHARS
from intake.core.signals import read
from intake.semantic import load_model
from tests.bench.triage import CASES, seconds
from tests.factories import CONTENT, ROOT

_MOST_TEXTS = 200


def texts() -> list[str]:
    """The texts to read, as many as are enough for a percentile."""
    files = sorted((CASES if CASES.is_dir() else ROOT / "texts").glob("*.jsonl"))
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return [json.loads(line)["text"] for line in lines[:: max(1, len(lines) // _MOST_TEXTS)]]


def main() -> None:
    """Print the figures."""
    lexicon, learnt = CONTENT.rules.lexicon, CONTENT.rules.second_reading
    assert learnt is not None
    started = seconds(load_model)
    embed = load_model()
    found = []
    for text in texts():
        again = partial(learnt.read, embed, text, read(lexicon, text))
        found.append(min(seconds(again), seconds(again)) * 1_000)
    p95 = statistics.quantiles(found, n=100)[94]
    print(f"loading the model: {started * 1_000:.0f} ms")
    print(f"second reading: p50 {statistics.median(found):.0f} ms, p95 {p95:.0f} ms, {len(found)} texts")
    longest = "Me hablaron del banco y deposité $5,000. " * MAX_CHARS
    print(f"the longest text: {seconds(partial(learnt.read, embed, longest, read(lexicon, longest))) * 1_000:.0f} ms")


if __name__ == "__main__":
    main()
