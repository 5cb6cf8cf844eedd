"""`intake misroutes`: the operators' counts for a terminal and for programs."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.running import Run
from tests.correcting import ANOTHER, ENGINES, corrected
from tests.running import make_runtime


def with_corrections(data: Path, count: int) -> None:
    runtime = make_runtime(data)
    corrected(runtime, count)
    runtime.store.close()


def test_it_prints_counts_and_hides_small_ones(run: Run, data: Path) -> None:
    with_corrections(data, 2)
    ran = run("misroutes")
    assert ran.code == 0
    assert "Of fewer than 10 reports in 90 days, fewer than 10 were corrected." in ran.out
    assert f"fewer than 10  {ENGINES} -> {ANOTHER}" in ran.out


def test_a_program_gets_one_object_with_null_for_what_is_hidden(run: Run, data: Path) -> None:
    with_corrections(data, 10)
    found = json.loads(run("misroutes", "--days", "30", "--json").out)
    assert (found["days"], found["received"], found["corrected"], found["percent"]) == (30, 10, 10, 100)
    assert found["categories"] == [{"names": [ENGINES, ANOTHER], "count": 10}]
    assert found["desks"] == [] and found["hidden_under"] == 10
