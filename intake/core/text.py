"""A sentence of content in every language it was written in. Not the catalogues: those are i18n.py's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    """`by_lang` maps a language code to the sentence. Content checks that no language is missing."""

    by_lang: Mapping[str, str]

    def in_(self, lang: str) -> str:
        """The sentence in `lang`. Raises KeyError for a language that content does not have."""
        return self.by_lang[lang]
