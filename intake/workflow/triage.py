"""Reports judged in bulk, a line of JSON each: the same engine as every door, and nothing is stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from intake.core.condition import FactValue
from intake.core.errors import BadLine, FieldError
from intake.core.given import Places, check_report, read_json
from intake.core.judging import Judgement, Reread, judge
from intake.core.rules import Ruleset
from intake.workflow.dossier import plain

Translate = Callable[[str], str]


@dataclass(frozen=True)
class Bench:
    """What lines are judged by: one version of the rules, what places may be, and a catalogue's gettext by language.

    `reread` reads again what the first reading is unsure of, where there is one.
    """

    rules: Ruleset
    places: Places
    translators: Mapping[str, Translate]
    reread: Reread | None = None


def triage(bench: Bench, line: str, *, now: datetime) -> dict[str, object]:
    """The answer to one line. Raises BadLine with every reason."""
    given = read_line(line)
    id = given.get("id")
    if not isinstance(id, str):
        raise BadLine("id: Write a text.")
    return {"id": id} | answer(judge_given(bench, given, now=now))


def judge_given(bench: Bench, given: Mapping[str, object], *, now: datetime) -> Judgement:
    """What is made of a report as JSON says it. Raises BadLine with every reason."""
    found = check_report(bench.rules.dictionary, given, bench.places, languages=tuple(bench.translators), also=("id",))
    if found.errors:
        raise BadLine(_reasons(bench, found.errors, found.lang))
    judgement = judge(bench.rules, found.facts, found.text, now=now, reread=bench.reread)
    if judgement.problems:
        raise BadLine(" ".join(constraint.says.in_(found.lang) for constraint in judgement.problems))
    return judgement


def read_line(line: str) -> dict[str, object]:
    """The JSON object that a line is. Raises BadLine."""
    given = read_json(line)
    if not isinstance(given, dict):
        raise BadLine("Write one JSON object a line, with each key once.")
    return given


def answer(judgement: Judgement) -> dict[str, object]:
    """What a judgement says, as JSON has it."""
    decision, routing = judgement.decision, judgement.decision.routing
    return {
        "category": decision.classification.category,
        "ranked": [{"category": code, "score": score} for code, score in judgement.ranked],
        "signals": _sorted(decision.facts.get("signals")),
        "indicators": [{"kind": found.kind, "value": found.value} for found in judgement.reading.indicators],
        "facts": plain(decision.facts),
        "lead_country": decision.jurisdiction.lead_country,
        "nexus": sorted(decision.jurisdiction.nexus),
        "lead": routing.lead,
        "copies": [copy.agency for copy in routing.copies],
        "signposts": [signpost.agency for signpost in routing.signposts],
        "priority": routing.priority,
        "advice": [rule.id for rule in routing.advice],
        "rules": {
            "category": decision.classification.rule.id,
            "lead_country": decision.jurisdiction.rule.id,
            "lead": routing.lead_rule.id,
            "priority": routing.priority_rule.id,
        },
    }


def _reasons(bench: Bench, errors: tuple[FieldError, ...], lang: str) -> str:
    say = bench.translators.get(lang, str)
    return "; ".join(f"{error.question_id}: {say(error.message) % error.values}" for error in errors)


def _sorted(signals: FactValue | None) -> list[str]:
    return sorted(signals) if isinstance(signals, frozenset) else []
