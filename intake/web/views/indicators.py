"""What was found in a report's words, in the clerk's: phones, links, accounts and wallets. Nothing here can be clicked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from intake.core.indicators import Indicator
from intake.core.indicators.money import bank_of
from intake.i18n import N_


@dataclass(frozen=True)
class IndicatorRow:
    """One thing found: an English msgid of what it is, the thing itself, and the bank that a CLABE belongs to, if known."""

    kind: str
    value: str
    bank: str | None = None


def indicator_rows(found: Sequence[Indicator]) -> tuple[IndicatorRow, ...]:
    """In the order they stand in the text."""
    return tuple(IndicatorRow(_KINDS.get(each.kind, each.kind), each.value, _bank(each)) for each in found)


def _bank(found: Indicator) -> str | None:
    return bank_of(found.value) if found.kind == "clabe" else None


_KINDS: Mapping[str, str] = {
    "phone": N_("Phone"),
    "url": N_("Website"),
    "email": N_("Email"),
    "handle": N_("User name"),
    "clabe": N_("CLABE account"),
    "card": N_("Card (its last digits)"),
    "iban": N_("IBAN account"),
    "aba": N_("US bank routing number"),
    "swift": N_("SWIFT code"),
    "btc": N_("Bitcoin wallet"),
    "eth": N_("Ethereum wallet"),
    "tron": N_("Tron wallet"),
    "txhash": N_("Crypto transaction"),
    "ip": N_("Internet address (IP)"),
    "spei_key": N_("SPEI tracking key"),
    "curp": N_("CURP (Mexican identity code)"),
    "rfc": N_("RFC (Mexican tax code)"),
}
