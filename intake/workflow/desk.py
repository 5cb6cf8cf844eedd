"""What a verb of the staff side may touch: the store, both halves of the vault, and every version ever published."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from intake.content import Content
from intake.core.errors import NotFound
from intake.core.report import VersionId
from intake.store.engine import Store
from intake.vault import Opener, Sealer


@dataclass(frozen=True)
class Desk:
    """`content` is the version that decides now; `version` gives the one that decided then.

    `opener` holds the keys of the agencies this process was started for; `sealer` seals to any. `randomness` gives that
    many random bytes. `on_call` maps a queue to the address of whoever is on duty there. `connects_all` is a demonstration's:
    every desk counts as one that works its queue.
    """

    store: Store
    sealer: Sealer
    opener: Opener | None
    content: Content
    version: Callable[[VersionId], Content]
    countries: frozenset[str]
    randomness: Callable[[int], bytes]
    on_call: Mapping[str, str]
    connects_all: bool

    def opener_for(self, agency: str) -> Opener:
        """What opens this agency's dossiers. Raises NotFound in a process that was not started for it."""
        if self.opener is None or agency not in self.opener.agencies:
            raise NotFound("queue")
        return self.opener
