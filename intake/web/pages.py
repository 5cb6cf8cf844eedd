"""From a view to a response: the page around it, its language, its headers. And where to go next."""

from __future__ import annotations

from starlette.responses import HTMLResponse, RedirectResponse, Response

from intake.i18n import LANGUAGES, negotiate
from intake.render import Chrome, View
from intake.web.context import Context


def pick_language(from_path: str | None, accept_language: str | None) -> str:
    """The language in the path; without one, what the browser asks for."""
    return from_path if from_path in LANGUAGES else negotiate(accept_language)


def page(
    ctx: Context,
    view: View,
    *,
    status: int = 200,
    is_form: bool = False,
    show_exit: bool = False,
    notice: str | None = None,
    address: str | None = None,
) -> Response:
    """Render a view in the person's language. Nothing that carries answers is ever kept by the browser.

    `address` is where the page is found again, when that is not where it was sent to.
    """
    settings = ctx.runtime.settings
    chrome = Chrome(
        lang=ctx.lang,
        path=address or ctx.address,
        is_demo=settings.demo,
        is_form=is_form,
        show_exit=show_exit,
        has_window=settings.role != "staff",
        staff=ctx.staff,
        notice=notice,
    )
    html = ctx.runtime.renderer.render(view, chrome)
    return HTMLResponse(html, status_code=status, headers={"Cache-Control": "no-store", "Vary": "Cookie"})


def see_other(path: str) -> Response:
    """After a POST: 303 to a page of ours, so that the back button never sends a form again."""
    return RedirectResponse(path, status_code=303, headers={"Cache-Control": "no-store"})
