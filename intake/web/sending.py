"""The reporter's last pages: check the answers, see who receives them, send, keep the receipt, verify one."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response

from intake.core.errors import (
    Contradiction,
    Incomplete,
    NoDesk,
    NotFound,
    RecipientsChanged,
    StoreUnavailable,
)
from intake.core.receipt import qr_svg
from intake.core.report import StoredReceipt
from intake.i18n import LANGUAGES
from intake.vault import DraftKeys
from intake.web.context import Context
from intake.web.pages import page, see_other
from intake.web.public import elsewhere, page_url, shown_receipt
from intake.web.session import draft_keys, drop_draft, new_draft_secret
from intake.web.views.form import CheckView, SendView
from intake.web.views.receipt import ReceiptView, VerifyView
from intake.workflow import drafting, receipt_text, receipting, submission


def show_check(ctx: Context) -> Response:
    """Every answer, with a link to change it."""
    if shown_receipt(ctx) is not None:
        return see_other(f"/{ctx.lang}/report/receipt")
    window = ctx.window
    try:
        found = submission.preview(window, _keys(ctx), now=ctx.now)
    except Incomplete as error:
        return see_other(page_url(ctx, error.page_id))
    view = CheckView.of(
        found.journey, window.content, lang=ctx.lang, problems=tuple(p.says.in_(ctx.lang) for p in found.problems)
    )
    return page(ctx, view, is_form=True, show_exit=True)


def save_check(ctx: Context) -> Response:
    """From the answers to who will receive them."""
    away = elsewhere(ctx)
    if away is not None:
        return away
    if ctx.field("action") != "back":
        return see_other(f"/{ctx.lang}/report/send")
    window = ctx.window
    answers = drafting.open_draft(window, _keys(ctx), now=ctx.now) or drafting.Answers()
    return see_other(page_url(ctx, drafting.journey_of(window, answers, now=ctx.now).last.id))


def show_send(ctx: Context) -> Response:
    """Who will receive it and why, before anything is sent."""
    if shown_receipt(ctx) is not None:
        return see_other(f"/{ctx.lang}/report/receipt")
    return _send_page(ctx, status=200)


def send(ctx: Context) -> Response:
    """Send it, once; a second click finds the first receipt. When its recipients have changed since, show them again."""
    away = elsewhere(ctx)
    if away is not None:
        return away
    if ctx.field("action") == "back":
        return see_other(f"/{ctx.lang}/report/check")
    try:
        shown = ctx.field("recipients") or None
        submission.submit(ctx.window, _keys(ctx), lang=ctx.lang, now=ctx.now, shown=shown)
    except RecipientsChanged:
        return _send_page(ctx, status=422, has_changed=True)
    except Incomplete as error:
        return see_other(page_url(ctx, error.page_id))
    except Contradiction:
        return see_other(f"/{ctx.lang}/report/check")
    except NoDesk:
        return see_other(f"/{ctx.lang}/report/send")
    except StoreUnavailable:
        response = _send_page(ctx, status=503, is_unsaved=True)
        response.headers["Retry-After"] = "10"
        return response
    return see_other(f"/{ctx.lang}/report/receipt")


def show_receipt(ctx: Context) -> Response:
    """The receipt with its return code, for 24 hours or until the person says that they have kept it."""
    receipt = shown_receipt(ctx)
    if receipt is None:
        return see_other(f"/{ctx.lang}/report/")
    shown = receipt_text.shown(receipt)
    address = _verify_address(ctx, receipt)
    view = ReceiptView.of(
        shown, return_code=_keys(ctx).return_code, qr=qr_svg(address), verify_url=address, lang=ctx.lang
    )
    return page(ctx, view, is_form=True, show_exit=True)


def receipt_file(ctx: Context) -> Response:
    """The signed receipt as a JSON file, to keep or to hand to a bank."""
    receipt = shown_receipt(ctx)
    if receipt is None:
        raise NotFound("receipt")
    return Response(
        receipt.body,
        media_type="application/json",
        headers={
            "Content-Disposition": f'attachment; filename="{receipt.reference}.json"',
            "Cache-Control": "no-store",
        },
    )


def keep_receipt(ctx: Context) -> Response:
    """The person has kept it: this browser forgets the return code."""
    action = ctx.field("action")
    if action.startswith("lang-"):
        return elsewhere(ctx) or see_other(f"/{ctx.lang}/report/receipt")
    response = see_other(f"/{ctx.lang}/exit" if action == "exit" else f"/{ctx.lang}/")
    drop_draft(ctx, response)
    return response


def show_verify(ctx: Context) -> Response:
    """Where anybody can check a receipt; the QR code leads here with the reference and check string filled in."""
    reference, check = ctx.asked("reference"), ctx.asked("check")
    if not (reference or check):
        return page(ctx, VerifyView.empty(), is_form=True)
    return _verdict(ctx, reference, check, "")


def verify(ctx: Context) -> Response:
    """Genuine, altered or unknown, and when; never who has it."""
    reference, check, receipt = (ctx.field(name) for name in ("reference", "check", "receipt"))
    action = ctx.field("action")
    if action.startswith("lang-"):
        language = action.removeprefix("lang-")
        if language != ctx.lang and language in LANGUAGES:
            # 307: the browser sends the same form to the page in the other language, a pasted receipt too.
            return RedirectResponse(f"/{language}/verify", status_code=307)
        if not (reference or check or receipt):
            return page(ctx, VerifyView.empty(), is_form=True)
    return _verdict(ctx, reference, check, receipt)


def _verdict(ctx: Context, reference: str, check: str, receipt: str) -> Response:
    if not (receipt.strip() or (reference.strip() and check.strip())):
        return page(ctx, VerifyView.incomplete(reference, check, receipt), status=422, is_form=True)
    found = receipting.verify(ctx.window, reference=reference, check=check, receipt=receipt)
    return page(ctx, VerifyView.of(found, reference, check, receipt), is_form=True)


def _send_page(ctx: Context, *, status: int, has_changed: bool = False, is_unsaved: bool = False) -> Response:
    try:
        found = submission.preview(ctx.window, _keys(ctx), now=ctx.now)
    except Incomplete as error:
        return see_other(page_url(ctx, error.page_id))
    if found.problems:
        return see_other(f"/{ctx.lang}/report/check")
    view = SendView.of(
        found.judgement,
        ctx.window.content.rules,
        lang=ctx.lang,
        connects_all=ctx.runtime.settings.demo,
        recipients=found.recipients,
        has_changed=has_changed,
        is_unsaved=is_unsaved,
    )
    return page(ctx, view, status=status, is_form=True, show_exit=True)


def _keys(ctx: Context) -> DraftKeys:
    # Without a cookie: keys that nobody has, so that no draft and no receipt is ever found by them.
    return draft_keys(ctx) or DraftKeys.of(new_draft_secret(ctx))


def _verify_address(ctx: Context, receipt: StoredReceipt) -> str:
    query = urlencode({"reference": receipt.reference, "check": receipt.check})
    return f"{ctx.runtime.settings.address}/{ctx.lang}/verify?{query}"
