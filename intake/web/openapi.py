"""What programs may send and get, as OpenAPI 3.1, made from the content of the version that decides: no second list of facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from intake.content import Content
from intake.content.load import PRIORITIES
from intake.core.answers import EMAIL
from intake.core.form import CONTACTS
from intake.core.given import Places
from intake.i18n import LANGUAGES
from intake.web.fact_schema import Json, contradiction, facts_schema

# Printable ASCII, no space at either end: what every program and every server passes on as it is.
IDEMPOTENCY_KEY = "[!-~]([ -~]{0,198}[!-~])?"
_OBJECT = {"type": "object", "additionalProperties": False}
_TEXT = {"type": "string"}
_ERRORS = {
    401: "No token that is good.",
    408: "The body took too long to arrive.",
    409: "This Idempotency-Key came before with another body.",
    413: "The body is over 256,000 bytes.",
    422: "Something is to be mended; each error names its field, and its message is in the report's language.",
    503: "Nothing could be kept just now: send the same again after Retry-After seconds, with the same key.",
}
_ABOUT = """Send a report of a cybercrime on behalf of the person who tells it. It is decided by the rules that decide the public
form, stands in the same queues, and gives the same receipt. Give the person the reference and the return code: nobody can read a
report back here. Only whoever runs this window gives out tokens."""


def document(content: Content, *, places: Places, max_chars: int) -> Json:
    """The whole document. Facts, codes and limits are those of `content`."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Ventanilla", "version": "1", "summary": "Report a cybercrime.", "description": _ABOUT},
        "paths": {"/api/v1/reports": {"post": _send()}, "/api/openapi.json": {"get": _describe()}},
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {
                "Report": _report(content, places, max_chars),
                "Facts": facts_schema(content, places),
                "Contact": _contact(),
                "Stored": _stored(content),
                "NotStored": _not_stored(content),
                "Receipt": _receipt(),
                "Errors": _errors(),
            },
        },
    }


def _send() -> Json:
    key = {
        "name": "Idempotency-Key",
        "in": "header",
        "required": True,
        "description": "New for each report, the same for a repeat: the repeat gets the first answer. Kept 30 days.",
        "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": f"^{IDEMPOTENCY_KEY}$"},
    }
    return {
        "operationId": "sendReport",
        "summary": "Send a report",
        "security": [{"token": []}],
        "parameters": [key],
        "requestBody": {"required": True, "content": _json("Report")},
        "responses": {
            "201": {"description": "It stands in the queues; here is its receipt.", "content": _json("Stored")},
            "200": {"description": "No desk here leads, so nothing was stored.", "content": _json("NotStored")},
            **{str(status): _refusal(status, says) for status, says in _ERRORS.items()},
        },
    }


def _describe() -> Json:
    content = {"application/json": {"schema": {"type": "object"}}}
    return {
        "operationId": "describe",
        "summary": "This document",
        "responses": {"200": {"description": "OpenAPI 3.1", "content": content}},
    }


def _refusal(status: int, says: str) -> Json:
    if status == 408:
        return {"description": says}
    wait = {"Retry-After": {"description": "Seconds", "schema": {"type": "string"}}}
    return {"description": says, "content": _json("Errors"), **({"headers": wait} if status == 503 else {})}


def _json(schema: str) -> Json:
    return {"application/json": {"schema": _ref(schema)}}


def _ref(schema: str) -> Json:
    return {"$ref": f"#/components/schemas/{schema}"}


def _report(content: Content, places: Places, max_chars: int) -> Json:
    never = list(_uncontactable(content, places))
    return {
        **_OBJECT,
        **({"not": {"anyOf": never}} if never else {}),
        "required": ["lang"],
        "properties": {
            "lang": {
                "enum": list(LANGUAGES),
                "description": "The language the person reads: of errors and the receipt.",
            },
            "text": {**_TEXT, "maxLength": max_chars, "description": "What happened, in the person's own words."},
            "facts": _ref("Facts"),
            "contact": {"anyOf": [_ref("Contact"), {"type": "null"}]},
        },
    }


def _uncontactable(content: Content, places: Places) -> Iterator[Json]:
    """Contact data that stand on a page of the form which the facts rule out."""
    for page in content.form.pages:
        names = [question.contact for question in page.questions if question.contact is not None]
        said = [{"required": [name], "properties": {name: {"enum": [True, False]}}} for name in names]
        said += [{"required": [name], "properties": {name: {"type": "string", "minLength": 1}}} for name in names]
        if names and page.when.clauses:
            facts = contradiction(page.when, content.rules.dictionary.specs, places)
            yield {"required": ["facts", "contact"], "properties": {"facts": facts, "contact": {"anyOf": said}}}


def _contact() -> Json:
    """As the form checks them; a text that is empty was not given."""
    email = rf"^\s*({EMAIL.pattern}\s*)?$"
    phone = r"^\s*$|^[\s().-]*\+?[\s().-]*([0-9][\s().-]*){7,15}$"
    text = {"type": ["string", "null"]}
    shapes: Mapping[str, Json] = {
        "name": {**text, "maxLength": 200},
        "email": {**text, "maxLength": 254, "pattern": email},
        "phone": {**text, "pattern": phone},
        "safe_to_contact": {"type": ["boolean", "null"]},
    }
    properties = {name: shapes[name] for name in CONTACTS}
    return {**_OBJECT, "properties": properties, "description": "Sealed for the desks that get the report."}


def _stored(content: Content) -> Json:
    queues = [code for code, agency in content.rules.agencies.items() if agency.queue]
    return _answer(
        content,
        {
            "reference": {**_TEXT, "pattern": "^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$"},
            "return_code": {**_TEXT, "pattern": "^[A-Z2-7]{4}(-[A-Z2-7]{4}){4}$"},
            "receipt": _ref("Receipt"),
            "lead": {"enum": queues},
            "copies": {"type": "array", "items": {"enum": queues}},
        },
    )


def _not_stored(content: Content) -> Json:
    return _answer(
        content,
        {
            "reference": {"type": "null"},
            "return_code": {"type": "null"},
            "receipt": {"type": "null"},
            "lead": {"type": "null"},
            "copies": {"type": "array", "maxItems": 0},
            "signposts": {"type": "array", "items": {"enum": list(content.rules.agencies)}},
        },
    )


def _answer(content: Content, properties: Mapping[str, Json]) -> Json:
    every = {
        **properties,
        "priority": {"enum": list(PRIORITIES)},
        "category": {"enum": list(content.rules.categories)},
    }
    return {**_OBJECT, "required": list(every), "properties": every}


def _receipt() -> Json:
    names = "version reference received_at form rules dossier_hash evidence lead copies text key signature"
    return {
        "type": "object",
        "required": names.split(),
        "description": "Signed: anybody can verify it. Hand it to the person.",
    }


def _errors() -> Json:
    error = {**_OBJECT, "required": ["field", "message"], "properties": {"field": _TEXT, "message": _TEXT}}
    return {
        **_OBJECT,
        "required": ["errors"],
        "properties": {"errors": {"type": "array", "items": error, "minItems": 1}},
    }
