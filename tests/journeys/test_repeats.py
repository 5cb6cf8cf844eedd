"""A partner system that loses its patience: many repeats at once of the same requests, against the real server."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import func, select

from intake.store.schema import report
from tests.running import make_runtime
from tests.server import Server, running
from tests.web.test_api import BODY, PATH

REPEATS, KEYS, AT_ONCE = 1000, 50, 32


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Server]:
    """A server that nobody else uses."""
    with running(tmp_path / "var") as server:
        yield server


def test_a_thousand_repeats_of_fifty_keys_at_once_are_fifty_reports(alone: Server) -> None:
    secret = alone.run("token", "add", "bank").split()[-1]
    with httpx2.Client(base_url=alone.base, timeout=60, headers={"Authorization": f"Bearer {secret}"}) as client:

        def send(number: int) -> tuple[int, int, str]:
            key = number % KEYS
            response = client.post(PATH, json=BODY, headers={"Idempotency-Key": f"key {key}"})
            return key, response.status_code, response.text

        with ThreadPoolExecutor(AT_ONCE) as pool:
            answers = list(pool.map(send, range(REPEATS)))
    assert {status for _, status, _ in answers} == {201}
    assert len({(key, text) for key, _, text in answers}) == KEYS
    assert stored(alone) == KEYS


def stored(server: Server) -> int:
    """How many reports are there."""
    runtime = make_runtime(server.data)
    with runtime.store.read() as db:
        count = db.execute(select(func.count()).select_from(report)).scalar_one()
    runtime.store.close()
    return int(count)
