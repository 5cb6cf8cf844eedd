"""Reports judged in bulk: `intake triage`, plain or held against labelled cases."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from intake.content import Content, load, read_folder
from intake.core.errors import BadLine
from intake.core.given import Places
from intake.i18n import COUNTRIES, CURRENCIES, load_catalogues
from intake.runtime import now, published
from intake.settings import Settings
from intake.settings import load as load_settings
from intake.workflow import scoring
from intake.workflow.triage import Bench, triage

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("triage")
@click.option(
    "--score", "is_scored", is_flag=True, help="Hold labelled cases against the engine and print the figures."
)
@click.option("--rules", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Judge by this folder.")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), required=True)
def triage_command(is_scored: bool, rules: Path | None, files: tuple[Path, ...]) -> None:
    """Judge reports in bulk: IN.jsonl OUT.jsonl, or with --score CASES.jsonl... One JSON object a line; nothing is stored.

    By the published rules when there are any, else by the folder's. A line that cannot be judged is named on stderr, the
    rest is done, and the exit code is 1.
    """
    if not is_scored and len(files) != 2:
        raise click.UsageError("name the file to read and the file to write: intake triage IN.jsonl OUT.jsonl")
    for source in files if is_scored else files[:1]:
        _FILE.convert(source, None, None)
    if not is_scored and files[1].is_file() and files[0].samefile(files[1]):
        raise click.UsageError("the file to write is the file to read: name another")
    bench = _bench(load_settings(), rules)
    bad = _score(bench, files) if is_scored else _triage(bench, *files)
    if bad:
        sys.exit(1)


def _triage(bench: Bench, source: Path, target: Path) -> int:
    bad = 0
    # What is no character of UTF-8 is written as JSON writes it.
    with target.open("w", encoding="utf-8", errors="backslashreplace") as out:
        for number, line in _lines(source):
            try:
                out.write(json.dumps(triage(bench, line, now=now()), ensure_ascii=False) + "\n")
            except BadLine as error:
                bad += 1
                click.echo(f"line {number}: {error.reason}", err=True)
    return bad


def _score(bench: Bench, files: tuple[Path, ...]) -> int:
    bad = 0
    for file in files:
        found = scoring.score(bench, _lines(file), now=now())
        for line in scoring.lines(file.stem, found):
            click.echo(line)
        for reason in found.bad:
            click.echo(reason, err=True)
        bad += len(found.bad)
    return bad


def _lines(source: Path) -> Iterator[tuple[int, str]]:
    """Every line that is not empty, with its number. Some editors begin a file with a mark that is no part of it."""
    with source.open(encoding="utf-8-sig", errors="replace") as lines:
        yield from ((number, line) for number, line in enumerate(lines, start=1) if line.strip())


def _bench(settings: Settings, rules: Path | None) -> Bench:
    content = _content(settings, rules)
    places = Places(COUNTRIES, content.form.subdivisions, CURRENCIES)
    catalogues = load_catalogues(settings.content_root / "translations")
    return Bench(content.rules, places, {lang: catalogue.gettext for lang, catalogue in catalogues.items()})


def _content(settings: Settings, rules: Path | None) -> Content:
    live = None if rules is not None else published(settings)
    return load(read_folder(settings.content_root, rules), countries=COUNTRIES) if live is None else live


COMMANDS = (triage_command,)
