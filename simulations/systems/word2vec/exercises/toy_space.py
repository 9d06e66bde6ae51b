"""A toy space of two dimensions, whose words have numbers drawn at random."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from simulations import decimals, figures, markup, simulation
from simulations.systems.word2vec import drawing, wording

Vector = list[int]
CLEAR = 0.03  # between the best cosine and the next one


def cosine(a: Vector, b: Vector) -> float:
    return dot(a, b) / (math.hypot(*a) * math.hypot(*b))


def dot(a: Vector, b: Vector) -> int:
    return a[0] * b[0] + a[1] * b[1]


@dataclass(frozen=True)
class Space:
    """Words with their vectors; `asked` of them are in the question, in order."""

    words: list[str]
    vectors: list[Vector]
    asked: int

    @property
    def wanted(self) -> Vector:
        """What the answer is to be near: the word itself, or b − a + c."""
        if self.asked == 1:
            return self.vectors[0]
        return self.sum(-1, 1, 1)

    def sum(self, *signs: int) -> Vector:
        given = self.vectors[: self.asked]
        return [
            sum(sign * vector[i] for sign, vector in zip(signs, given, strict=True))
            for i in (0, 1)
        ]

    @property
    def candidates(self) -> list[int]:
        return list(range(self.asked, len(self.words)))

    def cosine(self, word: int) -> float:
        return cosine(self.vectors[word], self.wanted)

    @cached_property
    def best(self) -> int:
        return max(self.candidates, key=self.cosine)

    def most(self, worth: Callable[[Vector], float]) -> int:
        return max(self.candidates, key=lambda word: worth(self.vectors[word]))

    @cached_property
    def decided(self) -> bool:
        """Whether one candidate is clearly the nearest, and rather near."""
        first, second, *_rest = sorted(map(self.cosine, self.candidates), reverse=True)
        return first - second > CLEAR and first > 0.6

    def shown(self, word: int) -> str:
        return wording.word(self.words[word])

    @property
    def lab(self) -> str:
        names = list(map(self.shown, range(len(self.words))))
        return simulation.get("word2vec-space").address(
            {
                "words": " ".join(names),
                "vectors": self.vectors,
                "asked": " ".join(names[: self.asked]),
            }
        )

    def listed(self, words: Iterable[int]) -> str:
        return "\n".join(
            f"- {self.shown(word)}: ${decimals.vector(self.vectors[word])}$"
            for word in words
        )

    def table(self) -> str:
        """The candidates with their cosines, nearest first."""
        head = [_("word"), _("vector"), _("product"), _("length"), _("cosine")]
        nearest = sorted(self.candidates, key=self.cosine)[::-1]
        return markup.table(head, map(self._row, nearest))

    def _row(self, word: int) -> list[str]:
        vector = self.vectors[word]
        return [
            f"**{self.shown(word)}**" if word == self.best else self.shown(word),
            f"${decimals.vector(vector)}$",
            f"${dot(vector, self.wanted)}$",
            f"{math.hypot(*vector):.2f}",
            f"${self.cosine(word):.2f}$",
        ]

    def facts(self, word: int) -> dict[str, Any]:
        return {
            "word": self.shown(word),
            "cosine": f"{self.cosine(word):.2f}",
            "best": f"{self.cosine(self.best):.2f}",
            "product": dot(self.vectors[word], self.wanted),
            "wanted": decimals.vector(self.wanted),
        }

    def figure(self, *more: tuple[str, Vector]) -> figures.Spec:
        placed = {
            self.shown(word): (float(x), float(y))
            for word, (x, y) in enumerate(self.vectors)
        }
        placed |= {name: (float(x), float(y)) for name, (x, y) in more}
        return drawing.words(
            placed,
            x="",
            y="",
            arrows=True,
            description=_("The words as arrows from the origin."),
        )
