"""Exercise: which shape a matrix of multi-head attention has."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Choice, Option
from simulations import markup, simulation
from simulations.systems.transformer import reckoning

# Where each matrix is asked for, and the three most natural slips.
SLIPS = {
    "queries": ("whole", "weights", "matrix"),
    "weights": ("queries", "inner", "whole"),
    "head": ("weights", "whole", "inner"),
    "whole": ("queries", "weights", "hidden"),
    "hidden": ("whole", "weights", "queries"),
    "matrix": ("queries", "square", "inner"),
}
MOST = 8  # tokens, and numbers of each, in the lab


@dataclass(frozen=True)
class Case:
    tokens: int
    heads: int
    d_k: int
    asked: str

    @property
    def d_model(self) -> int:
        return self.heads * self.d_k

    def shape(self, name: str) -> str:
        n, d, k = self.tokens, self.d_model, self.d_k
        sizes = {
            "queries": (n, k),
            "weights": (n, n),
            "head": (n, k),
            "whole": (n, d),
            "hidden": (n, 4 * d),
            "matrix": (d, k),
            "square": (d, d),
            "inner": (k, k),
        }
        rows, columns = sizes[name]
        return rf"${rows} \times {columns}$"


@register
class TransformerShapes(Exercise):
    slug = "transformer-shapes"
    title = gettext_lazy("Transformer: the shapes in multi-head attention")

    def parameters(self, rng: Random) -> Parameters:
        return {
            "tokens": rng.choice([3, 5, 6, 7, 9, 10, 12, 20]),
            "heads": rng.choice([2, 4, 8]),
            "d_k": rng.choice([8, 16, 32, 64]),
            "asked": rng.choice(list(SLIPS)),
        }

    def question(self, **parameters: Any) -> Choice:
        case = Case(**parameters)
        return Choice.of(
            case.shape(case.asked),
            *(Option(case.shape(name), _belongs(name)) for name in SLIPS[case.asked]),
            prompt=_prompt(case),
            explanation=_explanation(case),
        )

    def lab(self, parameters: Parameters) -> str:
        """The sizes of all weights; or as many heads and tokens, which can be counted.

        The block of the lab has eight numbers a token and eight tokens at most.
        """
        case = Case(**parameters)
        if case.asked in ("matrix", "hidden"):
            return simulation.get("transformer-size").address(
                {"d_model": case.d_model, "heads": case.heads, "d_ff": 4 * case.d_model}
            )
        unit = reckoning.identity(MOST)
        given = dict.fromkeys(("queries", "keys", "values"), unit)
        given["x"] = unit[: case.tokens]
        return simulation.get("transformer").address(given | {"heads": case.heads})


def _belongs(name: str) -> str:
    return {
        "queries": _(
            "That is the shape of one head's queries: $n$ rows of $d_k$ numbers."
        ),
        "weights": _(
            "That is the shape of one head's attention weights: each token looks at "
            "each, $n \\times n$."
        ),
        "whole": _(
            "That is the shape of $X$ and of what leaves all heads together: $n$ rows "
            "of $d_{model}$ numbers."
        ),
        "hidden": _(
            "That is the shape inside the feed-forward layer: $n$ rows of $d_{ff}$ "
            "numbers."
        ),
        "matrix": _(
            "That is the shape of the weights $W_i^Q$ of one head. They do not depend "
            "on the number of tokens."
        ),
        "square": _(
            "That is the shape of $W^O$. The weights of one head make only $d_k$ "
            "numbers of the $d_{model}$."
        ),
        "inner": _(
            "$d_k \\times d_k$ would be $K^\\top Q$: numbers by numbers, not tokens."
        ),
    }[name]


def _asked(name: str) -> str:
    return {
        "queries": _("the queries $Q$ of one head"),
        "weights": _("the attention weights of one head (after the softmax)"),
        "head": _("the output of one head"),
        "whole": _("the output of the multi-head attention (after $W^O$)"),
        "hidden": _("the hidden layer of the feed-forward network"),
        "matrix": _("the weight matrix $W_i^Q$ of one head"),
    }[name]


def _prompt(case: Case) -> str:
    facts = _(
        "A text of $n = %(tokens)d$ tokens goes through an encoder block with "
        "$d_{model} = %(d)d$, $h = %(heads)d$ heads, $d_k = d_v = d_{model}/h$ and "
        "$d_{ff} = %(ff)d$. Tokens are rows: $X$ is $n \\times d_{model}$."
    ) % {
        "tokens": case.tokens,
        "d": case.d_model,
        "heads": case.heads,
        "ff": 4 * case.d_model,
    }
    asked = _("Which shape (rows × columns) has this matrix: %(matrix)s?") % {
        "matrix": _asked(case.asked)
    }
    return f"{facts}\n\n{asked}"


def _explanation(case: Case) -> str:
    sizes = _("$d_k = d_{model}/h = %(d)d / %(heads)d = %(k)d$.") % {
        "d": case.d_model,
        "heads": case.heads,
        "k": case.d_k,
    }
    names = ("matrix", "queries", "weights", "head", "whole", "hidden")
    rows = [(_asked(name), case.shape(name)) for name in names]
    head = _("matrix"), _("shape")
    return f"{sizes}\n\n{markup.table(head, rows)}"
