"""Exercises: the truth table of one neuron, and of a circuit of three."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from random import Random
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Mistake, TruthTable
from simulations import markup, simulation
from simulations.systems.mcculloch_pitts import algorithm, drawing

from . import misreading, telling

INPUTS = 3
ROWS = list(product((0, 1), repeat=INPUTS))
SLIPS: tuple[misreading.Rule, ...] = ("ignored", "subtracted", "strict", "single")


class OfCircuit(Exercise):
    """A truth table whose last column, the last neuron, is asked for."""

    least: ClassVar[int] = 3  # named mistakes

    def wiring(self, **parameters: Any) -> algorithm.Wiring:
        raise NotImplementedError

    def draw(self, rng: Random) -> Parameters:
        raise NotImplementedError

    def asked(self) -> str:
        raise NotImplementedError

    def parameters(self, rng: Random) -> Parameters:
        while True:
            parameters = self.draw(rng)
            wiring = self.wiring(**parameters)
            trains = list(zip(*misreading.settled(wiring, ROWS), strict=True))
            silent, always = (0,) * len(ROWS), (1,) * len(ROWS)
            # each neuron does something, and no two do the same
            lively = len({silent, always, *trains}) == 2 + len(trains)
            if lively and len(_told_apart(wiring)) >= self.least:
                return parameters

    def question(self, **parameters: Any) -> TruthTable:
        wiring = self.wiring(**parameters)
        net = algorithm.circuit(*wiring)
        states = tuple(map(tuple, algorithm.table(net)[1]))
        return TruthTable.of(
            inputs=[f"x_{place + 1}" for place in range(INPUTS)],
            outputs=(telling.symbol(net, INPUTS + net.neurons - 1),),
            value=telling.columns(states, [net.neurons - 1]),
            mistakes=_mistakes(net, wiring),
            prompt="\n\n".join(
                [telling.rules(), telling.wiring(net), telling.several(), self.asked()]
            ),
            explanation=_explanation(net, states),
            figure=drawing.circuit(net),
        )

    def lab(self, parameters: Parameters) -> str:
        wires, thresholds = self.wiring(**parameters)
        return simulation.get("mcculloch-pitts").address(
            {
                "circuit": "own",
                "wires": wires,
                "thresholds": [thresholds],
                "trains": [list(row) for row in ROWS for _step in range(2)],
            }
        )


@register
class McCullochPittsNeuron(OfCircuit):
    slug = "mcculloch-pitts-neuron"
    title = gettext_lazy("McCulloch–Pitts: the truth table of a neuron")
    least = 2

    def draw(self, rng: Random) -> Parameters:
        inhibiting = rng.choice([1, 1, 1, 2])
        endings = [rng.randint(1, 3) for _input in range(INPUTS - inhibiting)]
        endings += [-1] * inhibiting
        rng.shuffle(endings)
        most = sum(count for count in endings if count > 0)
        return {"endings": endings, "threshold": rng.randint(1, most)}

    def wiring(self, **parameters: Any) -> algorithm.Wiring:
        return algorithm.single(parameters["endings"], parameters["threshold"])

    def asked(self) -> str:
        return _("For which inputs does the neuron fire? Fill in its truth table.")


@register
class McCullochPittsCircuit(OfCircuit):
    slug = "mcculloch-pitts-circuit"
    title = gettext_lazy("McCulloch–Pitts: the truth table of a circuit")

    def draw(self, rng: Random) -> Parameters:
        inner, outer = [_row(rng, INPUTS) for _neuron in range(2)], _row(rng, 2)
        return {
            "inner": inner,
            "inner_thresholds": [_threshold(rng, row) for row in inner],
            "outer": outer,
            "threshold": _threshold(rng, outer),
        }

    def wiring(self, **parameters: Any) -> algorithm.Wiring:
        return algorithm.layered(**parameters)

    def asked(self) -> str:
        return _(
            "The inputs are held until all neurons have settled. What does the last "
            "neuron, $N_3$, do then? Fill in its truth table."
        )


def _row(rng: Random, length: int) -> list[int]:
    """Endings with at least one that excites."""
    row = [rng.choice([-1, 0, 1, 1, 2]) for _source in range(length - 1)]
    row.insert(rng.randrange(length), rng.choice([1, 2]))
    return row


def _threshold(rng: Random, row: Sequence[int]) -> int:
    """One that can be reached."""
    return rng.randint(1, min(3, sum(count for count in row if count > 0)))


def _read(wiring: algorithm.Wiring) -> telling.Read:
    return lambda rule: misreading.settled(wiring, ROWS, rule)


def _told_apart(wiring: algorithm.Wiring) -> dict[misreading.Rule, misreading.Bits]:
    return telling.told_apart(_read(wiring), SLIPS, shown=[len(wiring[0]) - 1])


def _mistakes(net: algorithm.Circuit, wiring: algorithm.Wiring) -> tuple[Mistake, ...]:
    return telling.mistakes(
        net,
        _read(wiring),
        SLIPS,
        shown=[net.neurons - 1],
        where=lambda row, _rule: _inputs(ROWS[row]),
    )


def _inputs(row: Sequence[int]) -> str:
    names = ", ".join(f"x_{place + 1}" for place in range(INPUTS))
    return f"$({names}) = ({', '.join(map(str, row))})$"


def _explanation(net: algorithm.Circuit, states: misreading.Bits) -> str:
    """Every row with what reaches each neuron: its endings against its threshold."""
    head = [telling.unit(net, place) for place in range(INPUTS + net.neurons)]
    rows: list[list[object]] = []
    for row, state in zip(ROWS, states, strict=True):
        active = (*row, *state)
        cells = [_cell(net, active, neuron) for neuron in range(net.neurons)]
        rows.append([*row, *cells])
    key = _(
        "In each cell: how many active endings excite the neuron, against its "
        "threshold; “inhibited” where an inhibitory ending is active. Bold is what it "
        "does."
    )
    return f"{markup.table(head, rows)}\n\n{key}"


def _cell(net: algorithm.Circuit, active: Sequence[int], neuron: int) -> str:
    fires = active[INPUTS + neuron]
    pairs = list(zip(net.wires[neuron].tolist(), active, strict=True))
    if any(count < 0 and on for count, on in pairs):
        return _("inhibited: **%(state)d**") % {"state": fires}
    excitation = sum(count for count, on in pairs if count > 0 and on)
    sign = r"\ge" if fires else "<"
    return f"${excitation} {sign} {net.thresholds[neuron]}$: **{fires}**"
