"""The worker: at least once, one at a time, and no message in the way of another."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from intake.core.errors import DeliveryError
from intake.core.report import DeliveryFailure, Lease, MessageId, MessageKind, OutboxMessage, ReportId
from intake.delivery.worker import FIRST_WAIT, LEASE, LONGEST_WAIT, MAX_ATTEMPTS, Outcome, wait_before, work
from intake.runtime import Runtime
from intake.store import outbox
from tests.delivery.house import Clock, deliver, outbox_of, sender, urgent_referral
from tests.delivery.postbox import Postbox
from tests.running import make_runtime

NOW = datetime(2026, 11, 24, tzinfo=UTC)


class Killed(BaseException):
    """What ends a process in the middle of a line."""


def unreachable(message: OutboxMessage) -> None:
    raise DeliveryError(DeliveryFailure.UNREACHABLE, permanent=False)


def message_of(runtime: Runtime, report_id: ReportId) -> MessageId:
    with runtime.store.read() as db:
        return outbox.for_report(db, report_id)[0].id


def test_a_message_goes_out_once(house: Runtime, postbox: Postbox, clock: Clock) -> None:
    referral = urgent_referral(house)
    assert deliver(house, sender(house, postbox).send, clock) == Outcome(sent=1)
    clock.forward(timedelta(days=2))
    assert deliver(house, sender(house, postbox).send, clock) == Outcome()
    assert postbox.ids() == [f"<{message_of(house, referral.report_id)}@example.org>"]


def test_killed_between_sending_and_recording_it_goes_out_again_as_the_same_mail(
    house: Runtime, postbox: Postbox, clock: Clock
) -> None:
    def dies(message: OutboxMessage) -> None:
        sender(house, postbox).send(message)
        raise Killed

    urgent_referral(house)
    with pytest.raises(Killed):
        deliver(house, dies, clock)
    assert deliver(house, sender(house, postbox).send, clock) == Outcome()
    clock.forward(LEASE)
    assert deliver(house, sender(house, postbox).send, clock) == Outcome(sent=1)
    assert postbox.mails[0] == postbox.mails[1]


def test_two_workers_do_not_send_the_same_message(house: Runtime, data: Path, postbox: Postbox, clock: Clock) -> None:
    wanted = {f"<{message_of(house, urgent_referral(house).report_id)}@example.org>" for _ in range(6)}
    others = [make_runtime(data, demo=True) for _ in range(2)]
    threads = [threading.Thread(target=deliver, args=(each, sender(each, postbox).send, clock)) for each in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for each in others:
        each.store.close()
    assert sorted(postbox.ids()) == sorted(wanted)


def test_a_message_that_breaks_the_sender_does_not_stop_the_others(
    house: Runtime, postbox: Postbox, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    broken, good = (message_of(house, urgent_referral(house).report_id) for _ in range(2))

    def send(message: OutboxMessage) -> None:
        if message.id == broken:
            raise KeyError("somebody@example.org")
        sender(house, postbox).send(message)

    assert deliver(house, send, clock) == Outcome(sent=1, not_sent=1)
    assert postbox.ids() == [f"<{good}@example.org>"]
    printed = capsys.readouterr().out
    assert "KeyError" in printed and broken in printed and "somebody" not in printed


def test_it_is_given_up_in_the_end_and_an_operator_sees_why(house: Runtime, clock: Clock) -> None:
    urgent_referral(house)
    for _ in range(MAX_ATTEMPTS):
        assert deliver(house, unreachable, clock) == Outcome(not_sent=1)
        clock.forward(2 * LONGEST_WAIT)
    assert deliver(house, unreachable, clock) == Outcome()
    [line] = outbox_of(house)[1]
    assert (line.failure, line.attempts) == (DeliveryFailure.UNREACHABLE, MAX_ATTEMPTS)


def test_each_wait_is_longer_up_to_an_hour_and_not_the_same_for_all() -> None:
    def wait(number: int, attempt: int) -> timedelta:
        message = OutboxMessage(MessageId(str(number)), MessageKind.ON_CALL, ReportId("x"), None, NOW, NOW)
        return wait_before(Lease(message, attempt, NOW))

    waits = [wait(1, attempt) for attempt in range(1, MAX_ATTEMPTS)]
    assert FIRST_WAIT <= waits[0] < waits[1] < waits[2] and max(waits) <= LONGEST_WAIT * 1.25
    assert timedelta(hours=20) < sum(waits, timedelta()) < timedelta(hours=32)
    assert len({wait(number, 1) for number in range(20)}) > 15


def test_a_worker_told_to_stop_finishes_what_it_is_at_and_takes_nothing_more(
    house: Runtime, postbox: Postbox, clock: Clock
) -> None:
    stop = threading.Event()

    def send(message: OutboxMessage) -> None:
        stop.set()
        sender(house, postbox).send(message)

    for _ in range(2):
        urgent_referral(house)
    assert work(house.store, {MessageKind.ON_CALL: send}, now=clock, stop=stop) == Outcome(sent=1)
    assert (len(postbox.mails), outbox_of(house)[0].waiting) == (1, 1)


def test_a_worker_that_waits_for_work_stops_at_once(house: Runtime, clock: Clock) -> None:
    stop = threading.Event()
    worker = threading.Thread(
        target=lambda: work(house.store, {MessageKind.ON_CALL: unreachable}, now=clock, stop=stop)
    )
    worker.start()
    stop.set()
    worker.join(timeout=10)
    assert not worker.is_alive()
