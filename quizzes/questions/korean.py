"""When two written answers are the same, in Korean and in English.

An answer is the same whatever its spaces, hyphens, case and punctuation are; with a
particle that agrees with it, a head noun that only says what kind of thing it is, an
article, a plural; framed as an answer; or named twice, as in 퍼셉트론(perceptron). A
slip of the keyboard is forgiven, unless it is as near to another term. In a longer
sentence an answer is none: it could be denied there, or be one of two.

tests/quizzes/questions/text_cases.tsv says how fair that is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

# What may follow a word: any, one that ends in a consonant, one that does not (or ㄹ).
_AFTER_ANY = (
    *("의", "에", "도", "만", "에서", "에게", "까지", "부터", "보다", "처럼"),
    *("에는", "에서는", "에게는"),
    *("이다", "입니다", "임", "요"),
)
_AFTER_CONSONANT = (
    *("은", "이", "을", "과", "으로", "이라", "이라고", "이란", "이요", "이에요"),
)
_AFTER_VOWEL = ("는", "가", "를", "와", "로", "라", "라고", "란", "다", "예요", "에요")
_PARTICLES = {*_AFTER_ANY, *_AFTER_CONSONANT, *_AFTER_VOWEL}

# Who writes 역전파 알고리즘 for 역전파 says no more than was asked. Not so 규칙, 학습,
# 기계, 층: 헵 is a person, 헵 규칙 is not.
_HEADS = (
    *("함수", "알고리즘", "모델", "모형", "메커니즘", "기법", "방법", "방식"),
    *("문제", "현상", "개념", "값", "박사", "교수"),
    *("function", "algorithm", "model", "mechanism", "method", "problem"),
)

_DROPPED = re.compile(
    r"[\s\-_\"“”「」『』«»`\u00ad\u2010-\u2015\u200b-\u200f\u2060\ufeff]+"
)
# A.I., Hebb's, a full stop: between or behind letters, for 1.5, f' and n! mean something.
_STOPS = re.compile(
    r"(?<=[^\W\d_])(?:[.]+(?=[^\W\d_]|$)|['’](?=s))|(?<=[^\W\d_]{2})[.!?~]+$"
)
# What may stand before an answer; looked for while spaces still part the words, for
# asymmetric is not a symmetric.
_BEFORE = re.compile(
    r"\s*(?:(?:정?답\s*(?:은|:)|(?:the\s+)?answer\s*(?:is\b|:))\s*)?(?:(?:an?|the)\s+)?",
    re.IGNORECASE,
)
_GLOSSED = re.compile(r"([^()\[\]]+)[(\[]([^()\[\]]+)[)\]](\w*)")
_BETWEEN_NAMES = re.compile(r"[,/=;]")

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


@lru_cache(maxsize=20_000)  # the same answers and terms, again and again
def normal(text: str) -> str:
    """The form in which two spellings of one answer are equal."""
    text = unicodedata.normalize("NFKC", text).casefold()
    return _STOPS.sub("", unicodedata.normalize("NFC", _DROPPED.sub("", text)))


def readings(text: str) -> list[str]:
    """The normal form of a text; and, if there is such, that without what stands
    before an answer: 정답은, the."""
    found = [normal(text), normal(_BEFORE.sub("", text, count=1))]
    return found[: 2 if found[1] and found[1] != found[0] else 1]


def jamo(text: str) -> str:
    """The letters of a text; each Hangul syllable as its two or three."""
    return unicodedata.normalize("NFD", text)


def keys(text: str) -> str:
    """The keys that type a text, whichever language the keyboard was in."""
    return jamo(text).translate(_KEYS)


def without_particle(given: str, answer: str) -> bool:
    """Whether `given` is `answer` and a particle that agrees with its ending."""
    return (
        bool(answer)
        and given.startswith(answer)
        and _fits(answer, given[len(answer) :])
    )


def _fits(word: str, particle: str) -> bool:
    """Whether the particle can follow the word."""
    if particle not in _PARTICLES:
        return False
    if particle in _AFTER_ANY:
        return word[-1].isalnum()
    final = _final(word[-1])
    if final is None:  # not Hangul: how it is read aloud is unknown
        return True
    if final == 8 and particle in ("로", "으로"):
        return particle == "로"
    return particle in (_AFTER_CONSONANT if final else _AFTER_VOWEL)


def _final(syllable: str) -> int | None:
    """The final consonant's number (0: none, 8: ㄹ); None if not Hangul."""
    if not "가" <= syllable <= "힣":
        return None
    return (ord(syllable) - 0xAC00) % 28


def same(given: str, answer: str) -> bool:
    """Whether two normal forms are one answer, but for what follows it."""
    if not answer or not given.startswith(answer):
        return False
    return any(given == one or without_particle(given, one) for one in _longer(answer))


def _longer(answer: str) -> Iterator[str]:
    """The answer, its plural, and it with a head noun."""
    yield answer
    if "a" <= answer[-1] <= "z" and len(answer) > 2:
        yield from (answer + "s", answer + "es")
    if len(answer) == 4 and answer.isdecimal():
        yield answer + "년"
    yield from (answer + head for head in _HEADS)


def longest(given: str, answers: Iterable[str]) -> str:
    """The longest of the answers that `given` is; empty if it is none."""
    found = (answer for answer in answers if same(given, answer))
    return max(found, key=len, default="")


def several(given: str, answers: Collection[str]) -> bool:
    """Whether `given` is two or more of the answers: 퍼셉트론(perceptron)."""
    glossed = _GLOSSED.fullmatch(given)
    parts = _BETWEEN_NAMES.split(given)
    if glossed:
        parts = [glossed[1] + glossed[3], glossed[2]]
    if len(parts) == 1:
        return _two_names(given, answers)
    return all(longest(part, answers) for part in parts)


def _two_names(given: str, answers: Collection[str]) -> bool:
    """Whether it is two of the answers, one behind the other."""
    return any(
        same(given[len(one) :], other)
        for one in answers
        if one and given.startswith(one)
        for other in answers
        if other != one
    )


def slips_allowed(answer: str) -> int:
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
    stems, typed = list(_stems(given)), keys(given)
    slips = []
    for answer in answers:
        if keys(answer) == typed:  # the keyboard was left in the other language
            return answer
        allowed = slips_allowed(answer)
        off = min((_off(stem, answer, allowed) for stem in stems), default=allowed + 1)
        if off <= allowed:
            slips.append((off, answer))
    if not slips:
        return None
    off, answer = min(slips)
    letters = [jamo(stem) for stem in stems]
    vetoed = any(
        distance(stem, name, off) <= off
        for name in map(jamo, others)
        for stem in letters
    )
    return None if vetoed else answer


def _stems(given: str) -> Iterator[str]:
    """A text as it is, and without what may follow a word."""
    words = [given]
    for size in (1, 2, 3):
        word, particle = given[:-size], given[-size:]
        if word and _fits(word, particle):
            words.append(word)
    for word in words:
        yield word
        yield from (word.removesuffix(head) for head in _HEADS if word.endswith(head))


def _off(given: str, answer: str, allowed: int) -> int:
    """How many slips `given` is off; too many if they make it another word."""
    a, b = jamo(given), jamo(answer)
    if not allowed or abs(len(a) - len(b)) > allowed or _digits(a) != _digits(b):
        return allowed + 1
    short, long = sorted((given, answer), key=len)
    before = long.removesuffix(short)
    if before != long and before and (before in _TURNING or "가" <= before[-1] <= "힣"):
        return allowed + 1
    return distance(a, b, allowed)


def _digits(text: str) -> list[str]:
    return [letter for letter in text if letter.isdigit()]
