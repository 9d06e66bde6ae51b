"""What a glossary says of an answer: its other names, and what it is not.

Whatever its category, another term is another answer: who types it means it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from . import korean

MOST_CONFUSABLE = 50  # terms frozen into a question; a glossary cannot swell it
MOST_SYNONYMS = 50


def around(
    answers: Sequence[str], terms: Iterable[Sequence[str]], shown: str = ""
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The answers' synonyms, and the names of terms that could be taken for them.

    Each term is the names of one thing. Where one of them is `shown` with the
    question, the others are no answer to it: who asks what GPT stands for does not
    want to hear 지피티.
    """
    spelt = {korean.normal(answer) for answer in answers}
    told = korean.normal(shown)
    synonyms: list[str] = []
    foreign: list[_Form] = []
    for names in terms:
        forms = _forms(tuple(names))
        new = [form for form in forms if form.spelt not in spelt]
        if len(new) == len(forms):
            foreign += forms
        elif not any(form.spelt in told for form in new):
            synonyms += [form.name for form in new]
    del synonyms[MOST_SYNONYMS:]
    near = _near((*answers, *synonyms), foreign)
    return tuple(synonyms), tuple(dict.fromkeys(near))[:MOST_CONFUSABLE]


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
        letters = korean.jamo(spelt)
        bits = sum({1 << ord(letter) % 61 for letter in letters})
        found.append(_Form(name, spelt, letters, bits))
    return found


def _near(right: tuple[str, ...], foreign: Sequence[_Form]) -> Iterator[str]:
    """Names that a response could be within the slips of, as of what is right; and
    those that begin with it: 정확도 is no 정확 with a particle.

    An edit changes two letters of a word at most, which is quickly seen in the bits.
    """
    for one in _forms(right):
        most = 2 * korean.slips_allowed(one.spelt)
        for name, _spelt, letters, bits in foreign if most else ():
            if (bits ^ one.bits).bit_count() <= 2 * most and korean.distance(
                letters, one.letters, most
            ) <= most:
                yield name
    beginnings = tuple(form.spelt for form in _forms(right) if form.spelt)
    for form in foreign:
        if form.spelt.startswith(beginnings):
            yield form.name
