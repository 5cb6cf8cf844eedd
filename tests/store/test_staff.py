"""Staff, their links and their sessions: a link is used once, whoever comes at the same time, and only in its time."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import text

from intake.core.errors import Conflict
from intake.core.report import Role, StaffId, StaffMember
from intake.store import staff
from intake.store.engine import Store
from tests.store.factories import NOW, stored_member
from tests.store.holding import written_together

END = NOW + timedelta(hours=24)
AFTER = END + timedelta(seconds=1)


@pytest.fixture
def ana(store: Store) -> StaffMember:
    """Somebody with a link and a session, both called by their hash."""
    member = stored_member(store)
    store.write(lambda db: staff.add_link(db, "link", member.id, now=NOW, expires_at=END))
    store.write(lambda db: staff.add_session(db, "session", member.id, now=NOW, expires_at=END))
    return member


def use(store: Store, link: str = "link", at: timedelta = timedelta()) -> StaffMember | None:
    return store.write(lambda db: staff.use_link(db, link, now=NOW + at))


def test_a_member_comes_back_as_they_were_added(store: Store, ana: StaffMember) -> None:
    with store.read() as db:
        assert staff.by_name(db, "Ana") == ana
        assert staff.by_name(db, "ana") is None


def test_an_operator_belongs_to_no_agency(store: Store) -> None:
    olga = StaffMember(StaffId("olga"), "Olga", Role.OPERATOR, None, "en", NOW)
    store.write(lambda db: staff.add(db, olga))
    with store.read() as db:
        assert staff.by_name(db, "Olga") == olga


def test_a_name_is_somebodys_alone(store: Store, ana: StaffMember) -> None:
    with pytest.raises(Conflict, match=r"staff\.name"):
        stored_member(store, ana.name)


def test_a_role_that_does_not_exist_is_refused(store: Store, ana: StaffMember) -> None:
    with pytest.raises(Conflict, match="ck_staff_role"):
        store.write(lambda db: db.execute(text("UPDATE staff SET role = 'king'")))


def test_names_are_those_of_staff_only(store: Store, ana: StaffMember) -> None:
    bruno = stored_member(store, "Bruno")
    with store.read() as db:
        wanted = [ana.id, bruno.id, ana.id, StaffId("reporter")]
        assert staff.names(db, wanted) == {ana.id: "Ana", bruno.id: "Bruno"}
        assert staff.names(db, []) == {}


def test_a_members_language_changes_and_nobody_elses(store: Store, ana: StaffMember) -> None:
    stored_member(store, "Bruno")
    store.write(lambda db: staff.set_language(db, ana.id, "en"))
    with store.read() as db:
        languages = [found.lang for name in ("Ana", "Bruno") if (found := staff.by_name(db, name))]
    assert languages == ["en", "es"]


def test_a_link_is_used_once(store: Store, ana: StaffMember) -> None:
    assert use(store) == ana
    assert use(store) is None


def test_of_two_who_use_a_link_at_once_one_gets_in(store: Store, ana: StaffMember) -> None:
    assert written_together(store, [partial(staff.use_link, token_hash="link", now=NOW)] * 2) == [ana, None]


def test_looking_at_a_link_does_not_use_it(store: Store, ana: StaffMember) -> None:
    with store.read() as db:
        assert staff.by_link(db, "link", now=NOW) == ana
    assert use(store) == ana
    with store.read() as db:
        assert staff.by_link(db, "link", now=NOW) is None


def test_a_link_is_good_until_its_time_is_over(store: Store, ana: StaffMember) -> None:
    with store.read() as db:
        assert staff.by_link(db, "link", now=END) is None
    assert use(store, at=timedelta(hours=24)) is None
    assert use(store, at=timedelta(hours=24, seconds=-1)) == ana


def test_a_link_that_nobody_made_lets_nobody_in(store: Store, ana: StaffMember) -> None:
    assert use(store, "another") is None


def test_a_members_second_link_works_beside_the_first(store: Store, ana: StaffMember) -> None:
    store.write(lambda db: staff.add_link(db, "second", ana.id, now=NOW, expires_at=END))
    assert use(store) == ana
    assert use(store, "second") == ana


def test_a_session_lasts_until_its_time_is_over(store: Store, ana: StaffMember) -> None:
    with store.read() as db:
        assert staff.by_session(db, "session", now=END - timedelta(seconds=1)) == ana
        assert staff.by_session(db, "session", now=END) is None
        assert staff.by_session(db, "another", now=NOW) is None


def test_a_session_that_was_ended_is_over_and_ending_it_twice_is_ending_it_once(store: Store, ana: StaffMember) -> None:
    store.write(lambda db: staff.add_session(db, "at home", ana.id, now=NOW, expires_at=END))
    for _ in range(2):
        store.write(lambda db: staff.delete_session(db, "session"))
    with store.read() as db:
        assert staff.by_session(db, "session", now=NOW) is None
        assert staff.by_session(db, "at home", now=NOW) == ana


def test_links_and_sessions_of_nobody_are_refused(store: Store) -> None:
    for add in (staff.add_link, staff.add_session):
        with pytest.raises(Conflict):
            store.write(partial(add, token_hash="x", staff_id=StaffId("nobody"), now=NOW, expires_at=AFTER))


def test_links_and_sessions_are_swept_from_the_moment_their_time_is_over(store: Store, ana: StaffMember) -> None:
    sweeps = (staff.delete_expired_links, staff.delete_expired_sessions)
    assert [store.write(partial(sweep, now=END - timedelta(seconds=1))) for sweep in sweeps] == [0, 0]
    assert use(store) == ana
    assert [store.write(partial(sweep, now=END)) for sweep in sweeps] == [1, 1]
    with store.read() as db:
        assert staff.by_session(db, "session", now=NOW) is None
        assert staff.by_name(db, "Ana") == ana
