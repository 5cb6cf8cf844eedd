"""Words that were not clear are read again where the desk's key is, and the clerk is told once what they say."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import text, update

from intake.core.errors import NotFound, SetupError, StoreUnavailable
from intake.core.meaning import Floats
from intake.core.report import EventKind, ReferralKind, ReportId
from intake.core.second_reading import SecondReading
from intake.runtime import Runtime
from intake.store import referrals
from intake.store.schema import report as report_table
from intake.workflow import rereading
from intake.workflow.rereading import Reread
from tests.correcting import COPY, LEAD, at, claimed, make_clerk, pass_on, recorded, set_category, standing
from tests.rereading import DESK, RANSOM, UNCLEAR, desk_that_reads, embed, says, unsure_report
from tests.running import make_report

SAYS = says("ransomware")
CANARY = "canario-verde-2718"


def work(runtime: Runtime, reading: SecondReading | None = SAYS, *agencies: str) -> Reread:
    """All that waits at these desks, read again."""
    desk = partial(desk_that_reads, runtime, reading)
    return rereading.work(desk, agencies or (DESK,), embed, now=runtime.now, stop=threading.Event(), once=True)


def words_say(runtime: Runtime, report_id: ReportId) -> set[str | None]:
    return {referral.words_say for referral in standing(runtime, report_id)}


def test_the_clerk_is_told_what_the_words_say_and_nothing_is_moved(runtime: Runtime) -> None:
    report = unsure_report(runtime)
    before = at(runtime, report.id, DESK)
    assert before.unsure_since == before.received_at and before.words_say is None
    assert work(runtime) == Reread(1, 1)
    assert at(runtime, report.id, DESK) == replace(before, unsure_since=None, words_say="ransomware")
    (flag,) = recorded(runtime, report.id, EventKind.FLAGGED)
    assert (flag.actor, dict(flag.details)) == ("system", {"to": "ransomware", "by": "second_reading"})


def test_what_was_read_again_is_not_read_a_third_time(runtime: Runtime) -> None:
    report = unsure_report(runtime)
    assert [work(runtime) for _ in range(2)] == [Reread(1, 1), Reread(0, 0)]
    assert len(recorded(runtime, report.id, EventKind.FLAGGED)) == 1


@pytest.mark.parametrize("reading", ["the same", "nothing clearly", "nobody could tell"])
def test_a_reading_that_says_nothing_else_flags_nobody(runtime: Runtime, reading: str) -> None:
    report = unsure_report(runtime)
    unclear = runtime.desk().content.rules.unclear
    found = {
        "the same": says(report.category),
        "nothing clearly": says("ransomware", how_much=0.5),
        "nobody could tell": says(unclear),
    }
    assert work(runtime, found[reading]) == Reread(1, 0)
    assert at(runtime, report.id, DESK).unsure_since is None
    assert words_say(runtime, report.id) == {None}
    assert recorded(runtime, report.id, EventKind.FLAGGED) == []


def test_words_that_contradict_the_answers_are_noted_at_once_and_wait_for_nothing(runtime: Runtime) -> None:
    report = make_report(runtime, RANSOM)
    assert words_say(runtime, report.id) == {"ransomware"}
    assert {referral.queue for referral in standing(runtime, report.id)} == {LEAD, COPY}
    (flag,) = recorded(runtime, report.id, EventKind.FLAGGED)
    assert (flag.referral_id, dict(flag.details)) == (
        at(runtime, report.id, LEAD).id,
        {"to": "ransomware", "by": "first_reading"},
    )
    assert work(runtime, SAYS, LEAD, COPY) == Reread(0, 0)


def test_a_clerk_who_has_said_what_it_is_is_told_nothing(runtime: Runtime) -> None:
    report, clerk = unsure_report(runtime), make_clerk(runtime, DESK)
    set_category(runtime, clerk, claimed(runtime, clerk, at(runtime, report.id, DESK)).id)
    assert work(runtime) == Reread(1, 0)
    assert words_say(runtime, report.id) == {None}


def test_the_doubt_ends_when_a_clerk_says_what_it_is(runtime: Runtime) -> None:
    report, clerk = unsure_report(runtime), make_clerk(runtime, DESK)
    work(runtime)
    held = claimed(runtime, clerk, at(runtime, report.id, DESK))
    assert held.doubt == "ransomware"
    set_category(runtime, clerk, held.id)
    assert at(runtime, report.id, DESK).doubt is None


def test_another_desks_reports_are_not_opened(runtime: Runtime) -> None:
    report = unsure_report(runtime)
    assert work(runtime, SAYS, LEAD) == Reread(0, 0)
    assert at(runtime, report.id, DESK).unsure_since is not None


def test_a_process_without_the_key_of_a_desk_reads_nothing_of_it(runtime: Runtime) -> None:
    report = unsure_report(runtime)
    desk = replace(desk_that_reads(runtime, SAYS), opener=None)
    with pytest.raises(NotFound):
        rereading.work(lambda: desk, (DESK,), embed, now=runtime.now, stop=threading.Event(), once=True)
    assert at(runtime, report.id, DESK).unsure_since is not None


def test_rules_without_a_second_reading_say_what_to_do_and_lose_nothing(runtime: Runtime) -> None:
    report = unsure_report(runtime)
    with pytest.raises(SetupError, match="fit --semantic"):
        work(runtime, None)
    assert at(runtime, report.id, DESK).unsure_since is not None


def test_who_leads_after_it_was_passed_on_has_it_read(runtime: Runtime) -> None:
    report, clerk = unsure_report(runtime), make_clerk(runtime, DESK)
    pass_on(runtime, clerk, claimed(runtime, clerk, at(runtime, report.id, DESK)).id, LEAD)
    assert work(runtime, SAYS, DESK) == Reread(0, 0)
    assert work(runtime, SAYS, LEAD) == Reread(1, 1)
    assert at(runtime, report.id, LEAD).words_say == "ransomware"


def test_passed_on_while_it_was_read_it_waits_for_the_new_desk(runtime: Runtime) -> None:
    report, clerk = unsure_report(runtime), make_clerk(runtime, DESK)
    held = claimed(runtime, clerk, at(runtime, report.id, DESK))

    def embed_slowly(texts: Sequence[str]) -> Floats:
        pass_on(runtime, clerk, held.id, LEAD)
        return embed(texts)

    desk = partial(desk_that_reads, runtime, SAYS)
    done = rereading.work(desk, (DESK,), embed_slowly, now=runtime.now, stop=threading.Event(), once=True)
    assert done.flagged == 0
    assert at(runtime, report.id, LEAD).unsure_since is not None
    assert recorded(runtime, report.id, EventKind.FLAGGED) == []


def test_two_workers_at_once_flag_once(runtime: Runtime) -> None:
    report = unsure_report(runtime)
    done: list[Reread] = []

    def embed_while_another_does_it_all(texts: Sequence[str]) -> Floats:
        done.append(work(runtime))
        return embed(texts)

    desk = partial(desk_that_reads, runtime, SAYS)
    second = rereading.work(
        desk, (DESK,), embed_while_another_does_it_all, now=runtime.now, stop=threading.Event(), once=True
    )
    assert (done, second.flagged) == ([Reread(1, 1)], 0)
    assert len(recorded(runtime, report.id, EventKind.FLAGGED)) == 1


def test_a_worker_that_dies_while_it_reads_loses_nothing(runtime: Runtime) -> None:
    report = unsure_report(runtime)

    def die(texts: Sequence[str]) -> Floats:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rereading.work(
            partial(desk_that_reads, runtime, SAYS), (DESK,), die, now=runtime.now, stop=threading.Event(), once=True
        )
    assert work(runtime) == Reread(1, 1)
    assert len(recorded(runtime, report.id, EventKind.FLAGGED)) == 1


def test_a_dossier_that_cannot_be_opened_holds_nobody_up(runtime: Runtime) -> None:
    broken, whole = unsure_report(runtime), unsure_report(runtime)
    spoil = update(report_table).where(report_table.c.id == broken.id).values(dossier=b"age-encryption.org/v1 spoilt")
    runtime.store.write(lambda db: db.execute(spoil))
    assert work(runtime) == Reread(2, 1)
    assert (words_say(runtime, broken.id), words_say(runtime, whole.id)) == ({None}, {"ransomware"})


def test_more_than_are_asked_for_at_a_time_are_read_and_all_are_told_apart(runtime: Runtime) -> None:
    made = [unsure_report(runtime) for _ in range(rereading.AT_A_TIME + 2)]
    assert work(runtime) == Reread(len(made), len(made))


def test_what_is_closed_is_left_alone(runtime: Runtime) -> None:
    report, clerk = unsure_report(runtime), make_clerk(runtime, DESK)
    held = claimed(runtime, clerk, at(runtime, report.id, DESK))
    runtime.store.write(lambda db: referrals.close(db, DESK, held.id, clerk.id, "resolved", now=runtime.now()))
    assert work(runtime) == Reread(0, 0)


def test_a_worker_that_is_stopped_reads_no_more(runtime: Runtime) -> None:
    unsure_report(runtime), unsure_report(runtime)
    stop = threading.Event()

    def embed_and_stop(texts: Sequence[str]) -> Floats:
        stop.set()
        return embed(texts)

    desk = partial(desk_that_reads, runtime, SAYS)
    assert rereading.work(desk, (DESK,), embed_and_stop, now=runtime.now, stop=stop) == Reread(1, 1)


def test_a_database_that_cannot_be_written_is_told_to_whoever_reads_once(runtime: Runtime) -> None:
    unsure_report(runtime)
    runtime.store.close()
    with pytest.raises(StoreUnavailable):
        work(runtime)


def test_what_they_wrote_is_in_no_event_and_no_referral(runtime: Runtime) -> None:
    report = unsure_report(runtime, f"{UNCLEAR} {CANARY}")
    work(runtime)
    with runtime.store.read() as db:
        rows = [*db.execute(text("SELECT * FROM event")).all(), *db.execute(text("SELECT * FROM referral")).all()]
    assert len(rows) > 2 and CANARY not in str(rows)
    assert at(runtime, report.id, DESK).kind is ReferralKind.LEAD
