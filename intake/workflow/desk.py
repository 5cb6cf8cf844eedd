"""What a verb of the staff side may touch: the store, the opening half of the vault, and every version ever published."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from intake.content import Content
from intake.core.errors import NotFound
from intake.core.report import VersionId
from intake.store.engine import Store
from intake.vault import Opener


@dataclass(frozen=True)
class Desk:
    """`content` is the version that decides now; `version` gives the one that decided then.

    `opener` holds the keys of the agencies this process was started for. `randomness` gives that many random bytes.
    """

    store: Store
    opener: Opener | None
    content: Content
    version: Callable[[VersionId], Content]
    countries: frozenset[str]
    randomness: Callable[[int], bytes]

    def opener_for(self, agency: str) -> Opener:
        """What opens this agency's dossiers. Raises NotFound in a process that was not started for it."""
        if self.opener is None or agency not in self.opener.agencies:
            raise NotFound("queue")
        return self.opener
