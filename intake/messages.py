"""The catalogues kept in step: what code and templates say today, what each language says, what is left to translate.

It finds sentences and carries translations over; it never makes one up. Loading a catalogue for the pages is i18n.py's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from configparser import ConfigParser
from copy import deepcopy
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import PoFileError, read_po, write_po

from intake.core.errors import SetupError

# Sentences are written in this language: its catalogue may leave each one empty, and the sentence then says itself.
SOURCE_LANGUAGE = "en"
_TEMPLATE = "messages.pot"
_MAPPING = "babel.cfg"
_TEMPLATE_COMMENT = "# Every sentence of intake/, found by `intake messages`. Do not edit: translate in the .po files."
_NEW_COMMENT = "# The words of the pages. Written by hand; `intake messages` adds new sentences and keeps the others."
_PLACEHOLDER = re.compile(r"%(?:\(\w*\))?.?", re.DOTALL)


class ProblemKind(StrEnum):
    """What can be wrong with a catalogue."""

    OUT_OF_STEP = "not what the code says today; run: intake messages"
    MISSING = "not translated"
    FUZZY = "marked fuzzy: check it, then delete the mark"
    OBSOLETE = "no longer said: use its translation for the sentence that took its place, or delete it"
    PLACEHOLDERS = "the placeholders differ from the English ones"


@dataclass(frozen=True)
class Problem:
    """Something to mend in a file of translations/. `sentence` is the English one, "" when it is the whole file."""

    file: str
    kind: ProblemKind
    sentence: str = ""

    def __str__(self) -> str:
        return f"{self.file}: {self.kind}" + (f": {self.sentence}" if self.sentence else "")


def refresh(root: Path) -> tuple[Problem, ...]:
    """Bring translations/ of the project at `root` into step, and say what is left for a translator.

    Raises SetupError when `root` has no code to read, or a catalogue cannot be read; nothing is written then.
    """
    wanted = _wanted(root)
    for path, catalogue in wanted.items():
        if not _is_in_step(path, catalogue):
            path.write_text(as_text(catalogue), encoding="utf-8")
    return tuple(problem for path, catalogue in wanted.items() for problem in problems(path.name, catalogue))


def check(root: Path) -> tuple[Problem, ...]:
    """Everything that is not as it should be; nothing is written. Raises as `refresh` does."""
    found: list[Problem] = []
    for path, catalogue in _wanted(root).items():
        if not _is_in_step(path, catalogue):
            found.append(Problem(path.name, ProblemKind.OUT_OF_STEP))
        found += problems(path.name, catalogue)
    return tuple(found)


def extract(root: Path) -> Catalog:
    """Every sentence of the code and the templates, in the order of files and lines, found as babel.cfg says."""
    config = ConfigParser(interpolation=None)
    if not config.read(root / "translations" / _MAPPING, encoding="utf-8"):
        raise SetupError(f"There is no translations/{_MAPPING} in {root}. Run this in a clone of the project.")
    options = {pattern: dict(config[section]) for section in config.sections() for _, pattern in [_split(section)]}
    methods = [(pattern, method) for section in config.sections() for method, pattern in [_split(section)]]
    template = Catalog(header_comment=_TEMPLATE_COMMENT)
    for file, line, sentence, comments, context in extract_from_dir(root, methods, options):
        template.add(sentence, None, [(file, line)], auto_comments=comments, context=context)
    if not template:
        raise SetupError(f"There is no code to read in {root}. Run this in a clone of the project.")
    return template


def read(path: Path) -> Catalog:
    """The catalogue of one language, which the name of the file says. Raises SetupError for what is no catalogue."""
    with path.open("rb") as file:
        try:
            catalogue = read_po(file, locale=path.stem, abort_invalid=True)
        except PoFileError as error:
            raise SetupError(f"{path.name} cannot be read: {error}") from None
    if not path.stat().st_size:
        catalogue.header_comment = _NEW_COMMENT
    return catalogue


def updated(catalogue: Catalog, template: Catalog) -> Catalog:
    """The catalogue with the sentences of the template, each with the translation it had; nothing is guessed.

    A translation whose sentence is gone is kept as obsolete, and used again when the sentence comes back.
    """
    merged = deepcopy(catalogue)
    for message in merged.obsolete.values():
        if merged.get(message.id, message.context) is None:
            merged[message.id] = message
    merged.obsolete = {}
    merged.update(template, no_fuzzy_matching=True)
    merged.obsolete = {key: message for key, message in merged.obsolete.items() if any(_forms(message))}
    return merged


def as_text(catalogue: Catalog) -> str:
    """The file, without dates, names or line numbers, so that it changes only when a sentence does."""
    written = BytesIO()
    write_po(written, catalogue, width=0, omit_header=True, include_lineno=False)
    return _header(catalogue) + written.getvalue().decode("utf-8").rstrip("\n") + "\n"


def problems(file: str, catalogue: Catalog) -> tuple[Problem, ...]:
    """What a translator has to do in a catalogue that is in step. A template has nothing to do."""
    if catalogue.locale is None:
        return ()
    sentences = [message for message in catalogue if message.id]
    found = [Problem(file, kind, _ids(message)[0]) for message in sentences for kind in _kinds(message, catalogue)]
    found += [Problem(file, ProblemKind.OBSOLETE, _ids(message)[0]) for message in catalogue.obsolete.values()]
    return tuple(found)


def placeholders(sentence: str) -> frozenset[str]:
    """What is filled in when the sentence is shown; a stray % counts, for it would break the page."""
    return frozenset(_PLACEHOLDER.findall(sentence)) - {"%%"}


def _wanted(root: Path) -> Mapping[Path, Catalog]:
    """What each file of translations/ should hold, the template first."""
    folder = root / "translations"
    template = extract(root)
    languages = {path: updated(read(path), template) for path in sorted(folder.glob("*.po"))}
    return {folder / _TEMPLATE: template} | languages


def _is_in_step(path: Path, catalogue: Catalog) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == as_text(catalogue)


def _split(section: str) -> tuple[str, str]:
    method, _, pattern = section.partition(":")
    return method.strip(), pattern.strip()


def _kinds(message: Message, catalogue: Catalog) -> Iterator[ProblemKind]:
    """All that is wrong with a sentence that is still said."""
    forms = _forms(message)
    is_complete = all(forms) and len(forms) == (catalogue.num_plurals if message.pluralizable else 1)
    if not is_complete and catalogue.locale_identifier != SOURCE_LANGUAGE:
        yield ProblemKind.MISSING
    if message.fuzzy:
        yield ProblemKind.FUZZY
    allowed = [placeholders(sentence) for sentence in _ids(message)]
    if any(placeholders(form) not in allowed for form in forms if form):
        yield ProblemKind.PLACEHOLDERS


def _ids(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def _forms(message: Message) -> tuple[str, ...]:
    """The translation: one form, or as many as the language has plurals; "" where there is none."""
    found = message.string or ""
    return (found,) if isinstance(found, str) else tuple(found)


def _header(catalogue: Catalog) -> str:
    fields = [] if catalogue.locale is None else [f"Language: {catalogue.locale}"]
    fields += ["MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit"]
    if catalogue.locale is not None:
        fields.append(f"Plural-Forms: {catalogue.plural_forms}")
    lines = "".join(f'"{field}\\n"\n' for field in fields)
    return f'{catalogue.header_comment}\nmsgid ""\nmsgstr ""\n{lines}\n'
