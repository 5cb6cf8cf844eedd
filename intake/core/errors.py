"""What stops the work. What a person can mend is a value (`FieldError`), not an exception."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from intake.core.report import DeliveryFailure


@dataclass(frozen=True)
class FieldError:
    """One thing the person can mend: the question it stands beside, and the sentence to show.

    `message` is an English msgid of the catalogues; `values` fills its named placeholders, numbers as numbers: a page
    writes them as its reader does.
    """

    question_id: str
    message: str
    values: Mapping[str, str | int] = field(default_factory=dict)


class IntakeError(Exception):
    """The base of every error that this house raises on purpose."""


@dataclass
class NotFound(IntakeError):
    """It does not exist, or it is not yours: the two look the same from outside."""

    what: str


@dataclass
class NotLeading(NotFound):
    """The agency does not lead the report, or not any more. `has_copy` says that it may still read it."""

    has_copy: bool


@dataclass
class Forbidden(IntakeError):
    """The request comes from another site, or the signed-in person has another role."""

    why: str


@dataclass
class Conflict(IntakeError):
    """Someone was faster. `held_by` is the id of who holds it now, when that is known."""

    what: str
    held_by: str | None = None


@dataclass
class TooLarge(IntakeError):
    """The request is over a cap. `max_bytes` is that cap."""

    max_bytes: int


@dataclass
class Incomplete(IntakeError):
    """The report cannot be sent yet: the page with this id is still to be answered."""

    page_id: str


@dataclass
class Contradiction(IntakeError):
    """Two answers cannot both be true. `constraint_ids` names the constraints that are broken."""

    constraint_ids: tuple[str, ...]


@dataclass
class Unacceptable(IntakeError):
    """A form asks for what cannot be done like this: what is to be mended, and where. Nothing was changed."""

    errors: tuple[FieldError, ...]


@dataclass
class RecipientsChanged(IntakeError):
    """The report would go to others than the person was shown. Nothing was sent."""


@dataclass
class NoDesk(IntakeError):
    """No desk behind this window can take the report; only signposts can be shown. Nothing was stored."""


@dataclass
class SealBroken(IntakeError):
    """A sealed thing could not be opened: wrong key, or altered bytes."""

    what: str


@dataclass
class StoreUnavailable(IntakeError):
    """The store could not commit (disk full, locked, closed). Nothing was kept; it is safe to try again."""

    why: str


@dataclass
class DeliveryError(IntakeError):
    """A message could not be sent. `permanent` says that trying again would not help."""

    message: DeliveryFailure
    permanent: bool = field(kw_only=True)


@dataclass
class BadLine(IntakeError):
    """A line of a file of reports that cannot be judged, and why, in words. The others can."""

    reason: str


@dataclass
class SetupError(IntakeError):
    """The program cannot start like this. The message says what to do."""

    message: str

    def __str__(self) -> str:
        return self.message
