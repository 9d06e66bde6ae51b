"""Exercise: the input row of one token is a sum of three."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Matrix, Mistake
from simulations import decimals, markup, mistakes, simulation
from simulations.systems.bert.algorithm import CLS, SEP

SIZE = 3
TOKENS = 7  # [CLS] a b [SEP] c d [SEP]
SECOND = 4  # where the second sentence begins


@dataclass(frozen=True)
class Case:
    """Tables in tenths; `place` is the position whose row is asked for, from 0."""

    pair: int
    tokens: list[list[float]]  # of the words a, b, c, d
    segments: list[list[float]]
    positions: list[list[float]]
    place: int

    @cached_property
    def words(self) -> list[str]:
        return _pair(self.pair)

    @property
    def text(self) -> list[str]:
        a, b, c, d = self.words
        return [CLS, a, b, SEP, c, d, SEP]

    @property
    def segment(self) -> int:
        return int(self.place >= SECOND)

    @property
    def parts(self) -> list[list[Decimal]]:
        """The rows of the token, its segment and its position."""
        word = self.words.index(self.text[self.place])
        rows = (
            self.tokens[word],
            self.segments[self.segment],
            self.positions[self.place],
        )
        return [decimals.exactly(row) for row in rows]

    @property
    def truth(self) -> list[Decimal]:
        return _sum(*self.parts)


@register
class BertEmbedding(Exercise):
    slug = "bert-embedding"
    title = gettext_lazy("BERT: the input row of a token")

    def parameters(self, rng: Random) -> Parameters:
        while True:
            parameters: Parameters = {
                "pair": rng.randrange(len(_pairs())),
                "tokens": _table(rng, 4),
                "segments": _table(rng, 2),
                "positions": _table(rng, TOKENS),
                "place": rng.choice([1, 2, 4, 5]),
            }
            if len(_named(Case(**parameters))) == 5:
                return parameters

    def question(self, **parameters: Any) -> Matrix:
        case = Case(**parameters)
        return Matrix(
            prompt=_prompt(case),
            value=mistakes.written([case.truth]),
            mistakes=_named(case),
            explanation=_explanation(case),
        )

    def lab(self, parameters: Parameters) -> str:
        """Token, position and segment of this text; the lab's own rows are drawn."""
        a, b, c, d = _pair(parameters["pair"])
        text = f"{a} {b}\n{c} {d}"
        return simulation.get("bert").address({"text": text, "rounds": 1})


def _pairs() -> list[str]:
    """Two sentences of two words each."""
    return [
        _("rain fell | streets shone"),
        _("we sang | everybody listened"),
        _("dogs bark | cats sleep"),
        _("she wrote | he read"),
    ]


def _pair(place: int) -> list[str]:
    return _pairs()[place].replace("|", " ").split()


def _table(rng: Random, rows: int) -> list[list[float]]:
    return [
        [decimals.plain(Decimal(rng.randint(-9, 9)) / 10) for _number in range(SIZE)]
        for _row in range(rows)
    ]


def _sum(*rows: list[Decimal]) -> list[Decimal]:
    return [sum(column, start=Decimal(0)) for column in zip(*rows, strict=True)]


def _named(case: Case) -> tuple[Mistake, ...]:
    names = {"place": case.place, "segment": "AB"[case.segment]}
    slips = (([row], text % names) for row, text in _slips(case))
    return mistakes.distinct_arrays(slips, truth=[case.truth])


def _slips(case: Case) -> Iterator[tuple[list[Decimal], str]]:
    token, segment, position = case.parts
    other = decimals.exactly(case.segments[1 - case.segment])
    before = decimals.exactly(case.positions[case.place - 1])
    yield (
        _sum(token, position),
        _("The row of the segment is missing: this word is in sentence %(segment)s."),
    )
    yield (
        _sum(token, segment),
        _("The row of position %(place)d is missing."),
    )
    yield (
        _sum(token, other, position),
        _("That takes the other segment: this word is in sentence %(segment)s."),
    )
    yield (
        _sum(token, segment, before),
        _("[CLS] stands at position 0, so this word is at position %(place)d."),
    )
    yield token, _("That is the token's own row. Segment and position are added to it.")


def _prompt(case: Case) -> str:
    facts = _("BERT gets two sentences, A and B, in its usual form:")
    tables = _("Its tables hold these rows (positions count from 0):")
    asked = _(
        "Which row goes in for “%(word)s”, before the first layer norm? Give the exact "
        "numbers."
    ) % {"word": case.text[case.place]}
    text = "`" + " ".join(case.text) + "`"
    return f"{facts}\n\n{text}\n\n{tables}\n\n{_given(case)}\n\n{asked}"


def _given(case: Case) -> str:
    rows = [
        *((w, row) for w, row in zip(case.words, case.tokens, strict=True)),
        *(
            (_("segment %(name)s") % {"name": n}, r)
            for n, r in zip("AB", case.segments, strict=True)
        ),
        *(
            (_("position %(place)d") % {"place": i}, r)
            for i, r in enumerate(case.positions)
        ),
    ]
    written = [(name, f"${decimals.vector(row)}$") for name, row in rows]
    return markup.table((_("row of"), _("its entries")), written)


def _explanation(case: Case) -> str:
    token, segment, position = map(decimals.vector, case.parts)
    why = _(
        "Token, segment and position are added: “%(word)s” is in sentence %(segment)s, "
        "at position %(place)d."
    ) % {
        "word": case.text[case.place],
        "segment": "AB"[case.segment],
        "place": case.place,
    }
    total = decimals.vector(case.truth)
    return f"{why}\n\n$${token} + {segment} + {position} = {total}$$"
