"""Partner systems: the tokens they hold, and the reports they send as facts and text. The same engine and the same rows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from intake.core.answers import Typed
from intake.core.condition import Facts
from intake.core.errors import Conflict, Contradiction, NotFound
from intake.core.form import Form, Kind
from intake.core.judging import Judgement, judge
from intake.core.report import ApiToken, Report, StoredReceipt, TokenId
from intake.store import receipts, reports, requests, tokens
from intake.store.engine import Db
from intake.vault import DraftKeys, token, token_hash
from intake.workflow import recording
from intake.workflow.dossier import Told
from intake.workflow.window import Window

KEPT_FOR = timedelta(days=30)
_TRIES = 5


@dataclass(frozen=True)
class Sent:
    """One request, checked: its facts and text, the contact data as answers by question id, and the body's fingerprint.

    `token` is the one it came with.
    """

    token: TokenId
    lang: str
    text: str
    facts: Facts
    contact: Typed
    fingerprint: str


@dataclass(frozen=True)
class Filed:
    """The report that a request became, now or before."""

    report: Report
    receipt: StoredReceipt


def add_token(window: Window, name: str, agency: str | None, *, days: int, now: datetime) -> str:
    """A new token, good for `days`: shown once, the store keeps its hash."""
    secret = token(window.randomness)
    id = TokenId(window.randomness(4).hex())
    made = ApiToken(id, name, agency, now, now + timedelta(days=days))
    window.store.write(lambda db: tokens.add(db, made, token_hash(secret)))
    return secret


def listed(window: Window) -> list[ApiToken]:
    """Every token that was ever made."""
    with window.store.read() as db:
        return tokens.listed(db)


def revoke(window: Window, id_or_name: str, *, now: datetime) -> int:
    """Revoke the token of this id, or all of this name; says how many. Raises NotFound when there is none to revoke."""
    revoked = window.store.write(lambda db: tokens.revoke(db, id_or_name, now=now))
    if not revoked:
        raise NotFound("token")
    return revoked


def whose(window: Window, secret: str, *, now: datetime) -> ApiToken | None:
    """The token with this secret, while it is good."""
    with window.store.glance() as db:
        return tokens.by_hash(db, token_hash(secret), now=now)


def send(window: Window, keys: DraftKeys, sent: Sent, *, now: datetime) -> Filed | Judgement:
    """Store the report once; a repeat finds the first. Without a desk that leads: the judgement, and nothing is stored.

    Raises Contradiction when two facts cannot both be true, Conflict when another body came under the same key, and
    StoreUnavailable when it could not be made durable: nothing is stored then.
    """
    for _ in range(_TRIES):
        first = _first(window, keys, sent)
        if first is not None:
            return first
        judgement = judge(window.content.rules, sent.facts, sent.text, now=now)
        if judgement.problems:
            raise Contradiction(tuple(constraint.id for constraint in judgement.problems))
        if judgement.decision.routing.lead is None:
            return judgement
        told = Told(_typed(window, sent), sent.facts)
        parts = recording.prepare(window, keys, judgement, told, lang=sent.lang, now=now, token=sent.token)
        with suppress(Conflict):
            window.store.write(partial(_store, keys=keys, parts=parts, sent=sent, now=now))
            return Filed(parts.report, parts.receipt)
        # The same request was faster on another thread: its report is found now.
    raise Conflict("request")


def fingerprint(keys: DraftKeys, body: Mapping[str, object]) -> str:
    """What tells one body from another, whatever the order of its keys; nobody without the token can work it out."""
    return keys.fingerprint(json.dumps(body, sort_keys=True, separators=(",", ":")).encode())


def contact_as_typed(form: Form, contact: Mapping[str, str | bool]) -> Typed:
    """Contact data as answers to the questions that ask for it. "Is it safe" is answered no by the option that warns."""
    asked = {str(question.contact): question for page in form.pages for question in page.questions}
    typed: dict[str, tuple[str, ...]] = {}
    for name, value in contact.items():
        question = asked.get(name)
        if question is None:
            continue
        if isinstance(value, bool):
            fitting = [option.id for option in question.options if (option.warns is None) is value]
            typed[question.id] = tuple(fitting[:1])
        else:
            typed[question.id] = (value,)
    return typed


def _first(window: Window, keys: DraftKeys, sent: Sent) -> Filed | None:
    """The report that was sent under this key. Raises Conflict when its body was another, or is no longer known."""
    with window.store.read() as db:
        report = reports.by_draft_hash(db, keys.draft_hash)
        receipt = receipts.by_draft_hash(db, keys.draft_hash)
        fingerprint = requests.fingerprint(db, keys.draft_hash)
    if report is None or receipt is None:
        return None
    if fingerprint != sent.fingerprint:
        raise Conflict("request")
    return Filed(report, receipt)


def _store(db: Db, *, keys: DraftKeys, parts: recording.Parts, sent: Sent, now: datetime) -> None:
    requests.add(db, keys.draft_hash, sent.fingerprint, expires_at=now + KEPT_FOR)
    recording.store(db, parts)


def _typed(window: Window, sent: Sent) -> Typed:
    """What a clerk reads: the text under the question it answers, the exact sum, and how to reach the person."""
    form = window.content.form
    typed: dict[str, tuple[str, ...]] = dict(sent.contact)
    for page in form.pages:
        for question in page.questions:
            if question.is_narrative and sent.text:
                typed[question.id] = (sent.text,)
            amount = sent.facts.get(question.fact or "")
            if question.kind is Kind.MONEY and isinstance(amount, int):
                typed[question.id] = (f"{amount // 100}.{amount % 100:02}",)
    return typed
