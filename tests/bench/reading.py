"""How long the reading of a narrative takes: an ordinary one, and the longest that somebody could send to do harm.

`python -m tests.bench.reading` prints milliseconds, the median of several readings of each text.
"""

from __future__ import annotations

import itertools
import random
import re
import statistics
import time
from collections.abc import Callable, Mapping
from functools import partial

from intake.core.indicators import MAX_CHARS, find
from intake.core.signals import read
from tests.factories import CONTENT

ORDINARY = (
    "Me hablaron del banco que había un cargo raro y me pidieron el token, se los di y vaciaron mi cuenta de nómina. "
    "La transferencia fue a la CLABE 646180157000000004 y me marcaban del 55 1234 5678. El banco dice que no procede. "
) * 4
_REPEATED = (
    "1 ", "(", "[", "5512345678 ", "a@", "a.", "www.", "0xaB", "+1", ":", "dinero ", "no mi cuenta ", "usuario ", "\u0301",
    "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed ", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa ", "ES91 2100 0418 4502 0005 1332 ",
    "MX00AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA ", "a",
)  # fmt: skip


def hostile() -> Mapping[str, str]:
    """Texts of the greatest length that is read, each of what costs most to look at."""
    chance = random.Random(1)
    phrases = itertools.chain(*CONTENT.rules.lexicon.category_phrases.values())
    known = list(dict.fromkeys(word for phrase in phrases for word in re.findall("[a-z]+", phrase.written)))
    invented = (" ".join("".join(chance.choices("aeioulmnrst", k=8)) for _ in range(2_500)))[:MAX_CHARS]
    addresses = " ".join("0x" + "".join(chance.choices("0123456789abcdefABCDEF", k=40)) for _ in range(500))
    repeated = {f"{unit.strip()!r} repeated": (unit * MAX_CHARS)[:MAX_CHARS] for unit in _REPEATED}
    return {
        "words of the content": " ".join(known)[:MAX_CHARS],
        "unknown words": invented,
        "addresses": addresses,
        **repeated,
    }


def milliseconds(work: Callable[[], object], *, times: int) -> float:
    """The median of so many runs."""
    measured = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        measured.append((time.perf_counter() - started) * 1_000)
    return statistics.median(measured)


def main() -> None:
    """Print the figures."""
    lexicon = CONTENT.rules.lexicon
    read(lexicon, ORDINARY)
    print(f"ordinary, {len(ORDINARY)} characters: {milliseconds(partial(read, lexicon, ORDINARY), times=50):.1f} ms")
    for name, text in hostile().items():
        alone = milliseconds(partial(find, text, region=None), times=3)
        whole = milliseconds(partial(read, lexicon, text), times=3)
        print(f"{name}: {alone:.0f} ms for indicators, {whole:.0f} ms in all")


if __name__ == "__main__":
    main()
