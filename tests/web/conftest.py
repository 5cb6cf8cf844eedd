"""A house of its own for each test of a page, and a browser that follows redirects."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from intake.app import create_app
from intake.runtime import Runtime


@pytest.fixture
def client(runtime: Runtime) -> TestClient:
    """A browser with no cookies yet."""
    return TestClient(create_app(runtime))
