"""Whom each desk has on call, as a process finds it: the live version decides, and a demonstration invents."""

from __future__ import annotations

from pathlib import Path

from intake.core.report import Version, VersionId
from intake.runtime import Runtime
from intake.store import versions
from tests.running import CLERK_AGENCY, make_runtime

AGENCIES = "routing_rules/agencies.yaml"


def publish_on_call(runtime: Runtime, address: str) -> None:
    """A version in which CLERK_AGENCY is connected and has somebody on call."""
    _, content = runtime.live.now()
    before, code, entry = content.files[AGENCIES].partition(f"  - code: {CLERK_AGENCY}\n")
    entry = entry.replace("connected: false\n", f"connected: true\n    on_call: {address}\n", 1)
    files, now = {**content.files, AGENCIES: before + code + entry}, runtime.now()
    version = Version(VersionId("next"), content.form_hash, "r" * 64, files, now, "test")
    runtime.store.write(lambda db: versions.publish(db, version, at=now))


def test_nobody_is_on_call_until_a_version_says_so(runtime: Runtime) -> None:
    assert runtime.on_call() == runtime.window().on_call == {}


def test_the_live_version_says_who_is_on_call(runtime: Runtime) -> None:
    publish_on_call(runtime, "guardia@example.org")
    again = make_runtime(runtime.settings.data)
    assert again.on_call() == again.window().on_call == {CLERK_AGENCY: "guardia@example.org"}
    again.store.close()


def test_in_a_demonstration_every_desk_and_no_other_office_has_an_address(data: Path) -> None:
    runtime = make_runtime(data, demo=True)
    agencies = runtime.window().content.rules.agencies
    assert set(runtime.on_call()) == {code for code, agency in agencies.items() if agency.queue}
    assert runtime.window().on_call[CLERK_AGENCY] == f"{CLERK_AGENCY}@on-call.example.com"
    runtime.store.close()
