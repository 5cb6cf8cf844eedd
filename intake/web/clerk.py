"""The clerk's pages: the agency's queue, one report, and what a clerk does with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from starlette.responses import Response

from intake.core.errors import Conflict, FieldError, NotLeading, Unacceptable
from intake.core.report import EventId, Referral, ReferralId, ReferralStatus, Role, StaffMember
from intake.i18n import N_
from intake.store.engine import Db
from intake.web.context import Context
from intake.web.endpoint import Handler
from intake.web.pages import page, see_other
from intake.web.session import require
from intake.web.signin import for_staff
from intake.web.views.corrections import Chosen, CorrectionsView
from intake.web.views.facts import Wording
from intake.web.views.queue import QueueView
from intake.web.views.staff import ReportView
from intake.workflow import casework, overriding, transferring

# What the page says after a verb; the URL carries only the key.
_DONE = {
    "claimed": N_("You hold this report now"),
    "released": N_("The report is back in the queue"),
    "closed": N_("The report is closed for your agency"),
    "reclassified": N_("The category is set. See below which agency the rules name for it."),
    "passed-on": N_("The report is passed on: the other agency leads it now"),
    "elsewhere": N_("Your agency passed that report on and cannot open it any more"),
    "copy": N_("Your agency has a copy of this report. Only the one that leads can do that."),
}


def queue(ctx: Context) -> Response:
    """The open reports of this agency, most urgent first; `?after=` goes on from there."""
    desk = ctx.desk
    after = ReferralId(ctx.asked("after")) if ctx.asked("after") else None
    found = casework.queue(desk, _clerk(ctx), after=after)
    view = QueueView.of(found, Wording(desk.content, ctx.lang), _clerk(ctx), is_first=after is None)
    return page(ctx, view, notice=_DONE.get(ctx.asked("done")))


def show_referral(ctx: Context) -> Response:
    """Everything about one report; that this clerk looked is recorded."""
    return _report_page(ctx)


def claim(ctx: Context) -> Response:
    """Take the report; who was faster is named."""
    return _change(
        ctx, "claimed", lambda db, id: casework.claim(db, _clerk(ctx), _referral_id(ctx), event_id=id, now=ctx.now)
    )


def release(ctx: Context) -> Response:
    """Put the report back into the queue."""
    return _change(
        ctx, "released", lambda db, id: casework.release(db, _clerk(ctx), _referral_id(ctx), event_id=id, now=ctx.now)
    )


def close(ctx: Context) -> Response:
    """Close the report with a reason."""
    why = ctx.field("disposition")
    if why not in ctx.desk.content.rules.dispositions:
        error = FieldError("disposition", N_("Choose why you close the report"))
        return _report_page(ctx, status=422, errors=(error,))
    return _change(
        ctx, "closed", lambda db, id: casework.close(db, _clerk(ctx), _referral_id(ctx), why, event_id=id, now=ctx.now)
    )


def reclassify(ctx: Context) -> Response:
    """Say what the report really is; the rules' answer to that stands on the page."""
    chosen = overriding.Reclassification(ctx.field("category"), ctx.field("category_reason"))
    return _correct(
        ctx,
        Chosen(category=chosen),
        f"/staff/referral/{_referral_id(ctx)}?done=reclassified",
        lambda: overriding.reclassify(ctx.desk, _clerk(ctx), _referral_id(ctx), chosen, now=ctx.now),
    )


def transfer(ctx: Context) -> Response:
    """Pass the report on to the desk whose it is."""
    keeps_copy = ctx.field("keep_copy") == "yes"
    chosen = transferring.Transfer(ctx.field("desk"), ctx.field("desk_reason"), keeps_copy)
    return _correct(
        ctx,
        Chosen(desk=chosen),
        "/staff/queue?done=passed-on",
        lambda: transferring.transfer(ctx.desk, _clerk(ctx), _referral_id(ctx), chosen, now=ctx.now),
    )


def _correct(ctx: Context, chosen: Chosen, following: str, verb: Callable[[], None]) -> Response:
    try:
        verb()
    except Unacceptable as refused:
        return _report_page(ctx, status=422, errors=refused.errors, chosen=chosen)
    except Conflict as conflict:
        return _report_page(ctx, status=409, conflict=conflict)
    return see_other(following)


def _change(ctx: Context, done: str, verb: Callable[[Db, EventId], Referral]) -> Response:
    desk = ctx.desk
    casework.agency_at(desk, _clerk(ctx))
    event_id = casework.new_event_id(desk, ctx.now)
    try:
        referral = desk.store.write(lambda db: verb(db, event_id))
    except Conflict as conflict:
        return _report_page(ctx, status=409, conflict=conflict)
    closed = referral.status is ReferralStatus.CLOSED
    return see_other(f"/staff/queue?done={done}" if closed else f"/staff/referral/{referral.id}?done={done}")


def _report_page(
    ctx: Context,
    *,
    status: int = 200,
    errors: tuple[FieldError, ...] = (),
    conflict: Conflict | None = None,
    chosen: Chosen = Chosen(),  # noqa: B008 - it is frozen
) -> Response:
    desk = ctx.desk
    found = casework.report_page(desk, _clerk(ctx), _referral_id(ctx), now=ctx.now)
    wording, offered = Wording(found.content, ctx.lang), overriding.choices(desk, _clerk(ctx), found)
    view = ReportView.of(
        found,
        wording,
        _clerk(ctx),
        today=desk.content.rules,
        corrections=None if offered is None else CorrectionsView.of(offered, found.referral, wording, chosen),
        errors=errors,
        has_conflict=conflict is not None,
    )
    address = f"/staff/referral/{found.referral.id}"
    return page(
        ctx, view, status=status, address=address, notice=_DONE.get(ctx.asked("done")) if status == 200 else None
    )


def _clerk(ctx: Context) -> StaffMember:
    return require(ctx, Role.CLERK, Role.SUPERVISOR)


def _referral_id(ctx: Context) -> ReferralId:
    return ReferralId(ctx.param("id"))


def _for_clerks(handler: Handler) -> Handler:
    """Let clerks through. Of what their agency does not lead any more they are told so, and where they are."""

    @wraps(handler)
    def run(ctx: Context) -> Response:
        try:
            return handler(ctx)
        except NotLeading as error:
            has_copy = error.has_copy
            return see_other(
                f"/staff/referral/{_referral_id(ctx)}?done=copy" if has_copy else "/staff/queue?done=elsewhere"
            )

    return for_staff(Role.CLERK, Role.SUPERVISOR)(run)


ROUTES: tuple[tuple[str, Handler | None, Handler | None], ...] = (
    ("/staff/queue", _for_clerks(queue), None),
    ("/staff/referral/{id}", _for_clerks(show_referral), None),
    ("/staff/referral/{id}/claim", None, _for_clerks(claim)),
    ("/staff/referral/{id}/release", None, _for_clerks(release)),
    ("/staff/referral/{id}/close", None, _for_clerks(close)),
    ("/staff/referral/{id}/reclassify", None, _for_clerks(reclassify)),
    ("/staff/referral/{id}/transfer", None, _for_clerks(transfer)),
)
