"""Whom a desk has on call: an address that can be written to, at a desk that works its queue."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from intake.content import Content, ContentError, load
from intake.content.demo import DemoFile, read_demo
from intake.i18n import COUNTRIES
from tests.factories import CONTENT, ROOT

AGENCIES = "routing_rules/agencies.yaml"
DESK = "mx_condusef"
ADDRESS = "guardia@example.org"


def content_with(old: str, new: str) -> Content:
    """The content of the house with other lines in that desk's entry."""
    before, code, entry = CONTENT.files[AGENCIES].partition(f"  - code: {DESK}\n")
    assert old in entry
    changed = {**CONTENT.files, AGENCIES: before + code + entry.replace(old, new, 1)}
    return load(changed, countries=COUNTRIES)


def test_a_connected_desk_may_have_somebody_on_call() -> None:
    made = content_with("    connected: false\n", f"    connected: true\n    on_call: {ADDRESS}\n")
    assert made.rules.agencies[DESK].on_call == ADDRESS


def test_nobody_is_on_call_where_nothing_is_said(content: Content) -> None:
    assert {agency.on_call for agency in content.rules.agencies.values()} == {None}


@pytest.mark.parametrize(
    "lines",
    [
        f"    connected: false\n    on_call: {ADDRESS}\n",
        f"    connected: true\n    on_call: {ADDRESS} \n".replace(ADDRESS, "'Ana <guardia@example.org>'"),
        "    connected: true\n    on_call: the duty officer\n",
        "    connected: true\n    on_call: guardia@localhost\n",
        "    connected: true\n    on_call: guardia@México.example.org\n",
        '    connected: true\n    on_call: "guardia@example.org\\nBcc: all@example.org"\n',
        '    connected: true\n    on_call: "guardia@example.org\\n"\n',
    ],
    ids=["not connected", "a name", "words", "no domain", "not ASCII", "another header", "an end of line"],
)
def test_what_cannot_be_called_is_refused_where_it_stands(lines: str) -> None:
    with pytest.raises(ContentError) as caught:
        content_with("    connected: false\n", lines)
    assert [problem.file for problem in caught.value.problems] == [AGENCIES]
    assert caught.value.problems[0].line > 10


def test_an_office_without_a_queue_cannot_be_called() -> None:
    text = CONTENT.files[AGENCIES].replace(
        "    queue: false\n    connected: false\n",
        f"    queue: false\n    connected: true\n    on_call: {ADDRESS}\n",
        1,
    )
    assert ADDRESS in text
    with pytest.raises(ContentError, match="not a connected desk"):
        load({**CONTENT.files, AGENCIES: text}, countries=COUNTRIES)


def test_a_demonstration_calls_addresses_that_nobody_has() -> None:
    assert read_demo(ROOT).on_call_at(DESK) == f"{DESK}@on-call.example.com"


@pytest.mark.parametrize("pattern", ["somebody@example.com", "{queue}", "{queue}@", "x{queue}@example.com"])
def test_every_desk_of_a_demonstration_has_an_address_of_its_own(pattern: str) -> None:
    with pytest.raises(ValidationError, match="on_call"):
        DemoFile.model_validate({"on_call": pattern, "staff": [], "reports": []})


def test_the_demonstration_is_read_from_the_folder_it_is_given(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo/demo.yaml").write_text('on_call: "{queue}@a.example"\nstaff: []\nreports: []\n')
    assert read_demo(tmp_path) == DemoFile(on_call="{queue}@a.example", staff=[], reports=[])
