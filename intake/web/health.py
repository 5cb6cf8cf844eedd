"""For whoever watches the process: is it alive, and can it take a report?"""

from __future__ import annotations

from starlette.responses import PlainTextResponse, Response

from intake.core.errors import SetupError, StoreUnavailable
from intake.web.context import Context


def is_alive(ctx: Context) -> Response:
    """The process answers."""
    return PlainTextResponse("ok\n")


def is_ready(ctx: Context) -> Response:
    """The store answers and rules are published. 503 otherwise."""
    try:
        ctx.runtime.store.ping()
        ctx.runtime.live.now()
    except (StoreUnavailable, SetupError):
        return PlainTextResponse("not ready\n", status_code=503, headers={"Retry-After": "5"})
    return PlainTextResponse("ready\n")
