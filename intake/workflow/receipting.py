"""Receipts: signed when the report is sent, read back to be shown, and checked for whoever holds one."""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass
from datetime import datetime

from intake.core.decision import Decision
from intake.core.receipt import Receipt, Verdict, check_string
from intake.core.receipt import receipt_text as written
from intake.core.reference import normalise_check_string, normalise_reference
from intake.core.report import Report, StoredReceipt
from intake.store import receipts
from intake.vault import verify_receipt
from intake.workflow import receipt_text
from intake.workflow.window import Window


@dataclass(frozen=True)
class Checked:
    """What can be said about a receipt that somebody holds, and when a genuine one was given out. Never the lead."""

    verdict: Verdict
    received_at: datetime | None = None


def issue(window: Window, report: Report, decision: Decision, *, dossier_hash: str) -> StoredReceipt:
    """Sign the receipt of a report about to be stored; every sentence of it, in every language."""
    texts = {
        lang: receipt_text.as_json(
            receipt_text.receipt_text(
                decision,
                window.content.rules,
                lang=lang,
                translate=translate,
                connects_all=window.connects_all,
            )
        )
        for lang, translate in window.translators.items()
    }
    signed = window.sealer.sign(
        Receipt(
            reference=report.reference,
            received_at=report.received_at,
            form_hash=window.content.form_hash,
            rules_hash=window.content.rules_hash,
            dossier_hash=dossier_hash,
            evidence=(),
            lead=report.lead,
            copies=tuple(copy.agency for copy in decision.routing.copies),
            text=texts,
        )
    )
    body = written(signed)
    return StoredReceipt(report.id, report.reference, body, check_string(body), report.received_at)


def verify(window: Window, *, reference: str, check: str, receipt: str) -> Checked:
    """Check the whole receipt when there is one, else the reference and check string that are printed on it.

    A whole receipt is genuine when a key of ours signed just that; the two codes, when they are those of one receipt.
    """
    if receipt.strip():
        return _whole(window, receipt)
    number = normalise_reference(reference)
    if number is None:
        return Checked(Verdict.UNKNOWN)
    with window.store.glance() as db:
        stored = receipts.by_reference(db, number)
    if stored is None:
        return Checked(Verdict.UNKNOWN)
    is_same = hmac.compare_digest(stored.check, normalise_check_string(check) or "")
    return Checked(Verdict.GENUINE, stored.received_at) if is_same else Checked(Verdict.ALTERED)


def _whole(window: Window, receipt: str) -> Checked:
    verdict = verify_receipt(receipt, window.sealer.receipt_keys)
    if verdict is not Verdict.GENUINE:
        return Checked(verdict)
    return Checked(verdict, datetime.fromisoformat(json.loads(receipt.strip("\ufeff \t\r\n"))["received_at"]))
