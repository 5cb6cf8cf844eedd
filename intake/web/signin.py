"""How staff come in and go out, and the guard that stands before every other staff page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps

from starlette.responses import Response

from intake.core.errors import IntakeError, NotFound
from intake.core.report import Role
from intake.i18n import LANGUAGES
from intake.web.context import Context
from intake.web.endpoint import Handler
from intake.web.errors import refused
from intake.web.pages import page, see_other
from intake.web.session import STAFF_COOKIE, drop_staff, keep_staff, signed_in
from intake.web.views.signin import LinkSpentView, SignInView, UseLinkView
from intake.workflow import staffing

_HOME = {
    Role.CLERK: "/staff/queue",
    Role.SUPERVISOR: "/staff/queue",
    Role.OPERATOR: "/staff/decisions",
    Role.AUDITOR: "/staff/decisions",
}


def for_staff(*roles: Role) -> Callable[[Handler], Handler]:
    """Let only these roles through (any, when none is named), in their own language. For others the page does not exist.

    Who is not signed in is sent to a page that says how to sign in.
    """

    def guarded(handler: Handler) -> Handler:
        @wraps(handler)
        def run(ctx: Context) -> Response:
            member = signed_in(ctx)
            if member is None:
                return see_other("/staff/sign-in")
            inside = replace(ctx, staff=member, lang=member.lang)
            try:
                if roles and member.role not in roles:
                    raise NotFound("page")
                return handler(inside)
            except IntakeError as error:
                return refused(inside, error)

        return run

    return guarded


def ask_for_link(ctx: Context) -> Response:
    """How to get a sign-in link."""
    return page(ctx, SignInView())


def show_link(ctx: Context) -> Response:
    """A button to sign in with. Looking at a link, as mail programs do, does not use it."""
    if not staffing.is_link_good(ctx.window, ctx.param("token"), now=ctx.now):
        return page(ctx, LinkSpentView(), status=410)
    return page(ctx, UseLinkView(ctx.param("token")))


def use_link(ctx: Context) -> Response:
    """Use the link up and sign this browser in."""
    try:
        signed = staffing.sign_in(ctx.window, ctx.param("token"), now=ctx.now)
    except NotFound:
        return page(ctx, LinkSpentView(), status=410)
    response = see_other("/staff")
    keep_staff(ctx, response, signed.token)
    return response


@for_staff()
def home(ctx: Context) -> Response:
    """To the page this role works on."""
    return see_other("/staff/sign-in" if ctx.staff is None else _HOME[ctx.staff.role])


@for_staff()
def choose_language(ctx: Context) -> Response:
    """Show staff pages in another language from now on, and go back to the page."""
    lang = ctx.field("lang")
    if ctx.staff is not None and lang in LANGUAGES:
        staffing.choose_language(ctx.window, ctx.staff, lang)
    return see_other(_staff_path(ctx.field("back")))


@for_staff()
def nowhere(ctx: Context) -> Response:
    """Any other address: the same page as for what is not this role's."""
    raise NotFound("page")


def sign_out(ctx: Context) -> Response:
    """End the session, here and in the store."""
    session = ctx.cookies.get(STAFF_COOKIE)
    if session:
        staffing.sign_out(ctx.window, session)
    response = see_other("/staff/sign-in")
    drop_staff(ctx, response)
    return response


def _staff_path(path: str) -> str:
    """A path of the staff side and nothing else: a form field must not lead anywhere it likes."""
    is_ours = path.startswith("/staff/") and not any(char in path for char in "\\\r\n\t")
    return path if is_ours else "/staff"


ROUTES: tuple[tuple[str, Handler | None, Handler | None], ...] = (
    ("/staff", home, None),
    ("/staff/sign-in", ask_for_link, None),
    ("/staff/sign-in/{token}", show_link, use_link),
    ("/staff/language", None, choose_language),
    ("/staff/sign-out", None, sign_out),
)
