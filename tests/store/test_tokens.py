"""Tokens of partner systems: found by their hash while they are good, revoked by id or name."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from intake.core.errors import Conflict
from intake.core.report import ApiToken, TokenId
from intake.store import tokens
from intake.store.engine import Store
from tests.store.factories import NOW

TOKEN = ApiToken(TokenId("one"), "bank", "an_agency", NOW, NOW + timedelta(days=1))
OTHER = replace(TOKEN, id=TokenId("two"), created_at=NOW + timedelta(hours=1))


@pytest.fixture(autouse=True)
def kept(store: Store) -> None:
    """Two tokens of one name."""
    store.write(lambda db: tokens.add(db, TOKEN, "hash of one"))
    store.write(lambda db: tokens.add(db, OTHER, "hash of two"))


def test_a_token_is_found_by_its_hash_until_it_is_over(store: Store) -> None:
    with store.read() as db:
        assert tokens.by_hash(db, "hash of one", now=NOW) == TOKEN
        assert tokens.by_hash(db, "hash of one", now=TOKEN.expires_at) is None
        assert tokens.by_hash(db, "one", now=NOW) is None


def test_one_is_revoked_by_its_id_and_all_by_their_name(store: Store) -> None:
    assert store.write(lambda db: tokens.revoke(db, "one", now=NOW)) == 1
    assert store.write(lambda db: tokens.revoke(db, "bank", now=NOW)) == 1
    with store.read() as db:
        assert [token.revoked_at for token in tokens.listed(db)] == [NOW, NOW]
        assert tokens.by_hash(db, "hash of two", now=NOW) is None


def test_the_same_secret_is_never_kept_twice(store: Store) -> None:
    with pytest.raises(Conflict):
        store.write(lambda db: tokens.add(db, replace(TOKEN, id=TokenId("three")), "hash of one"))
