"""The pages of signing in as values: how to get a link, use it up, or learn that it is spent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

from intake.render import View


@dataclass(frozen=True)
class SignInView(View):
    """How to get a sign-in link."""

    template: ClassVar[str] = "clerk/sign_in.html"

    @classmethod
    def example(cls) -> Self:
        """The one there is."""
        return cls()


@dataclass(frozen=True)
class UseLinkView(View):
    """A button that uses a sign-in link up. `token` is the link's own."""

    template: ClassVar[str] = "clerk/use_link.html"
    token: str

    @classmethod
    def example(cls) -> Self:
        """A link nobody has."""
        return cls("example")


@dataclass(frozen=True)
class LinkSpentView(View):
    """The link was used already, or is too old."""

    template: ClassVar[str] = "clerk/link_spent.html"

    @classmethod
    def example(cls) -> Self:
        """The one there is."""
        return cls()
