"""Exercise: the weight f of a pair in GloVe's loss."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Number
from simulations import decimals, figures, mistakes, simulation
from simulations.systems.glove import algorithm

PLACES, TOLERANCE = 3, Decimal("0.002")


@register
class GloVeWeight(Exercise):
    slug = "glove-weight"
    title = gettext_lazy("GloVe: the weight of a pair")

    def parameters(self, rng: Random) -> Parameters:
        while True:
            cap = rng.choice([50, 100, 100, 200])
            over = rng.random() < 0.15
            count = rng.randint(cap, 4 * cap) if over else rng.randint(2, cap * 9 // 10)
            if len(_named(count, cap)) >= 3:
                return {"count": count, "cap": cap}

    def question(self, **parameters: Any) -> Number:
        count, cap = parameters["count"], parameters["cap"]
        return Number(
            value=str(_rounded(_weight(count, cap))),
            tolerance=str(TOLERANCE),
            places=PLACES,
            mistakes=_named(count, cap),
            prompt=_prompt(count, cap),
            explanation=_explanation(count, cap),
            answer_figure=_figure(cap),
        )

    def lab(self, parameters: Parameters) -> str:
        return simulation.get("glove-pair").address(parameters)


def _weight(count: float, cap: float) -> float:
    return float(algorithm.weight([count], cap)[0])


def _rounded(value: float) -> Decimal:
    return round(Decimal(value), PLACES)


def _named(count: int, cap: int) -> tuple[Any, ...]:
    facts = {"share": decimals.text(Decimal(count) / cap), "cap": cap, "count": count}
    return mistakes.distinct(
        ((_rounded(value), text % facts) for value, text in _slips(count, cap)),
        truth=_rounded(_weight(count, cap)),
        gap=2 * TOLERANCE,
    )


def _slips(count: int, cap: int) -> Iterator[tuple[float, str]]:
    share = count / cap
    if share >= 1:
        yield (
            share**0.75,
            _(
                "From $x_{\\max} = %(cap)d$ on the weight stays 1: it never grows beyond."
            ),
        )
        yield (
            share,
            _(
                "From $x_{\\max} = %(cap)d$ on the weight stays 1: it never grows beyond."
            ),
        )
        yield 0, _("Frequent pairs are not left out. From $x_{\\max}$ on all weigh 1.")
        return
    yield share, _("That is $x/x_{\\max}$. Raise it to the power $\\tfrac34$ as well.")
    yield (
        1,
        _(
            "The full weight comes at $x_{\\max} = %(cap)d$ only, and here $x = %(count)d$."
        ),
    )
    yield count**0.75, _("Divide $x$ by $x_{\\max} = %(cap)d$ before you raise it.")
    yield share**0.25, _("That is the power $\\tfrac14$; here it is $\\tfrac34$.")
    yield share**0.5, _("That is the square root; here the power is $\\tfrac34$.")
    yield share ** (4 / 3), _("That is the power $\\tfrac43$; here it is $\\tfrac34$.")


def _prompt(count: int, cap: int) -> str:
    return _(
        "In GloVe's loss each pair of words is weighted by its count: $f(x) = "
        "(x/x_{\\max})^{3/4}$ for $x < x_{\\max}$, and $f(x) = 1$ from $x_{\\max}$ on. Here "
        "$x_{\\max} = %(cap)d$.\n\nTwo words have the count $x = %(count)d$. What is "
        "their weight $f(x)$? Give %(places)d decimals unless it comes out even; "
        "$\\pm %(tolerance)s$ is allowed."
    ) % {"count": count, "cap": cap, "places": PLACES, "tolerance": TOLERANCE}


def _explanation(count: int, cap: int) -> str:
    if count >= cap:
        return _(
            "$%(count)d \\ge %(cap)d$, so $f = 1$. However often “is” and “the” meet, they "
            "weigh no more than this."
        ) % {"count": count, "cap": cap}
    share, weight = Decimal(count) / cap, _rounded(_weight(count, cap))
    return _(
        "$f(%(count)d) = (%(count)d / %(cap)d)^{3/4} = %(share)s^{3/4} %(about)s %(weight)s$. "
        "On a calculator: the root, and the root once more, then the third power."
    ) % {
        "count": count,
        "cap": cap,
        "share": decimals.text(share),
        "about": decimals.about(share**3, weight**4),
        "weight": weight,
    }


def _figure(cap: int) -> figures.Spec:
    """f at every fiftieth of the cap, to twice the cap."""
    counts = [cap * part // 50 for part in range(101)]
    weights = algorithm.weight(counts, cap).round(4).tolist()
    rows = [{"x": x, "y": y} for x, y in zip(counts, weights, strict=True)]
    layer = {
        "data": {"values": rows},
        "mark": {"type": "line", "strokeWidth": figures.LINE_WIDTH},
        "encoding": {
            "x": {"field": "x", "type": "quantitative", "title": _("count x")},
            "y": {"field": "y", "type": "quantitative", "title": "f(x)"},
        },
    }
    return figures.chart(
        [layer], description=_("The weight rises to 1 and stays there."), height=260
    )
