"""What a glossary says of an answer: its other names, and what it is not.

Whatever its category, another term is another answer: who types it means it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from . import korean, slips

MOST_LETTERS = (
    600  # of synonyms, and of other terms: a glossary cannot swell a question
)
Names = tuple[str, ...]
_PARTING = re.compile(r"[\s\-\u2010-\u2015.]")


def around(
    answers: Sequence[str], terms: Iterable[Sequence[str]], shown: str = ""
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The answers' synonyms, and the names of terms that could be taken for them.

    Each term is the names of one thing. Where one of them is `shown` with the
    question, the others are no answer to it: who asks what GPT stands for does not
    want to hear 지피티.
    """
    glossary, right = tuple(map(tuple, terms)), tuple(answers)
    text = unicodedata.normalize("NFKC", shown)
    named = [
        form.name
        for new in _own(right, glossary)
        if not any(_tells(text, form, glossary) for form in new)
        for form in new
    ]
    synonyms = _first(named)
    return synonyms, _confusable(right, synonyms, glossary)


class _Form(NamedTuple):
    """A name, its normal form, the jamo of that, and which letters these are."""

    name: str
    spelt: str
    letters: str
    bits: int


@lru_cache(maxsize=20_000)
def _forms(names: tuple[str, ...]) -> list[_Form]:
    found = []
    for name in names:
        spelt = korean.normal(name)
        letters = slips.jamo(spelt)
        bits = sum({1 << ord(letter) % 61 for letter in letters})
        found.append(_Form(name, spelt, letters, bits))
    return found


def _tells(shown: str, form: _Form, terms: Iterable[Names]) -> bool:
    """Whether a text has a name, other than within a longer one: 셀프 어텐션 tells
    nobody 어텐션.
    """
    spans = _spans(shown, form)
    longer = [
        span
        for names in (terms if spans else ())
        for other in _forms(names)
        if form.spelt in other.spelt and form.spelt != other.spelt
        for span in _spans(shown, other)
    ]
    return any(
        not any(a <= start and end <= b for a, b in longer) for start, end in spans
    )


def _spans(shown: str, form: _Form) -> list[tuple[int, int]]:
    """Where a text has a name as a word of its own, with a particle or without."""
    return [
        found.span(1)
        for found in _word(form.name).finditer(shown)
        if korean.same(korean.normal(found[0]), form.spelt)
    ]


@lru_cache(maxsize=1_000)
def _word(name: str) -> re.Pattern[str]:
    """A name, its words parted or not, and the letters behind it.

    Capitals are capitals: no “or” in a text tells OR.
    """
    letters = _PARTING.sub("", unicodedata.normalize("NFKC", name))
    spelt = f"{_PARTING.pattern}?".join(map(re.escape, letters))
    case = re.NOFLAG if name.isupper() else re.IGNORECASE
    return re.compile(rf"(?<![^\W_])({spelt})(?!\d)[^\W\d_]*", case)


# The same questions are dealt again and again, and a glossary changes seldom.
@lru_cache(maxsize=1_000)
def _own(answers: Names, terms: tuple[Names, ...]) -> list[list[_Form]]:
    """The other names of each term that is one of the answers."""
    spelt = {korean.normal(answer) for answer in answers}
    new = [[one for one in _forms(t) if one.spelt not in spelt] for t in terms]
    return [some for some, t in zip(new, terms, strict=True) if len(some) < len(t)]


@lru_cache(maxsize=1_000)
def _confusable(answers: Names, synonyms: Names, terms: tuple[Names, ...]) -> Names:
    """The names of other terms that could be taken for what is right."""
    spelt = {korean.normal(answer) for answer in answers}
    others = [forms for forms in map(_forms, terms) if spelt.isdisjoint(_spelt(forms))]
    near = _near((*answers, *synonyms), [form for forms in others for form in forms])
    return _first(near)


def _first(names: Iterable[str]) -> Names:
    """So many of the names, each once, as there is room for."""
    each = tuple(dict.fromkeys(names))
    lengths = accumulate(map(len, each))
    return each[: sum(1 for length in lengths if length <= MOST_LETTERS)]


def _spelt(forms: Iterable[_Form]) -> Iterator[str]:
    return (form.spelt for form in forms)


def _near(right: tuple[str, ...], foreign: Sequence[_Form]) -> Iterator[str]:
    """Names that a response could be taken for, which is near to what is right."""
    forms = _forms(right)
    for one in forms:
        most = slips.allowed(one.spelt)
        yield from _within(2 * most, one, foreign)
        for stem in korean.stems(one.spelt):  # 질의 메커니즘 is no 주의 메커니즘
            if stem != one.spelt:
                yield from _within(most, _forms((stem,))[0], foreign)
    answers = tuple(form.spelt for form in forms if form.spelt)
    parts = _parts(answers)
    for form in foreign:  # 정확도 is no 정확 with a particle
        if form.spelt in parts or form.spelt.startswith(answers):
            yield form.name


def _within(most: int, one: _Form, foreign: Iterable[_Form]) -> Iterator[str]:
    """Names so few edits away. An edit changes two letters of a word at most, which is
    quickly seen in the bits.
    """
    for name, _spelt, letters, bits in foreign if most else ():
        if (bits ^ one.bits).bit_count() <= 2 * most and slips.distance(
            letters, one.letters, most
        ) <= most:
            yield name


def _parts(answers: Sequence[str]) -> set[str]:
    """What the answers begin with: 가중치 함수 is no 가중치 감소. And head nouns as long
    as an answer: who writes 키 값 names two terms, who writes 가중치 값 one.
    """
    beginnings = {one[:end] for one in answers for end in range(1, len(one))}
    shortest = min(map(len, answers), default=0)
    return beginnings | {head for head in korean.HEADS if len(head) >= shortest}
