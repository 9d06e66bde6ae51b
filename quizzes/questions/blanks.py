"""Blanks as an author writes them into a text.

`[[perceptron|퍼셉트론]]` is typed, with its accepted answers; `[[=tanh|ReLU|step]]` is
a list whose first is right; `[[=tanh]]` takes from one list that such blanks share.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from django.utils.translation import gettext as _

from .base import Question
from .choice import MOST_OPTIONS, Choice, Option
from .text import MOST_ACCEPTED, Text

# What stands for the blanks in the stored text: one character each, which is neither
# taken apart nor, like a bracket, punctuation to Markdown (**❶**은 would stay unread).
MARKS = "❶❷❸❹❺❻❼❽❾❿⓫⓬"
LONGEST = 8_000  # characters of the text as authored
UNWRITABLE = set("|[]\n")  # no answer can hold these

_BLANK = re.compile(r"\[\[((?:[^\[\]\n]|\[[^\[\]\n]*+\])*+)\]\]")  # [[[MASK]]] too
_MATH = re.compile(
    r"\\.|(?P<tex>\$\$.*?\$\$|(?<!\d)\$(?!\s)(?:\\.|[^$\\])+?(?<!\s)\$(?!\d))",
    re.DOTALL,
)

# Particles that tell how the word before them ends, and what tells nothing.
_NEUTRAL = {
    **dict.fromkeys(["은", "는"], "은(는)"),
    **dict.fromkeys(["이", "가"], "이(가)"),
    **dict.fromkeys(["을", "를"], "을(를)"),
    **dict.fromkeys(["과", "와"], "와(과)"),
    **dict.fromkeys(["으로", "로"], "(으)로"),
}
_TELLING = re.compile(
    rf"([{MARKS}])[*_~`]*({'|'.join(_NEUTRAL)})"
    r"(?:서|써|부터|의|는|도|만)?(?![가-힣(])"  # 로부터; but neither 이란 nor 은(는)
)


def read(written: str, distractors: Sequence[str]) -> tuple[str, tuple[Question, ...]]:
    """The text with its marks, and the blanks: each a Text or a Choice.

    Raises ValueError with a sentence for the author.
    """
    if len(written) > LONGEST:
        raise ValueError(_("The text is too long."))
    if set(written) & set(MARKS):
        raise ValueError(_("The text cannot hold ❶ to ⓬: they stand for blanks."))
    found = _BLANK.findall(written)
    if not 1 <= len(found) <= len(MARKS):
        raise ValueError(_("Give 1 to %(most)d blanks.") % {"most": len(MARKS)})
    shared = _shared(found, distractors)
    blanks = tuple(
        _blank(mark, inner, shared) for mark, inner in zip(MARKS, found, strict=False)
    )
    return rewritten(written, lambda at, _inner: MARKS[at]), blanks


def rewritten(written: str, put: Callable[[int, str], str]) -> str:
    """The text with something else in the place of each blank, from 0."""
    at = iter(range(len(written)))
    return _BLANK.sub(lambda found: put(next(at), found[1]), written)


def _parts(inner: str) -> list[str]:
    """What stands between the bars of a blank."""
    return [part.strip() for part in inner.removeprefix("=").split("|")]


def _is_shared(inner: str) -> bool:
    return inner.startswith("=") and "|" not in inner


def _shared(found: Sequence[str], distractors: Sequence[str]) -> list[str]:
    """The shared list: what is right in one of its blanks, and the distractors."""
    right = [_parts(inner)[0] for inner in found if _is_shared(inner)]
    if distractors and not right:
        raise ValueError(_("No blank takes from the shared list: write it [[=word]]."))
    words = list(dict.fromkeys([*right, *(word.strip() for word in distractors)]))
    if len(words) > MOST_OPTIONS:
        most = {"most": MOST_OPTIONS}
        raise ValueError(_("The shared list can hold %(most)d words.") % most)
    return words


def _blank(mark: str, inner: str, shared: Sequence[str]) -> Question:
    """A blank as a question of its own; `mark` is its prompt."""
    parts = _parts(inner)
    if len(parts) > MOST_ACCEPTED:
        most = {"most": MOST_ACCEPTED}
        raise ValueError(_("Give at most %(most)d accepted answers.") % most)
    if not inner.startswith("="):
        return Text(prompt=mark, accepted=tuple(parts))
    words = shared if _is_shared(inner) else parts
    right = words.index(parts[0])
    return Choice(prompt=mark, options=tuple(map(Option, words)), right=right)


def faults_of_text(text: str, count: int) -> list[str]:
    """What is wrong with a text that should have its marks for so many blanks."""
    faults = []
    marks = "".join(one for one in text if one in MARKS)
    if not marks or marks != MARKS[:count]:
        faults.append(_("Give 1 to %(most)d blanks.") % {"most": len(MARKS)})
    if "[[" in text:
        faults.append(_("A blank begins with [[ and does not end with ]]."))
    if any(set(found["tex"] or "") & set(MARKS) for found in _MATH.finditer(text)):
        faults.append(_("A blank cannot stand within a formula."))
    return faults


def faults_of(blank: Question) -> list[str]:
    """What is wrong with a blank itself."""
    faults = blank.check()
    words = [option["text"] for option in blank.input().get("options", [])]
    if any("$" in word for word in words):
        faults.append(_("A list cannot show formulas; ask in another way."))
    return faults


def hints(text: str) -> Iterator[tuple[int, str]]:
    """Blanks, from 0, before particles that tell how they end, and what to do."""
    for mark, particle in _TELLING.findall(text):
        what = _("Write “%(neutral)s” there: “%(particle)s” tells how the answer ends.")
        words = {"neutral": _NEUTRAL[particle], "particle": particle}
        yield MARKS.index(mark), what % words
