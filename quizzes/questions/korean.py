"""When two written answers are the same, in Korean and in English.

The rules are measured ones: NFKC, casefold, no spaces, hyphens or zero-width
characters; a particle may follow if what remains is the answer and the particle
agrees with its final consonant; a slip of the keyboard is forgiven by edit distance
over jamo, unless it is as near to another term.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

# Particles by what they follow: any syllable, a final consonant, none (or ㄹ).
_AFTER_ANY = [
    "의",
    "에",
    "도",
    "만",
    "에서",
    "에게",
    "까지",
    "부터",
    "보다",
    "처럼",
    "이다",
    "입니다",
]
_AFTER_CONSONANT = ["은", "이", "을", "과", "으로", "이라", "이라고"]
_AFTER_VOWEL = ["는", "가", "를", "와", "로", "라", "라고", "다"]

_DROPPED = re.compile(r"[\s\-_\u00ad\u2010-\u2015\u200b-\u200f\u2060\ufeff]+")


def normal(text: str) -> str:
    """The form in which two spellings of one answer are equal."""
    text = unicodedata.normalize("NFKC", text).casefold()
    return unicodedata.normalize("NFC", _DROPPED.sub("", text))


def jamo(text: str) -> str:
    """The letters of a text; each Hangul syllable as its two or three."""
    return unicodedata.normalize("NFD", text)


def without_particle(given: str, answer: str) -> bool:
    """Whether `given` is `answer` and a particle that agrees with its ending."""
    rest = given.removeprefix(answer)
    if not answer or rest == given or not rest:
        return False
    if rest in _AFTER_ANY:
        return "가" <= answer[-1] <= "힣" or answer[-1].isalnum()
    final = _final(answer[-1])
    if final is None:  # not Hangul: how it is read aloud is unknown
        return rest in _AFTER_CONSONANT or rest in _AFTER_VOWEL
    if final == 8 and rest in ("로", "으로"):
        return rest == "로"
    return rest in (_AFTER_CONSONANT if final else _AFTER_VOWEL)


def _final(syllable: str) -> int | None:
    """The final consonant's number (0: none, 8: ㄹ); None if not Hangul."""
    if not "가" <= syllable <= "힣":
        return None
    return (ord(syllable) - 0xAC00) % 28


def slips_allowed(answer: str) -> int:
    """How many letters may be wrong in an answer, by its length in jamo."""
    letters = jamo(answer)
    if len(letters) < 6 or any(letter.isdigit() for letter in letters):
        return 0
    return 1 if len(letters) < 12 else 2


def distance(a: str, b: str, most: int) -> int:
    """Edits from a to b (insert, delete, replace, swap neighbours), capped.

    Optimal string alignment; returns `most + 1` as soon as it is known that more
    than `most` edits are needed.
    """
    if abs(len(a) - len(b)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row = row, [i] + [0] * len(b)
        for j, y in enumerate(b, 1):
            row[j] = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                row[j] = min(row[j], before[j - 2] + 1)
        if min(row) > most and min(last) > most:
            return most + 1
        before = last
    return min(row[-1], most + 1)


def same(given: str, answer: str) -> bool:
    """Whether two normal forms are one answer, particle aside."""
    return given == answer or without_particle(given, answer)


def nearest(given: str, answers: Iterable[str], others: Iterable[str]) -> str | None:
    """The answer that `given` misspells, all in normal form; None if there is none.

    A near miss is vetoed if it is as near to one of the `others`, the terms it
    must not be confused with (출력층 is no slip for 입력층).
    """
    letters = jamo(given)
    slips = []
    for answer in answers:
        allowed = slips_allowed(answer)
        off = distance(letters, jamo(answer), allowed)
        if off <= allowed:
            slips.append((off, answer))
    if not slips:
        return None
    off, answer = min(slips)
    vetoed = any(distance(letters, jamo(other), off) <= off for other in others)
    return None if vetoed else answer
