"""How good the engine must be on labelled cases that nobody here wrote: no lower than this, every text unseen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from intake.core.given import Places
from intake.core.measures import Share
from intake.i18n import COUNTRIES, CURRENCIES
from intake.workflow.figures import Figures, Scorecard, scorecard
from intake.workflow.folds import unseen
from intake.workflow.learning import voices
from intake.workflow.scoring import judge_set
from intake.workflow.triage import Bench
from tests.factories import CONTENT, ROOT

CASES = Path(__file__).parents[3] / "shared" / "cases"
NOW = datetime(2026, 11, 24, 18, tzinfo=UTC)

pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="the labelled cases are kept outside the repository")


@pytest.fixture(scope="module")
def card() -> Scorecard:
    """Of all open cases together."""
    rules = CONTENT.rules
    bench = Bench(rules, Places(COUNTRIES, CONTENT.form.subdivisions, CURRENCIES), {"es": str, "en": str})
    learnt = unseen(rules, voices(ROOT, CONTENT), lambda fold: None)
    files = {path.stem: path.read_text(encoding="utf-8") for path in sorted(CASES.glob("*.jsonl"))}
    return scorecard(
        CONTENT.rules_hash,
        [judge_set(bench, learnt, name, enumerate(text.splitlines(), 1), now=NOW) for name, text in files.items()],
    )


@pytest.mark.parametrize(
    ("share", "least"),
    [
        pytest.param(lambda found: found.top_1, 0.80, id="top-1"),
        pytest.param(lambda found: found.top_3, 0.95, id="top-3"),
        pytest.param(lambda found: found.lead, 0.90, id="lead queue"),
        pytest.param(lambda found: found.minor_found, 1.00, id="minors found"),
        pytest.param(lambda found: found.urgent_found, 0.95, id="urgent cases found"),
    ],
)
def test_enough_is_right(card: Scorecard, share: Callable[[Figures], Share], least: float) -> None:
    assert (share(card.pooled).value or 0) >= least, share(card.pooled)


@pytest.mark.parametrize(
    ("share", "most"),
    [
        pytest.param(lambda found: found.minor_flagged, 0.05, id="minors where there are none"),
        pytest.param(lambda found: found.urgent_flagged, 0.10, id="urgency where there is none"),
    ],
)
def test_little_is_flagged_in_vain(card: Scorecard, share: Callable[[Figures], Share], most: float) -> None:
    assert share(card.pooled).asked and (share(card.pooled).value or 0) <= most, share(card.pooled)


def test_every_case_is_judged_and_no_verbatim_text_was_learnt(card: Scorecard) -> None:
    found = {summary.name: (summary.judged, summary.bad, len(summary.cross_validated)) for summary in card.sets}
    assert found == {"retold": (104, 0, 104), "verbatim": (96, 0, 0)}
