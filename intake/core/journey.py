"""Which pages this person is asked, in order: computed from their answers every time, never stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from intake.core.answers import Answer, Checked, Scope, Typed, asked, check, facts_of
from intake.core.condition import ALWAYS, Facts, FactValue
from intake.core.facts import FactDictionary, derive
from intake.core.form import Form, Page, Question
from intake.core.jurisdiction import locate

# What the engine finds out and a page may be asked because of: the country that leads, and the others that are part of it.
LOCATED = frozenset({"lead_country", "nexus"})


@dataclass(frozen=True)
class Step:
    """One page that applies: its questions, what was answered, what is to be mended, and the facts known before it.

    `seen` says that the person has sent this page at least once; an optional question may be left empty then.
    """

    page: Page
    questions: tuple[Question, ...]
    checked: Checked
    before: Facts
    seen: bool

    @property
    def is_done(self) -> bool:
        """Whether the person may go past this page."""
        return not self.questions or (self.seen and not self.checked.errors)


@dataclass(frozen=True)
class Journey:
    """The pages that apply, up to and including the first that is not done.

    `facts` are those of the dictionary that the answers make true, derived ones included; nothing is read from texts.
    """

    steps: tuple[Step, ...]
    facts: Facts
    is_complete: bool

    def step(self, page_id: str) -> Step | None:
        """The step of that page, or None when the page does not apply or cannot be reached yet."""
        return next((step for step in self.steps if step.page.id == page_id), None)

    def after(self, page_id: str, *, earlier: Journey) -> Page | None:
        """The next page, or None when the next thing is to check the answers.

        Whoever had answered everything (`earlier`) and changes one page goes on to what that opens, not through all of it again.
        """
        following = self.steps[self._index(page_id) + 1 :]
        if earlier.is_complete:
            known = {step.page.id for step in earlier.steps}
            following = tuple(step for step in following if not step.is_done or step.page.id not in known)
        return following[0].page if following else None

    def before(self, page_id: str) -> Page | None:
        """The page before, or None at the first."""
        index = self._index(page_id)
        return self.steps[index - 1].page if index else None

    @property
    def last(self) -> Page:
        """The page to go on with: the first that is not done, else the last."""
        return self.steps[-1].page

    @property
    def answers(self) -> Mapping[str, Answer]:
        """Every answer on the journey, by question id."""
        return {key: value for step in self.steps for key, value in step.checked.answers.items()}

    @property
    def narrative(self) -> str:
        """The person's own words; empty when they are not asked or wrote none."""
        ids = [question.id for step in self.steps for question in step.questions if question.is_narrative]
        return "\n".join(str(self.answers[id]) for id in ids if id in self.answers)

    def _index(self, page_id: str) -> int:
        return next(index for index, step in enumerate(self.steps) if step.page.id == page_id)


def walk(form: Form, dictionary: FactDictionary, typed: Typed, *, countries: frozenset[str], now: datetime) -> Journey:
    """Go through the form in order with what was typed, and stop at the first page that is not done."""
    steps: list[Step] = []
    given: dict[str, FactValue] = {}
    choices: dict[str, FactValue] = {}
    dates: dict[str, date] = {}
    facts: dict[str, FactValue] = {}
    known: dict[str, FactValue] = {}
    for page in form.pages:
        before = known | _located(form, page, facts)
        if not page.when.holds(before):
            continue
        step = _step(page, typed, Scope(form, before, countries, now))
        steps.append(step)
        if not step.is_done:
            return Journey(tuple(steps), facts, False)
        if not step.checked.answers:
            continue
        for name, value in facts_of(page, step.checked.answers, dictionary, known).items():
            (given if name in dictionary.specs else choices)[name] = value
        dates |= {key: value for key, value in step.checked.answers.items() if isinstance(value, date)}
        facts = derive(dictionary, given, dates, now=now)
        known = facts | choices
    return Journey(tuple(steps), facts, True)


def gathered(form: Form, typed: Typed, facts: Facts, *, countries: frozenset[str], now: datetime) -> Journey:
    """What came without the form's pages: every question something is written for, whether or not it would be asked."""
    steps: list[Step] = []
    scope = Scope(form, facts, countries, now)
    for page in form.pages:
        written = tuple(
            replace(question, when=ALWAYS, required=False) for question in page.questions if typed.get(question.id)
        )
        if written:
            steps.append(_step(replace(page, when=ALWAYS, questions=written), typed, scope))
    return Journey(tuple(steps), facts, True)


def _located(form: Form, page: Page, facts: Facts) -> dict[str, FactValue]:
    """The countries of the case, as the facts so far say, for a page that asks because of them; for others nothing."""
    if form.rules is None or not any(clause.fact in LOCATED for clause in page.when.clauses):
        return {}
    found = locate(form.rules, facts)
    lead: dict[str, FactValue] = {} if found.lead_country is None else {"lead_country": found.lead_country}
    return lead | {"nexus": frozenset(found.nexus)}


def _step(page: Page, typed: Typed, scope: Scope) -> Step:
    questions = asked(page, scope.facts)
    seen = all(question.id in typed for question in questions)
    return Step(page, questions, check(page, typed, scope), scope.facts, seen)
