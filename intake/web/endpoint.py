"""The one async file: read a request with caps, check where it comes from, run one sync handler in one thread."""

from __future__ import annotations

import traceback
from collections.abc import Awaitable, Callable
from dataclasses import replace
from urllib.parse import parse_qsl

import structlog
from anyio import CapacityLimiter, fail_after, to_thread
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from intake.core.errors import Forbidden, IntakeError, TooLarge
from intake.runtime import Runtime
from intake.web.context import Context, Fields
from intake.web.errors import broke, refused
from intake.web.pages import pick_language

MAX_BODY_BYTES = 256_000
# Many programs write all of a body before they read an answer: so much is read on, and thrown away, to say that it is too large.
MAX_DRAINED_BYTES = 16_000_000
MAX_FIELDS = 400
# The slowest phone sends a page in a few seconds.
BODY_SECONDS = 20

Handler = Callable[[Context], Response]
log = structlog.get_logger()


def endpoint(
    handler: Handler, runtime: Runtime, limiter: CapacityLimiter, *, is_api: bool = False
) -> Callable[[Request], Awaitable[Response]]:
    """Make a handler callable by the framework. Every error becomes a page in the person's language, or JSON (`is_api`)."""

    async def run(request: Request) -> Response:
        ctx = _context(runtime, request, is_api=is_api)
        try:
            with fail_after(BODY_SECONDS):
                body = await _body(request)
        except TooLarge as error:
            return refused(ctx, error)
        except (TimeoutError, ClientDisconnect):
            # Too slow or gone, so nobody reads an answer; but an open connection holds a file of this process.
            return Response(status_code=408, headers={"Connection": "close"})
        return await to_thread.run_sync(_answer, handler, ctx, request, body, limiter=limiter)

    return run


def _answer(handler: Handler, ctx: Context, request: Request, body: bytes) -> Response:
    try:
        ctx = replace(ctx, query=_fields(request.url.query))
        if ctx.is_api:
            # Who sends is known by a token that no browser sends by itself, so it does not matter from where.
            ctx = replace(ctx, body=body)
        elif request.method not in ("GET", "HEAD"):
            _check_origin(request)
            ctx = replace(ctx, form=_fields(body.decode("utf-8", "replace")))
        return handler(ctx)
    except IntakeError as error:
        return refused(ctx, error)
    except Exception as error:  # noqa: BLE001 - the border: whatever it was, the person gets a page
        # The text of an unforeseen error may hold what a reporter wrote: only its kind and place are logged.
        frames = traceback.extract_tb(error.__traceback__)
        log.error("unforeseen", kind=type(error).__name__, at=[f"{f.name}:{f.lineno}" for f in frames[-6:]])
        return broke(ctx)


def _context(runtime: Runtime, request: Request, *, is_api: bool) -> Context:
    params = {name: str(value) for name, value in request.path_params.items()}
    accept = request.headers.get("accept-language")
    return Context(
        runtime=runtime,
        method=request.method,
        path=request.url.path,
        params=params,
        query={},
        form={},
        cookies=request.cookies,
        accept_language=accept,
        lang=pick_language(request.url.path.strip("/").partition("/")[0], accept),
        now=runtime.now(),
        headers=request.headers,
        is_api=is_api,
    )


async def _body(request: Request) -> bytes:
    if request.method in ("GET", "HEAD"):
        return b""
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size <= MAX_BODY_BYTES:
            chunks.append(chunk)
        elif size > MAX_DRAINED_BYTES:
            break
    if size > MAX_BODY_BYTES:
        raise TooLarge(MAX_BODY_BYTES)
    return b"".join(chunks)


def _fields(encoded: str) -> Fields:
    try:
        pairs = parse_qsl(encoded, keep_blank_values=True, max_num_fields=MAX_FIELDS)
    except ValueError as error:
        raise TooLarge(MAX_BODY_BYTES) from error
    fields: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        fields[name] = (*fields.get(name, ()), value)
    return fields


def _check_origin(request: Request) -> None:
    """Refuse a form sent from another site. A browser too old to say where it comes from is let through."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        if site not in ("same-origin", "none"):
            raise Forbidden("origin")
        return
    origin, host = request.headers.get("origin"), request.headers.get("host")
    if origin is not None and origin not in (f"http://{host}", f"https://{host}"):
        raise Forbidden("origin")
