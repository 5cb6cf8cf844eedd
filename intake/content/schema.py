"""The shape of every content file, as pydantic models. Meaning (do the names exist?) is checked in load.py and build_*.py."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from typing_extensions import TypeAliasType

Snake = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_]*$", max_length=60)]
Kebab = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=80)]
Words = dict[str, Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]]
Raw = TypeAliasType("Raw", "str | int | bool | float | list[Raw] | dict[str, Raw] | None")
When = dict[str, Raw]


class In(BaseModel):
    """Unknown keys are errors; nothing is coerced."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, populate_by_name=True)


class ValueIn(In):
    id: str
    label: Words


class DerivedIn(In):
    kind: Literal["hours_since", "days_since", "converted_money", "copied", "said"]
    source: Snake
    currency: Snake | None = None
    when: When = {}


class FactIn(In):
    name: Snake
    type: Literal["enum", "bool", "int", "money", "set", "country", "subdivision", "currency"]
    label: Words
    values: list[ValueIn] | None = None
    vocabulary: Literal["categories", "signals", "queues", "countries"] | None = None
    min: int | None = None
    max: int | None = None
    derived: DerivedIn | None = None
    set_by: Literal["engine"] | None = None
    given_as: Snake | None = None


class ConstraintIn(In):
    id: Kebab
    never: When
    says: Words


class FactsFile(In):
    units_per_usd: dict[str, float | int]
    facts: list[FactIn]
    constraints: list[ConstraintIn] = []


class ChannelIn(In):
    kind: Literal["phone", "web", "email", "office"]
    value: str
    label: Words | None = None


# Plain ASCII, since a mail server need not take anything else.
MailAddress = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$", max_length=254)
]


class AgencyIn(In):
    code: Snake
    country: str | None
    queue: bool
    connected: bool
    name: Words
    short: Words
    mandate: Words
    promise: Words | None = None
    channels: list[ChannelIn] = []
    on_call: MailAddress | None = None


class DispositionIn(In):
    id: Snake
    label: Words


class OverrideReasonIn(In):
    id: Snake
    label: Words
    corrects: Annotated[list[Literal["category", "desk"]], Field(min_length=1)]


class AgenciesFile(In):
    agencies: list[AgencyIn]
    dispositions: list[DispositionIn]
    # Versions published before clerks could correct the engine have neither.
    override_reasons: list[OverrideReasonIn] = []
    transfer_abroad_when: When | None = None


class CategoryIn(In):
    code: Snake
    label: Words
    mappings: dict[Literal["ic3", "ftc", "mx", "rsit", "iccs"], str] = {}
    phrases: dict[str, list[str]] = {}


class CategoriesFile(In):
    categories: list[CategoryIn]


class SignalIn(In):
    id: Snake
    label: Words
    phrases: dict[str, list[str]]
    at_least: Annotated[float, Field(gt=0, lt=1)] | None = None


class SignalsFile(In):
    negations: dict[str, list[str]]
    # Versions published before recall was measured have none.
    minor_when: list[When] = []
    signals: list[SignalIn]


class FromFact(In):
    fact: Snake = Field(alias="from")


class RuleIn(In):
    """One rule of any table; which outputs it may have depends on the table it stands in."""

    id: Kebab
    when: When = {}
    because: Words
    category: str | FromFact | None = None
    categories: list[str] | None = None
    lead_country: str | FromFact | None = None
    nexus: list[str] | None = None
    lead: str | None = None
    copies: list[str] | None = None
    signposts: list[str] | None = None
    priority: Literal["P0", "P1", "P2", "P3", "P4"] | None = None
    advice: Words | None = None


class ClassificationFile(In):
    category: list[RuleIn]
    categories: list[RuleIn]


class JurisdictionFile(In):
    lead_country: list[RuleIn]
    nexus: list[RuleIn]


class RoutingFile(In):
    lead: list[RuleIn]
    copies: list[RuleIn]
    signposts: list[RuleIn]
    priority: list[RuleIn]


class AdviceFile(In):
    advice: list[RuleIn]


class ExpectIn(In):
    category: str | None = None
    lead_country: str | None = None
    lead: str | None = None
    copies: list[str] | None = None
    signposts_include: list[str] | None = None
    priority: str | None = None


class ExampleIn(In):
    id: Kebab
    says: Words
    lang: str = "es"
    text: str = ""
    facts: dict[str, Raw]
    expect: ExpectIn


class ExamplesFile(In):
    examples: list[ExampleIn]


class PromiseIn(In):
    id: Kebab
    says: Words
    given: When
    then: When


class PromisesFile(In):
    promises: list[PromiseIn]


class CoverageIn(In):
    """One numbered rule of the fact file: what carries it here, or why nothing can."""

    rule: Annotated[str, StringConstraints(pattern=r"^\d+(\.\d+)*$")]
    says: Words
    carried_by: list[str] = []
    why_not: Words | None = None


class CoverageFile(In):
    coverage: list[CoverageIn]


class OptionIn(In):
    id: str
    label: Words
    hint: Words | None = None
    sets: dict[str, Raw] | None = None
    warns: Words | None = None
    when: When = {}


class QuestionIn(In):
    id: Snake
    kind: Literal["choice", "choices", "country", "subdivision", "text", "long_text", "email", "phone", "date", "money"]
    label: Words
    hint: Words | None = None
    required: bool = True
    options: list[OptionIn] = []
    when: When = {}
    fact: Snake | None = None
    country_fact: Snake | None = None
    max_chars: int = 200
    autocomplete: str | None = None
    narrative: bool = False
    contact: Literal["name", "email", "phone", "safe_to_contact"] | None = None


class NoticeIn(In):
    id: Kebab
    title: Words
    lines: list[Words] = []
    when: When = {}
    urgent: bool = False
    channels_of: list[Snake] = []


class PageIn(In):
    id: Kebab
    title: Words
    intro: Words | None = None
    when: When = {}
    notices: list[NoticeIn] = []
    questions: list[QuestionIn] = []


class FormFile(In):
    order: list[Kebab] | None = None
    pages: list[PageIn] = []
    subdivisions: dict[str, dict[str, str]] | None = None
