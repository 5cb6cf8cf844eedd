"""Why a report is what it is, as values: what decided, what was chosen, and the words that tell, marked in the narrative."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Self

from intake.core.explaining import Run, Span, Why
from intake.core.facts import SIGNALS
from intake.web.views.decision import TABLES, ClauseView, RuleView, rule_view
from intake.web.views.facts import TestView, ValueView, Wording
from intake.web.views.queue import category_name
from intake.workflow.reasons import Reasons

# The name by which other programs give what the person chose.
_GIVEN_AS = "category"
# Between telling words, so much of a text is shown as it is; of more, this much at either end.
_SHOWN_CHARS, _END_CHARS = 400, 120
_NEXT_BEST, _QUOTES = 2, 4
# What speaks for the next best is marked when that is at least so likely.
_RIVAL = 0.05


@dataclass(frozen=True)
class DecidedBy:
    """The rule of one table that decided; `title` is a msgid."""

    table: str
    title: str
    rule: RuleView


@dataclass(frozen=True)
class Piece:
    """A stretch of the narrative. `speaks`: for, against, plain, or cut for a long one that is left out."""

    speaks: str
    text: str = ""


@dataclass(frozen=True)
class Quote:
    """Words of the narrative, and their share, from 0 to 1, of what speaks for the category."""

    text: str
    share: float


@dataclass(frozen=True)
class SignalView:
    """A signal and the words that say it; without any, the whole text does, or it came with the report."""

    label: str
    words: tuple[str, ...]
    is_in_text: bool


@dataclass(frozen=True)
class Suggested:
    """A category that the words suggest, with its score from 0 to 1. `confidence`: low, medium or high."""

    category: str
    score: float
    confidence: str = ""


@dataclass(frozen=True)
class ReasonsView:
    """`chosen` is what the person picked; `rival` what the words marked as against speak for."""

    decided: tuple[DecidedBy, ...]
    chosen: str | None
    suggested: Suggested | None
    next_best: tuple[Suggested, ...]
    rival: str | None
    pieces: tuple[Piece, ...]
    strongest: tuple[Quote, ...]
    signals: tuple[SignalView, ...]

    @classmethod
    def of(cls, found: Reasons, wording: Wording) -> Self:
        """In the clerk's words; the narrative stays as it is."""
        rules, lang, why = wording.content.rules, wording.lang, found.why
        named = [(category_name(rules, code, lang), score) for code, score in found.reading.ranked]
        suggested = [Suggested(name, score, found.reading.confidence or "") for name, score in named]
        rival = next((item.category for item in suggested[1:2] if item.score >= _RIVAL), None)
        shown = None if why is None else why if rival is not None else Why(why.category, words=why.words)
        return cls(
            decided=tuple(
                DecidedBy(name, TABLES.get(name, name), rule_view(trace, found.facts, wording))
                for name, trace in found.deciding.items()
            ),
            chosen=_chosen(found, wording),
            suggested=suggested[0] if suggested else None,
            next_best=tuple(suggested[1 : 1 + _NEXT_BEST]),
            rival=rival if shown is not None and shown.against else None,
            pieces=() if shown is None else tuple(_pieces(found.narrative, shown)),
            strongest=() if shown is None else _strongest(found.narrative, shown.words),
            signals=_signals(found, wording),
        )

    @property
    def kind(self) -> DecidedBy | None:
        """What decided the category: the first of all."""
        return self.decided[0] if self.decided else None

    @classmethod
    def example(cls) -> Self:
        """A category that the words decided, with a rival."""
        clause = ClauseView("Money was lost", (TestView("is", (ValueView("yes"),)),), (ValueView("yes"),), True)
        rule = RuleView("example-rule", True, "It is what your words sound like.", ("Phishing",), (), (clause,))
        always = RuleView("all-others", True, "Nothing here is urgent.", ("P3",), (), ())
        return cls(
            decided=(
                DecidedBy("category", TABLES["category"], rule),
                DecidedBy("priority", TABLES["priority"], always),
            ),
            chosen="Romance",
            suggested=Suggested("Phishing", 0.62, "medium"),
            next_best=(Suggested("Romance", 0.25),),
            rival="Romance",
            pieces=(
                Piece("for", "Me quitaron"),
                Piece("plain", "\n  todo "),
                Piece("cut"),
                Piece("against", "<b>mi</b> dinero"),
                Piece("plain", "."),
            ),
            strongest=(Quote("Me quitaron", 0.4),),
            signals=(
                SignalView("Money was sent", ("Me quitaron",), True),
                SignalView("It sounds urgent", (), True),
                SignalView("A loan app", (), False),
            ),
        )


def _chosen(found: Reasons, wording: Wording) -> str | None:
    specs = wording.content.rules.dictionary.specs.values()
    picked = next((found.facts.get(spec.name) for spec in specs if spec.given_as == _GIVEN_AS), None)
    return category_name(wording.content.rules, picked, wording.lang) if isinstance(picked, str) else None


def _signals(found: Reasons, wording: Wording) -> tuple[SignalView, ...]:
    """Those of the text in the order of the vocabulary, then those that came with the report."""
    lexicon = wording.content.rules.lexicon
    said = {signal.id: signal.words for signal in found.why.signals} if found.why is not None else {}
    held = found.facts.get(SIGNALS)
    given = sorted(held - said.keys()) if isinstance(held, frozenset) else []
    return tuple(
        SignalView(lexicon.signals[id].label.in_(wording.lang), _quoted(found.narrative, said.get(id, ())), id in said)
        for id in (*said, *given)
        if id in lexicon.signals
    )


def _quoted(narrative: str, words: Sequence[Span]) -> tuple[str, ...]:
    """The first few, each once."""
    quotes = dict.fromkeys(narrative[span.start : span.end] for span in words)
    return tuple(islice(quotes, _QUOTES))


def _strongest(narrative: str, words: Sequence[Run]) -> tuple[Quote, ...]:
    ordered = sorted(words, key=lambda run: -run.share)
    return tuple(Quote(narrative[run.start : run.end], round(run.share, 2)) for run in ordered)


def _pieces(narrative: str, why: Why) -> Iterator[Piece]:
    """The narrative in order, cut where its marks begin and end."""
    marked = [*((run, "for") for run in why.words), *((run, "against") for run in why.against)]
    done = 0
    for run, speaks in sorted(marked, key=lambda pair: pair[0].start):
        yield from _plain(narrative[done : run.start], is_first=done == 0)
        if run.end > done:
            yield Piece(speaks, narrative[max(run.start, done) : run.end])
        done = max(run.end, done)
    yield from _plain(narrative[done:], is_last=True)


def _plain(text: str, *, is_first: bool = False, is_last: bool = False) -> Iterator[Piece]:
    """Text without a mark; of a long one only what stands next to the marks."""
    if len(text) <= _SHOWN_CHARS:
        if text:
            yield Piece("plain", text)
        return
    if not is_first:
        yield Piece("plain", text[:_END_CHARS].rpartition(" ")[0] or text[:_END_CHARS])
    yield Piece("cut")
    if not is_last:
        yield Piece("plain", text[-_END_CHARS:].partition(" ")[2] or text[-_END_CHARS:])
