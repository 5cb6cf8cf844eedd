"""The pages of a report that is being made, as values: one page of the form, the check page, who will receive it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

from intake.content import Content
from intake.core.answers import Typed
from intake.core.condition import Facts
from intake.core.errors import FieldError
from intake.core.form import Form, Kind, Notice
from intake.core.journey import Journey, Step
from intake.core.judging import Judgement
from intake.core.routing import Recipient
from intake.core.rules import Agency, Ruleset
from intake.i18n import N_
from intake.render import View
from intake.web.views.answers import AnswerRow, answer_rows
from intake.web.views.fields import FieldView, OptionView, fields_of
from intake.web.views.recipients import ChannelView, RecipientView, channel_view


@dataclass(frozen=True)
class OfficeView:
    """An office named inside a notice, with its confirmed channels."""

    name: str
    channels: tuple[ChannelView, ...]


@dataclass(frozen=True)
class NoticeView:
    """Words that fit the moment."""

    title: str
    lines: tuple[str, ...]
    is_urgent: bool
    offices: tuple[OfficeView, ...] = ()


@dataclass(frozen=True)
class FormPageView(View):
    """One page of the form. `is_unsaved` says that the store is down: what was typed is on the page, nowhere else."""

    template: ClassVar[str] = "public/form_page.html"
    page_id: str
    title: str
    intro: str | None
    notices: tuple[NoticeView, ...]
    fields: tuple[FieldView, ...]
    errors: tuple[FieldError, ...]
    is_first: bool
    is_unsaved: bool = False

    @classmethod
    def of(
        cls,
        form: Form,
        step: Step,
        typed: Typed,
        errors: tuple[FieldError, ...],
        *,
        lang: str,
        rules: Ruleset,
        is_first: bool,
        is_unsaved: bool = False,
    ) -> Self:
        """`typed` is shown as it is; `errors` only when the person has just sent the page."""
        page = step.page
        return cls(
            page_id=page.id,
            title=page.title.in_(lang),
            intro=None if page.intro is None else page.intro.in_(lang),
            notices=_notices(page.notices, step.before, rules.agencies, lang),
            fields=fields_of(form, step.questions, typed, errors, facts=step.before, title=page.title, lang=lang),
            errors=errors,
            is_first=is_first,
            is_unsaved=is_unsaved,
        )

    @property
    def labels(self) -> dict[str, str]:
        """What the fields are called, where the title alone does not say which is meant."""
        return {field.name: field.label for field in self.fields if len(self.fields) > 1}

    @property
    def has_own_title(self) -> bool:
        """Whether the title stands by itself, instead of being the label of the only question."""
        return not any(field.is_title for field in self.fields)

    @classmethod
    def example(cls) -> Self:
        """One control of each kind, each with an error, under an urgent notice."""
        fields = tuple(_example_field(kind) for kind in Kind)
        return cls(
            page_id="example",
            title="Los datos del pago",
            intro="Escriba solo lo que tenga.",
            notices=(
                NoticeView(
                    "Llame ahora a su banco",
                    ("Use el número que está atrás de su tarjeta.", "Pida un folio."),
                    True,
                    (OfficeView("911", (ChannelView.of("phone", "911", None),)),),
                ),
                NoticeView("Después vuelva aquí", ("Sus respuestas quedan guardadas.",), False),
            ),
            fields=fields,
            errors=tuple(field.error for field in fields if field.error is not None),
            is_first=False,
            is_unsaved=True,
        )


@dataclass(frozen=True)
class CheckView(View):
    """Every answer with a link to change it. `problems` are sentences: what cannot be true at once."""

    template: ClassVar[str] = "public/check.html"
    rows: tuple[AnswerRow, ...]
    problems: tuple[str, ...]

    @classmethod
    def of(cls, journey: Journey, content: Content, *, lang: str, problems: tuple[str, ...] = ()) -> Self:
        """Of a journey that is complete."""
        return cls(answer_rows(journey, content, lang=lang), problems)

    @property
    def answered(self) -> tuple[AnswerRow, ...]:
        """The questions that have an answer."""
        return tuple(row for row in self.rows if row.lines)

    @property
    def left_empty(self) -> tuple[AnswerRow, ...]:
        """The others, which nobody needs to read one under the other."""
        return tuple(row for row in self.rows if not row.lines)

    @classmethod
    def example(cls) -> Self:
        """A label, own words in two lines, and an answer left empty."""
        return cls(
            rows=(
                AnswerRow("example", "first", "¿En qué país vive?", ("México",), False),
                AnswerRow(
                    "example-two",
                    "second",
                    "Qué pasó, con sus palabras",
                    ("Vi un <b>cargo</b>.", "", "No fui yo."),
                    True,
                ),
                AnswerRow("example-two", "third", "¿Qué día empezó?", (), False),
            ),
            problems=("Dice que no perdió dinero, pero escribió una cantidad.",),
        )


@dataclass(frozen=True)
class KindView:
    """What kind of crime it is taken for, and why in one sentence. `label` is None when nobody could tell yet."""

    label: str | None
    because: str
    is_by_words: bool

    @classmethod
    def of(cls, judgement: Judgement, rules: Ruleset, *, lang: str) -> KindView | None:
        """None where it is what the person chose: they know."""
        if judgement.is_as_answered:
            return None
        classification = judgement.decision.classification
        kind = rules.categories[classification.category].label.in_(lang)
        return cls(
            label=None if classification.category == judgement.unclear else kind,
            because=classification.rule.because.in_(lang),
            is_by_words=judgement.is_by_words,
        )


@dataclass(frozen=True)
class SendView(View):
    """Who will receive the report and why, before it is sent. Without a lead and a copy there is nothing to send.

    `recipients` is sent back with the button, so that a change of the rules in between is noticed (`has_changed`).
    """

    template: ClassVar[str] = "public/send.html"
    lead: RecipientView | None
    why_no_lead: str | None
    copies: tuple[RecipientView, ...]
    signposts: tuple[RecipientView, ...]
    recipients: str
    kind: KindView | None = None
    has_changed: bool = False
    is_unsaved: bool = False

    @classmethod
    def of(
        cls,
        judgement: Judgement,
        rules: Ruleset,
        *,
        lang: str,
        connects_all: bool,
        recipients: str,
        has_changed: bool = False,
        is_unsaved: bool = False,
    ) -> Self:
        """`connects_all` is the demo's: every desk counts as connected."""
        routing = judgement.decision.routing
        lead = None if routing.lead is None else Recipient(routing.lead, routing.lead_rule)
        home = None if lead is None else rules.agencies[lead.agency].country

        def view(item: Recipient) -> RecipientView:
            agency = rules.agencies[item.agency]
            return RecipientView.of_agency(agency, item.rule, lang=lang, connects_all=connects_all, home=home)

        return cls(
            lead=None if lead is None else view(lead),
            why_no_lead=routing.lead_rule.because.in_(lang) if lead is None else None,
            copies=tuple(view(item) for item in routing.copies),
            signposts=tuple(view(item) for item in routing.signposts),
            recipients=recipients,
            kind=KindView.of(judgement, rules, lang=lang),
            has_changed=has_changed,
            is_unsaved=is_unsaved,
        )

    @property
    def can_be_sent(self) -> bool:
        """Whether anybody would receive it."""
        return self.lead is not None or bool(self.copies)

    @classmethod
    def example(cls) -> Self:
        """A lead that is not connected, a copy abroad, a signpost."""
        return cls(
            lead=RecipientView.example(),
            why_no_lead=None,
            copies=(RecipientView.example(is_connected=True, foreign_country="US"),),
            signposts=(RecipientView.example(),),
            recipients="lead copy",
            kind=KindView("Estafa romántica", "Es lo que parece, por lo que usted escribió.", True),
            has_changed=True,
            is_unsaved=True,
        )


