"""The sealed half of a report: all that was told and what was found in it, and the salt of its hash.

Written once, opened by its desks only; another seal around it when the desks change.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import rfc8785

from intake.core.answers import Typed
from intake.core.condition import Facts, FactValue
from intake.core.errors import SealBroken
from intake.core.indicators import Indicator
from intake.core.report import Report, ReportId
from intake.vault import Opener, Sealer, dossier_hash

_VERSION = 2


@dataclass(frozen=True)
class Told:
    """What came in: answers as typed, by question id; from another program, also the exact `facts` it gave (None: the form)."""

    typed: Typed
    facts: Facts | None = None


@dataclass(frozen=True)
class Dossier:
    """What was told, about the form with this hash, and the indicators in its text. No part goes into a log or an event."""

    report_id: ReportId
    reference: str
    lang: str
    received_at: datetime
    form_hash: str
    told: Told
    indicators: tuple[Indicator, ...] = ()


@dataclass(frozen=True)
class SealedDossier:
    """The age file, and SHA-256(salt || canonical JSON) in hex: what the receipt vouches for."""

    sealed: bytes
    hash: str


def seal(sealer: Sealer, dossier: Dossier, queues: Sequence[str], *, salt: bytes) -> SealedDossier:
    """Seal to these queues' keys and to recovery. `salt` is 32 random bytes, kept inside."""
    written = _written(dossier)
    plain = json.dumps({"salt": salt.hex(), "dossier": json.loads(written)}).encode()
    return SealedDossier(sealer.seal(plain, queues), dossier_hash(salt, written))


def open_dossier(opener: Opener, agency: str, report: Report) -> Dossier:
    """Open a report's dossier with the key of `agency`. Raises SealBroken when it is not that report's."""
    held = _held(opener.open(agency, report.dossier), report)
    return Dossier(
        report_id=report.id,
        reference=held["reference"],
        lang=held["lang"],
        received_at=datetime.fromisoformat(held["received_at"]),
        form_hash=held["form"],
        told=_told(held),
        indicators=tuple(Indicator(kind, value) for kind, value in held.get("indicators", ())),
    )


def reseal(opener: Opener, sealer: Sealer, agency: str, report: Report, queues: Sequence[str]) -> bytes:
    """The same dossier, salt and all, sealed to these queues' keys and to recovery: what the receipt vouches for stays.

    Raises SealBroken as `open_dossier` does.
    """
    opened = opener.open(agency, report.dossier)
    _held(opened, report)
    return sealer.seal(opened, queues)


def plain(facts: Facts) -> dict[str, str | int | bool | list[str]]:
    """Facts as JSON has them: a set is a sorted array."""
    return {name: sorted(value) if isinstance(value, frozenset) else value for name, value in facts.items()}


def _held(opened: bytes, report: Report) -> Mapping[str, Any]:
    held: Mapping[str, Any] = json.loads(opened)["dossier"]
    if held["report_id"] != report.id:
        raise SealBroken("dossier")
    return held


def _told(held: Mapping[str, Any]) -> Told:
    typed = {name: tuple(values) for name, values in held["answers"].items()}
    given = held.get("facts")
    if given is None:
        return Told(typed)
    facts: dict[str, FactValue] = {
        name: frozenset(value) if isinstance(value, list) else value for name, value in given.items()
    }
    return Told(typed, facts)


def _written(dossier: Dossier) -> bytes:
    return rfc8785.dumps(
        {
            "version": _VERSION,
            "report_id": dossier.report_id,
            "reference": dossier.reference,
            "lang": dossier.lang,
            "received_at": dossier.received_at.isoformat(),
            "form": dossier.form_hash,
            "answers": {name: list(values) for name, values in dossier.told.typed.items()},
            "facts": None if dossier.told.facts is None else plain(dossier.told.facts),
            "indicators": [[indicator.kind, indicator.value] for indicator in dossier.indicators],
        }
    )
