"""Errors become pages here, once, in the person's language, saying what to do next. No codes, no blame."""

from __future__ import annotations

from collections.abc import Sequence

import structlog
from starlette.responses import JSONResponse, Response

from intake.core.errors import (
    Conflict,
    Forbidden,
    IntakeError,
    NotFound,
    StoreUnavailable,
    TooLarge,
)
from intake.i18n import N_
from intake.web.context import Context
from intake.web.pages import page
from intake.web.views.public import ErrorPageView

log = structlog.get_logger()

_STATUS: tuple[tuple[type[IntakeError], int], ...] = (
    (NotFound, 404),
    (Forbidden, 403),
    (Conflict, 409),
    (TooLarge, 413),
    (StoreUnavailable, 503),
)


def refused(ctx: Context, error: IntakeError) -> Response:
    """The page, or JSON for a program, for an error that this house raises on purpose."""
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), 500)
    if status >= 500:
        # The kind alone: its text may hold what a reporter wrote.
        log.error("refused", kind=type(error).__name__, status=status)
    return _page(ctx, status)


def broke(ctx: Context) -> Response:
    """The page for an error that nobody foresaw."""
    return _page(ctx, 500)


def not_allowed(ctx: Context, allowed: Sequence[str]) -> Response:
    """The page for a method that an address does not take; `allowed` are those that it does."""
    response = _page(ctx, 405)
    response.headers["Allow"] = ", ".join(allowed)
    return response


def _page(ctx: Context, status: int) -> Response:
    response = _json(ctx, status) if ctx.is_api else page(ctx, ErrorPageView(status), status=status)
    if status == 503:
        response.headers["Retry-After"] = "10"
    return response


def _json(ctx: Context, status: int) -> Response:
    say = ctx.runtime.catalogues[ctx.lang].gettext
    message = say(_FOR_PROGRAMS.get(status, N_("Something went wrong here, and nothing was kept. Try again later.")))
    return JSONResponse({"errors": [{"field": "", "message": message}]}, status_code=status)


_FOR_PROGRAMS = {
    404: N_("There is nothing at this address."),
    405: N_("This address does not take this method."),
    413: N_("The body is too large. It may have up to 256,000 bytes."),
    503: N_("Nothing could be kept just now. Send the same again in a few seconds, with the same Idempotency-Key."),
}