def _notices(
    notices: tuple[Notice, ...], facts: Facts, agencies: Mapping[str, Agency], lang: str
) -> tuple[NoticeView, ...]:
    return tuple(
        NoticeView(
            title=notice.title.in_(lang),
            lines=tuple(line.in_(lang) for line in notice.lines),
            is_urgent=notice.urgent,
            offices=tuple(_office(agencies[code], lang) for code in notice.channels_of),
        )
        for notice in notices
        if notice.when.holds(facts)
    )


def _office(agency: Agency, lang: str) -> OfficeView:
    return OfficeView(agency.short.in_(lang), tuple(channel_view(channel, lang) for channel in agency.channels))


def _example_field(kind: Kind) -> FieldView:
    name = f"example_{kind.value}"
    options: tuple[OptionView, ...] = (
        OptionView(name, "first", "La primera", "Una pista.", True),
        OptionView(f"{name}-2", "second", "La segunda", None, False),
    )
    if kind is Kind.COUNTRY:
        options = (*options, OptionView(f"{name}-3", "other", "", None, False, is_other=True))
    return FieldView(
        name=name,
        kind=kind.value,
        label=f"Una pregunta ({kind.value})",
        hint="Una pista corta.",
        is_required=kind is not Kind.DATE,
        is_title=False,
        error=FieldError(name, N_("Choose an answer")),
        options=options,
        value="<no es una fecha>",
        other="AR",
        other_name=f"{name}-other",
        autocomplete=None,
        max_chars=200,
    )
