"""How long triage takes: a report at a time, a file of lines, and texts that somebody could send to do harm.

`python -m tests.bench.triage` prints milliseconds and lines a second, each with its ratio to the limit: over 1 is too slow.
The texts are the labelled cases where they are at hand, else those of texts/. What was published is not looked at.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from intake.core.given import Places
from intake.i18n import COUNTRIES, CURRENCIES
from intake.workflow.triage import Bench, triage
from tests.factories import CONTENT, ROOT

CASES = Path(__file__).parents[3] / "shared" / "cases"
NOW = datetime(2026, 11, 24, 18, tzinfo=UTC)
BENCH = Bench(CONTENT.rules, Places(COUNTRIES, CONTENT.form.subdivisions, CURRENCIES), {"es": str, "en": str})
# The limits: of a report at the 95th percentile, of the command, and of a hostile text by its length.
MOST_MS = 2.0
LEAST_LINES = 500
HOSTILE_MS, HOSTILE_MS_PER_KB = 20.0, 1.0
_LINES = 4_000


def reports() -> list[str]:
    """A line of input for each text."""
    files = sorted((CASES if CASES.is_dir() else ROOT / "texts").glob("*.jsonl"))
    found = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return [_line(str(place), each["lang"], each["text"]) for place, each in enumerate(found)]


def hostile() -> Mapping[str, str]:
    """What a person would not write, most of it at the length of a long report and some at a million characters."""
    chance = random.Random(1)
    words = " ".join("".join(chance.choices("aeioulmnrst", k=8)) for _ in range(120_000))[:1_000_000]
    story = "Me hablaron del banco y deposité $5,000 a la CLABE 646180157000000004. "
    return {
        "1 MB of one letter": "a" * 1_000_000,
        "1 MB of invented words": words,
        "1 MB of the same story": (story * 20_000)[:1_000_000],
        "1 MB of lines": "\n" * 1_000_000,
        "1 MB of figures": "5512345678 " * 90_909,
        "5,000 emoji": "😱" * 5_000,
        "5,000 families, joined": "👨‍👩‍👧‍👦" * 5_000,
        "zero-width between letters": "\u200b".join(story * 200),
        "zero-width alone": "\u200b\u200d\ufeff" * 5_000,
        "right to left": "\u202e" + "דיווח على الاحتيال " * 1_000 + "\u202c",
        "accents in a heap": "e" + "\u0301" * 20_000,
        "nested quotes": "«“‘\"'" * 4_000 + "ayuda" + "'\"’”»" * 4_000,
        "nested brackets": "([{<" * 5_000 + ">}])" * 5_000,
        "a bomb for (a+)+$": "a" * 30_000 + "!",
        "a bomb for addresses": "a@" * 10_000 + "a." * 10_000,
        "a bomb for web pages": "http://" + "a.-" * 10_000 + "//" * 5_000,
        "a bomb for numbers": "+1 (55) " * 4_000 + "0x" + "f" * 10_000,
        "half a pair and zeros": "\ud83d\x00" * 5_000,
    }


def seconds(work: Callable[[], object]) -> float:
    """How long it takes once."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def milliseconds(lines: Sequence[str]) -> list[float]:
    """For each line, the better of two runs, in order of time: a pause of the machine is not the engine's."""
    judged = [partial(triage, BENCH, line, now=NOW) for line in lines]
    return sorted(min(seconds(one), seconds(one)) * 1_000 for one in judged)


def command(lines: Sequence[str]) -> float:
    """How many seconds `intake triage` takes for these lines, its start and the reading of the rules included."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "in.jsonl"), Path(folder, "out.jsonl")
        source.write_text("\n".join(lines), encoding="utf-8")
        ran = [
            sys.executable,
            "-m",
            "intake",
            "triage",
            "--rules",
            str(ROOT / "routing_rules"),
            str(source),
            str(target),
        ]
        taken = seconds(partial(subprocess.run, ran, check=True, env={**os.environ, "INTAKE_DATA": folder}))
        assert len(target.read_text(encoding="utf-8").splitlines()) == len(lines)
        return taken


def main() -> None:
    """Print the figures."""
    lines = reports()
    milliseconds(lines[:50])
    found = milliseconds(lines)
    p95 = statistics.quantiles(found, n=100)[94]
    print(
        f"a report: p50 {statistics.median(found):.2f} ms, p95 {p95:.2f} ms, max {found[-1]:.2f} ms, {len(lines)} texts"
    )
    print(f"  p95 to its limit of {MOST_MS:.0f} ms: {p95 / MOST_MS:.2f}")
    many = (lines * (_LINES // len(lines) + 1))[:_LINES]
    start, whole = command(lines[:1]), command(many)
    print(f"intake triage: {_LINES / whole:.0f} lines a second, its start of {start:.1f} s included")
    print(f"  without its start: {_LINES / (whole - start):.0f}")
    print(f"  its limit of {LEAST_LINES} to lines a second: {LEAST_LINES * whole / _LINES:.2f}")
    for name, text in hostile().items():
        limit = HOSTILE_MS + HOSTILE_MS_PER_KB * len(text) / 1_000
        taken = milliseconds([_line("x", "es", text)])[0]
        print(f"{name}: {taken:.1f} ms, to its limit {taken / limit:.2f}")


def _line(id: str, lang: str, text: str) -> str:
    return json.dumps({"id": id, "lang": lang, "text": text, "facts": {"victim_country": "MX"}})


if __name__ == "__main__":
    main()
