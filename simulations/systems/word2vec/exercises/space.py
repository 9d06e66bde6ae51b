"""Exercises in a toy space of two dimensions: the nearest word, and an analogy.

The words there have numbers drawn at random, so that no one can guess by meaning.
"""

from __future__ import annotations

import math
from functools import partial
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Choice, Option
from simulations import decimals
from simulations.systems.word2vec import wording

from .toy_space import Space, cosine, dot

CELLS = [[x, y] for x in range(-5, 6) for y in range(-5, 6) if x or y]


def _draw(rng: Random, count: int, asked: int) -> Parameters:
    return {
        "words": rng.sample(list(wording.WORDS), count),
        "vectors": rng.sample(CELLS, count),
        "asked": asked,
    }


@register
class Word2VecNearest(Exercise):
    slug = "word2vec-nearest"
    title = gettext_lazy("word2vec: the nearest word")

    def parameters(self, rng: Random) -> Parameters:
        while True:
            parameters = _draw(rng, 5, 1)
            space = Space(**parameters)
            if space.decided and {_longest(space), _closest(space)} != {space.best}:
                return parameters

    def question(self, **parameters: Any) -> Choice:
        space = Space(**parameters)
        wrong = [word for word in space.candidates if word != space.best]
        word = {"word": space.shown(0), "vector": decimals.vector(space.vectors[0])}
        return Choice.of(
            space.shown(space.best),
            *(Option(space.shown(one), _why_not_near(space, one)) for one in wrong),
            prompt=_(
                "In a toy space of two dimensions, “%(word)s” lies at $%(vector)s$, and "
                "the other words (at random, not by their meaning) are here:\n\n"
                "%(listed)s\n\nWhich of them is nearest to “%(word)s” by the cosine?"
            )
            % {**word, "listed": space.listed(space.candidates)},
            explanation=_(
                "The cosine is the product of two vectors divided by both lengths. The "
                "length of “%(word)s” is the same for all, so it is enough to compare the "
                "product divided by the other length.\n\n%(table)s"
            )
            % {**word, "table": space.table()},
            figure=space.figure(),
        )

    def lab(self, parameters: Parameters) -> str:
        return Space(**parameters).lab


def _longest(space: Space) -> int:
    return space.most(lambda vector: dot(vector, space.wanted))


def _closest(space: Space) -> int:
    return space.most(lambda vector: -math.dist(vector, space.wanted))


def _why_not_near(space: Space, word: int) -> str:
    facts = space.facts(word)
    if word == _longest(space):
        return (
            _(
                "“%(word)s” has the largest product, $%(product)d$, but also because it is "
                "long. Divided by the lengths it is $%(cosine)s$, and $%(best)s$ is more."
            )
            % facts
        )
    if word == _closest(space):
        return (
            _(
                "As a point “%(word)s” is the closest. The cosine compares directions "
                "only: here it is $%(cosine)s$, and $%(best)s$ is more."
            )
            % facts
        )
    return (
        _("The cosine with “%(word)s” is $%(cosine)s$; the largest is $%(best)s$.")
        % facts
    )


@register
class Word2VecAnalogy(Exercise):
    slug = "word2vec-analogy"
    title = gettext_lazy("word2vec: solve an analogy")

    def parameters(self, rng: Random) -> Parameters:
        while True:
            parameters = _draw(rng, 7, 3)
            space = Space(**parameters)
            sums = [space.sum(*signs) for signs, _text in _wrong_sums()]
            if not all(map(any, [space.wanted, *sums])) or not space.decided:
                continue
            if len(set(_rivals(space)) - {space.best}) >= 2:
                return parameters

    def question(self, **parameters: Any) -> Choice:
        space = Space(**parameters)
        rivals = _rivals(space)
        wrong = [word for word in space.candidates if word != space.best]
        plain = _(
            "“%(word)s” has the cosine $%(cosine)s$ with $%(wanted)s$; the best has $%(best)s$."
        )
        return Choice.of(
            space.shown(space.best),
            *(
                Option(space.shown(one), rivals.get(one, plain) % space.facts(one))
                for one in wrong
            ),
            prompt=_analogy_prompt(space),
            explanation=_analogy_explanation(space),
            figure=space.figure(),
            answer_figure=space.figure(("b − a + c", space.wanted)),
        )

    def lab(self, parameters: Parameters) -> str:
        return Space(**parameters).lab


def _wrong_sums() -> list[tuple[tuple[int, int, int], str]]:
    """Signs of a, b and c that a slip uses, and what to tell who finds its word."""
    return [
        (
            (1, -1, 1),
            _(
                "“%(word)s” is nearest to $a - b + c$. The way is from $a$ to $b$: $b - a$."
            ),
        ),
        (
            (0, 1, 1),
            _("“%(word)s” is nearest to $b + c$. Take $a$ away: $b - a + c$."),
        ),
        (
            (-1, 1, -1),
            _("“%(word)s” is nearest to $b - a - c$. Starting from $c$, add $b - a$."),
        ),
        (
            (0, 0, 1),
            _("“%(word)s” is nearest to $c$ itself. First go the way from $a$ to $b$."),
        ),
    ]


def _rivals(space: Space) -> dict[int, str]:
    """Which candidates win by a slip, and what to say then; the first slip counts."""
    found: dict[int, str] = {}
    for signs, text in _wrong_sums():
        found.setdefault(space.most(partial(cosine, space.sum(*signs))), text)
    return found


def _analogy_prompt(space: Space) -> str:
    a, b, c = (space.shown(word) for word in range(3))
    return _(
        "“%(a)s” is to “%(b)s” as “%(c)s” is to …? In a toy space of two dimensions the "
        "words lie as follows (at random, so the numbers decide, not the meaning):\n\n"
        "%(asked)s\n\nThese four can be the answer:\n\n%(listed)s\n\n"
        "Which of the four has the largest cosine with $b - a + c$, where $a$, $b$ and "
        "$c$ are the vectors of “%(a)s”, “%(b)s” and “%(c)s” as they stand, not scaled to "
        "length 1?"
    ) % {
        "a": a,
        "b": b,
        "c": c,
        "asked": space.listed(range(3)),
        "listed": space.listed(space.candidates),
    }


def _analogy_explanation(space: Space) -> str:
    a, b, c = (decimals.vector(space.vectors[word]) for word in range(3))
    formula = f"b - a + c = {b} - {a} + {c} = {decimals.vector(space.wanted)}"
    return _(
        "**Where to look.** $%(formula)s$\n\n**What is there.** Product and cosine are "
        "those with this vector:\n\n%(table)s\n\nThe words of the question are left out, "
        "as in word2vec: otherwise one of them would often be the answer."
    ) % {"formula": formula, "table": space.table()}
