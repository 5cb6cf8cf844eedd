"""Offices as a page shows them: who receives the report or is pointed to, why, and how to reach them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from intake.core.rules import Agency, Channel, Rule
from intake.workflow.receipt_text import ChannelText, RecipientText


@dataclass(frozen=True)
class ChannelView:
    """A way to reach an office. `kind` is phone, web, email or office; `href` is None where nothing can be followed."""

    kind: str
    value: str
    label: str | None
    href: str | None

    @classmethod
    def of(cls, kind: str, value: str, label: str | None) -> ChannelView:
        """Make it something a phone can call or a browser can open."""
        return cls(kind, value, label, _href(kind, value))


@dataclass(frozen=True)
class RecipientView:
    """One office. `foreign_country` is its ISO code when that is not the country that leads, else None."""

    name: str
    short: str
    foreign_country: str | None
    because: str
    mandate: str
    promise: str | None
    is_connected: bool
    channels: tuple[ChannelView, ...]

    @classmethod
    def of_agency(cls, agency: Agency, rule: Rule, *, lang: str, connects_all: bool, home: str | None) -> RecipientView:
        """As the rules of today name it. `home` is the country that leads."""
        return cls(
            name=agency.name.in_(lang),
            short=agency.short.in_(lang),
            foreign_country=_foreign(agency.country, home),
            because=rule.reason_for(agency).in_(lang),
            mandate=agency.mandate.in_(lang),
            promise=None if agency.promise is None else agency.promise.in_(lang),
            is_connected=connects_all or agency.connected,
            channels=tuple(channel_view(channel, lang) for channel in agency.channels),
        )

    @classmethod
    def of_text(cls, text: RecipientText, *, home: str | None) -> RecipientView:
        """As a receipt names it."""
        return cls(
            name=text.name,
            short=text.short,
            foreign_country=_foreign(text.country, home),
            because=text.because,
            mandate=text.mandate,
            promise=text.promise,
            is_connected=text.is_connected,
            channels=tuple(_of_text(channel) for channel in text.channels),
        )

    @classmethod
    def example(cls, *, is_connected: bool = False, foreign_country: str | None = None) -> RecipientView:
        """An office with one channel of each kind."""
        return cls(
            name="Comisión Nacional para la Protección de los Usuarios",
            short="CONDUSEF",
            foreign_country=foreign_country,
            because="Su banco debe responder por un cargo que usted no hizo.",
            mandate="Atiende quejas contra bancos y les exige una respuesta.",
            promise="Le da un folio. No congela el dinero.",
            is_connected=is_connected,
            channels=(
                ChannelView.of("phone", "55 5340 0999", "las 24 horas"),
                ChannelView.of("web", "www.example.org/queja", None),
                ChannelView.of("email", "asesoria@example.org", None),
                ChannelView.of("office", "Av. Insurgentes Sur 762", None),
            ),
        )


def channel_view(channel: Channel, lang: str) -> ChannelView:
    """A channel of the content in `lang`."""
    return ChannelView.of(channel.kind, channel.value, None if channel.label is None else channel.label.in_(lang))


def _of_text(channel: ChannelText) -> ChannelView:
    return ChannelView.of(channel.kind, channel.value, channel.label)


def _foreign(country: str | None, home: str | None) -> str | None:
    return country if home is not None and country != home else None


def _href(kind: str, value: str) -> str | None:
    if kind == "phone":
        return "tel:" + re.sub(r"[^0-9+]", "", value)
    if kind == "email":
        return "mailto:" + value
    return "https://" + value if kind == "web" else None
