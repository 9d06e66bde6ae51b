"""Exercise: how the last neuron must be wired, to make XOR and others of two."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Choice, Option
from simulations import markup, simulation
from simulations.systems.mcculloch_pitts import algorithm, drawing

from . import misreading, telling

ROWS = list(product((0, 1), repeat=2))
XOR = [0, 1, 1, 0]
INNER = [  # endings from x₁ and x₂, threshold: a neuron for every use of two inputs
    [1, 1, 1],
    [2, 2, 2],
    [1, 1, 2],
    [2, 2, 3],
    [2, 1, 3],
    [1, -1, 1],
    [2, -1, 2],
    [-1, 1, 1],
    [-1, 2, 2],
    [2, 1, 2],
    [1, 2, 2],
]
OUTER = [  # endings from N₁ and N₂, threshold
    [first, second, threshold]
    for first, second in ((1, 1), (1, -1), (-1, 1), (1, 0), (0, 1))
    for threshold in (1, 2)
    if threshold <= max(first, 0) + max(second, 0)
]
OPTIONS = 4


@register
class McCullochPittsGate(Exercise):
    slug = "mcculloch-pitts-gate"
    title = gettext_lazy("McCulloch–Pitts: wire the last neuron")

    def parameters(self, rng: Random) -> Parameters:
        """Half the time XOR is wanted, where these two inner neurons allow it."""
        xor = rng.random() < 0.5
        while True:
            inner = rng.sample(INNER, 2)
            made = {tuple(outer): _made(inner, outer) for outer in OUTER}
            target = XOR if xor else rng.choice(list(made.values()))
            right = [list(outer) for outer, own in made.items() if own == target]
            wrong = [list(outer) for outer, own in made.items() if own != target]
            worth = sum(target) in (1, 2, 3) and target not in _inner_alone(inner)
            if worth and len(right) == 1 and len(wrong) >= OPTIONS - 1:
                chosen = rng.sample(wrong, OPTIONS - 1)
                return {"inner": inner, "outers": [*right, *chosen]}

    def question(self, **parameters: Any) -> Choice:
        inner, outers = parameters["inner"], parameters["outers"]
        target = _made(inner, outers[0])
        return Choice.of(
            _wired(outers[0]),
            *(
                Option(_wired(outer), _feedback(inner, outer, target))
                for outer in outers[1:]
            ),
            prompt=_prompt(inner, target),
            explanation=_explanation(inner, outers[0]),
            figure=drawing.circuit(_first_two(inner)),
        )

    def lab(self, parameters: Parameters) -> str:
        wires, thresholds = _wiring(parameters["inner"], parameters["outers"][0])
        return simulation.get("mcculloch-pitts").address(
            {
                "circuit": "own",
                "wires": wires,
                "thresholds": [thresholds],
                "trains": [list(row) for row in ROWS for _step in range(2)],
            }
        )


def _wiring(inner: Sequence[Sequence[int]], outer: Sequence[int]) -> algorithm.Wiring:
    return algorithm.layered(
        [row[:-1] for row in inner], [row[-1] for row in inner], outer[:-1], outer[-1]
    )


def _first_two(inner: Sequence[Sequence[int]]) -> algorithm.Circuit:
    return algorithm.circuit(
        [[*row[:-1], 0, 0] for row in inner], [row[-1] for row in inner]
    )


def _made(inner: Sequence[Sequence[int]], outer: Sequence[int]) -> list[int]:
    """What the last neuron does for each row of inputs."""
    return [state[-1] for state in _states(inner, outer)]


def _states(
    inner: Sequence[Sequence[int]], outer: Sequence[int]
) -> list[tuple[int, int, int]]:
    """N₁, N₂ and N₃ for each row of inputs."""
    first, second, third = (
        misreading.neuron(one[:-1], one[-1]) for one in (*inner, outer)
    )
    states = []
    for row in ROWS:
        active = first.fires(row), second.fires(row)
        states.append((*active, third.fires(active)))
    return states


def _inner_alone(inner: Sequence[Sequence[int]]) -> list[list[int]]:
    return [_made(inner, outer) for outer in ([1, 0, 1], [0, 1, 1])]


def _prompt(inner: Sequence[Sequence[int]], target: Sequence[int]) -> str:
    net = _first_two(inner)
    rows = [row for row, bit in zip(ROWS, target, strict=True) if bit]
    facts = {"rows": ", ".join(f"${row}$" for row in rows)}
    wanted = (
        _(
            "A third neuron $N_3$ is fed by these two and is to make XOR: to fire for "
            "exactly the inputs $(x_1, x_2)$ = %(rows)s."
        )
        if list(target) == XOR
        else _(
            "A third neuron $N_3$ is fed by these two and is to fire for exactly "
            "these inputs $(x_1, x_2)$: %(rows)s."
        )
    ) % facts
    ask = _(
        "The inputs are held until all neurons have settled. How must $N_3$ be wired? "
        "Every connection to it is one ending."
    )
    return "\n\n".join(
        [telling.rules(), telling.wiring(net), telling.several(), f"{wanted} {ask}"]
    )


def _wired(outer: Sequence[int]) -> str:
    first, second, threshold = outer
    said = {
        (1, 1): _("$N_1$ and $N_2$ excite it, $\\theta = %(threshold)d$"),
        (1, -1): _("$N_1$ excites and $N_2$ inhibits it, $\\theta = %(threshold)d$"),
        (-1, 1): _("$N_2$ excites and $N_1$ inhibits it, $\\theta = %(threshold)d$"),
        (1, 0): _("$N_1$ alone excites it, $\\theta = %(threshold)d$"),
        (0, 1): _("$N_2$ alone excites it, $\\theta = %(threshold)d$"),
    }
    return said[first, second] % {"threshold": threshold}


def _feedback(
    inner: Sequence[Sequence[int]], outer: Sequence[int], target: Sequence[int]
) -> str:
    """The first row where this wiring goes wrong."""
    states = _states(inner, outer)
    place = next(
        place for place, state in enumerate(states) if state[-1] != target[place]
    )
    first, second, last = states[place]
    return _(
        "Try $(x_1, x_2) = %(row)s$: there $N_1 = %(first)d$ and $N_2 = %(second)d$, "
        "so with this wiring $N_3 = %(last)d$. It should be %(target)d."
    ) % {
        "row": str(ROWS[place]),
        "first": first,
        "second": second,
        "last": last,
        "target": target[place],
    }


def _explanation(inner: Sequence[Sequence[int]], outer: Sequence[int]) -> str:
    head = ["$x_1$", "$x_2$", "$N_1$", "$N_2$", "$N_3$"]
    rows: list[list[object]] = []
    states = _states(inner, outer)
    for row, state in zip(ROWS, states, strict=True):
        rows.append([*row, *state[:-1], f"**{state[-1]}**"])
    said = _("%(wired)s: then the last column is what is wanted.")
    return f"{markup.table(head, rows)}\n\n{said % {'wired': _wired(outer)}}"
