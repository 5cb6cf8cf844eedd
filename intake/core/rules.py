"""Decision tables in the sense of DMN: rules, tables, rulesets, and how a table decides and says why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from intake.core.condition import ClauseOutcome, Condition, Facts
from intake.core.facts import Constraint, FactDictionary
from intake.core.lexicon import SignalLexicon
from intake.core.override import OverrideKind
from intake.core.second_reading import SecondReading
from intake.core.text import Text


@dataclass(frozen=True)
class Channel:
    """A way to reach an agency, as confirmed by the fact file. `kind` is phone, web, email or office."""

    kind: str
    value: str
    label: Text | None = None


@dataclass(frozen=True)
class Agency:
    """A desk that gets reports (`queue`), or an office the person is only pointed to.

    `on_call` is the mail address of whoever is on duty at a connected desk; None for one that has nobody to call.
    """

    code: str
    country: str | None
    name: Text
    short: Text
    mandate: Text
    promise: Text | None
    channels: tuple[Channel, ...]
    queue: bool
    connected: bool
    on_call: str | None = None


@dataclass(frozen=True)
class Rule:
    """One line of a table.

    `output` holds the ids it gives: one for a single-output table (None: it decides for "none"), any number for a list.
    `from_fact` names a fact whose value is the output instead. A rule of the lead table may add copies and signposts.
    `says` is the sentence of an advice rule.
    """

    id: str
    table: str
    when: Condition
    output: tuple[str, ...]
    because: Text
    from_fact: str | None = None
    copies: tuple[str, ...] = ()
    signposts: tuple[str, ...] = ()
    says: Text | None = None

    def outputs(self, facts: Facts) -> tuple[str, ...]:
        """The ids this rule gives for `facts`."""
        if self.from_fact is None:
            return self.output
        value = facts.get(self.from_fact)
        return (value,) if isinstance(value, str) else ()

    def reason_for(self, agency: Agency) -> Text:
        """Why this rule names the agency. Its sentence is about the lead; one named besides is there for what it does."""
        return agency.mandate if agency.code in (*self.copies, *self.signposts) else self.because


@dataclass(frozen=True)
class RuleTrace:
    """One rule that was considered: whether it held, and how each of its clauses came out."""

    rule: Rule
    held: bool
    clauses: tuple[ClauseOutcome, ...]


@dataclass(frozen=True)
class Table:
    """Rules in file order. In a single-output table the first match wins and the last rule always matches."""

    name: str
    rules: tuple[Rule, ...]

    def first_match(self, facts: Facts) -> Rule:
        """The first rule that holds. Never raises for a checked table: its last rule has no `when`."""
        return next(rule for rule in self.rules if rule.when.holds(facts))

    def every_match(self, facts: Facts) -> tuple[Rule, ...]:
        """All rules that hold, in file order."""
        return tuple(rule for rule in self.rules if rule.when.holds(facts))

    def trace(self, facts: Facts, *, until: Rule | None = None) -> tuple[RuleTrace, ...]:
        """Every rule considered, in file order; with `until`, those up to and including that rule."""
        considered = self.rules if until is None else self.rules[: self.rules.index(until) + 1]
        return tuple(RuleTrace(rule, rule.when.holds(facts), rule.when.trace(facts)) for rule in considered)


@dataclass(frozen=True)
class Category:
    """A kind of crime. `mappings` maps a taxonomy (ic3, ftc, mx, rsit, iccs) to its label there."""

    code: str
    label: Text
    mappings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Disposition:
    """A reason to close a referral."""

    id: str
    label: Text


@dataclass(frozen=True)
class OverrideReason:
    """A reason to correct the engine: its category, its choice of a desk, or either."""

    id: str
    label: Text
    corrects: frozenset[OverrideKind]


@dataclass(frozen=True)
class Ruleset:
    """One version of routing_rules/, checked: everything that decides who gets a report, and the words for it."""

    dictionary: FactDictionary
    constraints: tuple[Constraint, ...]
    lexicon: SignalLexicon
    agencies: Mapping[str, Agency]
    categories: Mapping[str, Category]
    dispositions: Mapping[str, Disposition]
    tables: Mapping[str, Table]
    override_reasons: Mapping[str, OverrideReason] = field(default_factory=dict)
    # When a clerk may make a desk in another country the lead; None: only when the rules name it.
    transfer_abroad_when: Condition | None = None
    # Any of these says that somebody under 18 was seen in a report, for the figures of how many are found.
    minor_when: tuple[Condition, ...] = ()
    # What was learnt for a language model to read again by; None: nothing is read twice.
    second_reading: SecondReading | None = None

    def sees_minor(self, facts: Facts) -> bool:
        """Whether a decided report, by its facts, is taken to harm somebody under 18."""
        return any(when.holds(facts) for when in self.minor_when)

    def table(self, name: str) -> Table:
        """The table of that name; a checked ruleset has them all."""
        return self.tables[name]

    @property
    def unclear(self) -> str:
        """The category of what nobody could tell: what the table says when nothing else holds."""
        return self.table("category").rules[-1].output[0]

    @property
    def leading(self) -> tuple[Agency, ...]:
        """The desks that may lead, in file order: those with a queue that some rule names as lead."""
        named = {code for rule in self.table("lead").rules for code in rule.output}
        return tuple(agency for agency in self.agencies.values() if agency.queue and agency.code in named)


def outputs_of(rules: Iterable[Rule], facts: Facts) -> tuple[str, ...]:
    """What these rules give, in order, each id once."""
    return tuple(dict.fromkeys(output for rule in rules for output in rule.outputs(facts)))
