"""Invented staff and reports for a demonstration, read from demo/demo.yaml and sent through the same door as everybody's."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from ruamel.yaml import YAML

from intake.core.answers import Typed
from intake.core.report import Role, StoredReceipt
from intake.runtime import Runtime
from intake.settings import Settings
from intake.vault import DraftKeys
from intake.workflow import drafting, submission


class DemoMember(BaseModel):
    """Somebody who signs in to a demonstration."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    role: Role
    agency: str | None = None


class DemoReport(BaseModel):
    """What an invented person types, by question id."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    lang: str
    answers: dict[str, str | list[str]]

    def typed(self) -> Typed:
        """The answers as a browser would send them."""
        return {name: (value,) if isinstance(value, str) else tuple(value) for name, value in self.answers.items()}


class DemoFile(BaseModel):
    """The whole of demo/demo.yaml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    staff: list[DemoMember]
    reports: list[DemoReport]


def read_demo(settings: Settings) -> DemoFile:
    """What the demonstration is made of. Raises pydantic's ValidationError for a file that was written wrong."""
    path: Path = settings.content_root / "demo" / "demo.yaml"
    return DemoFile.model_validate(YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8")))


def send_demo_reports(runtime: Runtime, count: int) -> Iterator[StoredReceipt]:
    """Send that many invented reports, in turn; each is typed page by page, checked, decided and sealed like any other."""
    reports = read_demo(runtime.settings).reports
    for report in itertools.islice(itertools.cycle(reports), count):
        yield send_typed(runtime, report.typed(), lang=report.lang)


def send_typed(runtime: Runtime, typed: Typed, *, lang: str) -> StoredReceipt:
    """One report from what was typed. Raises Incomplete with the page that is still open."""
    window = runtime.window()
    keys = DraftKeys.of(window.randomness(32))
    for page in window.content.form.pages:
        drafting.save_page(window, keys, page, typed, now=runtime.now())
    return submission.submit(window, keys, lang=lang, now=runtime.now())
