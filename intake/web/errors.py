"""Errors become pages here, once, in the person's language, saying what to do next. No codes, no blame."""

from __future__ import annotations

import structlog
from starlette.responses import Response

from intake.core.errors import (
    Conflict,
    Forbidden,
    IntakeError,
    NotFound,
    StoreUnavailable,
    TooLarge,
)
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
    """The page for an error that this house raises on purpose."""
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), 500)
    if status >= 500:
        # The kind alone: its text may hold what a reporter wrote.
        log.error("refused", kind=type(error).__name__, status=status)
    return _page(ctx, status)


def broke(ctx: Context) -> Response:
    """The page for an error that nobody foresaw."""
    return _page(ctx, 500)


def not_allowed(ctx: Context) -> Response:
    """The page for a method that an address does not take."""
    return _page(ctx, 405)


def _page(ctx: Context, status: int) -> Response:
    response = page(ctx, ErrorPageView(status), status=status)
    if status == 503:
        response.headers["Retry-After"] = "10"
    return response
