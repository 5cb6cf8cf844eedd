"""What the engine learns from texts: `intake signals fit` makes what it keeps of them in routing_rules/ from texts/."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click

from intake.cli.rereading import load_model
from intake.content import load, read_folder, second_reading_file
from intake.content.load import LEARNT
from intake.content.meaning_file import MEANING, written
from intake.content.second_reading_file import SECOND_READING
from intake.core.fitting import Sample, taught_by
from intake.core.lexicon import SignalLexicon
from intake.core.second_fitting import Heard, fit_second
from intake.core.second_reading import MAX_CHARS, Embed
from intake.i18n import COUNTRIES
from intake.settings import load as load_settings
from intake.workflow.folds import FOLDS, fold_of
from intake.workflow.learning import voices

# So many texts become vectors at a time: so often it is said how far it is.
_AT_A_TIME = 50
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group()
def signals() -> None:
    """What the engine finds in people's words."""


@signals.command("fit")
@click.option("--rules", type=_FOLDER, help="Another folder of rules to fit for, and to write into.")
@click.option(
    "--semantic", is_flag=True, help="Make routing_rules/second_reading.json instead: needs the extra [semantic]."
)
def fit_command(rules: Path | None, semantic: bool) -> None:
    """Make routing_rules/meaning.json anew from texts/: the same texts and phrases give the same bytes.

    What the second reading is weighed against is the first one: fit that before.
    """
    root, made = load_settings().content_root, SECOND_READING if semantic else MEANING
    embed = load_model() if semantic else None
    # What is made anew is not read, and nothing that was made after it.
    files = {name: text for name, text in read_folder(root, rules).items() if name not in LEARNT[LEARNT.index(made) :]}
    content = load(files, countries=COUNTRIES)
    lexicon, told = content.rules.lexicon, voices(root, content)
    text = written(taught_by(lexicon, told)) if embed is None else _second_reading(embed, lexicon, told)
    target = (rules or root / "routing_rules") / Path(made).name
    target.write_text(text, encoding="utf-8")
    click.echo(f"{sum(map(len, told.values()))} texts of {len(told)} voices: {target}")


def _second_reading(embed: Embed, lexicon: SignalLexicon, told: Mapping[str, Sequence[Sample]]) -> str:
    heard = list(_heard(embed, [(voice, sample) for voice, samples in told.items() for sample in samples]))
    return second_reading_file.written(fit_second(lexicon, heard, folds=FOLDS, tell=_tell))


def _heard(embed: Embed, told: Sequence[tuple[str, Sample]]) -> Iterator[Heard]:
    for start in range(0, len(told), _AT_A_TIME):
        some = told[start : start + _AT_A_TIME]
        vectors = embed([sample.text[:MAX_CHARS] for _, sample in some])
        for (voice, sample), vector in zip(some, vectors, strict=True):
            yield Heard(sample, voice, fold_of(sample.text), vector)
        _tell(f"read {start + len(some)} of {len(told)} texts")


def _tell(step: str) -> None:
    click.echo(step, err=True)


COMMANDS = (signals,)
