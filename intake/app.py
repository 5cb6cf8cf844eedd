"""Put the house together as an ASGI application for one role, and close it when the server stops."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from anyio import CapacityLimiter
from starlette.applications import Starlette
from starlette.convertors import Convertor, register_url_convertor
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.routing import Route

from intake.core.errors import NotFound
from intake.i18n import LANGUAGES
from intake.runtime import Runtime, start
from intake.settings import load
from intake.web.context import Context
from intake.web.endpoint import endpoint
from intake.web.errors import not_allowed
from intake.web.headers import SafeHeaders
from intake.web.routes import Address, addresses
from intake.web.static import read_static, serve

_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


class _Language(Convertor[str]):
    regex = "|".join(LANGUAGES)

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


def from_environment() -> Starlette:
    """What the server starts: everything as the environment says."""
    app = create_app(start(load()))
    # The content stays for ever: let the collector of garbage not walk through it again and again.
    gc.collect()
    gc.freeze()
    return app


def create_app(runtime: Runtime) -> Starlette:
    """The application for the role in the runtime's settings."""
    register_url_convertor("lang", _Language())
    limiter = CapacityLimiter(runtime.settings.threads)
    static = read_static(runtime.settings.content_root / "static")
    routes = [_route(address, runtime, limiter) for address in addresses(runtime.settings.role)]
    routes.append(Route("/static/{hash}/{path:path}", partial(serve, static), methods=["GET"]))
    routes.append(Route("/{rest:path}", endpoint(_nowhere, runtime, limiter), methods=_METHODS))
    is_https = runtime.settings.address.startswith("https://")

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        runtime.store.close()

    return Starlette(
        routes=routes,
        middleware=[Middleware(SafeHeaders, is_https=is_https)],
        lifespan=lifespan,
    )


def _route(address: Address, runtime: Runtime, limiter: CapacityLimiter) -> Route:
    taken = {"GET": address.get, "HEAD": address.get, "POST": address.post}
    allowed = [method for method, handler in taken.items() if handler is not None]

    def handle(ctx: Context) -> Response:
        handler = taken.get(ctx.method)
        return not_allowed(ctx, allowed) if handler is None else handler(ctx)

    return Route(address.path, endpoint(handle, runtime, limiter, is_api=address.is_api), methods=_METHODS)


def _nowhere(ctx: Context) -> Response:
    raise NotFound("page")
