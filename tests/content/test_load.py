"""Content that is wrong says where: file, line and column, all of it at once."""

from pathlib import Path

import pytest

from intake.content import Content, ContentError, load, read_folder
from intake.i18n import COUNTRIES

ROOT = Path(__file__).parents[2]
FILES = read_folder(ROOT)


def broken(file: str, before: str, after: str) -> ContentError:
    """The error of the real content with one text changed."""
    assert before in FILES[file]
    changed = FILES | {file: FILES[file].replace(before, after, 1)}
    with pytest.raises(ContentError) as caught:
        load(changed, countries=COUNTRIES)
    return caught.value


def test_the_content_of_the_house_holds(content: Content) -> None:
    assert len(content.rules.categories) == 47
    assert len(content.form.pages) > 10


def test_every_problem_is_named_at_its_line() -> None:
    error = broken("routing_rules/routing.yaml", "lead: mx_condusef", "lead: mx_nobody")
    line = FILES["routing_rules/routing.yaml"].split("lead: mx_condusef")[0].count("\n") + 1
    assert any(problem.line == line and "mx_nobody" in problem.reason for problem in error.problems)


@pytest.mark.parametrize(
    ("file", "before", "after", "reason"),
    [
        ("routing_rules/routing.yaml", "lead_country: MX", "lead_county: MX", "there is no fact called"),
        ("routing_rules/routing.yaml", "victim_country: CA", "victim_country: {is: CA}", "unknown test"),
        ("routing_rules/agencies.yaml", "    queue: true", "    queue: yes", "Input should be a valid boolean"),
        (
            "routing_rules/agencies.yaml",
            "    connected: false",
            "    conected: false",
            "Extra inputs are not permitted",
        ),
        ("routing_rules/facts.yaml", "units_per_usd:", "units_per_usd: {}\nunits_per_usd:", "duplicate key"),
        ("forms/report.yaml", "order:", "order: [nowhere]\nordr:", "Extra inputs are not permitted"),
    ],
)
def test_a_slip_is_refused_with_a_reason(file: str, before: str, after: str, reason: str) -> None:
    assert any(reason in problem.reason for problem in broken(file, before, after).problems)


def test_a_text_in_one_language_only_is_refused() -> None:
    files = FILES | {"forms/extra.yaml": "pages:\n  - id: extra\n    title: {es: Solo español}\n"}
    with pytest.raises(ContentError, match="missing in: en"):
        load(files, countries=COUNTRIES)


def test_the_hash_changes_with_the_rules_and_not_with_the_form(content: Content) -> None:
    changed = load(
        FILES | {"routing_rules/facts.yaml": FILES["routing_rules/facts.yaml"] + "\n# more\n"}, countries=COUNTRIES
    )
    assert changed.rules_hash != content.rules_hash
    assert changed.form_hash == content.form_hash
