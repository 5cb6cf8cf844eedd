"""Answers not yet sent: opened, kept and forgotten. Sealed with a key that only the reporter's browser holds."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from intake.core.answers import OTHER_SUFFIX, Typed
from intake.core.errors import Conflict, TooLarge
from intake.core.form import Kind, Page
from intake.core.journey import Journey, walk
from intake.core.report import Draft
from intake.store import drafts
from intake.store.engine import Db
from intake.vault import DraftKeys
from intake.workflow.window import Window

MAX_BYTES = 400_000
_TRIES = 5


@dataclass(frozen=True)
class Answers:
    """What a draft holds: everything typed, by control name, right or wrong. `revision` 0 was never stored."""

    typed: Typed = field(default_factory=dict)
    revision: int = 0


def open_draft(window: Window, keys: DraftKeys, *, now: datetime) -> Answers | None:
    """The draft of these keys, or None when there is none (any more)."""
    with window.store.glance() as db:
        stored = drafts.by_locator(db, keys.locator, now=now)
    return None if stored is None else _unsealed(keys, stored)


def journey_of(window: Window, answers: Answers, *, now: datetime) -> Journey:
    """The pages this person is asked, given what they typed so far."""
    content = window.content
    return walk(content.form, content.rules.dictionary, answers.typed, countries=window.countries, now=now)


def save_page(
    window: Window, keys: DraftKeys, page: Page, sent: Typed, *, now: datetime, opened: Answers | None = None
) -> Answers:
    """Keep what was typed on this page, whatever it is, beside the rest of the draft; the first save makes the draft.

    `opened` is the draft as it was just read. Two tabs may save at once: each page's answers are put into the newest
    draft, so neither loses a word. Raises Conflict when the draft that was opened has been sent or erased meanwhile,
    TooLarge when it would outgrow its cap; what was kept before stays.
    """
    before = opened
    for _ in range(_TRIES):
        if before is None:
            before = open_draft(window, keys, now=now)
            if before is None and opened is not None and opened.revision:
                # It became a report, or was erased: a new draft under its keys would be one that can never be sent.
                raise Conflict("draft")
            before = before or Answers()
        after = with_page(before, page, sent)
        draft = _sealed(window, keys, after, now)
        with suppress(Conflict):
            window.store.write(partial(_keep, draft=draft))
            return after
        before = None
    raise Conflict("draft")


def forget(window: Window, keys: DraftKeys) -> None:
    """Erase the draft."""
    window.store.write(lambda db: drafts.delete(db, keys.locator))


def with_page(before: Answers, page: Page, sent: Typed) -> Answers:
    """The draft with this page answered as `sent`, not kept yet."""
    return Answers({**before.typed, **typed_on(page, sent)}, before.revision + 1)


def typed_on(page: Page, sent: Typed) -> dict[str, tuple[str, ...]]:
    """What was sent for the controls of this page and no other. A control that sent nothing was left empty."""
    names = [question.id for question in page.questions]
    names += [question.id + OTHER_SUFFIX for question in page.questions if question.kind is Kind.COUNTRY]
    return {name: tuple(sent.get(name, ())) for name in names}


def _keep(db: Db, draft: Draft) -> None:
    if draft.revision == 1:
        drafts.add(db, draft)
    else:
        drafts.replace(db, draft, expected_revision=draft.revision - 1)


def _sealed(window: Window, keys: DraftKeys, answers: Answers, now: datetime) -> Draft:
    plain = json.dumps({"typed": {name: list(values) for name, values in answers.typed.items()}}).encode()
    if len(plain) > MAX_BYTES:
        raise TooLarge(MAX_BYTES)
    return Draft(
        locator=keys.locator,
        sealed=keys.seal(plain, revision=answers.revision),
        revision=answers.revision,
        saved_at=now,
        expires_at=now + timedelta(days=window.draft_days),
    )


def _unsealed(keys: DraftKeys, draft: Draft) -> Answers:
    held = json.loads(keys.open(draft.sealed, revision=draft.revision))
    return Answers({name: tuple(values) for name, values in held["typed"].items()}, draft.revision)
