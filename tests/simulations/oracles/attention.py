"""Attention over a source sentence: answers found from the questions."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import numpy as np
from scipy.special import softmax

from quizzes.questions import Question

from . import oracle
from .reading import entries, matrices, vectors

TRUE = {
    "squeezed into one vector": True,
    "add to 1 for each word": True,
    "learned together with the translation": True,
    "without going through all others": True,
    "product of the two sentences' lengths": True,
    "its own context vector": True,
    "nothing to learn": False,
    "same weight for every word written": False,
    "exactly one source word": False,
    "People have to mark": False,
    "gets longer with the sentence": False,
    "no longer need recurrent": False,
    "same word order": False,
}


def letter_of(question: Question, text: str) -> str:
    """The letter of the option with this text."""
    options = question.input()["options"]
    [letter] = [one["id"] for one in options if one["text"] == text]
    return str(letter)


@oracle("attention-alignment")
def alignment(question: Question) -> str:
    """The figure's own description is read, a row for each English word."""
    assert question.figure
    _title, _colon, rows = question.figure["description"].partition(": ")
    weights = {
        (english, korean): float(weight)
        for row in rows.rstrip(".").split("; ")
        for english, cells in [row.split(": ")]
        for korean, weight in (cell.split(" ") for cell in cells.split(", "))
    }
    *_sentences, word = re.findall("“(.+?)”", question.prompt)
    place = "writes “" in question.prompt
    seen = {pair: weight for pair, weight in weights.items() if pair[not place] == word}
    return letter_of(question, max(seen, key=seen.__getitem__)[place])


@oracle("attention-change")
def change(question: Question) -> str:
    """Both softmaxes are computed, and each statement is checked."""
    (energies,) = re.findall(r"order, \$\((.*?)\)\$", question.prompt)
    old = np.array(entries(energies), dtype=float)
    new = old.copy()
    (said,) = re.findall(r"Now (.*?)\. What", question.prompt)
    (amount,) = map(float, re.findall(r"\$(.*?)\$", said))
    if "multiplied" in said:
        new *= amount
    elif "every" in said:
        new += amount
    else:
        new[old.argmax() if "largest" in said else old.argmin()] += amount
    moved = (softmax(new) - softmax(old)).round(12)
    top = moved[old.argmax()]
    holds = {
        "No weight changes.": not moved.any(),
        "All weights grow.": (moved > 0).all(),
        "The weight that was the largest grows.": top > 0,
        "The weight that was the largest shrinks.": top < 0,
    }
    [right] = [text for text, true in holds.items() if true]
    return letter_of(question, right)


@oracle("attention-context")
def context(question: Question) -> Any:
    """A mean of the annotations, each as often as its weight in hundredths says."""
    weights = re.findall(r"\\alpha_\d = ([\d.]+)", question.prompt)
    many = [
        annotation
        for weight, annotation in zip(
            weights, vectors(question, r"\mathbf{h}"), strict=True
        )
        for _ in range(int(Fraction(weight) * 100))
    ]
    assert len(many) == 100
    return [[str(sum(column) / 100) for column in zip(*many, strict=True)]]


@oracle("attention-energy")
def energy(question: Question) -> float:
    """One matrix (W U) times one column of both vectors; tanh by exponentials."""
    names = re.findall(r"(\S+) = \\begin", question.prompt.replace("$", " "))
    assert names == ["W", "U", r"\mathbf{v}", r"\mathbf{s}", r"\mathbf{h}"]
    w, u, v, s, h = (np.array(one, dtype=float) for one in matrices(question))
    powers = np.exp(2 * np.hstack([w, u]) @ np.vstack([s, h]))
    return float(((powers - 1) / (powers + 1) * v).sum())


@oracle("attention-gradient")
def gradient(question: Question) -> str:
    """The softmax's whole Jacobian in fractions, and the chain rule."""
    [alphas] = vectors(question, r"\boldsymbol\alpha")
    [slopes] = vectors(question, r"\mathbf{g}")
    (asked,) = map(int, re.findall(r"What is .*e_(\d)", question.prompt))
    jacobian = [
        alpha * ((place == asked) - alphas[asked - 1])
        for place, alpha in enumerate(alphas, start=1)
    ]
    return str(sum(g * slope for g, slope in zip(slopes, jacobian, strict=True)))


@oracle("attention-shapes")
def shapes(question: Question) -> Any:
    """Arrays of these sizes are multiplied: numpy finds a shape that does not fit."""
    reads, writes, each, state, units = map(
        int, re.findall(r"(?<![-_{])\b\d+\b(?!})", question.prompt)
    )
    forwards, backwards = np.ones((reads, each)), np.ones((reads, each))
    annotations = np.hstack([forwards, backwards])
    w, u, v = np.ones((units, state)), np.ones((units, 2 * each)), np.ones(units)
    weights = np.array(
        [
            softmax([v @ np.tanh(w @ s + u @ h) for h in annotations])
            for s in np.ones((writes, state))
        ]
    )
    (asked,) = re.findall(r"What shape has the (.*?\$.*?\$)", question.prompt)
    arrays = {"$W$": w, "$U$": u, r"$\alpha_{ij}$": weights}
    arrays[r"$\mathbf{c}_i$"] = weights @ annotations
    return [list(arrays[asked.split(" ")[-1]].shape)]


@oracle("attention-weights")
def weights(question: Question) -> Any:
    """scipy's softmax of the energies in the prompt."""
    (energies,) = re.findall(r"order, \$\((.*?)\)\$", question.prompt)
    return [softmax([float(one) for one in entries(energies)]).tolist()]


@oracle("attention-why")
def why(question: Question) -> list[str]:
    """From Bahdanau, Cho and Bengio (2014), sections 2 and 3."""
    return [
        option["id"]
        for option in question.input()["options"]
        if next(true for part, true in TRUE.items() if part in option["text"])
    ]
