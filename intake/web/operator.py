"""The operator's pages: what was decided lately, and exactly why. Facts and rules only."""

from __future__ import annotations

from starlette.responses import Response

from intake.core.report import DecisionId, Role, StaffMember
from intake.web.context import Context
from intake.web.endpoint import Handler
from intake.web.pages import page
from intake.web.session import require
from intake.web.signin import for_staff
from intake.web.views.decision import DecisionsView, DecisionView
from intake.web.views.facts import Wording
from intake.workflow import operations


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


def _operator(ctx: Context) -> StaffMember:
    return require(ctx, Role.OPERATOR, Role.AUDITOR)


_for_operators = for_staff(Role.OPERATOR, Role.AUDITOR)

ROUTES: tuple[tuple[str, Handler | None, Handler | None], ...] = (
    ("/staff/decisions", _for_operators(decisions), None),
    ("/staff/decision/{id}", _for_operators(decision), None),
)
