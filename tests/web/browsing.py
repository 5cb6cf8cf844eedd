"""A reporter in a browser without JavaScript: follows where the house sends them, page after page."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.testclient import TestClient

from intake.content import Content
from intake.core.answers import Typed
from intake.core.report import Report
from intake.runtime import Runtime
from intake.store import reports
from tests.typed import SPEI_JALISCO, filled_in

CHECK = "/es/report/check"
SEND = "/es/report/send"
RECEIPT = "/es/report/receipt"


def typed_by(runtime: Runtime, want: Mapping[str, str] = SPEI_JALISCO) -> Typed:
    """The whole form of this case, as it would be typed today."""
    return filled_in(_content(runtime), want, now=runtime.now())


def post(client: TestClient, path: str, typed: Typed | None = None, action: str = "continue") -> str:
    """Press a button on a page, and follow; says the path of the page that comes."""
    data = {name: list(values) for name, values in (typed or {}).items()}
    return client.post(path, data=data | {"action": [action]}).url.path


def fill_in(client: TestClient, typed: Typed, *, lang: str = "es", until: str = "check") -> str:
    """Type it page by page until that page comes; says its path."""
    path = client.get(f"/{lang}/report/").url.path
    for _ in range(60):
        if path.endswith(f"/{until}"):
            return path
        following = post(client, path, typed)
        assert following != path, f"{path} comes again"
        path = following
    raise AssertionError(f"the page {until} never comes")


def report_sent(client: TestClient, runtime: Runtime, want: Mapping[str, str] = SPEI_JALISCO) -> str:
    """Fill in the whole form and send it; the receipt page."""
    fill_in(client, typed_by(runtime, want))
    assert post(client, SEND, action="send") == RECEIPT
    return client.get(RECEIPT).text


def stored_reports(runtime: Runtime) -> list[Report]:
    """Every report that is there, the newest hour first."""
    with runtime.store.read() as db:
        found = reports.recent_decisions(db, after=None, limit=1000)
        return [report for item in found if (report := reports.by_decision(db, item.id)) is not None]


def _content(runtime: Runtime) -> Content:
    return runtime.window().content
