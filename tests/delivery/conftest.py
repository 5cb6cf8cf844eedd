"""A demonstration with a mail server beside it, and a clock that tests set."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from intake.runtime import Runtime
from tests.delivery.house import Clock
from tests.delivery.postbox import Postbox, receiving
from tests.running import make_runtime


@pytest.fixture
def house(data: Path) -> Iterator[Runtime]:
    """A demonstration: every desk has an invented address."""
    made = make_runtime(data, demo=True)
    yield made
    made.store.close()


@pytest.fixture
def clock(house: Runtime) -> Clock:
    """A minute from now, when what is sent in a test is due; `forward` makes it later."""
    return Clock(house.now() + timedelta(minutes=1))


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    """A mail server that takes everything."""
    with receiving() as found:
        yield found
