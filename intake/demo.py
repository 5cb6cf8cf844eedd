"""The invented reports of a demonstration, sent through the same door as everybody's."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from intake.content.demo import read_demo
from intake.core.answers import Typed
from intake.core.report import StoredReceipt
from intake.runtime import Runtime
from intake.vault import DraftKeys
from intake.workflow import drafting, submission


def send_demo_reports(runtime: Runtime, count: int) -> Iterator[StoredReceipt]:
    """Send that many invented reports, in turn; each is typed page by page, checked, decided and sealed like any other."""
    reports = read_demo(runtime.settings.content_root).reports
    for report in itertools.islice(itertools.cycle(reports), count):
        yield send_typed(runtime, report.typed(), lang=report.lang)


def send_typed(runtime: Runtime, typed: Typed, *, lang: str) -> StoredReceipt:
    """One report from what was typed. Raises Incomplete with the page that is still open."""
    window = runtime.window()
    keys = DraftKeys.of(window.randomness(32))
    for page in window.content.form.pages:
        drafting.save_page(window, keys, page, typed, now=runtime.now())
    return submission.submit(window, keys, lang=lang, now=runtime.now())
