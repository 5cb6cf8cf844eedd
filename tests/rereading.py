"""What tests of the second reading arrange with: reports whose words are not clear, and a reading that says one thing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np

from intake.core.judging import judge
from intake.core.meaning import Floats
from intake.core.report import Report
from intake.core.second_reading import DIMENSIONS, Head, SecondReading
from intake.runtime import Runtime
from intake.workflow.desk import Desk
from tests.factories import CONTENT
from tests.running import make_report

# Whatever was learnt, some of these are not clear to it.
_VAGUE = (
    "me escribieron por whats y perdi mi dinero",
    "me pidieron un dato y luego ya no contestaron",
    "they asked me for something and now it is gone",
    "tengo un problema con una cuenta y un pago",
)
UNCLEAR = next(
    text for text in _VAGUE if judge(CONTENT.rules, {}, text, now=datetime(2026, 11, 25, tzinfo=UTC)).is_unsure
)
# Clear words of ransomware.
RANSOM = "Encriptaron los servidores de la empresa y piden rescate en bitcoin."
# Somebody in Jalisco who does not know what it was; it leads at DESK.
DO_NOT_KNOW = {
    "right_now": "over",
    "crime_group": "unknown",
    "reporter_role": "self",
    "victim_country": "MX",
    "victim_state": "MX-JAL",
    "identity": "anonymous",
}
DESK = "mx_ciber_088"


def embed(texts: Sequence[str]) -> Floats:
    """Vectors that say nothing: what a head leans to decides."""
    return np.zeros((len(texts), DIMENSIONS))


def says(category: str, *, how_much: float = 20.0) -> SecondReading:
    """A second reading to which every text sounds like this category."""
    codes = tuple(CONTENT.rules.categories)
    lean = np.array([how_much if code == category else 0.0 for code in codes])
    head = Head(np.zeros((DIMENSIONS, len(codes)), np.int8), lean, 1.0)
    return SecondReading(codes, np.zeros(DIMENSIONS), (head,), 0.0, 1.0)


def desk_that_reads(runtime: Runtime, reading: SecondReading | None) -> Desk:
    """The desk, by rules that read again like this."""
    desk = runtime.desk()
    return replace(desk, content=replace(desk.content, rules=replace(desk.content.rules, second_reading=reading)))


def unsure_report(runtime: Runtime, words: str = UNCLEAR) -> Report:
    """A report whose words decided, without being clear."""
    return make_report(runtime, words, want=DO_NOT_KNOW)
