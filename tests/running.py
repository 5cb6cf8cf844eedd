"""What tests of the whole house arrange with: a runtime of its own, reports sent through everybody's door, staff."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from pathlib import Path

from starlette.testclient import TestClient

from intake.core.answers import offered
from intake.core.form import Kind, Question
from intake.core.journey import Step, walk
from intake.core.report import Referral, Report, Role, StaffMember
from intake.i18n import COUNTRIES
from intake.runtime import Runtime, prepare, start
from intake.settings import load
from intake.store import referrals, reports
from intake.vault import DraftKeys
from intake.workflow import drafting, staffing, submission

CLERK_AGENCY = "mx_condusef"
OTHER_AGENCY = "us_fbi_ic3"
# An unrecognised SPEI transfer of a person in Jalisco; CLERK_AGENCY leads.
SPEI_JALISCO = {
    "right_now": "over",
    "chosen_category": "bank_unauthorized_transfer",
    "money_gone": "taken",
    "victim_country": "MX",
    "victim_state": "MX-JAL",
    "bank_claim": "waiting",
    "loss_currency": "MXN",
    "payment_rail": "spei",
    "identity": "full",
    "reporter_name": "Persona Inventada",
}


def make_runtime(data: Path) -> Runtime:
    """A house of its own: new keys, an empty database, the content of this checkout, every desk in one process."""
    settings = load().model_copy(update={"data": data, "role": "all", "base_url": "http://testserver"})
    prepare(settings)
    return start(settings)


def make_report(runtime: Runtime, words: str = "Vi un cargo que no hice.", lang: str = "es") -> Report:
    """A report sent as a person sends it, page by page."""
    window, keys = runtime.window(), DraftKeys.of(secrets.token_bytes(32))
    typed = _typed(runtime, SPEI_JALISCO, words)
    for page in window.content.form.pages:
        drafting.save_page(window, keys, page, typed, now=runtime.now())
    submission.submit(window, keys, lang=lang, now=runtime.now())
    with runtime.store.read() as db:
        report = reports.by_draft_hash(db, keys.draft_hash)
    assert report is not None
    return report


def make_referral(runtime: Runtime, words: str = "Vi un cargo que no hice.") -> Referral:
    """A report sent, as it stands in the queue of CLERK_AGENCY."""
    report = make_report(runtime, words)
    with runtime.store.read() as db:
        return next(found for found in referrals.of_report(db, report.id) if found.queue == CLERK_AGENCY)


def make_staff(runtime: Runtime, name: str, role: Role, agency: str | None) -> StaffMember:
    """Somebody who may sign in."""
    return staffing.add(runtime.window(), name, role, agency, now=runtime.now())


def sign_in(client: TestClient, runtime: Runtime, name: str, role: Role, agency: str | None) -> TestClient:
    """Add somebody and sign this browser in as them, whoever used it before."""
    make_staff(runtime, name, role, agency)
    client.cookies.clear()
    client.post(staffing.make_link(runtime.window(), name, now=runtime.now()))
    return client


def _typed(runtime: Runtime, want: Mapping[str, str], words: str) -> dict[str, tuple[str, ...]]:
    """What is wanted, page after page; elsewhere the last answer offered ("I do not know"), and no text."""
    content, typed = runtime.window().content, dict[str, tuple[str, ...]]()
    for _ in content.form.pages:
        journey = walk(content.form, content.rules.dictionary, typed, countries=COUNTRIES, now=runtime.now())
        if journey.is_complete:
            break
        for question in journey.steps[-1].questions:
            typed[question.id] = _answer(journey.steps[-1], question, want, words)
    return typed


def _answer(step: Step, question: Question, want: Mapping[str, str], words: str) -> tuple[str, ...]:
    if question.is_narrative:
        return (words,)
    if question.id in want:
        return (want[question.id],)
    if question.kind in (Kind.CHOICE, Kind.COUNTRY) and question.required:
        return (offered(question, step.before)[-1].id,)
    return ()
