"""The learning rate over the steps, as the exercise and the lab show it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from simulations import figures

from . import algorithm_sizes as sizes

THOUSAND = 1000
PARTS = 6  # of the warm-up, a point each
POINTS = 24  # four times the warm-up


def steps(warmup: int) -> list[int]:
    """A step every sixth of the warm-up, up to four times its length."""
    return [warmup * place // PARTS for place in range(1, POINTS + 1)]


def thousandths(step: int, *, d_model: int, warmup: int) -> float:
    """The rate in thousandths."""
    return THOUSAND * sizes.learning_rate(step, d_model=d_model, warmup=warmup)


def figure(*, d_model: int, warmup: int) -> figures.Spec:
    rates = [thousandths(n, d_model=d_model, warmup=warmup) for n in steps(warmup)]
    drawn = figures.curve(
        [round(rate, 4) for rate in rates],
        x=_("step, in sixths of the warm-up"),
        y=_("η in thousandths"),
        description=_("The learning rate rises in the warm-up and falls after it."),
    )
    across = drawn["layer"][0]["encoding"]["x"]["axis"]
    across["values"] = list(range(0, POINTS + 1, PARTS))  # whole lengths of the warm-up
    return drawn
