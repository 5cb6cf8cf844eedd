"""Reports judged in bulk: `intake triage`, plain or held against labelled cases."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import click

from intake.cli import figures_text
from intake.cli.rereading import learnt_by, load_model
from intake.content import Content, load, read_folder
from intake.core.errors import BadLine
from intake.core.given import Places
from intake.core.judging import Reread
from intake.core.rules import Ruleset
from intake.core.signals import Reading
from intake.i18n import COUNTRIES, CURRENCIES, DEFAULT_LANGUAGE, LANGUAGES, Catalogue, load_catalogues
from intake.render import Chrome, Renderer
from intake.runtime import now, published
from intake.settings import Settings
from intake.settings import load as load_settings
from intake.web.views.score import ScoreView
from intake.workflow.figures import Scorecard, scorecard
from intake.workflow.figures_json import as_json
from intake.workflow.folds import FOLDS, Unseen, fold_of, unseen
from intake.workflow.learning import GOLDEN, voices
from intake.workflow.scoring import judge_set
from intake.workflow.triage import Bench, triage

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_OUT = click.Path(dir_okay=False, path_type=Path)
# The page of figures stands alone: these are written into it.
_STYLES = ("css/tokens.css", "css/score.css")


@click.command("triage")
@click.option(
    "--score", "is_scored", is_flag=True, help="Hold labelled cases against the engine and print the figures."
)
@click.option(
    "--semantic", is_flag=True, help="Read again what is unsure, with a language model: the extra [semantic]."
)
@click.option("--rules", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Judge by this folder.")
@click.option("--json", "json_file", type=_OUT, help="With --score: write the figures here too, as JSON.")
@click.option("--html", "html_file", type=_OUT, help="With --score: write them here too, as a page with charts.")
@click.option("--lang", type=click.Choice(LANGUAGES), default=DEFAULT_LANGUAGE, help="The language of that page.")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), required=True)
def triage_command(
    is_scored: bool,
    semantic: bool,
    rules: Path | None,
    json_file: Path | None,
    html_file: Path | None,
    lang: str,
    files: tuple[Path, ...],
) -> None:
    """Judge reports in bulk: IN.jsonl OUT.jsonl, or with --score CASES.jsonl... One JSON object a line; nothing is stored.

    By the published rules when there are any, else by the folder's. A line that cannot be judged is named on stderr, the
    rest is done, and the exit code is 1. A case whose text stands in texts/ is scored by a model fitted without it.
    """
    written = [file for file in (json_file, html_file) if file is not None]
    if written and not is_scored:
        raise click.UsageError("--json and --html go with --score")
    if not is_scored and len(files) != 2:
        raise click.UsageError("name the file to read and the file to write: intake triage IN.jsonl OUT.jsonl")
    for source in files if is_scored else files[:1]:
        _FILE.convert(source, None, None)
    _refuse_to_write_over(files if is_scored else files[:1], written if is_scored else files[1:])
    settings = load_settings()
    content, catalogues = _content(settings, rules), load_catalogues(settings.content_root / "translations")
    without = _unseen(settings, content) if is_scored else None
    bench = replace(_bench(content, catalogues), reread=_reread(content.rules, without) if semantic else None)
    if without is None:
        sys.exit(1 if _triage(bench, *files) else 0)
    card = _score(bench, without, content.rules_hash, tuple(dict.fromkeys(files)))
    for line in figures_text.written(card):
        click.echo(line)
    if json_file is not None:
        json_file.write_text(json.dumps(as_json(card), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if html_file is not None:
        html_file.write_text(_page(settings, card, content.rules, catalogues, lang), encoding="utf-8")
    sys.exit(1 if any(summary.bad for summary in card.sets) else 0)


def _refuse_to_write_over(sources: Sequence[Path], targets: Sequence[Path]) -> None:
    for source in sources:
        if any(target.is_file() and source.samefile(target) for target in targets):
            raise click.UsageError("the file to write is the file to read: name another")


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


def _score(bench: Bench, unseen: Unseen, rules_hash: str, files: Sequence[Path]) -> Scorecard:
    names = [file.stem for file in files]
    judged = []
    for file in files:
        # Two files of one name are told apart by their folders.
        name = file.stem if names.count(file.stem) == 1 else str(file)
        found = judge_set(bench, unseen, name, _lines(file), now=now())
        for reason in found.bad:
            click.echo(reason if len(files) == 1 else f"{name} {reason}", err=True)
        judged.append(found)
    return scorecard(rules_hash, judged)


def _unseen(settings: Settings, content: Content) -> Unseen:
    rules = content.rules
    # A version that was published before anything was learnt has no model that could have seen a text.
    has_learnt = bool(rules.lexicon.meaning.codes)
    told = voices(settings.content_root, content) if has_learnt else {}
    if has_learnt and told.keys() <= {GOLDEN}:
        click.echo("texts/ is not here: a case that the engine has learned from counts like any other", err=True)
    return unseen(rules, told, lambda fold: click.echo(f"fitting without fold {fold + 1} of {FOLDS}", err=True))


def _reread(rules: Ruleset, unseen: Unseen | None) -> Reread:
    """Reads again by all that was learnt; a text that `unseen` knows, without its fold."""
    learnt, embed = learnt_by(rules), load_model()

    def reread(text: str, first: Reading) -> Reading:
        is_known = unseen is not None and unseen.has_learnt(text)
        return learnt.read(embed, text, first, without=fold_of(text) if is_known else None)

    return reread


def _page(settings: Settings, card: Scorecard, rules: Ruleset, catalogues: Mapping[str, Catalogue], lang: str) -> str:
    static = settings.content_root / "static"
    styles = "\n".join((static / name).read_text(encoding="utf-8") for name in _STYLES)
    view = ScoreView.of(card, rules, lang, styles=styles)
    return Renderer(catalogues, static).render(view, Chrome(lang, ""))


def _lines(source: Path) -> Iterator[tuple[int, str]]:
    """Every line that is not empty, with its number. Some editors begin a file with a mark that is no part of it."""
    with source.open(encoding="utf-8-sig", errors="replace") as lines:
        yield from ((number, line) for number, line in enumerate(lines, start=1) if line.strip())


def _bench(content: Content, catalogues: Mapping[str, Catalogue]) -> Bench:
    places = Places(COUNTRIES, content.form.subdivisions, CURRENCIES)
    return Bench(content.rules, places, {lang: catalogue.gettext for lang, catalogue in catalogues.items()})


def _content(settings: Settings, rules: Path | None) -> Content:
    live = None if rules is not None else published(settings)
    return load(read_folder(settings.content_root, rules), countries=COUNTRIES) if live is None else live


COMMANDS = (triage_command,)
