"""Telephones said digit by digit or in pairs, as dictation writes them down: "cincuenta y cinco doce treinta y cuatro"."""

from __future__ import annotations

import re
from collections.abc import Callable

_SPANISH = (
    "cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce", "trece",
    "catorce", "quince", "dieciseis", "diecisiete", "dieciocho", "diecinueve", "veinte", "veintiuno", "veintidos",
    "veintitres", "veinticuatro", "veinticinco", "veintiseis", "veintisiete", "veintiocho", "veintinueve",
)  # fmt: skip
_TENS = ("treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa")
_ENGLISH = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_VALUES = {
    **{word: value for words in (_SPANISH, _ENGLISH) for value, word in enumerate(words)},
    **{word: value * 10 for value, word in enumerate(_TENS, 3)},
    "oh": 0,
}
_PLAIN = str.maketrans("áéíóú", "aeiou")
_ACCENTED = str.maketrans({"e": "[eé]", "o": "[oó]"})
_WORD = rf"(?:{'|'.join(word.translate(_ACCENTED) for word in sorted(_VALUES, key=len, reverse=True))})\b"
_RUN = re.compile(rf"\b{_WORD}(?:[ ,.\-]{{1,3}}(?:y )?{_WORD}){{4,15}}", re.IGNORECASE)
_SAYS_PHONE = re.compile(
    r"\b(?:tel|cel|m[oó]vil|n[uú]mero|whats|wasap|marc|llam|habl|phone|number|call|text|dial)", re.I
)
_CONTEXT_CHARS = 60


def spoken_digits(text: str) -> tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...]:
    """How to put them in digits; nothing in a text that has hardly such a word."""
    return ((_RUN, _in_digits),) if len(_VALUES.keys() & text.lower().split()) > 1 else ()


def _in_digits(match: re.Match[str]) -> str:
    """A whole phone that something calls so: sums and ages are said in the same words."""
    said = _SAYS_PHONE.search(match.string, max(match.start() - _CONTEXT_CHARS, 0), match.start())
    digits = _digits(re.findall(r"\w+", match[0].lower().translate(_PLAIN)))
    return digits if said and 10 <= len(digits) <= 13 else match[0]


def _digits(words: list[str]) -> str:
    """ "treinta y cuatro" is 34, "treinta cuatro" 304: so are they read out."""
    values: list[int] = []
    for word, previous in zip(words, ["", *words], strict=False):
        if previous == "y" and values[-1] % 10 == 0 and word in _VALUES:
            values[-1] += _VALUES[word]
        elif word != "y":
            values.append(_VALUES[word])
    return "".join(map(str, values))
