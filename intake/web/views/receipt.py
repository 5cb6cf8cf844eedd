"""The receipt and the page that checks one, as values. What a receipt says was signed: it is read, not made again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar, Self

from markupsafe import Markup

from intake.core.receipt import Verdict, qr_svg
from intake.render import View
from intake.web.views.recipients import RecipientView
from intake.workflow.receipt_text import AdviceText, ShownReceipt
from intake.workflow.receipting import Checked


@dataclass(frozen=True)
class ReceiptView(View):
    """A receipt with its return code. `lead_code` is the queue's, "" when no desk leads; `qr` is an <svg>."""

    template: ClassVar[str] = "public/receipt.html"
    reference: str
    return_code: str
    received_at: datetime
    check: str
    dossier_hash: str
    lead_code: str
    lead: RecipientView | None
    why_no_lead: str | None
    copies: tuple[RecipientView, ...]
    signposts: tuple[RecipientView, ...]
    advice: tuple[AdviceText, ...]
    is_not: str
    proves: str
    qr: Markup
    verify_url: str

    @classmethod
    def of(cls, shown: ShownReceipt, *, return_code: str, qr: str, verify_url: str, lang: str) -> Self:
        """`qr` is an <svg> of ours that leads to `verify_url`."""
        text = shown.texts[lang]
        home = None if text.lead is None else text.lead.country
        return cls(
            reference=shown.reference,
            return_code=return_code,
            received_at=shown.received_at,
            check=shown.check,
            dossier_hash=shown.dossier_hash,
            lead_code=shown.lead or "",
            lead=None if text.lead is None else RecipientView.of_text(text.lead, home=home),
            why_no_lead=text.why_no_lead,
            copies=tuple(RecipientView.of_text(copy, home=home) for copy in text.copies),
            signposts=tuple(RecipientView.of_text(signpost, home=home) for signpost in text.signposts),
            advice=text.advice,
            is_not=text.is_not,
            proves=text.proves,
            qr=Markup(qr),  # noqa: S704 - our own <svg>
            verify_url=verify_url,
        )

    @property
    def verify_address(self) -> str:
        """The address to type by hand: without what the form asks for."""
        return self.verify_url.partition("?")[0]

    @classmethod
    def example(cls) -> Self:
        """A lead that is not connected, a copy abroad, a signpost, two things to do."""
        url = "https://example.org/es/verify?reference=7K3M-9QXA-2B4C&check=ABCD-EFGH-JKLM-NPQR"
        return cls(
            reference="7K3M-9QXA-2B4C",
            return_code="ABCD-EFGH-IJKL-MNOP-QRST",
            received_at=datetime(2026, 11, 24, 18, 40, tzinfo=UTC),
            check="ABCD-EFGH-JKLM-NPQR",
            dossier_hash="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            lead_code="example",
            lead=RecipientView.example(),
            why_no_lead=None,
            copies=(RecipientView.example(is_connected=True, foreign_country="US"),),
            signposts=(RecipientView.example(),),
            advice=(
                AdviceText("Llame ahora a su banco.", "Las primeras horas son las que más cuentan."),
                AdviceText("Guarde los mensajes y los comprobantes.", "Son su prueba."),
            ),
            is_not="Este folio no es una carpeta de investigación.",
            proves="Prueba que usted lo reportó.",
            qr=Markup(qr_svg(url)),  # noqa: S704 - our own <svg>
            verify_url=url,
        )


@dataclass(frozen=True)
class VerifyView(View):
    """Check a receipt by hand. `verdict` is None before anything was checked; the lead is never told."""

    template: ClassVar[str] = "public/verify.html"
    reference: str
    check: str
    receipt: str
    verdict: Verdict | None = None
    received_at: datetime | None = None
    is_incomplete: bool = False

    @classmethod
    def empty(cls) -> Self:
        """The form, and nothing checked yet."""
        return cls("", "", "")

    @classmethod
    def incomplete(cls, reference: str, check: str, receipt: str) -> Self:
        """Too little to check anything."""
        return cls(reference, check, receipt, is_incomplete=True)

    @classmethod
    def of(cls, found: Checked, reference: str, check: str, receipt: str) -> Self:
        """The verdict, with what was typed."""
        return cls(reference, check, receipt, found.verdict, found.received_at)

    @classmethod
    def example(cls) -> Self:
        """A genuine one."""
        at = datetime(2026, 11, 24, 18, 40, tzinfo=UTC)
        return cls("7K3M-9QXA-2B4C", "ABCD-EFGH-JKLM-NPQR", "", Verdict.GENUINE, at)
