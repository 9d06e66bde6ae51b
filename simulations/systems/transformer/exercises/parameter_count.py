"""Exercise: how many weights a part of a block has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Mistake, Number
from simulations import mistakes, simulation
from simulations.systems.transformer import algorithm_sizes as sizes


@dataclass(frozen=True)
class Case:
    d_model: int
    heads: int
    factor: int
    part: str

    @property
    def d_ff(self) -> int:
        return self.factor * self.d_model

    @property
    def truth(self) -> int:
        if self.part == "attention":
            return sizes.attention_parameters(self.d_model, biases=False)
        if self.part == "feed":
            return sizes.feed_forward_parameters(self.d_model, self.d_ff)
        return sizes.block_parameters(self.d_model, self.d_ff)

    @property
    def facts(self) -> dict[str, int]:
        d, ff = self.d_model, self.d_ff
        return {
            "d": d,
            "heads": self.heads,
            "k": d // self.heads,
            "ff": ff,
            "biases": ff + d,
            "attention": 4 * d * d,
            "feed": 2 * d * ff + ff + d,
            "norms": 4 * d,
            "truth": self.truth,
        }


@register
class TransformerParameters(Exercise):
    slug = "transformer-parameters"
    title = gettext_lazy("Transformer: how many weights")

    def parameters(self, rng: Random) -> Parameters:
        return {
            "d_model": rng.choice([8, 16, 20, 32, 40, 64, 100, 128]),
            "heads": rng.choice([2, 4]),
            "factor": rng.choice([2, 4]),
            "part": rng.choice(["attention", "feed", "block"]),
        }

    def question(self, **parameters: Any) -> Number:
        case = Case(**parameters)
        return Number(
            prompt=_prompt(case),
            value=str(case.truth),
            mistakes=_named(case),
            explanation=_explanation(case),
        )

    def lab(self, parameters: Parameters) -> str:
        case = Case(**parameters)
        size = {"d_model": case.d_model, "heads": case.heads, "d_ff": case.d_ff}
        return simulation.get("transformer-size").address(size | {"layers": 1})


def _named(case: Case) -> tuple[Mistake, ...]:
    slips = {
        "attention": _slips_of_attention,
        "feed": _slips_of_feed,
        "block": _slips_of_block,
    }[case.part](case)
    told = ((Decimal(value), text % case.facts) for value, text in slips)
    return mistakes.distinct(told, truth=Decimal(case.truth))


def _slips_of_attention(case: Case) -> Iterator[tuple[int, str]]:
    d, h = case.d_model, case.heads
    yield 3 * d * d, _("Queries, keys and values are there; $W^O$ is missing.")
    yield (
        4 * d * d * h,
        _(
            "That gives each head all %(d)d numbers. A head makes only $d_k = %(k)d$ of "
            "them, so all heads together have as many weights as one large one."
        ),
    )
    yield (
        4 * d * d // h,
        _("Those are the weights of one head. There are %(heads)d."),
    )
    yield (
        4 * d * d + 4 * d,
        _("That counts biases, too. Here the projections have none."),
    )


def _slips_of_feed(case: Case) -> Iterator[tuple[int, str]]:
    d, ff = case.d_model, case.d_ff
    yield (
        2 * d * ff,
        _("Both matrices are there; the %(ff)d + %(d)d biases are missing."),
    )
    yield (
        d * ff + ff,
        _(
            "That is the way in. The way back, from $d_{ff}$ to $d_{model}$, counts too."
        ),
    )
    yield (
        2 * d * ff + 2 * ff,
        _("The second bias has as many numbers as what goes out: $d_{model} = %(d)d$."),
    )


def _slips_of_block(case: Case) -> Iterator[tuple[int, str]]:
    d, truth = case.d_model, case.truth
    yield (
        truth - 4 * d,
        _("The two layer norms are missing: each has $2 \\cdot %(d)d$ numbers."),
    )
    yield truth - 2 * d, _("There are two layer norms, one after each half.")
    yield (
        truth - case.d_ff - d,
        _("The %(biases)d biases of the feed-forward layer are missing."),
    )
    yield (
        truth - d * d,
        _("One matrix of attention is missing: there are four, $W^O$ is the last."),
    )


def _prompt(case: Case) -> str:
    asked = {
        "attention": _(
            "How many weights does its multi-head attention have ($W^Q$, $W^K$, $W^V$ "
            "of all heads, and $W^O$, all without biases)?"
        ),
        "feed": _(
            "How many weights does its feed-forward layer have (two matrices and their "
            "biases)?"
        ),
        "block": _(
            "How many weights does the whole block have: multi-head attention without "
            "biases, the feed-forward layer with biases, and two layer norms with gain "
            "and shift for each number?"
        ),
    }[case.part]
    facts = _(
        "An encoder block of the Transformer has $d_{model} = %(d)d$, $h = %(heads)d$ "
        "heads with $d_k = d_v = d_{model}/h$, and $d_{ff} = %(ff)d$."
    )
    return f"{facts % case.facts}\n\n{asked}"


def _explanation(case: Case) -> str:
    lines = {
        "attention": _(
            "**Attention.** All $W^Q$ side by side are $d_{model} \\times d_{model}$, as "
            "are all $W^K$, all $W^V$, and $W^O$: $4 \\cdot %(d)d^2 = %(attention)d$."
        ),
        "feed": _(
            "**Feed-forward layer.** $%(d)d \\cdot %(ff)d + %(ff)d + %(ff)d \\cdot %(d)d "
            "+ %(d)d = %(feed)d$."
        ),
        "norms": _("**Layer norms.** $2 \\cdot 2 \\cdot %(d)d = %(norms)d$."),
        "sum": _("**The block.** $%(attention)d + %(feed)d + %(norms)d = %(truth)d$."),
    }
    shown = list(lines) if case.part == "block" else [case.part]
    return "\n\n".join(lines[name] % case.facts for name in shown)
