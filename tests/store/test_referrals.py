"""The queue: the most urgent first, page by page without gaps, and nobody else's. A referral has one holder at a time."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from itertools import product

import pytest
from sqlalchemy import text, update

from intake.core.errors import Conflict
from intake.core.report import Referral, ReferralKind, ReferralStatus, StaffId
from intake.store import referrals
from intake.store.engine import Store
from intake.store.schema import referral as table
from tests.store.factories import NOW, make_referral, stored_member, stored_referral, stored_report
from tests.store.holding import written_together

SOON = NOW + timedelta(minutes=5)
WHOLLY_CLOSED = {"status": ReferralStatus.CLOSED, "closed_at": NOW, "disposition": "a_reason"}


def queue(store: Store, after: Referral | None = None, limit: int = 100, agency: str = "an_agency") -> list[Referral]:
    """A page of that agency's queue."""
    with store.read() as db:
        return referrals.queue(db, agency, after=None if after is None else after.id, limit=limit)


def found(store: Store, referral: Referral, agency: str = "an_agency") -> Referral | None:
    """The referral as that agency finds it."""
    with store.read() as db:
        return referrals.for_agency(db, agency, referral.id)


@pytest.fixture
def ana(store: Store) -> StaffId:
    return stored_member(store, "Ana").id


@pytest.fixture
def bruno(store: Store) -> StaffId:
    return stored_member(store, "Bruno").id


def claim(store: Store, referral: Referral, by: StaffId, agency: str = "an_agency") -> bool:
    return store.write(lambda db: referrals.claim(db, agency, referral.id, by, now=SOON))


def close(store: Store, referral: Referral, by: StaffId, agency: str = "an_agency") -> bool:
    return store.write(lambda db: referrals.close(db, agency, referral.id, by, "a_reason", now=SOON))


def release(store: Store, referral: Referral, by: StaffId, agency: str = "an_agency") -> bool:
    return store.write(lambda db: referrals.release(db, agency, referral.id, by))


def test_a_referral_comes_back_as_it_was_stored(store: Store) -> None:
    referral = stored_referral(store)
    assert found(store, referral) == referral


def test_the_queue_is_most_urgent_first_and_oldest_first_among_equals(store: Store) -> None:
    for priority, minutes in product(("P3", "P0", "P1"), (2, 0, 1)):
        stored_referral(store, priority=priority, received_at=NOW + timedelta(minutes=minutes))
    order = [(item.priority, item.received_at) for item in queue(store)]
    assert order == sorted(order)
    assert order[0] == ("P0", NOW) and len(order) == 9


def test_the_pages_of_the_queue_have_no_gap_and_no_repeat(store: Store) -> None:
    for priority in ("P2", "P1", "P2", "P2", "P1"):
        stored_referral(store, priority=priority)
    pages, last = [], None
    while page := queue(store, after=last, limit=2):
        pages.append(page)
        last = page[-1]
    assert [len(page) for page in pages] == [2, 2, 1]
    assert [item for page in pages for item in page] == queue(store)


def test_the_queue_goes_on_after_a_report_that_was_closed_meanwhile(store: Store, ana: StaffId) -> None:
    first, second = stored_referral(store), stored_referral(store)
    claim(store, first, ana)
    close(store, first, ana)
    assert queue(store, after=first) == [second]


def test_the_queue_is_that_agencys_alone(store: Store) -> None:
    ours, theirs = stored_referral(store), stored_referral(store, "another_agency")
    assert queue(store) == [ours]
    assert queue(store, agency="another_agency") == [theirs]
    assert queue(store, after=ours, agency="another_agency") == []
    assert queue(store, after=make_referral(stored_report(store))) == []


def test_a_claimed_report_stays_in_the_queue_and_a_closed_one_leaves_it(store: Store, ana: StaffId) -> None:
    referral = stored_referral(store)
    claim(store, referral, ana)
    assert [item.claimed_by for item in queue(store)] == [ana]
    close(store, referral, ana)
    assert queue(store) == []
    assert found(store, referral) is not None


def test_another_agency_neither_finds_nor_changes_it(store: Store, ana: StaffId) -> None:
    referral = stored_referral(store)
    assert found(store, referral, "another_agency") is None
    assert not any(verb(store, referral, ana, "another_agency") for verb in (claim, release, close))
    assert found(store, referral) == referral


