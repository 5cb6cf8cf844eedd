"""A scorecard as JSON, for other programs. Keys stay; new ones may come.

    {"rules": hash of the rules that judged,
     "sets": [{"name", "judged", "bad", "scored", "cross_validated": [case ids]}, ...],
     "groups": [{"set": name or null, "lang": code or null, "cases", "macro_f1": number or null,
                 "top_1", "top_3", "lead", "signposts_only", "minor_found", "minor_flagged", "urgent_found",
                 "urgent_flagged": SHARE each,
                 "calibration": {"error", "confidence", "accuracy": number or null each,
                                 "bins": [{"low", "high", "confidence": number or null, "right": SHARE}, ... ten]}}, ...],
     "categories": [{"category", "wanted", "got", "both", "precision": number or null, "f1": number,
                     "top_1", "top_3", "lead": SHARE each}, ...],
     "confusions": [{"wanted", "got", "count", "rules": [{"rule", "count"}, ...], "cases": [case ids]}, ...]}

SHARE is {"right", "asked", "share": number or null when nothing was asked, "low", "high"}, the last two a Wilson interval of
95 %. The first group, without a set and a language, is all cases; then come the languages, the sets, the languages of each
set. In a category, `wanted` counts its cases, `got` the answers that name it, `both` where they meet. Found: the share seen
of those that all readers see, so recall; flagged: the share seen of those that no reader sees. Numbers are not rounded.
"""

from __future__ import annotations

from intake.core.measures import Calibration, Share
from intake.workflow.figures import CategoryFigures, Confusion, Group, Scorecard, SetSummary

Json = dict[str, object]


def as_json(card: Scorecard) -> Json:
    """Everything a scorecard says."""
    return {
        "rules": card.rules,
        "sets": [_set(summary) for summary in card.sets],
        "groups": [_group(group) for group in card.groups],
        "categories": [_category(found) for found in card.categories],
        "confusions": [_confusion(found) for found in card.confusions],
    }


def _set(summary: SetSummary) -> Json:
    return {
        "name": summary.name,
        "judged": summary.judged,
        "bad": summary.bad,
        "scored": summary.scored,
        "cross_validated": list(summary.cross_validated),
    }


def _group(group: Group) -> Json:
    found = group.figures
    return {
        "set": group.set,
        "lang": group.lang,
        "cases": found.cases,
        "macro_f1": found.macro_f1,
        "top_1": _share(found.top_1),
        "top_3": _share(found.top_3),
        "lead": _share(found.lead),
        "signposts_only": _share(found.signposts_only),
        "minor_found": _share(found.minor_found),
        "minor_flagged": _share(found.minor_flagged),
        "urgent_found": _share(found.urgent_found),
        "urgent_flagged": _share(found.urgent_flagged),
        "calibration": _calibration(found.calibration),
    }


def _share(share: Share) -> Json:
    low, high = share.interval
    return {"right": share.right, "asked": share.asked, "share": share.value, "low": low, "high": high}


def _calibration(found: Calibration) -> Json:
    bins = [
        {"low": each.low, "high": each.high, "confidence": each.confidence, "right": _share(each.right)}
        for each in found.bins
    ]
    return {"error": found.error, "confidence": found.confidence, "accuracy": found.accuracy, "bins": bins}


def _category(found: CategoryFigures) -> Json:
    agreement = found.agreement
    return {
        "category": found.code,
        "wanted": agreement.wanted,
        "got": agreement.got,
        "both": agreement.both,
        "precision": agreement.precision,
        "f1": agreement.f1,
        "top_1": _share(found.top_1),
        "top_3": _share(found.top_3),
        "lead": _share(found.lead),
    }


def _confusion(found: Confusion) -> Json:
    return {
        "wanted": found.wanted,
        "got": found.got,
        "count": found.count,
        "rules": [{"rule": rule, "count": count} for rule, count in found.rules],
        "cases": list(found.cases),
    }
