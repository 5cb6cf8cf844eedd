"""What is kept as files: `intake check` looks at forms/ and routing_rules/, `intake messages` at translations/.

`intake schemas` helps the editors of the first two.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from intake import messages as catalogues
from intake.content import load, read_folder
from intake.content.coverage import coverage, lines
from intake.content.json_schema import schema_files
from intake.i18n import COUNTRIES, LANGUAGES
from intake.settings import load as load_settings

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@click.option("--rules", type=_FOLDER, help="Another folder to check.")
@click.option("--coverage", "is_covered", is_flag=True, help="Print what carries each category and each numbered rule.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Of the coverage table.")
def check(rules: Path | None, is_covered: bool, lang: str) -> None:
    """Check forms/ and routing_rules/: every error with its file, line and column. Exit 0 holds, 1 does not."""
    content = load(read_folder(load_settings().content_root, rules), countries=COUNTRIES)
    if is_covered:
        found = coverage(content)
        for line in lines(found, lang):
            click.echo(line)
        sys.exit(1 if found.gaps else 0)
    rules_count = sum(len(table.rules) for table in content.rules.tables.values())
    click.echo(
        f"{rules_count} rules in {len(content.rules.tables)} tables, {len(content.form.pages)} pages: all is well."
    )


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=Path("schemas"))
def schemas(folder: Path) -> None:
    """Write the JSON Schemas of the content files into FOLDER, for editors."""
    content = load(read_folder(load_settings().content_root), countries=COUNTRIES)
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schema_files(content, countries=COUNTRIES, languages=tuple(sorted(LANGUAGES))).items():
        (folder / name).write_text(text, encoding="utf-8")
        click.echo(str(folder / name))


@click.command()
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 1 when something is left to do.")
def messages(only_check: bool) -> None:
    """Bring translations/ into step with the code and templates, and list what is left to translate."""
    root = load_settings().content_root
    problems = catalogues.check(root) if only_check else catalogues.refresh(root)
    for problem in problems:
        click.echo(str(problem))
    if not problems:
        click.echo("Every sentence is in every catalogue.")
    if only_check and problems:
        sys.exit(1)


COMMANDS = (check, messages, schemas)
