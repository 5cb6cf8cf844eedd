"""How a command opens the house: as a process that holds no private key."""

from __future__ import annotations

from intake.runtime import Runtime, start
from intake.settings import load as load_settings


def start_public() -> Runtime:
    """The runtime of a command. Nothing on the command line opens a dossier, so no private key is loaded."""
    return start(load_settings().model_copy(update={"role": "public"}))