def test_one_that_does_not_exist_is_not_found_and_not_changed(store: Store, ana: StaffId) -> None:
    nowhere = make_referral(stored_report(store))
    assert found(store, nowhere) is None
    assert not any(verb(store, nowhere, ana) for verb in (claim, release, close))


def test_who_claims_first_holds_it(store: Store, ana: StaffId, bruno: StaffId) -> None:
    referral = stored_referral(store)
    assert claim(store, referral, ana)
    assert not claim(store, referral, bruno)
    held = found(store, referral)
    assert held is not None
    assert (held.status, held.claimed_by, held.claimed_at) == (ReferralStatus.CLAIMED, ana, SOON)


def test_of_two_who_claim_at_once_one_gets_it(store: Store, ana: StaffId, bruno: StaffId) -> None:
    number = stored_referral(store).id
    claims = [
        partial(referrals.claim, agency="an_agency", referral_id=number, by=who, now=SOON) for who in (bruno, ana)
    ]
    assert written_together(store, claims) == [True, False]


def test_only_the_holder_releases_or_closes(store: Store, ana: StaffId, bruno: StaffId) -> None:
    referral = stored_referral(store)
    assert not release(store, referral, ana) and not close(store, referral, ana)
    claim(store, referral, ana)
    assert not release(store, referral, bruno) and not close(store, referral, bruno)
    assert release(store, referral, ana)
    assert found(store, referral) == referral


def test_a_closed_report_says_why_and_when_and_is_not_closed_again(store: Store, ana: StaffId) -> None:
    referral = stored_referral(store)
    claim(store, referral, ana)
    assert close(store, referral, ana) and not close(store, referral, ana)
    assert not claim(store, referral, ana) and not release(store, referral, ana)
    closed = found(store, referral)
    assert closed is not None
    assert (closed.status, closed.disposition, closed.closed_at) == (ReferralStatus.CLOSED, "a_reason", SOON)


def test_a_report_lists_its_lead_first(store: Store) -> None:
    report = stored_report(store)
    standing = [("copy_one", ReferralKind.COPY), ("lead_queue", ReferralKind.LEAD), ("copy_two", ReferralKind.COPY)]
    made = [make_referral(report, queue_code, kind=kind) for queue_code, kind in standing]
    store.write(lambda db: referrals.add(db, *made))
    with store.read() as db:
        assert [item.queue for item in referrals.of_report(db, report.id)] == ["lead_queue", "copy_one", "copy_two"]


def test_a_report_stands_in_a_queue_once(store: Store) -> None:
    report = stored_report(store)
    store.write(lambda db: referrals.add(db, make_referral(report)))
    with pytest.raises(Conflict, match="queue"):
        store.write(lambda db: referrals.add(db, make_referral(report, kind=ReferralKind.COPY)))


def test_a_report_has_one_lead_at_most(store: Store) -> None:
    report = stored_report(store)
    store.write(lambda db: referrals.add(db, make_referral(report)))
    with pytest.raises(Conflict):
        store.write(lambda db: referrals.add(db, make_referral(report, "another_agency")))


def test_only_the_holder_who_leads_sets_the_category_and_only_on_what_they_saw(
    store: Store, ana: StaffId, bruno: StaffId
) -> None:
    lead, copy = stored_referral(store), stored_referral(store, kind=ReferralKind.COPY)
    for referral in (lead, copy):
        claim(store, referral, ana)

    def said(referral: Referral, by: StaffId, seen: str | None = None) -> bool:
        return store.write(lambda db: referrals.reclassify(db, "an_agency", referral.id, by, "another", expected=seen))

    assert not said(copy, ana) and not said(lead, bruno) and not said(lead, ana, "a_third")
    assert said(lead, ana) and not said(lead, ana)


def test_passing_on_closes_it_or_leaves_a_copy(store: Store, ana: StaffId) -> None:
    for keeps_copy, status in ((False, ReferralStatus.CLOSED), (True, ReferralStatus.CLAIMED)):
        referral = stored_referral(store)
        claim(store, referral, ana)
        assert store.write(
            partial(
                referrals.pass_on,
                agency="an_agency",
                referral_id=referral.id,
                by=ana,
                keeps_copy=keeps_copy,
                now=SOON,
            )
        )
        after = found(store, referral)
        assert after is not None
        assert (after.kind, after.status, after.is_passed_on) == (ReferralKind.COPY, status, not keeps_copy)


