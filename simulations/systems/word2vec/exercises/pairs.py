"""Exercises: the training pairs that skip-gram makes of a sentence, and how many."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Multiple, Number, Option
from simulations import figures, mistakes, simulation
from simulations.systems.word2vec import algorithm_text, wording

Pair = list[int]  # the places of the center and of the context word, from 0


@register
class Word2VecPairs(Exercise):
    slug = "word2vec-pairs"
    title = gettext_lazy("word2vec: the training pairs of a sentence")

    def parameters(self, rng: Random) -> Parameters:
        sentence = rng.randrange(len(wording.SENTENCES))
        places = range(len(wording.sentence(sentence)))
        window = rng.randint(1, 2)
        near = [[i, j] for i in places for j in places if 0 < abs(i - j) <= window]
        just_off = [[i, j] for i in places for j in places if abs(i - j) == window + 1]
        farther = [[i, j] for i in places for j in places if abs(i - j) > window + 1]
        same = [[i, i] for i in places]
        right = rng.sample(near, rng.randint(2, 4))
        wrong = [*rng.sample(just_off, 2), rng.choice(farther)]
        if rng.random() < 0.4:
            wrong[-1] = rng.choice(same)
        return {"sentence": sentence, "window": window, "right": right, "wrong": wrong}

    def question(self, **parameters: Any) -> Multiple:
        words, window = wording.sentence(parameters["sentence"]), parameters["window"]
        return Multiple.of(
            right=[_option(pair, words, window) for pair in parameters["right"]],
            wrong=[_option(pair, words, window) for pair in parameters["wrong"]],
            prompt=_prompt(words, window),
            explanation=_explanation(words, window),
            answer_figure=_figure(words, window),
        )

    def lab(self, parameters: Parameters) -> str:
        words = wording.sentence(parameters["sentence"])
        given = {"text": " ".join(words), "window": parameters["window"], "epochs": 1}
        return simulation.get("word2vec").address(given)


def _option(pair: Pair, words: list[str], window: int) -> Option:
    center, context = (words[place] for place in pair)
    return Option(f"{center} → {context}", _why(pair, window) % {
        "center": center,
        "context": context,
        "distance": abs(pair[0] - pair[1]),
        "window": window,
    })  # fmt: skip


def _why(pair: Pair, window: int) -> str:
    center, context = pair
    if center == context:
        return _(
            "“%(center)s” does not predict itself: only the words around it are its "
            "context."
        )
    if abs(center - context) > window:
        return _(
            "From “%(center)s” to “%(context)s” it is %(distance)d places, and the window "
            "has only %(window)d."
        )
    if context < center:
        return _(
            "The window opens to the left as well: from “%(center)s” back to "
            "“%(context)s” the distance is %(distance)d, and up to %(window)d counts."
        )
    return _(
        "From “%(center)s” on to “%(context)s” the distance is %(distance)d, and up to "
        "%(window)d counts."
    )


def _prompt(words: list[str], window: int) -> str:
    facts = _(
        "Skip-gram reads this sentence with the window $c = %(window)d$: each word in "
        "turn is the center and predicts every word at most $c$ places before or after "
        "it. No word is left out."
    ) % {"window": window}
    asked = _("Which of these pairs (center → context) does it learn from?")
    return f"{facts}\n\n> {' '.join(words)}\n\n{asked}"


def _explanation(words: list[str], window: int) -> str:
    lines = [
        f"- {position}" for position in _each(words, window)
    ]  # one a center, in the sentence's order
    head = _("With $c = %(window)d$ each center has these contexts:") % {
        "window": window
    }
    return "\n".join([head, "", *lines])


def _each(words: list[str], window: int) -> Iterator[str]:
    for position in algorithm_text.positions(range(len(words)), window):
        context = ", ".join(words[place] for place in position.context)
        yield f"**{words[position.center]}** → {context}"


def _figure(words: list[str], window: int) -> figures.Spec:
    places = range(len(words))
    return figures.heatmap(
        [[int(0 < abs(i - j) <= window) for j in places] for i in places],
        rows=words,
        columns=[str(place) for place in range(1, len(words) + 1)],
        x=_("place of the context word"),
        description=_("1 where the row's word predicts the word at that place."),
    )


@register
class Word2VecPairCount(Exercise):
    slug = "word2vec-pair-count"
    title = gettext_lazy("word2vec: how many training pairs?")

    def parameters(self, rng: Random) -> Parameters:
        while True:
            lengths = [rng.randint(4, 12), rng.randint(4, 12)]
            window = rng.randint(1, 3)
            parameters = {"lengths": lengths, "window": window}
            if len(_slips(lengths, window)) >= 4:
                return parameters

    def question(self, **parameters: Any) -> Number:
        lengths, window = parameters["lengths"], parameters["window"]
        return Number(
            value=str(_total(lengths, window)),
            mistakes=_slips(lengths, window),
            prompt=_count_prompt(lengths, window),
            explanation=_count_explanation(lengths, window),
        )

    def lab(self, parameters: Parameters) -> str:
        """Sentences of so many words, numbered so that none comes twice."""
        words = iter(range(1, sum(parameters["lengths"]) + 1))
        sentences = [
            " ".join(str(next(words)) for _place in range(length))
            for length in parameters["lengths"]
        ]
        return simulation.get("word2vec").address(
            {
                "text": "\n".join(sentences),
                "window": parameters["window"],
                "epochs": 1,
            }
        )


def _total(lengths: list[int], window: int) -> int:
    return sum(
        len(position.context)
        for length in lengths
        for position in algorithm_text.positions(range(length), window)
    )


def _slips(lengths: list[int], window: int) -> tuple[Any, ...]:
    total, words = _total(lengths, window), sum(lengths)
    slips = [
        (
            2 * window * words,
            _(
                "That gives every word %(most)d neighbors. Near the ends of a sentence "
                "there are fewer."
            ),
        ),
        (
            _total([words], window),
            _(
                "That counts over the full stop too. The window ends where the sentence "
                "does."
            ),
        ),
        (
            total // 2,
            _(
                "That counts each couple of neighbors once. Both words are a center at "
                "some time, so each couple makes two pairs."
            ),
        ),
        (
            total + words,
            _("That counts every word as its own context too; it is not."),
        ),
    ]
    facts = {"most": 2 * window}
    return mistakes.distinct(
        ((Decimal(value), text % facts) for value, text in slips),
        truth=Decimal(total),
    )


def _count_prompt(lengths: list[int], window: int) -> str:
    return _(
        "A text has two sentences, of %(first)d and %(second)d words. Skip-gram reads it "
        "with the window $c = %(window)d$: each word in turn is the center, and every "
        "word of the same sentence at most $c$ places before or after it makes one pair "
        "(center → context). No word is left out, and the pairs of a text are counted "
        "with their repetitions.\n\nHow many training pairs are there in all?"
    ) % {"first": lengths[0], "second": lengths[1], "window": window}


def _count_explanation(lengths: list[int], window: int) -> str:
    lines = [
        _(
            "With $n$ words there would be $2c$ pairs for each, $2cn$ in all; at each end "
            "$1 + \\dots + c$ of them are missing, together $c(c+1)$."
        )
    ]
    lines += [
        f"$2 \\cdot {window} \\cdot {length} - {window} \\cdot {window + 1} = "
        f"{_total([length], window)}$"
        for length in lengths
    ]
    lines.append(_("Together: **%(total)d**.") % {"total": _total(lengths, window)})
    return "\n\n".join(lines)
