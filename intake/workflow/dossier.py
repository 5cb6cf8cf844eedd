"""The sealed half of a report: every answer as typed, and the salt of its hash. Written once, opened by its desks only."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import rfc8785

from intake.core.answers import Typed
from intake.core.errors import SealBroken
from intake.core.report import Report, ReportId
from intake.vault import Opener, Sealer, dossier_hash

_VERSION = 1


@dataclass(frozen=True)
class Dossier:
    """What the person wrote, by question id, in the form with this hash. Its fields never go into a log or an event."""

    report_id: ReportId
    reference: str
    lang: str
    received_at: datetime
    form_hash: str
    typed: Typed


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
    plain = json.loads(opener.open(agency, report.dossier))
    held = plain["dossier"]
    if held["report_id"] != report.id:
        raise SealBroken("dossier")
    return Dossier(
        report_id=report.id,
        reference=held["reference"],
        lang=held["lang"],
        received_at=datetime.fromisoformat(held["received_at"]),
        form_hash=held["form"],
        typed={name: tuple(values) for name, values in held["answers"].items()},
    )


def _written(dossier: Dossier) -> bytes:
    return rfc8785.dumps(
        {
            "version": _VERSION,
            "report_id": dossier.report_id,
            "reference": dossier.reference,
            "lang": dossier.lang,
            "received_at": dossier.received_at.isoformat(),
            "form": dossier.form_hash,
            "answers": {name: list(values) for name, values in dossier.typed.items()},
        }
    )
