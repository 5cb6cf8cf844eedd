"""`intake check` and `intake schemas`: what they find in the folders of content, and write beside them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.cli.running import Run
from tests.factories import ROOT


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A copy of routing_rules/ to be changed."""
    return shutil.copytree(ROOT / "routing_rules", tmp_path / "rules")


def test_an_error_is_named_with_file_line_and_column(run: Run, rules: Path) -> None:
    routing = rules / "routing.yaml"
    routing.write_text(re.sub(r"lead: mx_profeco", "lead: mx_nobody", routing.read_text(), count=1))
    ran = run("check", "--rules", str(rules))
    line = 1 + routing.read_text().split("lead: mx_nobody")[0].count("\n")
    assert ran.code == 1
    assert re.search(rf"routing_rules/routing\.yaml:{line}:\d+: 'mx_nobody'", ran.err)


def test_the_coverage_table_has_every_row_and_no_gap(run: Run) -> None:
    ran = run("check", "--coverage")
    assert ran.code == 0
    assert "94 rows, 82 numbered rules, 0 gaps" in ran.out
    assert "ransomware, MX" in ran.out


def test_a_gap_in_the_coverage_is_an_error(run: Run, rules: Path) -> None:
    covered = rules / "coverage.yaml"
    covered.write_text(covered.read_text().replace('rule: "75"', 'rule: "76"'))
    ran = run("check", "--coverage", "--rules", str(rules))
    assert ran.code == 1
    assert "GAP: " in ran.out


def test_the_schemas_of_the_content_are_written(run: Run, tmp_path: Path) -> None:
    run("schemas", str(tmp_path / "schemas"))
    assert {path.name for path in (tmp_path / "schemas").iterdir()} == {
        path.name for path in (ROOT / "schemas").iterdir()
    }
