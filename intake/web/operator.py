"""The operator's pages: what was decided and why, what clerks corrected, what could not be delivered. No reference anywhere."""

from __future__ import annotations

from starlette.responses import Response

from intake.core.errors import Conflict
from intake.core.report import DecisionId, MessageId, Role, StaffMember
from intake.i18n import N_
from intake.web.context import Context
from intake.web.endpoint import Handler
from intake.web.pages import page, see_other
from intake.web.session import require
from intake.web.signin import for_staff
from intake.web.views.decision import DecisionsView, DecisionView
from intake.web.views.facts import Wording
from intake.web.views.misroutes import MisroutesView
from intake.web.views.outbox import OutboxView
from intake.workflow import deliveries, operations
from intake.workflow.misroutes import DAYS, misroutes_page

MAX_DAYS = 3650
# What the page says after a verb; the URL carries only the key.
_DONE = {
    "again": N_("The message waits to go out again"),
    "gone": N_("That message was not among the failed ones any more. Nothing was changed."),
}


def decisions(ctx: Context) -> Response:
    """The newest decisions; `?after=` goes on to older ones."""
    desk = ctx.desk
    after = DecisionId(ctx.asked("after")) if ctx.asked("after") else None
    found = operations.decisions(desk, _operator(ctx), after=after)
    wording = Wording(desk.content, ctx.lang)
    view = DecisionsView.of(found.decisions, wording, next_after=found.next_after, is_first=after is None)
    return page(ctx, view)


def decision(ctx: Context) -> Response:
    """One decision with every rule that was considered, made again by the rules of its day."""
    found = operations.explanation(ctx.desk, _operator(ctx), DecisionId(ctx.param("id")), now=ctx.now)
    return page(ctx, DecisionView.of(found, Wording(found.content, ctx.lang)))


def misroutes(ctx: Context) -> Response:
    """What clerks corrected, counted; `?days=` says how far back."""
    asked = ctx.asked("days")
    days = int(asked) if asked.isascii() and asked.isdecimal() and 0 < int(asked[:5]) <= MAX_DAYS else DAYS
    found = misroutes_page(ctx.desk.store, _operator(ctx), days=days, now=ctx.now)
    return page(ctx, MisroutesView.of(found, Wording(ctx.desk.content, ctx.lang)))


def outbox(ctx: Context) -> Response:
    """What did not go out; `?after=` goes on to what failed earlier."""
    desk = ctx.desk
    after = MessageId(ctx.asked("after")) if ctx.asked("after") else None
    found = deliveries.outbox_page(desk, _operator(ctx), after=after, now=ctx.now)
    may_send = _operator(ctx).role is Role.OPERATOR
    view = OutboxView.of(found, Wording(desk.content, ctx.lang), is_first=after is None, may_send=may_send)
    return page(ctx, view, notice=_DONE.get(ctx.asked("done")))


def send_again(ctx: Context) -> Response:
    """Have a message that was given up sent again."""
    try:
        deliveries.send_again(ctx.desk, _operator(ctx), MessageId(ctx.param("id")), now=ctx.now)
    except Conflict:
        return see_other("/staff/outbox?done=gone")
    return see_other("/staff/outbox?done=again")


def _operator(ctx: Context) -> StaffMember:
    return require(ctx, Role.OPERATOR, Role.AUDITOR)


_for_operators = for_staff(Role.OPERATOR, Role.AUDITOR)

ROUTES: tuple[tuple[str, Handler | None, Handler | None], ...] = (
    ("/staff/decisions", _for_operators(decisions), None),
    ("/staff/decision/{id}", _for_operators(decision), None),
    ("/staff/misroutes", _for_operators(misroutes), None),
    ("/staff/outbox", _for_operators(outbox), None),
    ("/staff/outbox/{id}/send-again", None, _for_operators(send_again)),
)
