"""Every address of the house, in one table. The public face has no staff route, the staff face no form."""

from __future__ import annotations

from dataclasses import dataclass

from intake.web import api, health, public, sending
from intake.web.clerk import ROUTES as CLERK
from intake.web.endpoint import Handler
from intake.web.operator import ROUTES as OPERATOR
from intake.web.signin import ROUTES as SIGN_IN
from intake.web.signin import nowhere


@dataclass(frozen=True)
class Address:
    """One path and the handler of each method; a method that is not here is answered with 405. `is_api`: for programs."""

    path: str
    get: Handler | None = None
    post: Handler | None = None
    is_api: bool = False


BOTH = (
    Address("/healthz", get=health.is_alive),
    Address("/readyz", get=health.is_ready),
)

PUBLIC = (
    Address("/", get=public.home),
    Address("/{lang:lang}", get=public.home),
    Address("/{lang:lang}/", get=public.landing),
    Address("/{lang:lang}/report", get=public.start),
    Address("/{lang:lang}/report/", get=public.start),
    Address("/{lang:lang}/report/check", get=sending.show_check, post=sending.save_check),
    Address("/{lang:lang}/report/send", get=sending.show_send, post=sending.send),
    Address("/{lang:lang}/report/receipt", get=sending.show_receipt, post=sending.keep_receipt),
    Address("/{lang:lang}/report/receipt.json", get=sending.receipt_file),
    Address("/{lang:lang}/report/{page}", get=public.show_page, post=public.save_page),
    Address("/{lang:lang}/verify", get=sending.show_verify, post=sending.verify),
    Address("/{lang:lang}/exit", get=public.left),
    Address("/api/openapi.json", get=api.describe, is_api=True),
    Address("/api/v1/reports", post=api.send_report, is_api=True),
    Address("/api/{rest:path}", get=api.nowhere, post=api.nowhere, is_api=True),
)

_ELSEWHERE = ("/staff/{rest:path}", nowhere, nowhere)
STAFF = tuple(Address(path, get=get, post=post) for path, get, post in (*SIGN_IN, *CLERK, *OPERATOR, _ELSEWHERE))


def addresses(role: str) -> tuple[Address, ...]:
    """The addresses of a role: public, staff, or all."""
    faces = {"public": PUBLIC, "staff": STAFF, "all": PUBLIC + STAFF}
    return BOTH + faces[role]
