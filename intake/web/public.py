"""The reporter's pages up to the last question: landing, the form page by page, leaving."""

from __future__ import annotations

from datetime import timedelta

from starlette.responses import Response

from intake.core.answers import Typed
from intake.core.errors import Conflict, FieldError, NotFound, StoreUnavailable
from intake.core.form import Page
from intake.core.journey import Journey, Step
from intake.core.report import StoredReceipt
from intake.i18n import LANGUAGES
from intake.vault import DraftKeys
from intake.web.context import Context
from intake.web.pages import page, see_other
from intake.web.session import draft_keys, drop_draft, keep_draft, new_draft_secret
from intake.web.views.form import FormPageView
from intake.web.views.public import ExitView, LandingView
from intake.workflow import drafting, submission

# A repeat shows the receipt and its code again, but not to whoever uses this browser days later.
RECEIPT_SHOWN_FOR = timedelta(hours=24)


def home(ctx: Context) -> Response:
    """To the landing page in the browser's language."""
    return see_other(f"/{ctx.lang}/")


def landing(ctx: Context) -> Response:
    """What this is, in ten seconds."""
    has_draft = _opened(ctx) is not None
    return page(ctx, LandingView(has_draft, has_receipt=not has_draft and shown_receipt(ctx) is not None))


def start(ctx: Context) -> Response:
    """To the first page, to where this person was, or to the receipt of what they sent."""
    answers = _opened(ctx)
    if answers is None and shown_receipt(ctx) is not None:
        return see_other(f"/{ctx.lang}/report/receipt")
    journey = drafting.journey_of(ctx.window, answers or drafting.Answers(), now=ctx.now)
    return see_other(page_url(ctx, journey.last.id))


def show_page(ctx: Context) -> Response:
    """One page of the form, with what was typed on it before."""
    answers = _opened(ctx)
    if answers is None:
        if shown_receipt(ctx) is not None:
            return see_other(f"/{ctx.lang}/report/receipt")
        answers = drafting.Answers()
    journey = drafting.journey_of(ctx.window, answers, now=ctx.now)
    step = journey.step(_page(ctx).id)
    if step is None:
        return see_other(page_url(ctx, journey.last.id))
    return _form_page(ctx, journey, step, answers.typed, errors=())


def save_page(ctx: Context) -> Response:
    """Keep what was typed, whatever it is; go on only when it can be read."""
    if ctx.field("action") == "exit":
        return leave(ctx)
    keys, before, secret = draft_keys(ctx), _opened(ctx), None
    if before is None and shown_receipt(ctx) is not None:
        return see_other(f"/{ctx.lang}/report/receipt")
    if keys is None or before is None:
        # A draft never begins under a secret that the browser brought along: someone else may have planted it.
        secret = new_draft_secret(ctx)
        keys = DraftKeys.of(secret)
    response = _kept(ctx, keys, before or drafting.Answers())
    if secret is not None:
        keep_draft(ctx, response, secret)
    return response


def leave(ctx: Context) -> Response:
    """Leave at once: the answers and the cookie are gone from this browser, and the page is replaced."""
    keys = draft_keys(ctx)
    if keys is not None:
        drafting.forget(ctx.window, keys)
    response = see_other(f"/{ctx.lang}/exit")
    drop_draft(ctx, response)
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


def left(ctx: Context) -> Response:
    """A page that says nothing of what this site is for."""
    return page(ctx, ExitView())


def elsewhere(ctx: Context) -> Response | None:
    """Where the buttons lead that stand on every form page: another language, or out. None for other buttons."""
    action = ctx.field("action")
    if action == "exit":
        return leave(ctx)
    language = action.removeprefix("lang-")
    if action.startswith("lang-") and language in LANGUAGES:
        return see_other(f"/{language}/{ctx.path.split('/', 2)[2]}")
    return None


def page_url(ctx: Context, page_id: str) -> str:
    """The address of a page of the form, in the person's language."""
    return f"/{ctx.lang}/report/{page_id}"


