"""kill -9 in the middle of a hundred submits, five times: what was promised is there, and nothing by halves."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from http.client import HTTPException
from pathlib import Path

import pytest
from sqlalchemy import select

from intake.core.receipt import Verdict
from intake.core.report import Report
from intake.runtime import Runtime
from intake.store import receipts, referrals, reports
from intake.store.engine import Db
from intake.store.schema import report as report_table
from intake.vault import load_receipt_keys, verify_receipt
from intake.workflow.dossier import open_dossier
from tests.factories import CONTENT
from tests.running import make_runtime
from tests.server import Server
from tests.typed import SPEI_JALISCO, filled_in
from tests.visitor import Visitor

TYPED = filled_in(CONTENT, SPEI_JALISCO, now=datetime.now(UTC))
# The reference and the return code.
Handed = tuple[str, str]
PEOPLE = 100


@pytest.mark.parametrize("delay", [0.02, 0.05, 0.1, 0.15, 0.25], ids=lambda delay: f"killed after {delay} s")
def test_every_receipt_handed_out_is_there_after_the_server_is_killed(tmp_path: Path, delay: float) -> None:
    server = Server(tmp_path / "var")
    server.start()
    visitors = _filled_in(server)
    handed_out = _send_and_kill(server, visitors, delay)
    server.start()
    again = [_send_again(visitor) for visitor in visitors]
    server.stop()
    assert len(set(again)) == PEOPLE
    assert len(handed_out) < PEOPLE, "the server was killed too late to try anything"
    for place, first in handed_out.items():
        assert again[place] == first
    _check_store(server, {reference for reference, _ in again})


def _filled_in(server: Server) -> list[Visitor]:
    """People who have answered everything and only have to press the last button."""

    def one(_: int) -> Visitor:
        visitor = Visitor("127.0.0.1", server.port)
        visitor.fill_in("es", TYPED, reads_pages=False)
        visitor.close()
        return visitor

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(one, range(PEOPLE)))


def _send_and_kill(server: Server, visitors: list[Visitor], delay: float) -> dict[int, Handed]:
    """Everybody sends at once; the server is killed after `delay`. What each got by then, by their place in the list."""
    handed_out: dict[int, Handed] = {}

    def one(place: int) -> None:
        try:
            visitors[place].send("es")
            handed_out[place] = visitors[place].receipt("es")
        except (OSError, HTTPException, AssertionError):
            pass
        finally:
            visitors[place].close()

    killer = threading.Timer(delay, server.kill)
    with ThreadPoolExecutor(PEOPLE) as pool:
        killer.start()
        list(pool.map(one, range(PEOPLE)))
    killer.join()
    return handed_out


def _send_again(visitor: Visitor) -> Handed:
    visitor.send("es")
    handed = visitor.receipt("es")
    visitor.close()
    return handed


def _check_store(server: Server, references: set[str]) -> None:
    """Each report is whole: its receipt verifies, its dossier opens with the lead's key, and it stands in its queues."""
    runtime = make_runtime(server.data)
    keys = load_receipt_keys(server.data / "keys")
    with runtime.store.read() as db:
        stored = [receipts.by_reference(db, reference) for reference in references]
        everything = db.execute(select(report_table.c.id)).scalars().all()
        for receipt in stored:
            assert receipt is not None
            assert verify_receipt(receipt.body, keys) is Verdict.GENUINE
            _check_whole(runtime, db, reports.by_id(db, receipt.report_id), json.loads(receipt.body))
    runtime.store.close()
    assert len(everything) == PEOPLE


def _check_whole(runtime: Runtime, db: Db, report: Report, signed: dict[str, object]) -> None:
    standing = referrals.of_report(db, report.id)
    copies = signed["copies"]
    assert isinstance(copies, list)
    assert [referral.queue for referral in standing] == [signed["lead"], *copies]
    assert runtime.opener is not None
    for referral in standing:
        assert open_dossier(runtime.opener, referral.queue, report).reference == report.reference
