"""The migrations make exactly the tables of schema.py, and every question about one report finds it by an index."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, event, inspect, text

from intake.core.errors import SetupError, StoreUnavailable
from intake.core.report import DecisionId, EventKind, ReferralId, ReportId, StaffId
from intake.store import drafts, events, outbox, receipts, referrals, reports, requests, staff, tokens, versions
from intake.store.engine import Store, open_store
from intake.store.schema import metadata
from intake.store.upgrade import upgrade
from tests.store.factories import (
    NOW,
    make_draft,
    make_event,
    make_message,
    make_referral,
    make_report,
    make_version,
    stored_report,
)

MIGRATIONS = Path(__file__).parents[2] / "intake/store/migrations"
Ask = Callable[[Connection], object]


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Store]:
    """A database without a table."""
    made = open_store(f"sqlite:///{tmp_path}/bare.db", readers=1)
    yield made
    made.close()


def structure(store: Store) -> dict[str, list[str]]:
    """How each table and index is made: its columns in order, then its constraints, without regard to spaces."""
    with store.read() as db:
        rows = db.execute(text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")).all()
    return {name: _parts(sql) for name, sql in rows if not name.startswith("alembic_")}


def _parts(sql: str) -> list[str]:
    """ "CREATE TABLE x (a, b, CONSTRAINT c)" in its parts; the order of constraints says nothing."""
    head, _, inside = re.sub(r"\s+", " ", sql.replace('"', "")).partition("(")
    parts = [part.strip() for part in _split(inside)]
    constraints = sorted(part for part in parts if part.startswith("CONSTRAINT"))
    return [head, *(part for part in parts if not part.startswith("CONSTRAINT")), *constraints]


def _split(inside: str) -> list[str]:
    """What stands between commas that no bracket encloses, up to the bracket that closes the whole, and what follows."""
    parts, depth = [""], 0
    for char in inside:
        depth += {"(": 1, ")": -1}.get(char, 0)
        if depth < 0 or (char == "," and depth == 0):
            parts.append("")
            depth = 0
        else:
            parts[-1] += char
    return parts


def plan(store: Store, ask: Ask) -> list[str]:
    """How SQLite goes about what this function asks: a line for each table it reads."""
    asked: list[tuple[str, object]] = []

    def note(db: object, cursor: object, statement: str, parameters: object, *_: object) -> None:
        asked.append((statement, parameters))

    def explained(db: Connection) -> list[str]:
        event.listen(db, "before_cursor_execute", note)
        ask(db)
        event.remove(db, "before_cursor_execute", note)
        plans = [db.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values) for sql, values in asked]  # type: ignore[arg-type]
        return [line.detail for found in plans for line in found]

    return store.write(explained)


def test_migrating_makes_the_tables_of_the_schema(store: Store, bare: Store) -> None:
    bare.write(lambda db: metadata.create_all(db))
    assert structure(store) == structure(bare)


def test_the_comparison_sees_checks_indexes_and_their_conditions(store: Store) -> None:
    made = structure(store)
    assert any("CHECK (status IN" in part for part in made["referral"])
    assert any("UNIQUE (report_id, queue)" in part for part in made["referral"])
    assert made["ix_referral_queue_page"][-1].endswith("WHERE closed_at IS NULL")
    assert "status TEXT NOT NULL" in made["referral"]


def test_migrating_twice_changes_nothing(store: Store) -> None:
    report, before = stored_report(store), structure(store)
    upgrade(store)
    assert structure(store) == before
    with store.read() as db:
        assert reports.by_id(db, report.id) == report


def test_what_waited_in_the_outbox_before_it_had_leases_waits_after(bare: Store) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))

    def to_the_first_slice(db: Connection) -> None:
        config.attributes["connection"] = db
        command.upgrade(config, "0001")

    bare.write(to_the_first_slice)
    bare.write(lambda db: versions.publish(db, make_version(), at=NOW))
    message = make_message(stored_report(bare))
    bare.write(lambda db: outbox.add(db, message))
    upgrade(bare)
    with bare.read() as db:
        assert outbox.for_report(db, message.report_id) == [message]


def test_what_was_recorded_before_clerks_could_correct_is_there_after(bare: Store) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))

    def to_partner_systems(db: Connection) -> None:
        config.attributes["connection"] = db
        command.upgrade(config, "0003")

    bare.write(to_partner_systems)
    bare.write(lambda db: versions.publish(db, make_version(), at=NOW))
    lines = [make_event(stored_report(bare)) for _ in range(3)]
    bare.write(lambda db: events.add(db, *lines))
    upgrade(bare)
    new = make_event(stored_report(bare), EventKind.TRANSFERRED)
    bare.write(lambda db: events.add(db, new))
    with bare.read() as db:
        kept = [line for each in (*lines, new) for line in events.for_report(db, each.report_id)]
    assert kept == [*lines, new]


def test_what_stood_in_queues_before_words_were_read_again_stands_there_after(bare: Store) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))

    def to_overrides(db: Connection) -> None:
        config.attributes["connection"] = db
        command.upgrade(config, "0004")

    bare.write(to_overrides)
    bare.write(lambda db: versions.publish(db, make_version(), at=NOW))
    report = stored_report(bare)
    old = "INSERT INTO referral (id, report_id, queue, kind, rule_id, status, priority, category, reference, lang, received_at)"
    values = f" VALUES ('r', '{report.id}', 'here', 'lead', 'a-rule', 'open', 'P2', 'c', 'R', 'es', '{NOW:%F %T.%f}')"
    bare.write(lambda db: db.execute(text(old + values)))
    bare.write(lambda db: events.add(db, make_event(report, EventKind.TRANSFERRED)))
    upgrade(bare)
    bare.write(lambda db: events.add(db, make_event(report, EventKind.FLAGGED)))
    with bare.read() as db:
        (kept,) = referrals.of_report(db, report.id)
        assert (kept.received_at, kept.words_say, kept.unsure_since) == (NOW, None, None)
        assert [line.kind for line in events.for_report(db, report.id)] == [EventKind.TRANSFERRED, EventKind.FLAGGED]


def test_migrations_stand_in_one_line() -> None:
    script = ScriptDirectory(str(MIGRATIONS))
    assert len(script.get_heads()) == len(script.get_bases()) == 1
    names = sorted(path.stem for path in (MIGRATIONS / "versions").glob("*.py"))
    assert names == sorted(
        f"{step.revision}_{Path(step.path).stem.partition('_')[2]}" for step in script.walk_revisions()
    )


def test_a_database_of_a_newer_version_is_refused_and_left_alone(store: Store) -> None:
    before = structure(store)
    store.write(lambda db: db.execute(text("UPDATE alembic_version SET version_num = '9999'")))
    with pytest.raises(SetupError, match="newer version \\(9999\\)"):
        upgrade(store)
    assert structure(store) == before


def test_a_migration_that_fails_leaves_no_table_behind(bare: Store) -> None:
    bare.write(lambda db: db.execute(text("CREATE TABLE outbox (id TEXT)")))
    with pytest.raises(StoreUnavailable, match="outbox"):
        upgrade(bare)
    with bare.read() as db:
        assert inspect(db).get_table_names() == ["outbox"]


LED = make_referral(make_report())
LOOKUPS: dict[str, Ask] = {
    "a draft": lambda db: drafts.by_locator(db, "here", now=NOW),
    "a draft's next save": lambda db: drafts.replace(db, make_draft(), expected_revision=1),
    "erasing a draft": lambda db: drafts.delete(db, "here"),
    "drafts that are over": lambda db: drafts.delete_expired(db, now=NOW, limit=500),
    "a report": lambda db: reports.by_decision(db, DecisionId("x")),
    "the report of a request": lambda db: reports.by_draft_hash(db, "x"),
    "whose a token is": lambda db: tokens.by_hash(db, "x", now=NOW),
    "a request that came before": lambda db: requests.fingerprint(db, "x"),
    "requests that are over": lambda db: requests.delete_expired(db, now=NOW, limit=500),
    "the receipt of a draft": lambda db: receipts.by_draft_hash(db, "x"),
    "the receipt with a reference": lambda db: receipts.by_reference(db, "x"),
    "a queue": lambda db: referrals.queue(db, "an_agency", after=None, limit=50),
    "a queue's next page": lambda db: referrals.queue(db, "an_agency", after=ReferralId("x"), limit=50),
    "a referral": lambda db: referrals.for_agency(db, "an_agency", ReferralId("x")),
    "claiming": lambda db: referrals.claim(db, "an_agency", ReferralId("x"), StaffId("x"), now=NOW),
    "saying what it really is": lambda db: referrals.reclassify(
        db, "an_agency", ReferralId("x"), StaffId("x"), "a_category", expected=None
    ),
    "showing that elsewhere": lambda db: referrals.repeat_clerk_category(db, ReportId("x"), "a_category"),
    "passing on": lambda db: referrals.pass_on(
        db, "an_agency", ReferralId("x"), StaffId("x"), keeps_copy=False, now=NOW
    ),
    "taking the lead": lambda db: referrals.take_lead(db, ReferralId("x"), "a-rule"),
    "what waits to be read again": lambda db: referrals.unsure(db, "an_agency", limit=20),
    "what was read again": lambda db: referrals.read_again(db, LED, words_say="a_category"),
    "sealing anew": lambda db: reports.reseal(db, ReportId("x"), b"new", expected=b"old"),
    "reports received": lambda db: reports.count_since(db, NOW),
    "where a report stands": lambda db: referrals.of_report(db, ReportId("x")),
    "a report's record": lambda db: events.for_report(db, ReportId("x")),
    "a report's messages": lambda db: outbox.for_report(db, ReportId("x")),
    "who is signed in": lambda db: staff.by_session(db, "x", now=NOW),
    "a sign-in link": lambda db: staff.by_link(db, "x", now=NOW),
    "using a sign-in link": lambda db: staff.use_link(db, "x", now=NOW),
    "names of staff": lambda db: staff.names(db, [StaffId("x"), StaffId("y")]),
}


@pytest.mark.parametrize("name", LOOKUPS)
def test_nothing_that_a_page_asks_reads_through_a_table(store: Store, name: str) -> None:
    store.write(lambda db: drafts.add(db, make_draft()))
    steps = plan(store, LOOKUPS[name])
    assert [step for step in steps if step.startswith("SEARCH")]
    assert [step for step in steps if step.startswith("SCAN")] == []


@pytest.mark.parametrize("after", [None, ReferralId("x")], ids=["first page", "next page"])
def test_a_page_of_the_queue_is_read_in_order_off_the_index_of_what_is_open(
    store: Store, after: ReferralId | None
) -> None:
    steps = plan(store, lambda db: referrals.queue(db, "an_agency", after=after, limit=50))
    assert any("INDEX ix_referral_queue_page" in step for step in steps)
    assert not any("TEMP B-TREE" in step for step in steps)


def test_what_waits_to_be_read_again_is_read_in_order_off_the_index_of_what_waits(store: Store) -> None:
    steps = plan(store, lambda db: referrals.unsure(db, "an_agency", limit=20))
    assert any("INDEX ix_referral_unsure" in step for step in steps)
    assert not any("TEMP B-TREE" in step for step in steps)


@pytest.mark.parametrize("after", [None, DecisionId("x")], ids=["first page", "next page"])
def test_a_page_of_decisions_is_read_in_order_off_an_index(store: Store, after: DecisionId | None) -> None:
    steps = plan(store, lambda db: reports.recent_decisions(db, after=after, limit=50))
    assert any("INDEX ix_report_received_hour_decision_id" in step for step in steps)
    assert not any("TEMP B-TREE" in step or step == "SCAN report" for step in steps)


def test_the_live_version_is_the_last_row_and_not_the_outcome_of_a_sort(store: Store) -> None:
    assert plan(store, versions.live_id) == ["SCAN live_version"]


def test_a_plan_that_reads_through_a_table_is_noticed(store: Store) -> None:
    assert plan(store, lambda db: db.execute(text("SELECT 1 FROM report WHERE lang = 'es'"))) == ["SCAN report"]
