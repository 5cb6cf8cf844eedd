"""The door for programs: `POST /api/v1/reports` in JSON, and the description of it. No cookie is read here."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from starlette.responses import JSONResponse, Response

from intake.core.answers import Typed
from intake.core.condition import Facts
from intake.core.errors import Conflict, Contradiction, FieldError, NotFound
from intake.core.form import CONTACTS
from intake.core.given import Given, Places, check_report, field, read_json, whole
from intake.core.journey import gathered
from intake.core.judging import Judgement
from intake.i18n import CURRENCIES, LANGUAGES, N_
from intake.vault import DraftKeys
from intake.web import openapi
from intake.web.context import Context
from intake.workflow import partners
from intake.workflow.partners import Filed, Sent

_SAFE = "safe_to_contact"
_CONTACT = "contact"


def describe(ctx: Context) -> Response:
    """The OpenAPI document, with the facts of the version that decides now."""
    return JSONResponse(
        openapi.document(ctx.window.content, places=_places(ctx), max_chars=_max_chars(ctx)),
        headers={"Cache-Control": "no-cache"},
    )


def send_report(ctx: Context) -> Response:
    """Take a report from a partner system; a repeat of the same request gets the same answer."""
    scheme, _, secret = ctx.headers.get("authorization", "").partition(" ")
    token = partners.whose(ctx.window, secret.strip(), now=ctx.now)
    if scheme.lower() != "bearer" or token is None:
        return _unknown(ctx)
    keys, mended = _keys(ctx, secret.strip())
    body = read_json(ctx.body)
    given = check_report(
        ctx.window.content.rules.dictionary,
        body,
        _places(ctx),
        languages=LANGUAGES,
        max_chars=_max_chars(ctx),
        also=(_CONTACT,),
    )
    lang = given.lang or ctx.lang
    contact, wrong = _contact(ctx, body.get(_CONTACT) if isinstance(body, dict) else None, given)
    errors = (*mended, *given.errors, *wrong)
    if errors or keys is None or not isinstance(body, dict):
        return _to_mend(ctx, errors, lang)
    sent = Sent(token.id, given.lang, given.text, given.facts, contact, partners.fingerprint(keys, body))
    try:
        found = partners.send(ctx.window, keys, sent, now=ctx.now)
    except Contradiction as error:
        return _to_mend(ctx, _contradictions(ctx, error, lang), lang)
    except Conflict:
        message = N_("This Idempotency-Key came before with another body. Send a new report with a new key.")
        return _errors(ctx, 409, (FieldError("Idempotency-Key", message),), lang)
    if isinstance(found, Judgement):
        return JSONResponse(_unstored(found), headers=_NO_STORE)
    return JSONResponse(_stored(found, keys), status_code=201, headers=_NO_STORE)


def nowhere(ctx: Context) -> Response:
    """Any other address for programs."""
    raise NotFound("address")


_NO_STORE = {"Cache-Control": "no-store"}


def _unknown(ctx: Context) -> Response:
    message = N_("Send a token that is good as Authorization: Bearer. Ask whoever runs this window for one.")
    response = _errors(ctx, 401, (FieldError("Authorization", message),), ctx.lang)
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _keys(ctx: Context, secret: str) -> tuple[DraftKeys | None, tuple[FieldError, ...]]:
    key = ctx.headers.get("idempotency-key", "")
    if re.fullmatch(openapi.IDEMPOTENCY_KEY, key):
        return DraftKeys.of_request(secret, key), ()
    message = N_(
        "Send an Idempotency-Key of 1 to 200 plain characters: a new one for each report, the same for a repeat."
    )
    return None, (FieldError("Idempotency-Key", message),)


def _contact(ctx: Context, raw: object, given: Given) -> tuple[Typed, tuple[FieldError, ...]]:
    """The contact data as answers to the form's own questions, checked as those are."""
    if raw is None:
        return {}, ()
    if not isinstance(raw, Mapping):
        return {}, (FieldError(_CONTACT, N_("Write an object, or leave it out.")),)
    errors: list[FieldError] = []
    known: dict[str, str | bool] = {}
    for name, value in raw.items():
        named = field(_CONTACT, name)
        if name not in CONTACTS:
            errors.append(FieldError(named, N_("There is nothing of this name.")))
        elif name == _SAFE and not isinstance(value, bool | None):
            errors.append(FieldError(named, N_("Write true or false.")))
        elif name != _SAFE and not isinstance(value, str | None):
            errors.append(FieldError(named, N_("Write a text.")))
        elif value is not None and value != "":
            known[name] = whole(value) if isinstance(value, str) else value
    typed, wrong = _answered(ctx, known, given.facts)
    return typed, (*errors, *wrong)


def _answered(ctx: Context, known: Mapping[str, str | bool], facts: Facts) -> tuple[Typed, tuple[FieldError, ...]]:
    form = ctx.window.content.form
    typed = partners.contact_as_typed(form, known)
    pages = [page for page in form.pages if any(question.id in typed for question in page.questions)]
    if any(outcome.value is not None and not outcome.held for page in pages for outcome in page.when.trace(facts)):
        message = N_("The facts say that nobody is to be contacted. Leave one of the two out.")
        return {}, (FieldError(_CONTACT, message),)
    steps = gathered(form, typed, {}, countries=ctx.window.countries, now=ctx.now).steps
    asked = {question.id: question.contact for step in steps for question in step.questions}
    wrong = [error for step in steps for error in step.checked.errors]
    return typed, tuple(
        FieldError(f"{_CONTACT}.{asked[error.question_id]}", error.message, error.values) for error in wrong
    )


def _contradictions(ctx: Context, error: Contradiction, lang: str) -> tuple[FieldError, ...]:
    broken = [c for c in ctx.window.content.rules.constraints if c.id in error.constraint_ids]
    return tuple(FieldError("facts", constraint.says.in_(lang)) for constraint in broken)


def _to_mend(ctx: Context, errors: tuple[FieldError, ...], lang: str) -> Response:
    return _errors(ctx, 422, errors, lang)


def _errors(ctx: Context, status: int, errors: tuple[FieldError, ...], lang: str) -> Response:
    say = ctx.runtime.catalogues[lang].gettext
    listed = [
        {
            "field": error.question_id,
            "message": say(error.message) % error.values if error.values else say(error.message),
        }
        for error in errors
    ]
    return JSONResponse({"errors": listed}, status_code=status, headers=_NO_STORE)


def _stored(found: Filed, keys: DraftKeys) -> dict[str, object]:
    report, signed = found.report, json.loads(found.receipt.body)
    return {
        "reference": report.reference,
        "return_code": keys.return_code,
        "receipt": signed,
        "lead": report.lead,
        "copies": signed["copies"],
        "priority": report.priority,
        "category": report.category,
    }


def _unstored(judgement: Judgement) -> dict[str, object]:
    routing = judgement.decision.routing
    return {
        "reference": None,
        "return_code": None,
        "receipt": None,
        "lead": None,
        "copies": [],
        "signposts": [signpost.agency for signpost in routing.signposts],
        "priority": routing.priority,
        "category": judgement.decision.classification.category,
    }


def _places(ctx: Context) -> Places:
    return Places(ctx.window.countries, ctx.window.content.form.subdivisions, CURRENCIES)


def _max_chars(ctx: Context) -> int:
    """As much as the form takes in the person's own words."""
    asked = (question for page in ctx.window.content.form.pages for question in page.questions)
    return max((question.max_chars for question in asked if question.is_narrative), default=0)
