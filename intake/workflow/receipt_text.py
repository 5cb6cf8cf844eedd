"""What a person reads on a receipt, in each language: it is signed with the rest, so it says the same for ever.

Built from the decision when the report is sent, and read back from the signed body to show it. No layout here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter

from intake.core.decision import Decision
from intake.core.receipt import JsonValue
from intake.core.report import StoredReceipt
from intake.core.routing import Recipient
from intake.core.rules import Agency, Channel, Rule, Ruleset

Translate = Callable[[str], str]


@dataclass(frozen=True)
class ChannelText:
    """A way to reach an office. `kind` is phone, web, email or office; `label` says when or what for."""

    kind: str
    value: str
    label: str | None


@dataclass(frozen=True)
class RecipientText:
    """An office that has the report or a copy, or is only pointed to: who it is and why.

    `standing` says in a sentence whether it has taken the report. `country` is ISO 3166-1, None for all countries.
    """

    name: str
    short: str
    country: str | None
    because: str
    mandate: str
    promise: str | None
    is_connected: bool
    standing: str
    channels: tuple[ChannelText, ...]


@dataclass(frozen=True)
class AdviceText:
    """One thing to do now, and why."""

    says: str
    because: str


@dataclass(frozen=True)
class ReceiptText:
    """All sentences of a receipt in one language. `lead` is None when no desk here leads; then `why_no_lead` says why."""

    lead: RecipientText | None
    copies: tuple[RecipientText, ...]
    signposts: tuple[RecipientText, ...]
    advice: tuple[AdviceText, ...]
    is_not: str
    proves: str
    why_no_lead: str | None = None


@dataclass(frozen=True)
class ShownReceipt:
    """A stored receipt as a page shows it. `lead` is the queue's code; `dossier_hash` is SHA-256 in hex."""

    reference: str
    received_at: datetime
    check: str
    dossier_hash: str
    lead: str | None
    texts: Mapping[str, ReceiptText]


@dataclass(frozen=True)
class _Body:
    """The parts of the signed body that a page needs."""

    dossier_hash: str
    lead: str | None
    text: Mapping[str, ReceiptText]


_TEXT = TypeAdapter(ReceiptText)
_BODY = TypeAdapter(_Body)


def receipt_text(
    decision: Decision, rules: Ruleset, *, lang: str, translate: Translate, connects_all: bool
) -> ReceiptText:
    """Everything in one language. `translate` is that language's gettext; `connects_all` is the demo's."""
    routing = decision.routing

    def recipient(agency: str, rule: Rule) -> RecipientText:
        return _recipient(rules.agencies[agency], rule, lang, translate, connects_all)

    def recipients(named: tuple[Recipient, ...]) -> tuple[RecipientText, ...]:
        return tuple(recipient(item.agency, item.rule) for item in named)

    _ = translate
    return ReceiptText(
        lead=None if routing.lead is None else recipient(routing.lead, routing.lead_rule),
        why_no_lead=routing.lead_rule.because.in_(lang) if routing.lead is None else None,
        copies=recipients(routing.copies),
        signposts=recipients(routing.signposts),
        advice=tuple(_advice(rule, lang) for rule in routing.advice if rule.says is not None),
        is_not=_("This reference is not a police report number, nor a “carpeta de investigación” in Mexico."),
        proves=_("It proves that you reported this, what you said, and when."),
    )


def as_json(text: ReceiptText) -> JsonValue:
    """The text as plain JSON, as it goes into the signed body."""
    plain: JsonValue = _TEXT.dump_python(text, mode="json")
    return plain


def shown(receipt: StoredReceipt) -> ShownReceipt:
    """Read a stored receipt for a page. Raises pydantic's ValidationError for a body that this house did not write."""
    body = _BODY.validate_json(receipt.body)
    return ShownReceipt(
        reference=receipt.reference,
        received_at=receipt.received_at,
        check=receipt.check,
        dossier_hash=body.dossier_hash,
        lead=body.lead,
        texts=body.text,
    )


def _recipient(agency: Agency, rule: Rule, lang: str, translate: Translate, connects_all: bool) -> RecipientText:
    is_connected = connects_all or agency.connected
    channels = tuple(_channel(channel, lang) for channel in agency.channels)
    return RecipientText(
        name=agency.name.in_(lang),
        short=agency.short.in_(lang),
        country=agency.country,
        because=rule.reason_for(agency).in_(lang),
        mandate=agency.mandate.in_(lang),
        promise=None if agency.promise is None else agency.promise.in_(lang),
        is_connected=is_connected,
        standing=_standing(agency, channels, lang, translate, is_connected),
        channels=channels,
    )


def _standing(
    agency: Agency, channels: tuple[ChannelText, ...], lang: str, translate: Translate, is_connected: bool
) -> str:
    _ = translate
    if not agency.queue:
        return ""
    if is_connected:
        return _("It is in the queue of %(agency)s.") % {"agency": agency.short.in_(lang)}
    named = {"agency": agency.short.in_(lang), "channels": "; ".join(_in_words(channel) for channel in channels)}
    if not channels:
        return _("Kept safely for %(agency)s, which has not taken it yet. To be sure, tell them too.") % named
    return _("Kept safely for %(agency)s, which has not taken it yet. To be sure, tell them too: %(channels)s.") % named


def _channel(channel: Channel, lang: str) -> ChannelText:
    return ChannelText(channel.kind, channel.value, None if channel.label is None else channel.label.in_(lang))


def _in_words(channel: ChannelText) -> str:
    return channel.value if channel.label is None else f"{channel.value} ({channel.label})"


def _advice(rule: Rule, lang: str) -> AdviceText:
    says = rule.because if rule.says is None else rule.says
    return AdviceText(says.in_(lang), rule.because.in_(lang))
