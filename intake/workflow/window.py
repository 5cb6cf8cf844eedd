"""What a verb of the public side may touch: the store, the sealing half of the vault, and one version of the content."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from intake.content import Content
from intake.core.report import VersionId
from intake.store.engine import Store
from intake.vault import Sealer


@dataclass(frozen=True)
class Window:
    """Everything is decided by `content`, the version named `version_id`, from the beginning of a request to its end.

    `randomness` gives that many random bytes. `translators` maps a language to its catalogue's gettext, `on_call`
    a queue to the address of whoever is on duty there.
    """

    store: Store
    sealer: Sealer
    content: Content
    version_id: VersionId
    countries: frozenset[str]
    draft_days: int
    connects_all: bool
    randomness: Callable[[int], bytes]
    translators: Mapping[str, Callable[[str], str]]
    on_call: Mapping[str, str]
