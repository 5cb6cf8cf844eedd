"""What a program asked: kept beside its report, compared with a repeat, erased when its days are over."""

from __future__ import annotations

from datetime import timedelta

import pytest

from intake.core.errors import Conflict
from intake.store import requests
from intake.store.engine import Store
from tests.store.factories import NOW

LATER = NOW + timedelta(days=30)


@pytest.fixture(autouse=True)
def asked(store: Store) -> None:
    """One request."""
    store.write(lambda db: requests.add(db, "a key", "a body", expires_at=LATER))


def test_a_request_remembers_its_body(store: Store) -> None:
    with store.read() as db:
        assert requests.fingerprint(db, "a key") == "a body"
        assert requests.fingerprint(db, "another key") is None


def test_the_same_key_is_kept_once(store: Store) -> None:
    with pytest.raises(Conflict):
        store.write(lambda db: requests.add(db, "a key", "another body", expires_at=LATER))


def test_a_request_is_erased_when_its_days_are_over(store: Store) -> None:
    assert store.write(lambda db: requests.delete_expired(db, now=NOW, limit=10)) == 0
    assert store.write(lambda db: requests.delete_expired(db, now=LATER, limit=10)) == 1
