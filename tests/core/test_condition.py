"""The rule language: what matches what, and above all what an unanswered fact matches."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.core.condition import Clause, Condition, FactValue, Matcher

VALUES: st.SearchStrategy[FactValue] = st.one_of(
    st.booleans(), st.integers(-5, 5), st.sampled_from(["a", "b", "c"]), st.frozensets(st.sampled_from(["a", "b", "c"]))
)
SCALARS = st.one_of(st.booleans(), st.integers(-5, 5), st.sampled_from(["a", "b", "c"]))
LEAVES = st.builds(
    Matcher,
    one_of=st.lists(SCALARS, max_size=3).map(tuple),
    minimum=st.none() | st.integers(-5, 5),
    maximum=st.none() | st.integers(-5, 5),
)
MATCHERS: st.SearchStrategy[Matcher] = st.recursive(
    LEAVES,
    lambda inner: st.builds(
        Matcher,
        none_of=st.none() | inner,
        any_of=st.lists(inner, max_size=2).map(tuple),
        all_of=st.lists(inner, max_size=2).map(tuple),
    ),
    max_leaves=6,
)


def is_empty(matcher: Matcher) -> bool:
    """Whether a matcher tests nothing at all; content refuses to load one."""
    parts = (*matcher.any_of, *matcher.all_of, *((matcher.none_of,) if matcher.none_of else ()))
    tests_itself = matcher.one_of or matcher.minimum is not None or matcher.maximum is not None or parts
    return not tests_itself or any(is_empty(part) for part in parts)


@given(MATCHERS.filter(lambda matcher: not is_empty(matcher)))
def test_an_unanswered_fact_matches_nothing_that_does_not_ask_whether_it_is_answered(matcher: Matcher) -> None:
    assert not matcher.holds(None)


def test_an_unanswered_fact_matches_answered_false_and_only_that() -> None:
    assert Matcher(answered=False).holds(None)
    assert not Matcher(answered=True).holds(None)


@given(VALUES)
def test_an_answered_fact_never_matches_answered_false(value: FactValue) -> None:
    assert not Matcher(answered=False).holds(value)


@pytest.mark.parametrize(
    ("matcher", "value", "held"),
    [
        pytest.param(Matcher(one_of=("a", "b")), "b", True, id="any of a list"),
        pytest.param(Matcher(one_of=("a",)), frozenset({"a", "c"}), True, id="a set contains it"),
        pytest.param(Matcher(one_of=("a",)), frozenset[str](), False, id="an empty set contains nothing"),
        pytest.param(Matcher(all_of=(Matcher(one_of=("a",)), Matcher(one_of=("b",)))), frozenset("a"), False, id="all"),
        pytest.param(Matcher(none_of=Matcher(one_of=("a",))), frozenset("b"), True, id="not in a set"),
        pytest.param(Matcher(minimum=3, maximum=5), 5, True, id="bounds are included"),
        pytest.param(Matcher(minimum=3), 2, False, id="below the minimum"),
        pytest.param(Matcher(any_of=(Matcher(one_of=(True,)), Matcher(answered=False))), None, True, id="true or open"),
        pytest.param(Matcher(any_of=(Matcher(one_of=(True,)), Matcher(answered=False))), False, False, id="declined"),
    ],
)
def test_a_matcher_tests_one_value(matcher: Matcher, value: FactValue | None, held: bool) -> None:
    assert matcher.holds(value) is held


@given(
    st.lists(st.tuples(st.sampled_from("xyz"), MATCHERS), max_size=4), st.dictionaries(st.sampled_from("xyz"), VALUES)
)
def test_the_trace_of_a_condition_agrees_with_its_outcome(
    clauses: list[tuple[str, Matcher]], facts: dict[str, FactValue]
) -> None:
    condition = Condition(tuple(Clause(fact, matcher) for fact, matcher in clauses))
    assert condition.holds(facts) == all(outcome.held for outcome in condition.trace(facts))
