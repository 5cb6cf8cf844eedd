"""One request as a handler sees it: plain values, already capped and checked. Not the framework's request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from urllib.parse import urlencode

from intake.core.errors import NotFound
from intake.core.report import StaffMember
from intake.runtime import Runtime
from intake.workflow.desk import Desk
from intake.workflow.window import Window

Fields = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Context:
    """`params` come from the path, `query` from the URL, `form` from the body; a repeated name keeps all its values.

    A program's request (`is_api`) has its `body` as it came instead of a form. Names of `headers` are in small letters.
    """

    runtime: Runtime
    method: str
    path: str
    params: Mapping[str, str]
    query: Fields
    form: Fields
    cookies: Mapping[str, str]
    accept_language: str | None
    lang: str
    now: datetime
    staff: StaffMember | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    is_api: bool = False

    @cached_property
    def window(self) -> Window:
        """What the public verbs work with: one version of the content, from the beginning of a request to its end."""
        return self.runtime.window()

    @cached_property
    def desk(self) -> Desk:
        """What the staff's verbs work with, likewise."""
        return self.runtime.desk()

    @property
    def address(self) -> str:
        """Where this page is found again with a GET, its query included."""
        asked = urlencode({name: values[0] for name, values in self.query.items()})
        return f"{self.path}?{asked}" if asked else self.path

    def field(self, name: str) -> str:
        """The first value of a form field, "" when it was not sent."""
        return self.form.get(name, ("",))[0]

    def asked(self, name: str) -> str:
        """The first value in the URL's query, "" when it is not there."""
        return self.query.get(name, ("",))[0]

    def param(self, name: str) -> str:
        """A part of the path. Raises NotFound when the route has no such part."""
        if name not in self.params:
            raise NotFound(name)
        return self.params[name]
