"""What operators learn from the clerks: `intake misroutes` prints what they corrected, counted."""

from __future__ import annotations

import json
from collections.abc import Iterator

import click

from intake.cli.opening import start_public
from intake.workflow.misroutes import DAYS, HIDDEN_UNDER, Counted, Misroutes, misroutes

_PARTS = ("categories", "category_rules", "phrases", "desks", "lead_rules", "languages")


@click.command("misroutes")
@click.option("--days", type=click.IntRange(1, 3650), default=DAYS, show_default=True, help="Reports of so many days.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object; a hidden count is null.")
def misroutes_command(days: int, as_json: bool) -> None:
    """What clerks corrected: by category, rule, phrase, agency and language. Counts under 10 are hidden, totals are tens."""
    runtime = start_public()
    found = misroutes(runtime.store, days=days, now=runtime.now())
    runtime.store.close()
    if as_json:
        click.echo(json.dumps(_object(found), ensure_ascii=False, indent=1))
        return
    for line in _lines(found):
        click.echo(line)


COMMANDS = (misroutes_command,)


def _object(found: Misroutes) -> dict[str, object]:
    totals = {"received": found.received, "corrected": found.corrected, "percent": found.percent}
    parts = {part: [{"names": list(row.names), "count": row.count} for row in _rows(found, part)] for part in _PARTS}
    return {"days": found.days, "since": found.since.isoformat(), "hidden_under": HIDDEN_UNDER, **totals, **parts}


def _lines(found: Misroutes) -> Iterator[str]:
    share = "" if found.percent is None else f", about {found.percent} in 100"
    yield f"Of {_total(found.received)} reports in {found.days} days, {_total(found.corrected)} were corrected{share}."
    for part in _PARTS:
        yield ""
        yield part.replace("_", " ").capitalize()
        for row in _rows(found, part):
            yield f"  {_count(row.count):>14}  {' -> '.join(row.names)}"


def _rows(found: Misroutes, part: str) -> tuple[Counted, ...]:
    rows: tuple[Counted, ...] = getattr(found, part)
    return rows


def _count(count: int | None) -> str:
    return f"fewer than {HIDDEN_UNDER}" if count is None else str(count)


def _total(count: int | None) -> str:
    return _count(count) if not count else f"at least {count}"