def test_a_referral_of_no_report_is_refused(store: Store) -> None:
    referral = make_referral(stored_report(store), report_id="nobody")
    with pytest.raises(Conflict):
        store.write(lambda db: referrals.add(db, referral))


@pytest.mark.parametrize(
    ("constraint", "wrong"),
    [
        ("claimed_whole", WHOLLY_CLOSED | {"claimed_by": "ANA"}),
        ("claimed_whole", {"claimed_at": NOW}),
        ("open_held_by_nobody", {"claimed_by": "ANA", "claimed_at": NOW}),
        ("claimed_by_somebody", {"status": ReferralStatus.CLAIMED}),
        ("closed_at", {"status": ReferralStatus.CLOSED}),
        ("closed_at", {"closed_at": NOW, "disposition": "a_reason"}),
        ("closed_why", {"status": ReferralStatus.CLOSED, "closed_at": NOW}),
    ],
)
def test_half_a_change_is_refused(store: Store, ana: StaffId, constraint: str, wrong: dict[str, object]) -> None:
    referral = stored_referral(store)
    values = {name: ana if value == "ANA" else value for name, value in wrong.items()}
    with pytest.raises(Conflict, match=f"ck_referral_{constraint}"):
        store.write(lambda db: db.execute(update(table).where(table.c.id == referral.id).values(values)))
    assert found(store, referral) == referral


@pytest.mark.parametrize("column", ["kind", "status"])
def test_a_word_of_no_enum_is_refused(store: Store, column: str) -> None:
    referral = stored_referral(store)
    with pytest.raises(Conflict, match=f"ck_referral_{column}"):
        store.write(lambda db: db.execute(text(f"UPDATE referral SET {column} = 'lost'")))
    assert found(store, referral) == referral


def unsure(store: Store, agency: str = "an_agency") -> list[Referral]:
    """What waits to be read again at that agency."""
    with store.read() as db:
        return referrals.unsure(db, agency, limit=100)


def test_what_waits_longest_to_be_read_again_comes_first(store: Store) -> None:
    later, first = (stored_referral(store, unsure_since=at) for at in (SOON, NOW))
    stored_referral(store, "another_agency", unsure_since=NOW)
    stored_referral(store, unsure_since=NOW, kind=ReferralKind.COPY)
    closing = stored_referral(store, unsure_since=NOW)
    store.write(lambda db: db.execute(update(table).where(table.c.id == closing.id).values(**WHOLLY_CLOSED)))
    stored_referral(store)
    assert unsure(store) == [first, later]


@pytest.mark.parametrize("words_say", [None, "another_category"])
def test_what_was_read_again_waits_no_more_and_says_everywhere_what_the_words_say(
    store: Store, words_say: str | None
) -> None:
    report = stored_report(store)
    lead, copy = make_referral(report, unsure_since=NOW), make_referral(report, "b", kind=ReferralKind.COPY)
    other = stored_referral(store, unsure_since=NOW)
    store.write(lambda db: referrals.add(db, lead, copy))
    assert store.write(lambda db: referrals.read_again(db, lead, words_say=words_say))
    assert unsure(store) == [other]
    with store.read() as db:
        assert [referral.words_say for referral in referrals.of_report(db, report.id)] == [words_say] * 2


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"unsure_since": None}, id="another worker was faster"),
        pytest.param({"kind": ReferralKind.COPY}, id="it was passed on"),
        pytest.param(WHOLLY_CLOSED, id="it was closed"),
    ],
)
def test_what_changed_while_it_was_read_is_left_as_it_is(store: Store, changes: dict[str, object]) -> None:
    waiting = stored_referral(store, unsure_since=NOW)
    store.write(lambda db: db.execute(update(table).where(table.c.id == waiting.id).values(**changes)))
    assert not store.write(lambda db: referrals.read_again(db, waiting, words_say="another_category"))
    kept = found(store, waiting)
    assert kept is not None and kept.words_say is None
