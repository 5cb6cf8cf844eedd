"""What a verb of the staff side may touch: the store, the opening half of the vault, and every version ever published."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from intake.content import Content
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
