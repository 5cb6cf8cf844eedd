"""One server and one browser for all the walks of a worker."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.browser import Inspector, launch
from tests.server import Server, running


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demonstration, as `make run` serves it."""
    with running(tmp_path_factory.mktemp("served") / "var") as server:
        yield server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once."""
    with sync_playwright() as playwright:
        started = launch(playwright)
        yield started
        started.close()


@pytest.fixture(scope="session")
def seen() -> set[str]:
    """The pages that were read already."""
    return set()


@pytest.fixture
def inspector(browser: Browser, seen: set[str]) -> Iterator[Inspector]:
    """Fails the test when a page it read violates what axe checks."""
    context = browser.new_context()
    context.set_default_timeout(15_000)
    found = Inspector(context, seen)
    yield found
    context.close()
    assert found.found == {}