def shown_receipt(ctx: Context) -> StoredReceipt | None:
    """The receipt of what this browser sent, for as long as it may be shown here."""
    keys = draft_keys(ctx)
    receipt = None if keys is None else submission.receipt_of(ctx.window, keys)
    return receipt if receipt is not None and ctx.now - receipt.received_at < RECEIPT_SHOWN_FOR else None


def _opened(ctx: Context) -> drafting.Answers | None:
    keys = draft_keys(ctx)
    return None if keys is None else drafting.open_draft(ctx.window, keys, now=ctx.now)


def _page(ctx: Context) -> Page:
    found = ctx.window.content.form.page(ctx.param("page"))
    if found is None:
        raise NotFound("page")
    return found


def _kept(ctx: Context, keys: DraftKeys, before: drafting.Answers) -> Response:
    window, current = ctx.window, _page(ctx)
    try:
        saved = before
        if _is_answer(ctx, current, before):
            saved = drafting.save_page(window, keys, current, ctx.form, now=ctx.now, opened=before)
    except StoreUnavailable:
        return _not_saved(ctx, before, current)
    except Conflict:
        # It was sent, or erased, from another tab between two lines of this request.
        if shown_receipt(ctx) is not None:
            return see_other(f"/{ctx.lang}/report/receipt")
        saved = drafting.save_page(window, keys, current, ctx.form, now=ctx.now)
    journey = drafting.journey_of(window, saved, now=ctx.now)
    step = journey.step(current.id)
    if step is None:
        # The page does not apply (any more): what was typed is kept all the same, for when it comes again.
        return elsewhere(ctx) or see_other(page_url(ctx, journey.last.id))
    return _after_saving(ctx, journey, step, saved, before)


def _is_answer(ctx: Context, current: Page, before: drafting.Answers) -> bool:
    """Whether there is something to keep: turning back on an untouched page is no answer to it."""
    sent = drafting.typed_on(current, ctx.form)
    action = ctx.field("action")
    goes_on = action != "back" and not action.startswith("lang-")
    wrote_something = any(value.strip() for values in sent.values() for value in values)
    return goes_on or wrote_something or any(name in before.typed for name in sent)


def _after_saving(
    ctx: Context, journey: Journey, step: Step, saved: drafting.Answers, before: drafting.Answers
) -> Response:
    away = elsewhere(ctx)
    if away is not None:
        return away
    if ctx.field("action") == "back":
        previous = journey.before(step.page.id)
        return see_other(f"/{ctx.lang}/" if previous is None else page_url(ctx, previous.id))
    if step.checked.errors:
        return _form_page(ctx, journey, step, saved.typed, errors=step.checked.errors)
    following = journey.after(step.page.id, earlier=drafting.journey_of(ctx.window, before, now=ctx.now))
    return see_other(f"/{ctx.lang}/report/check" if following is None else page_url(ctx, following.id))


def _not_saved(ctx: Context, before: drafting.Answers, current: Page) -> Response:
    """The store is down: say so, with everything they typed still there to be sent again. Raises StoreUnavailable."""
    typed = drafting.with_page(before, current, ctx.form)
    journey = drafting.journey_of(ctx.window, typed, now=ctx.now)
    step = journey.step(current.id)
    if step is None:
        raise StoreUnavailable("not saved")
    response = _form_page(ctx, journey, step, typed.typed, errors=(), is_unsaved=True)
    response.headers["Retry-After"] = "10"
    return response


def _form_page(
    ctx: Context,
    journey: Journey,
    step: Step,
    typed: Typed,
    *,
    errors: tuple[FieldError, ...],
    is_unsaved: bool = False,
) -> Response:
    content = ctx.window.content
    view = FormPageView.of(
        content.form,
        step,
        typed,
        errors,
        lang=ctx.lang,
        rules=content.rules,
        is_first=journey.before(step.page.id) is None,
        is_unsaved=is_unsaved,
    )
    status = 503 if is_unsaved else (422 if errors else 200)
    return page(ctx, view, status=status, is_form=True, show_exit=True)
