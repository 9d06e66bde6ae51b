"""Which slips of the keyboard are forgiven.

A few letters may be wrong, the more the longer the answer is; not if what was typed is
as near to another term, or is another word.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from .korean import stems
from .opposites import opposed

# Prefixes that turn a word round; of Korean ones, any whole syllable does it (비선형).
_TURNING = {"a", "an", "un", "non", "in", "im", "ir", "dis", "de", "anti"}
_LONGEST = 80  # letters; in what is longer, slips are not looked for

# The keys of each letter on the usual keyboard (두벌식).
_LEADS = "r R s e E f a q Q t T d w W c z x v g"
_VOWELS = "k o i O j p u P h hk ho hl y n nj np nl b m ml l"
_FINALS = "r R rt s sw sg e f fr fa fq ft fx fv fg a q qt t T d w c z x v g"
_KEYS = {
    first + place: key.casefold()
    for first, keys in ((0x1100, _LEADS), (0x1161, _VOWELS), (0x11A8, _FINALS))
    for place, key in enumerate(keys.split())
}


def jamo(text: str) -> str:
    """The letters of a text; each Hangul syllable as its two or three."""
    return unicodedata.normalize("NFD", text)


def keys(text: str) -> str:
    """The keys that type a text, whichever language the keyboard was in."""
    return jamo(text).translate(_KEYS)


def allowed(answer: str) -> int:
    """How many letters may be wrong in an answer, by its length in jamo.

    Digits are never wrong by a slip, and do not count. In a formula none is allowed.
    """
    letters = jamo(answer)
    count = sum(letter.isalpha() for letter in letters)
    if count < 6 or len(letters) > _LONGEST or not letters.isalnum():
        return 0
    return 1 if count < 12 else 2


def distance(a: str, b: str, most: int) -> int:
    """Edits from a to b (insert, delete, replace, swap neighbours), capped.

    Optimal string alignment, looked for only so far from the diagonal as `most`
    allows; `most + 1` as soon as it is known that more edits are needed.
    """
    far = most + 1
    if abs(len(a) - len(b)) > most:
        return far
    before: list[int] = []
    row = [min(j, far) for j in range(len(b) + 1)]
    for i, x in enumerate(a, 1):
        last, row = row, [far] * (len(b) + 1)
        row[0] = min(i, far)
        for j in range(max(1, i - most), min(len(b), i + most) + 1):
            y = b[j - 1]
            best = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                best = min(best, before[j - 2] + 1)
            row[j] = best
        if min(row) > most and min(last) > most:
            return far
        before = last
    return min(row[-1], far)


def nearest(given: str, answers: Iterable[str], others: Iterable[str]) -> str | None:
    """The answer that `given` misspells, all in normal form; None if there is none.

    A near miss is vetoed if it is as near to one of the `others`, the terms it
    must not be confused with (출력층 is no slip for 입력층).
    """
    words, struck = list(stems(given)), keys(given)
    slips = []
    for answer in answers:
        if keys(answer) == struck:  # the keyboard was left in the other language
            return answer
        most = allowed(answer)
        off = min(_off(word, answer, most) for word in words)
        if off <= most:
            slips.append((off, answer))
    if not slips:
        return None
    off, answer = min(slips)
    letters = [jamo(word) for word in words]
    vetoed = any(
        distance(typed, name, off) <= off
        for name in map(jamo, others)
        for typed in letters
    )
    return None if vetoed else answer


def _off(given: str, answer: str, most: int) -> int:
    """How many slips `given` is off; too many if they make it another word."""
    a, b = jamo(given), jamo(answer)
    if not most or abs(len(a) - len(b)) > most or _digits(a) != _digits(b):
        return most + 1
    short, long = sorted((given, answer), key=len)
    before = long.removesuffix(short)
    if before != long and before and (before in _TURNING or "가" <= before[-1] <= "힣"):
        return most + 1
    off = distance(a, b, most)
    return most + 1 if off <= most and opposed(given, answer) else off


def _digits(text: str) -> list[str]:
    return [letter for letter in text if letter.isdigit()]
