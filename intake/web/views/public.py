"""The public pages that ask nothing, as values: landing, errors, leaving."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

from intake.render import View


@dataclass(frozen=True)
class LandingView(View):
    """What this is, in ten seconds. This browser may have answers that were not sent yet, or a receipt to look at again."""

    template: ClassVar[str] = "public/landing.html"
    has_draft: bool
    has_receipt: bool = False

    @classmethod
    def example(cls) -> Self:
        """Somebody who comes back."""
        return cls(has_draft=True)


@dataclass(frozen=True)
class ErrorPageView(View):
    """Something went wrong: what to do next. `status` is the HTTP status, which the page does not show."""

    template: ClassVar[str] = "public/error.html"
    status: int

    @classmethod
    def example(cls) -> Self:
        """The store is down."""
        return cls(status=503)


@dataclass(frozen=True)
class ExitView(View):
    """A page that says nothing of what this site is for."""

    template: ClassVar[str] = "public/exit.html"

    @classmethod
    def example(cls) -> Self:
        """The one there is."""
        return cls()
