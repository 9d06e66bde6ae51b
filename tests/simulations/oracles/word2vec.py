"""word2vec: answers found from the questions."""

from __future__ import annotations

import cmath
import math
import re
from decimal import Decimal
from fractions import Fraction
from itertools import permutations

from quizzes.questions import Question

from . import oracle

Numbers = list[Fraction]


def plane(question: Question) -> dict[str, complex]:
    """The words of the prompt with the place of each, as complex numbers."""
    found = re.findall(r"“?(\w+)”?(?: lies at|:) \$\((.*), (.*)\)\$", question.prompt)
    return {word: complex(float(x), float(y)) for word, x, y in found}


def letter_of(question: Question, text: str) -> str:
    """The letter of the option with this text."""
    options = question.input()["options"]
    [letter] = [one["id"] for one in options if one["text"] == text]
    return str(letter)


def closest(question: Question, goal: complex, places: dict[str, complex]) -> str:
    """The letter of the word whose direction is turned least away from the goal's."""

    def turned(word: str) -> float:
        return abs(cmath.phase(places[word] / goal))

    first, second = sorted(places, key=turned)[:2]
    assert turned(second) - turned(first) > 0.01
    return letter_of(question, first)


def vector(question: Question, name: str) -> Numbers:
    """What the prompt says `name` to be, as in `\\mathbf{v} = (1, 0.5)`."""
    (entries,) = re.findall(
        rf"\\mathbf{{{name[0]}}}{name[1:]} = \((.*?)\)", question.prompt
    )
    return [Fraction(one) for one in entries.split(", ")]


def whole(pattern: str, question: Question) -> int:
    """The one whole number of the prompt, such as 20,000, that stands there."""
    (digits,) = re.findall(pattern, question.prompt)
    return int(digits.replace(",", ""))


@oracle("word2vec-analogy")
def analogy(question: Question) -> str:
    """Angles of complex numbers instead of cosines."""
    places = plane(question)
    a, b, c = re.findall(r"“(\w+)”", question.prompt)[:3]
    goal = places.pop(b) - places.pop(a) + places.pop(c)
    return closest(question, goal, places)


@oracle("word2vec-nearest")
def nearest(question: Question) -> str:
    """As above, with the word itself as the goal."""
    places = plane(question)
    (asked,) = re.findall(r"nearest to “(\w+)”", question.prompt)
    return closest(question, places.pop(asked), places)


@oracle("word2vec-cbow")
def cbow(question: Question) -> list[list[str]]:
    """Words near in the list, the word itself taken out, and then column means."""
    listed = re.findall(r"^\d\. (.*): \$\((.*), (.*)\)\$$", question.prompt, re.M)
    window = whole(r"c = (\d)", question)
    (word,) = re.findall(r"from which “(.*?)” is predicted", question.prompt)
    (place,) = (at for at, one in enumerate(listed) if one[0] == word)
    around = listed[max(place - window, 0) : place] + listed[place + 1 :][:window]
    columns = list(zip(*around, strict=True))[1:]
    return [[f"{float(sum(map(Fraction, one)) / len(one)):.12f}" for one in columns]]


@oracle("word2vec-discard")
def discard(question: Question) -> str:
    """In decimals, with t / f as t × words / count."""
    total = whole(r"text has ([\d,]+) words", question)
    count = whole(r"occurs in it ([\d,]+) times", question)
    threshold = Decimal(10) ** -whole(r"10\^{-(\d)}", question)
    assert count > threshold * total  # else P would be negative
    return str(1 - (threshold * total / count).sqrt())


@oracle("word2vec-loss")
def loss(question: Question) -> float:
    """The logarithm of one product: (1 + e⁻ˢᵒ)(1 + eˢ¹)(1 + eˢ²)."""
    found = re.findall(r"s_[o12] = (-?[\d.]+)", question.prompt)
    true, *noise = map(float, found)
    assert len(noise) == 2
    return math.log(math.prod(1 + math.exp(s) for s in (-true, *noise)))


@oracle("word2vec-noise")
def noise(question: Question) -> str:
    """The fourth roots stand in the prompt; their cubes are whole numbers."""
    roots = dict(re.findall(r"- (\w+): \$\d+ = (\d)\^4\$", question.prompt))
    counts = dict(re.findall(r"- (\w+): \$(\d+) =", question.prompt))
    assert {word: int(root) ** 4 for word, root in roots.items()} == {
        word: int(count) for word, count in counts.items()
    }
    (asked,) = re.findall(r"give the word “(\w+)”", question.prompt)
    cubes = {word: int(root) ** 3 for word, root in roots.items()}
    return f"{cubes[asked]}/{sum(cubes.values())}"


@oracle("word2vec-pair-count")
def pair_count(question: Question) -> int:
    """All ordered pairs of places are listed, and those near enough counted."""
    window = whole(r"c = (\d)", question)
    lengths = re.findall(r"of (\d+) and (\d+) words", question.prompt)[0]
    return sum(
        abs(center - context) <= window
        for length in map(int, lengths)
        for center, context in permutations(range(length), 2)
    )


@oracle("word2vec-pairs")
def pairs(question: Question) -> list[str]:
    """How many steps it takes through the sentence from one word to the other."""
    (sentence,) = re.findall(r"^> (.*)$", question.prompt, re.M)
    words, window = sentence.split(), whole(r"c = (\d)", question)
    assert len(set(words)) == len(words)
    return [
        one["id"]
        for one in question.input()["options"]
        for center, context in [one["text"].split(" → ")]
        if 1 <= abs(words.index(center) - words.index(context)) <= window
    ]


@oracle("word2vec-size")
def size(question: Question) -> int:
    """Two tables of a row for each word; a step reads one row of the first."""
    words = whole(r"vocabulary of ([\d,]+) words", question)
    dimension = whole(r"d = (\d+)", question)
    negatives = whole(r"k = (\d+)", question)
    rows = {("in", word) for word in range(words)}
    rows |= {("out", word) for word in range(words)}
    if "one step" in question.prompt:
        center, context, *noise = range(negatives + 2)
        rows = {("in", center), ("out", context), *(("out", one) for one in noise)}
    return len(rows) * dimension


@oracle("word2vec-step")
def step(question: Question) -> list[list[str]]:
    """The gradient is error × the other vector; the errors are σ − 1 and σ."""
    v, truth, noise = (vector(question, name) for name in ("v", "u_o", "u_n"))
    seen, heard = map(
        Fraction, re.findall(r"\\mathbf{v}\) = (\d\.\d\d)", question.prompt)
    )
    eta = Fraction(re.findall(r"\\eta = ([\d.]+)", question.prompt)[0])
    (asked,) = re.findall(r"What is \$\\mathbf{(\w)}(\S*)\$ after", question.prompt)
    gradients = {
        "u_o": [(seen - 1) * one for one in v],
        "u_n": [heard * one for one in v],
        "v": [
            (seen - 1) * one + heard * other
            for one, other in zip(truth, noise, strict=True)
        ],
    }
    old = {"v": v, "u_o": truth, "u_n": noise}["".join(asked)]
    slope = gradients["".join(asked)]
    return [[str(float(one - eta * g)) for one, g in zip(old, slope, strict=True)]]
