"""What invented people type, by question id: the cases that the house must get right, and how to fill in the rest."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from intake.content import Content
from intake.core.answers import Typed, offered
from intake.core.form import Kind, Question
from intake.core.journey import Step, walk
from intake.i18n import COUNTRIES

# An unrecognised SPEI transfer of a person in Jalisco: leads at mx_condusef, a copy to mx_ciber_088.
SPEI_JALISCO: Mapping[str, str] = {
    "right_now": "over",
    "crime_group": "taken",
    "crime_taken": "transfer",
    "paid_on": "2026-10-02",
    "reporter_role": "self",
    "victim_country": "MX",
    "victim_state": "MX-JAL",
    "bank_claim": "waiting",
    "bank_name": "Banco Inventado",
    "loss_amount": "12,500.00",
    "loss_currency": "MXN",
    "payment_rail": "spei",
    "receiving_account": "",
    "payment_reference": "2026100240014BMOV0000123456789",
    "narrative": "Vi un cargo que no hice.",
    "identity": "full",
    "reporter_name": "Persona Inventada",
    "reporter_email": "persona@example.com",
    "safe_to_contact": "yes",
}
# A fake crypto platform and a person in Texas: leads at us_fbi_ic3, copies to us_sec and us_cftc.
CRYPTO_TEXAS: Mapping[str, str] = {
    "right_now": "over",
    "crime_group": "trick",
    "crime_trick": "earn",
    "crime_earn": "crypto",
    "money_gone": "paid",
    "paid_on": "2026-09-15",
    "reporter_role": "self",
    "victim_country": "US",
    "victim_state": "US-TX",
    "loss_amount": "60,000",
    "loss_currency": "USD",
    "payment_rail": "crypto",
    "crypto_asset": "USDT",
    "contact_channel": "messaging",
    "suspect_country": "unknown",
    "narrative": "A woman I met online showed me a trading platform. Now it asks for a tax before I can withdraw.",
    "identity": "full",
    "reporter_name": "Invented Person",
    "reporter_email": "person@example.com",
    "safe_to_contact": "yes",
}
# A sexual matter with a minor in Mexico: leads at mx_ninez whatever else is answered.
CHILD_MEXICO: Mapping[str, str] = {
    "right_now": "going_on",
    "crime_group": "intimate",
    "crime_intimate": "child",
    "reporter_role": "self",
    "age": "under_18",
    "victim_country": "MX",
    "victim_state": "MX-PUE",
    "contact_channel": "social",
    "narrative": "Me pide fotos y dice que va a mandar las otras a mi escuela.",
    "identity": "anonymous",
}
# A person in Canada whose case touches neither country: signposts, no lead, nothing to send.
CANADA: Mapping[str, str] = {
    "right_now": "over",
    "crime_group": "trade",
    "crime_trade": "bought",
    "money_gone": "paid",
    "reporter_role": "self",
    "victim_country": "CA",
    "outside_link": "none",
}
# A person in Mexico who does not know what it is: the words decide.
UNSURE: Mapping[str, str] = {
    "right_now": "over",
    "crime_group": "unknown",
    "money_gone": "no",
    "reporter_role": "self",
    "victim_country": "MX",
    "identity": "anonymous",
}
# One case of each group on the page "crime", in both countries, and the desk that leads it.
_NAMED = {
    "identity": "full",
    "reporter_name": "Persona Inventada",
    "reporter_phone": "55 5555 0100",
    "safe_to_contact": "yes",
}
EACH_GROUP: Mapping[str, tuple[Mapping[str, str], str]] = {
    "threats": (
        {
            "right_now": "going_on",
            "crime_group": "threats",
            "crime_threats": "extortion",
            "money_gone": "no",
            "reporter_role": "self",
            "age": "over_60",
            "victim_country": "MX",
            "victim_state": "MX-GUA",
            "threat_kind": "kidnapping",
            "contact_channel": "call",
            "identity": "anonymous",
        },
        "mx_sspc_089",
    ),
    "intimate": (
        {
            "right_now": "over",
            "crime_group": "intimate",
            "crime_intimate": "shared",
            "reporter_role": "self",
            "age": "from_18_to_60",
            "victim_country": "US",
            "contact_channel": "social",
            "identity": "anonymous",
        },
        "us_fbi_ic3",
    ),
    "taken": (
        {
            "right_now": "over",
            "crime_group": "taken",
            "crime_taken": "charge",
            "reporter_role": "self",
            "victim_country": "US",
        }
        | {"bank_claim": "waiting", "loss_amount": "310", "loss_currency": "USD"}
        | _NAMED,
        "us_ftc_idtheft",
    ),
    "trick": (
        {"right_now": "over", "crime_group": "trick", "crime_trick": "imposter", "crime_imposter": "government"}
        | {"imitated_office": "social_security", "money_gone": "paid", "reporter_role": "self", "age_now": "over_60"}
        | {
            "victim_country": "US",
            "loss_amount": "900",
            "loss_currency": "USD",
            "payment_rail": "gift_card",
            "contact_channel": "call",
        }
        | _NAMED,
        "us_ssa_oig",
    ),
    "trade": (
        {
            "right_now": "over",
            "crime_group": "trade",
            "crime_trade": "trip",
            "money_gone": "paid",
            "reporter_role": "self",
        }
        | {
            "victim_country": "MX",
            "loss_amount": "8,400",
            "loss_currency": "MXN",
            "payment_rail": "spei",
            "supplier_identified": "yes",
        }
        | _NAMED,
        "mx_profeco",
    ),
    "accounts": (
        {
            "right_now": "going_on",
            "crime_group": "accounts",
            "crime_accounts": "account",
            "money_gone": "no",
            "reporter_role": "self",
        }
        | {"victim_country": "MX", "contact_channel": "messaging"}
        | _NAMED,
        "mx_ciber_088",
    ),
    "identity": (
        {
            "right_now": "over",
            "crime_group": "identity",
            "crime_identity": "credit",
            "money_gone": "no",
            "reporter_role": "self",
        }
        | {"age": "from_18_to_60", "victim_country": "MX", "institution_part": "yes"}
        | _NAMED,
        "mx_condusef",
    ),
    "message": (
        {
            "right_now": "over",
            "crime_group": "message",
            "impersonated": "none",
            "victim_country": "US",
            "contact_channel": "sms",
        }
        | {"identity": "anonymous"},
        "us_ftc_reportfraud",
    ),
}


def filled_in(content: Content, want: Mapping[str, str], *, now: datetime, words: str | None = None) -> Typed:
    """The whole form: what is wanted, page after page; elsewhere the last answer offered ("I do not know"), and no text.

    `words` are the narrative; without them the wanted ones, or a short sentence.
    """
    typed: dict[str, tuple[str, ...]] = {}
    for _ in content.form.pages:
        journey = walk(content.form, content.rules.dictionary, typed, countries=COUNTRIES, now=now)
        if journey.is_complete:
            break
        step = journey.steps[-1]
        typed |= {question.id: _answer(step, question, want, words) for question in step.questions}
    return typed


def _answer(step: Step, question: Question, want: Mapping[str, str], words: str | None) -> tuple[str, ...]:
    if question.is_narrative:
        return (words if words is not None else want.get(question.id, "Pasó hace poco."),)
    if question.id in want:
        return (want[question.id],) if want[question.id] else ()
    if question.kind in (Kind.CHOICE, Kind.COUNTRY) and question.required:
        return (offered(question, step.before)[-1].id,)
    return ()
