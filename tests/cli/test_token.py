"""`intake token`: shown once, listed without its secret, revoked at once."""

from __future__ import annotations

import pytest

from intake.runtime import start
from intake.settings import load
from intake.workflow import partners
from tests.cli.running import Run


def test_a_token_is_the_last_word_and_is_good(run: Run) -> None:
    run("init")
    secret = run("token", "add", "Banco Inventado", "--agency", "mx_condusef").out.split()[-1]
    runtime = start(load().model_copy(update={"role": "public"}))
    made = partners.whose(runtime.window(), secret, now=runtime.now())
    runtime.store.close()
    assert made is not None
    assert (made.name, made.agency) == ("Banco Inventado", "mx_condusef")
    assert (made.expires_at - made.created_at).days == 90


def test_tokens_are_listed_without_their_secrets_and_revoked(run: Run) -> None:
    run("init")
    secret = run("token", "add", "bank", "--days", "5").out.split()[-1]
    listed = run("token", "list").out
    assert "bank" in listed
    assert secret not in listed
    assert run("token", "revoke", listed.split()[0]).code == 0
    assert "revoked" in run("token", "list").out


def test_what_is_not_there_cannot_be_revoked(run: Run) -> None:
    run("init")
    assert run("token", "revoke", "nobody").code == 1
    assert run("token", "add", "bank", "--agency", "nobody").code == 1


@pytest.mark.parametrize("name", ["", " ", "a\nb", "\x1b[2J", "\udcff", "x" * 101], ids=ascii)
def test_a_name_is_one_line_of_characters(run: Run, name: str) -> None:
    run("init")
    for words in (("token", "add"), ("token", "revoke"), ("staff", "link"), ("staff", "add", "--role", "operator")):
        assert run(*words, name).code == 2
    assert run("token", "list").out == ""
