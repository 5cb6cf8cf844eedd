"""What the engine has learnt is what its texts teach: nothing was put in by hand, and anybody can make it again."""

import pytest

from intake.content import read_folder
from intake.content.meaning_file import MEANING, meaning_of, written
from intake.content.problems import Problems
from intake.core.fitting import taught_by
from intake.core.wording import words_of
from intake.workflow.learning import voices
from tests.factories import CONTENT, ROOT

CASES = ROOT.parent / "shared" / "cases"


def test_the_texts_give_the_committed_weights_byte_for_byte() -> None:
    learnt = written(taught_by(CONTENT.rules.lexicon, voices(ROOT, CONTENT)))
    assert learnt == (ROOT / MEANING).read_text(encoding="utf-8"), "run: intake signals fit"


def test_what_is_written_is_read_back() -> None:
    text = read_folder(ROOT)[MEANING]
    meaning = meaning_of(text, CONTENT.rules.categories, Problems({}))
    assert meaning.codes == tuple(CONTENT.rules.categories)
    assert written(meaning) == text


def test_a_file_that_was_changed_by_hand_is_refused() -> None:
    problems = Problems({MEANING: "{}"})
    meaning_of(read_folder(ROOT)[MEANING].replace('"step"', '"steps"'), CONTENT.rules.categories, problems)
    assert [problem.file for problem in problems.found] == [MEANING]


def test_weights_for_what_is_no_category_any_more_are_refused() -> None:
    problems = Problems({MEANING: "{}"})
    meaning_of(read_folder(ROOT)[MEANING], ["phishing_message"], problems)
    assert "is no category any more" in problems.found[0].reason


def test_a_version_of_before_the_file_reads_by_its_phrases() -> None:
    assert meaning_of(None, CONTENT.rules.categories, Problems({})).codes == ()


@pytest.mark.skipif(not CASES.is_dir(), reason="the labelled cases are kept outside the repository")
def test_no_text_that_is_kept_for_scoring_is_learnt_from() -> None:
    scored = (CASES / "verbatim.jsonl").read_text(encoding="utf-8")
    learnt = [sample.text for samples in voices(ROOT, CONTENT).values() for sample in samples]
    assert not [text for text in learnt if len(words_of(text).words) > 8 and text in scored]
