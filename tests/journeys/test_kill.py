"""kill -9 in the middle of a hundred submits, five times: what was promised is there, and nothing by halves."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.server import Server

PEOPLE = 100


@pytest.mark.parametrize("delay", [0.02, 0.05, 0.1, 0.2, 0.4], ids=lambda delay: f"killed after {delay} s")
def test_every_receipt_handed_out_is_there_after_the_server_is_killed(tmp_path: Path, delay: float) -> None:
    server = Server(tmp_path / "var")
    server.start()
    visitors = _filled_in(server)
    handed_out = _send_and_kill(server, visitors, delay)
    server.start()
    again = [_send_again(visitor) for visitor in visitors]
    server.stop()
    assert len(set(again)) == PEOPLE
    for visitor, first in handed_out.items():
        assert again[visitor] == first
    _check_store(server, {reference for reference, _ in again})
