"""Why clerks correct the engine, and when a report may go abroad: checked like all content, and absent from old versions."""

from __future__ import annotations

import pytest

from intake.content import Content, ContentError, load
from intake.core.override import OverrideKind
from intake.i18n import COUNTRIES
from tests.factories import CONTENT

AGENCIES = "routing_rules/agencies.yaml"


def content_with(old: str, new: str) -> Content:
    """The content of the house with one text changed."""
    assert old in CONTENT.files[AGENCIES]
    return load({**CONTENT.files, AGENCIES: CONTENT.files[AGENCIES].replace(old, new, 1)}, countries=COUNTRIES)


def test_each_correction_has_reasons_and_each_reason_a_correction(content: Content) -> None:
    reasons = content.rules.override_reasons.values()
    assert {kind for reason in reasons for kind in reason.corrects} == set(OverrideKind)
    assert all(reason.corrects for reason in reasons)


def test_consent_is_what_lets_a_report_go_abroad(content: Content) -> None:
    when = content.rules.transfer_abroad_when
    assert when is not None
    agreed = [when.holds(facts) for facts in ({"consent_foreign_copy": True}, {"consent_foreign_copy": False}, {})]
    assert agreed == [True, False, False]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("corrects: [desk]", "corrects: [clerk]", "Input should be"),
        ("corrects: [desk]", "corrects: []", "at least 1"),
        ("id: rule_is_wrong", "id: not_our_mandate", "written twice"),
        ("{consent_foreign_copy: true}", "{consent_to_all: true}", "there is no fact called"),
    ],
)
def test_a_slip_is_refused_with_a_reason(old: str, new: str, reason: str) -> None:
    with pytest.raises(ContentError, match=reason):
        content_with(old, new)


def test_a_version_from_before_loads_and_lets_nothing_go_abroad() -> None:
    text = CONTENT.files[AGENCIES].partition("override_reasons:")[0]
    old = load({**CONTENT.files, AGENCIES: text}, countries=COUNTRIES).rules
    assert (dict(old.override_reasons), old.transfer_abroad_when) == ({}, None)
