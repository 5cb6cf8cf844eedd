"""A line of a file of labelled cases: what the engine is given, and what readers made of it. The files are kept elsewhere."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError
from pydantic.types import StrictBool, StrictStr

from intake.core.errors import BadLine
from intake.core.given import field, read_json

# Stands for a lead where the victim is in no country of ours: right is no lead, but somewhere to turn to.
SIGNPOSTS_ONLY = "signpost_only"
# Of the places where a case may be, those that are countries; "other" and "unknown" are none.
_COUNTRIES = ("MX", "US", "CA")
# What is printed of a case: short, and without what a terminal takes for an order.
Printable = Annotated[StrictStr, AfterValidator(lambda text: field(text))]


class Case(BaseModel):
    """What is not there, or null, is not asked. Other keys are not read.

    `minor` and `priority` are what all readers say; `minor_possible` and `urgent_possible` say that one of them does.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: Printable
    lang: StrictStr
    text: StrictStr
    victim_country: StrictStr | None = None
    category: Printable = ""
    also_ok: list[Printable] | None = None
    lead: StrictStr | None = None
    also_ok_lead: list[StrictStr] | None = None
    minor: StrictBool | None = None
    minor_possible: StrictBool | None = None
    priority: StrictStr | None = None
    urgent_possible: StrictBool | None = None
    is_report: StrictBool = True

    @property
    def categories(self) -> frozenset[str]:
        """Every category that is right."""
        return frozenset((self.category, *(self.also_ok or ())))

    @property
    def leads(self) -> frozenset[str | None]:
        """Every lead that is right."""
        return frozenset((self.lead, *(self.also_ok_lead or ())))

    @property
    def country(self) -> str | None:
        """Where the victim is, when that is told to the engine."""
        return self.victim_country if self.victim_country in _COUNTRIES else None


def read_case(line: str) -> Case:
    """The case that a line is. Raises BadLine with every reason."""
    given = read_json(line)
    if not isinstance(given, dict):
        raise BadLine("Write one JSON object a line, with each key once.")
    try:
        case = Case.model_validate(given)
    except ValidationError as error:
        reasons = (f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
        raise BadLine("; ".join(reasons)) from None
    if case.is_report and not case.category:
        raise BadLine("category: A case that is a report needs one")
    return case
