"""Exercise: which of these ReLU networks is really a straight line."""

from __future__ import annotations

from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Choice, Option
from simulations import figures, simulation

OPTIONS = 4
Net = list[list[int]]  # v and w of two units: v₁ relu(w₁ x) + v₂ relu(w₂ x)


@register
class ActivationStraight(Exercise):
    slug = "activation-straight"
    title = gettext_lazy("Activation: which network is a straight line?")

    def parameters(self, rng: Random) -> Parameters:
        """One network is straight, or now and then none; each bent one in its way."""
        line = _line(rng)
        bent = rng.sample(_bent(line), OPTIONS)
        networks = bent if rng.random() < 0.2 else [line, *bent[1:]]
        if rng.random() < 0.5:
            networks = [net[::-1] for net in networks]
        return {"networks": networks, "bias": rng.randint(-3, 3)}

    def question(self, **parameters: Any) -> Choice:
        networks, bias = parameters["networks"], parameters["bias"]
        line = next((net for net in networks if not _bends(net)), None)
        wrong = [
            Option(_shown(net, bias), _why_bent(net)) for net in networks if _bends(net)
        ]
        none = _("None of them")
        if line:
            wrong.append(Option(none, _why_not_none()))
        return Choice.of(
            _shown(line, bias) if line else none,
            *wrong,
            prompt=_(
                "Each of these networks has one input, two hidden units with the activation "
                "$r(z) = \\max(0, z)$, and a linear output. Which one is a straight line for "
                "all $x$, so that a single linear layer could do the same?"
            ),
            explanation=_explanation(networks, bias),
            answer_figure=_answer_figure(line, bias) if line else None,
        )

    def lab(self, parameters: Parameters) -> str:
        """A unit of the first network, on the side where it rises: it adds its slope."""
        _v, w = parameters["networks"][0][0]
        return simulation.get("activation").address(
            {"function": "relu", "weights": [[w]], "x": 1 if w > 0 else -1}
        )


def _line(rng: Random) -> Net:
    """Both units give the same slope v w, each on its own side of 0."""
    while True:
        right, left = rng.sample(range(1, 5), 2)
        v = rng.choice([-1, 1]) * rng.randint(1, 4)
        u, rest = divmod(-v * right, left)
        if not rest and abs(u) <= 6:
            return [[v, right], [u, -left]]


def _bent(line: Net) -> list[Net]:
    """What a wrong sign or size makes of it."""
    (v, w), (u, q) = line
    return [
        [[v, w], [-u, q]],
        [[v, w], [-u, -q]],
        [[v, w], [u + (1 if u > 0 else -1), q]],
        [[-v, -w], [u, q]],
    ]


def _bends(net: Net) -> bool:
    left, right = _slopes(net)
    return left != right


def _shown(net: Net, bias: int) -> str:
    return f"${_formula(net, bias)}$"


def _why_not_none() -> str:
    return _(
        "Two bends can cancel: where one unit is flat the other rises, and together they "
        "can have the same slope on both sides."
    )


def _slopes(net: Net) -> tuple[int, int]:
    """Of the line for x < 0, and for x > 0."""
    left = sum(v * w for v, w in net if w < 0)
    return left, sum(v * w for v, w in net if w > 0)


def _formula(net: Net, bias: int) -> str:
    """3 r(2x) − 2 r(−3x) + 1"""
    (v, w), (u, q) = net
    sign = "+" if u > 0 else "-"
    text = f"{_times(v)}r({_times(w)}x) {sign} {_times(abs(u))}r({_times(q)}x)"
    if bias:
        text += f" {'+' if bias > 0 else '-'} {abs(bias)}"
    return text


def _times(value: int) -> str:
    return {1: "", -1: "-"}.get(value, str(value))


def _why_bent(net: Net) -> str:
    left, right = _slopes(net)
    return _(
        "This one has a bend at 0: its slope is $%(left)d$ for $x < 0$ and $%(right)d$ "
        "for $x > 0$."
    ) % {"left": left, "right": right}


def _explanation(networks: list[Net], bias: int) -> str:
    head = _(
        "A unit $v\\,r(w x)$ adds the slope $v w$ on the side where $w x > 0$, and nothing "
        "on the other. A network is a straight line if both sides get the same slope:"
    )
    lines = [
        _("- $%(formula)s$: slope $%(left)d$ for $x < 0$, $%(right)d$ for $x > 0$")
        % {
            "formula": _formula(net, bias),
            "left": _slopes(net)[0],
            "right": _slopes(net)[1],
        }
        for net in networks
    ]
    return "\n".join([head, "", *lines])


def _answer_figure(line: Net, bias: int) -> figures.Spec:
    """Both units and their sum; straight between whole numbers."""
    (v, w), (u, q) = line
    xs = range(-3, 4)
    first = [v * max(0, w * x) for x in xs]
    second = [u * max(0, q * x) for x in xs]
    series: dict[str, list[float]] = {
        _("first unit"): list(first),
        _("second unit"): list(second),
        _("network"): [a + b + bias for a, b in zip(first, second, strict=True)],
    }
    return figures.curves(
        series,
        x="x",
        y="",
        first=-3,
        description=_("What both units add, and the network: a straight line."),
    )
