"""Sign-in links work once, sessions end, and the store never has a token."""

from __future__ import annotations

from datetime import timedelta

import pytest

from intake.core.errors import NotFound, SetupError
from intake.core.report import Role
from intake.runtime import Runtime
from intake.store import staff
from intake.vault import token_hash
from intake.workflow import staffing
from tests.running import CLERK_AGENCY, make_staff


def make_link(runtime: Runtime) -> str:
    make_staff(runtime, "Ana", Role.CLERK, CLERK_AGENCY)
    return staffing.make_link(runtime.window(), "Ana", now=runtime.now()).removeprefix("/staff/sign-in/")


def test_a_link_signs_its_member_in(runtime: Runtime) -> None:
    assert staffing.sign_in(runtime.window(), make_link(runtime), now=runtime.now()).member.name == "Ana"


def test_a_link_works_once(runtime: Runtime) -> None:
    link = make_link(runtime)
    staffing.sign_in(runtime.window(), link, now=runtime.now())
    with pytest.raises(NotFound):
        staffing.sign_in(runtime.window(), link, now=runtime.now())


def test_looking_at_a_link_does_not_use_it(runtime: Runtime) -> None:
    link = make_link(runtime)
    assert staffing.is_link_good(runtime.window(), link, now=runtime.now())
    assert staffing.is_link_good(runtime.window(), link, now=runtime.now())


def test_a_link_is_too_old_after_a_day(runtime: Runtime) -> None:
    link, tomorrow = make_link(runtime), runtime.now() + timedelta(hours=24, minutes=1)
    assert not staffing.is_link_good(runtime.window(), link, now=tomorrow)
    with pytest.raises(NotFound):
        staffing.sign_in(runtime.window(), link, now=tomorrow)


def test_a_session_ends_after_twelve_hours(runtime: Runtime) -> None:
    session = staffing.sign_in(runtime.window(), make_link(runtime), now=runtime.now()).token
    with runtime.store.read() as db:
        assert staff.by_session(db, token_hash(session), now=runtime.now() + timedelta(hours=11)) is not None
        assert staff.by_session(db, token_hash(session), now=runtime.now() + timedelta(hours=13)) is None


def test_signing_out_ends_the_session(runtime: Runtime) -> None:
    session = staffing.sign_in(runtime.window(), make_link(runtime), now=runtime.now()).token
    staffing.sign_out(runtime.window(), session)
    with runtime.store.read() as db:
        assert staff.by_session(db, token_hash(session), now=runtime.now()) is None


def test_two_members_cannot_have_one_name(runtime: Runtime) -> None:
    make_staff(runtime, "Ana", Role.CLERK, CLERK_AGENCY)
    with pytest.raises(SetupError):
        staffing.add(runtime.window(), "Ana", Role.CLERK, CLERK_AGENCY, now=runtime.now())


def test_a_link_for_nobody_says_what_to_do(runtime: Runtime) -> None:
    with pytest.raises(SetupError, match="intake staff add"):
        staffing.make_link(runtime.window(), "Nadie", now=runtime.now())


def test_a_members_language_is_remembered(runtime: Runtime) -> None:
    member = make_staff(runtime, "Ana", Role.CLERK, CLERK_AGENCY)
    staffing.choose_language(runtime.window(), member, "en")
    assert staffing.ensure(runtime.window(), "Ana", Role.CLERK, CLERK_AGENCY, now=runtime.now()).lang == "en"
