"""GloVe: answers found from the questions."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from fractions import Fraction

from quizzes.questions import Question

from . import oracle

NUMBER = r"(-?[\d.]+\d|-?\d)"
Pair = dict[str, Fraction]


def named(question: Question, name: str) -> Fraction:
    """The number that the prompt gives as `name = …`, in its first such formula."""
    found = re.findall(rf"(?<![\w{{}}]){re.escape(name)} = {NUMBER}", question.prompt)
    assert len(found) == 1, name
    return Fraction(found[0])


def pair_of(question: Question) -> Pair:
    """The numbers of the one pair of words that the prompt is about."""
    (vector, context) = re.findall(r"\\mathbf{w}}? = \((.*?), (.*?)\)", question.prompt)
    numbers = [*vector, *context]
    names = ["w_1", "w_2", r"\tilde{w}_1", r"\tilde{w}_2"]
    pair = dict(zip(names, map(Fraction, numbers), strict=True))
    for name in "b", r"\tilde{b}", r"\ln x", "f(x)":
        pair[name] = named(question, name)
    return pair


def part_of_the_loss(pair: Pair) -> Fraction:
    """J, by the formula of the prompt."""
    dot = pair["w_1"] * pair[r"\tilde{w}_1"] + pair["w_2"] * pair[r"\tilde{w}_2"]
    error = dot + pair["b"] + pair[r"\tilde{b}"] - pair[r"\ln x"]
    return pair["f(x)"] * error * error


def slope(f: Callable[[Pair], Fraction], at: Pair, name: str) -> Fraction:
    """A central difference in fractions: exact, as J is a square in each number."""
    step = Fraction(1, 7)
    up, down = at | {name: at[name] + step}, at | {name: at[name] - step}
    return (f(up) - f(down)) / (2 * step)


def table(question: Question) -> dict[str, Fraction]:
    """P(k | i) / P(k | j) of each probe word in the prompt's table."""
    rows = re.findall(r"^\| (\w+) \| (\d+) \| (\d+) \|$", question.prompt, re.M)
    prose = question.prompt.partition("\n")[0]
    first, second = map(int, re.findall(r" (\d+)(?: with|\.)", prose))
    return {
        word: Fraction(int(one), first) / Fraction(int(other), second)
        for word, one, other in rows
    }


@oracle("glove-adagrad")
def adagrad(question: Question) -> float:
    """The step is η times the share of g in the length of all gradients as a vector."""
    (earlier,) = re.findall(r"gradients so far: (.*?)\. Now", question.prompt)
    newest = float(named(question, "g"))
    share = newest / math.hypot(*map(float, re.findall(NUMBER, earlier)), newest)
    return float(named(question, "w")) - float(named(question, r"\eta")) * share


@oracle("glove-counts")
def counts(question: Question) -> list[list[float]]:
    """Each pair of places is looked at, and added in both directions."""
    (text,) = re.findall(r"^> (.*)$", question.prompt, re.M)
    labels = question.input()["row_labels"]
    assert labels == question.input()["column_labels"]
    places = list(enumerate(text.split()))
    return [
        [
            sum(
                1 / abs(here - there)
                for here, word in places
                for there, other in places
                if (word, other) == (row, column) and 1 <= abs(here - there) <= 2
            )
            for column in labels
        ]
        for row in labels
    ]


@oracle("glove-gradient")
def gradient(question: Question) -> float:
    """J is wiggled, not differentiated."""
    (asked,) = re.findall(r"\\partial J / \\partial (\S+)\$", question.prompt)
    return float(slope(part_of_the_loss, pair_of(question), asked))


@oracle("glove-probes")
def probes(question: Question) -> list[str]:
    """Sorted by exact ratios, the largest first."""
    ratios = table(question)
    assert len(set(ratios.values())) == len(ratios)
    options = question.input()["options"]
    options.sort(key=lambda one: ratios[one["text"]], reverse=True)
    return [one["id"] for one in options]


@oracle("glove-ratio")
def ratio(question: Question) -> float:
    """One row of the table."""
    (asked,) = re.findall(r"for \$k\$ = “(\w+)”", question.prompt)
    return float(table(question)[asked])


@oracle("glove-term")
def term(question: Question) -> float:
    """The formula in fractions."""
    return float(part_of_the_loss(pair_of(question)))


@oracle("glove-weight")
def weight(question: Question) -> float:
    """The fourth root by two square roots, and never over 1."""
    share = float(named(question, "x") / named(question, r"x_{\max}"))
    return min(1.0, math.sqrt(math.sqrt(share**3)))
