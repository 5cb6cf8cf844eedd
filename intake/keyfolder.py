"""The files of the key folder, so written that neither a crash nor a second process loses one. Not what is in them."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from intake.core.errors import SetupError


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Wait until no other process makes keys here. The lock goes with the process, however it ends."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield
    finally:
        os.close(opened)


def make_folders(*folders: Path) -> None:
    """Make those that are missing, in this order. They are for their owner only, those that were there too."""
    for folder in folders:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        _sync(folder.parent)


def read_key(path: Path) -> str:
    """The text of a key file. Raises SetupError when it is missing or cannot be read."""
    try:
        return path.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        raise SetupError(f"The key file {path} is missing or cannot be read. Run: intake init") from None


def write_key(path: Path, text: str) -> None:
    """All of it or nothing, for its owner only, and on the disk before this returns. Call it `alone_in` the folder."""
    new = path.with_name(f".{path.name}.new")
    opened = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(opened, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    _sync(path.parent)


def _sync(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
