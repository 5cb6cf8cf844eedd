"""What a demonstration is made of, read from demo/demo.yaml: invented staff, addresses and reports. Sends nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints
from ruamel.yaml import YAML

from intake.core.answers import Typed
from intake.core.report import Role

_QUEUE = "{queue}"
AddressPattern = Annotated[str, StringConstraints(pattern=r"^\{queue\}@[a-z0-9-]+(\.[a-z0-9-]+)+$")]


class DemoMember(BaseModel):
    """Somebody who signs in to a demonstration."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    role: Role
    agency: str | None = None


class DemoReport(BaseModel):
    """What an invented person types, by question id."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    lang: str
    answers: dict[str, str | list[str]]

    def typed(self) -> Typed:
        """The answers as a browser would send them."""
        return {name: (value,) if isinstance(value, str) else tuple(value) for name, value in self.answers.items()}


class DemoFile(BaseModel):
    """The whole of demo/demo.yaml. `on_call` is the pattern of every desk's invented mail address."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    on_call: AddressPattern
    staff: list[DemoMember]
    reports: list[DemoReport]

    def on_call_at(self, queue: str) -> str:
        """The invented address of whoever is on duty at this desk."""
        return self.on_call.replace(_QUEUE, queue)


def read_demo(root: Path) -> DemoFile:
    """The file of the project at `root`. Raises pydantic's ValidationError for one that was written wrong."""
    text = (root / "demo" / "demo.yaml").read_text(encoding="utf-8")
    return DemoFile.model_validate(YAML(typ="safe", pure=True).load(text))
