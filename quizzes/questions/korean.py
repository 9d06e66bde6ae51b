"""When two written answers are the same, in Korean and in English.

An answer is the same whatever its spaces, hyphens, case and punctuation are; with a
particle that agrees with it, a head noun that only says what kind of thing it is, an
article, a plural; framed as an answer; or named twice, as in 퍼셉트론(perceptron). In
a longer sentence an answer is none: it could be denied there, or be one of two.

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
    *("은", "이", "을", "과", "으로", "이란", "이라", "이라고", "이요", "이에요"),
    *("이죠", "이었다", "이었습니다", "이라고한다", "이라고합니다", "이라고부른다"),
    *("이라한다", "이라부른다"),
)
_AFTER_VOWEL = (
    *("는", "가", "를", "와", "로", "란", "라", "라고", "다", "예요", "에요", "죠"),
    *("였다", "였습니다", "라고한다", "라고합니다", "라고부른다"),
    *("라한다", "라부른다"),
)
_PARTICLES = {*_AFTER_ANY, *_AFTER_CONSONANT, *_AFTER_VOWEL}
_LONGEST = max(map(len, _PARTICLES))

# Who writes 역전파 알고리즘 for 역전파 says no more than was asked. Not so 규칙, 학습,
# 기계, 층: 헵 is a person, 헵 규칙 is not.
HEADS = (
    *("함수", "알고리즘", "모델", "모형", "메커니즘", "기법", "방법", "방식"),
    *("문제", "현상", "개념", "값", "게이트", "벡터"),
    *("박사", "박사님", "교수", "교수님", "씨", "님"),
    *("function", "algorithm", "model", "mechanism", "method", "problem"),
    *("gate", "vector"),
)
_ENDS = (*HEADS, "들", "법")

_DROPPED = re.compile(
    r"[\s\-_\"“”「」『』«»`\u00ad\u2010-\u2015\u200b-\u200f\u2060\ufeff]+"
)
# A minus sign before a value; what else looks like one is a hyphen.
_MINUS = re.compile(r"^\s*[-\u2010-\u2015]\s*(?=[.\d√∞])")
# A prime stands behind a letter or a bracket, an opening quotation mark never.
_QUOTED = re.compile(r"(?:^|(?<=[\s(\[,:]))['‘](\w[^'‘’]*)['’]")
# A.I., Hebb's; a mark behind all: but 1.5, 0.3..., f' and n! mean something.
_STOPS = re.compile(
    r"(?<=[^\W\d_])(?:[.]+(?=[^\W\d_])|['’](?=s)|[.,?]+$)|(?<=\d)[.,?]$"
    r"|(?:(?<=[^\W\d_]{2})|(?<=[가-힣]))[.,!?~]+$"
)
# What may stand before an answer; looked for while spaces still part the words, for
# asymmetric is not a symmetric.
_BEFORE = re.compile(
    r"\s*(?:(?:정?답\s*(?:은|:)|(?:the\s+)?answer\s*(?:is\b|:)|it(?:\s+is|['’]s)\b)\s*)?"
    r"(?:(?:an?|the|(?:mr|ms|mrs|dr|prof)\.?|professor)\s+)?",
    re.IGNORECASE,
)
# Brackets around a word; around numbers or one letter they mean something.
_BRACKETED = re.compile(
    r"\s*[(\[](?=[^()\[\]]*(?:[가-힣]|[a-z]{2}))([\w\s-]+)[)\]][\s.]*",
    re.IGNORECASE,
)
_GLOSSED = re.compile(r"([^()\[\]]+)[(\[]([^()\[\]]+)[)\]](\w*)")
_BETWEEN_NAMES = re.compile(r"[,/=;]")


@lru_cache(maxsize=20_000)  # the same answers and terms, again and again
def normal(text: str) -> str:
    """The form in which two spellings of one answer are equal."""
    text = unicodedata.normalize("NFKC", text).casefold()
    text = _MINUS.sub("\u2212", _QUOTED.sub(r"\1", text))
    return _STOPS.sub("", unicodedata.normalize("NFC", _DROPPED.sub("", text)))


def readings(text: str) -> list[str]:
    """The normal form of a text; and, if there is such, that without what stands
    before an answer or around it: 정답은, the, brackets."""
    bare = _BEFORE.sub("", unicodedata.normalize("NFKC", text), count=1)
    bracketed = _BRACKETED.fullmatch(bare)
    found = [normal(text), normal(bracketed[1] if bracketed else bare)]
    return found[: 2 if found[1] and found[1] != found[0] else 1]


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
    if _final(answer[-1]) is not None:
        yield answer + "들"
        if len(answer) > 1:  # 역전파법; but 방법 is no 방
            yield answer + "법"
    yield from (answer + head for head in HEADS)


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


def stems(given: str) -> Iterator[str]:
    """A text as it is, and without what may follow a word."""
    words = [given]
    for size in range(1, _LONGEST + 1):
        word, particle = given[:-size], given[-size:]
        if word and _fits(word, particle):
            words.append(word)
    for word in words:
        yield word
        yield from (word.removesuffix(end) for end in _ENDS if word.endswith(end))
