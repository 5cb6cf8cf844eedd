"""Facts, and the tests that rules make on them, as values a template can put into words. No sentence is made here."""

from __future__ import annotations

from dataclasses import dataclass

from intake.content import Content
from intake.core.condition import Facts, FactValue, Matcher
from intake.core.facts import FactDictionary, FactSpec, FactType


@dataclass(frozen=True)
class ValueView:
    """One value of a fact. `kind` says which words the template takes: label, country, currency, yes, no, number or money.

    `text` is a label in the reader's language or an ISO code; `number` is for number (as it is) and money (minor units).
    """

    kind: str
    text: str = ""
    number: int = 0
    currency: str | None = None


@dataclass(frozen=True)
class FactView:
    """A fact that is known: its label, and its values (several for a set, none for an empty one)."""

    name: str
    label: str
    values: tuple[ValueView, ...]


@dataclass(frozen=True)
class TestView:
    """One part of a matcher. `kind`: is, contains, at_least, at_most, answered, not_answered, not, any or all.

    `values` belongs to the first four; `parts` to the last three: for `any`, each part is an `all`.
    """

    __test__ = False  # not one of pytest's

    kind: str
    values: tuple[ValueView, ...] = ()
    parts: tuple[TestView, ...] = ()


@dataclass(frozen=True)
class Wording:
    """What facts are called, in one version of the content and one language."""

    content: Content
    lang: str

    def label(self, name: str) -> str:
        """What the dictionary calls a fact."""
        return self._spec(name).label.in_(self.lang)

    def facts(self, facts: Facts) -> tuple[FactView, ...]:
        """The facts that are known, in the dictionary's order."""
        dictionary = self.content.rules.dictionary
        return tuple(
            FactView(name, spec.label.in_(self.lang), self.values(name, facts[name], facts))
            for name, spec in dictionary.specs.items()
            if name in facts
        )

    def values(self, name: str, value: FactValue, facts: Facts) -> tuple[ValueView, ...]:
        """The values of one fact; `facts` says the currency of an amount."""
        spec = self._spec(name)
        items: tuple[str | int | bool, ...] = tuple(sorted(value)) if isinstance(value, frozenset) else (value,)
        return tuple(self._value(spec, item, facts) for item in items)

    def tests(self, name: str, matcher: Matcher, facts: Facts) -> tuple[TestView, ...]:
        """The parts of a matcher; all of them must hold."""
        spec = self._spec(name)
        parts: list[TestView] = []
        if matcher.answered is not None:
            parts.append(TestView("answered" if matcher.answered else "not_answered"))
        if matcher.one_of:
            kind = "contains" if spec.type is FactType.SET else "is"
            parts.append(TestView(kind, tuple(self._value(spec, item, facts) for item in matcher.one_of)))
        for kind, bound in (("at_least", matcher.minimum), ("at_most", matcher.maximum)):
            if bound is not None:
                parts.append(TestView(kind, (self._value(spec, bound, facts),)))
        if matcher.none_of is not None:
            parts.append(TestView("not", parts=self.tests(name, matcher.none_of, facts)))
        if matcher.any_of:
            branches = (TestView("all", parts=self.tests(name, branch, facts)) for branch in matcher.any_of)
            parts.append(TestView("any", parts=tuple(branches)))
        parts += [part for branch in matcher.all_of for part in self.tests(name, branch, facts)]
        return tuple(parts)

    def _spec(self, name: str) -> FactSpec:
        return self.content.rules.dictionary.specs[name]

    def _value(self, spec: FactSpec, value: str | int | bool, facts: Facts) -> ValueView:
        if isinstance(value, bool):
            return ValueView("yes" if value else "no")
        if isinstance(value, int):
            if spec.type is not FactType.MONEY:
                return ValueView("number", number=value)
            return ValueView("money", number=value, currency=_currency(self.content.rules.dictionary, spec, facts))
        if spec.values is not None and value in spec.values:
            return ValueView("label", spec.values[value].in_(self.lang))
        if spec.type is FactType.SUBDIVISION:
            return ValueView("label", self.content.form.place_name(value))
        if spec.type is FactType.CURRENCY:
            return ValueView("currency", value)
        is_country = spec.type in (FactType.COUNTRY, FactType.SET) and len(value) == 2 and value.isupper()
        return ValueView("country" if is_country else "label", value)


def _currency(dictionary: FactDictionary, spec: FactSpec, facts: Facts) -> str | None:
    """The currency an amount is in: that of the operators' table for a converted one, else as another fact says."""
    if spec.derived is not None:
        return next((code for code, units in dictionary.units_per_usd.items() if units == 1), None)
    return dictionary.currency_of(spec.name, facts)
