"""Exercises over time: a circuit with delays, a loop that remembers, heat and cold."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Mistake, TruthTable
from simulations import figures, markup, simulation
from simulations.systems.mcculloch_pitts import algorithm, drawing

from . import misreading, telling

MOST = 7  # time steps that are asked for
SLIPS: tuple[misreading.Rule, ...] = (
    "instant",
    "chained",
    "ignored",
    "subtracted",
    "strict",
    "single",
)


class OverTime(Exercise):
    """Two input trains from t = 0 on; what the neurons `shown` do from t = 1 on."""

    shown: ClassVar[Sequence[int]]

    def wiring(self, parameters: Parameters) -> algorithm.Wiring:
        return parameters["wires"], parameters["thresholds"]

    def draw(self, rng: Random) -> Parameters:
        raise NotImplementedError

    def story(self) -> str:
        """What the circuit is, if there is anything to say about it."""
        return ""

    def parameters(self, rng: Random) -> Parameters:
        while True:
            parameters = self.draw(rng)
            read = self.read(parameters)
            trains = zip(*telling.columns(read("right"), self.shown), strict=True)
            lively = all(1 <= sum(train) < MOST for train in trains)
            if lively and len(telling.told_apart(read, SLIPS, shown=self.shown)) >= 3:
                return parameters

    def read(self, parameters: Parameters) -> telling.Read:
        wiring, trains = self.wiring(parameters), parameters["trains"]
        return lambda rule: misreading.followed(wiring, trains, rule)

    def question(self, **parameters: Any) -> TruthTable:
        net = algorithm.circuit(*self.wiring(parameters))
        steps = algorithm.run(net, parameters["trains"][:-1])
        states = tuple(tuple(step.state.tolist()) for step in steps)
        outputs = [telling.symbol(net, net.inputs + neuron) for neuron in self.shown]
        prompt = [
            self.story(),
            telling.rules(),
            telling.delays(),
            telling.wiring(net),
            telling.several(),
            _given(parameters["trains"]),
            _asked(len(self.shown)),
        ]
        return TruthTable.of(
            inputs=("t",),
            outputs=tuple(f"{name}(t)" for name in outputs),
            rows=tuple((time,) for time in range(1, len(states) + 1)),
            value=telling.columns(states, self.shown),
            mistakes=self._mistakes(net, parameters),
            prompt="\n\n".join(filter(None, prompt)),
            explanation=_explanation(net, parameters["trains"], states),
            figure=drawing.circuit(net),
            answer_figure=_spikes(net, parameters["trains"], states),
        )

    def _mistakes(
        self, net: algorithm.Circuit, parameters: Parameters
    ) -> tuple[Mistake, ...]:
        return telling.mistakes(
            net,
            self.read(parameters),
            SLIPS,
            shown=self.shown,
            where=_where,
        )

    def lab(self, parameters: Parameters) -> str:
        wires, thresholds = self.wiring(parameters)
        return simulation.get("mcculloch-pitts").address(
            {
                "circuit": "own",
                "wires": wires,
                "thresholds": [thresholds],
                "trains": parameters["trains"],
            }
        )


@register
class McCullochPittsDelay(OverTime):
    slug = "mcculloch-pitts-delay"
    title = gettext_lazy("McCulloch–Pitts: a circuit step by step")
    shown = (0, 1)

    def draw(self, rng: Random) -> Parameters:
        """N₂ sees N₁ and an input, which reaches it a step sooner."""
        first, direct = (
            rng.sample([-1, 1, 2], 2),
            rng.sample([0, rng.choice([-1, 1])], 2),
        )
        relayed = rng.choice([1, 2]) if min(direct) < 0 else rng.choice([-1, 1])
        return {
            "wires": [[*first, 0, 0], [*direct, relayed, 0]],
            "thresholds": [rng.randint(1, 2), rng.randint(1, 2)],
            "trains": _trains(rng),
        }


@register
class McCullochPittsMemory(OverTime):
    slug = "mcculloch-pitts-memory"
    title = gettext_lazy("McCulloch–Pitts: a loop that remembers")
    shown = (0,)

    def draw(self, rng: Random) -> Parameters:
        threshold = rng.randint(1, 2)
        cleared = rng.choice([[threshold, -1], [-1, threshold]])
        endings = cleared if rng.random() < 0.75 else [1, 1]
        return {
            "wires": [[*endings, rng.randint(threshold, 2)]],
            "thresholds": [threshold],
            "trains": _trains(rng),
        }

    def story(self) -> str:
        return _("This net has a circle: the neuron feeds itself.")


@register
class McCullochPittsHeat(OverTime):
    slug = "mcculloch-pitts-heat"
    title = gettext_lazy("McCulloch–Pitts: why a cold touch can feel hot")
    shown = (2, 3)

    def wiring(self, parameters: Parameters) -> algorithm.Wiring:
        return algorithm.NAMED["heat"]

    def draw(self, rng: Random) -> Parameters:
        """Cold for a moment and cold for longer, and a touch of warmth."""
        cold = [0] * (MOST + 1)
        at = rng.randint(0, 1)
        while at <= MOST:
            for _step in range(min(rng.choice([1, 1, 2, 3]), MOST + 1 - at)):
                cold[at] = 1
                at += 1
            at += rng.randint(1, 3)
        warm = [int(rng.random() < 0.15) for _time in range(MOST + 1)]
        return {"trains": [list(pair) for pair in zip(warm, cold, strict=True)]}

    def story(self) -> str:
        return _(
            "A net from the paper of 1943, with thresholds of 2 throughout: $x_1$ is a "
            "receptor for warmth and $x_2$ one for cold on the skin; $N_3$ stands for "
            "feeling heat and $N_4$ for feeling cold. A cold touch that ends at once "
            "is felt as heat."
        )


def _trains(rng: Random) -> list[list[int]]:
    return [[int(rng.random() < 0.45) for _input in range(2)] for _t in range(MOST + 1)]


def _asked(count: int) -> str:
    if count == 1:
        return _("At which times does the neuron fire? 1 is a spike, 0 is silence.")
    return _("Which neurons fire at which time? 1 is a spike, 0 is silence.")


def _where(row: int, rule: misreading.Rule) -> str:
    """The time of a delay that was left out; else the step, whose causes lie before."""
    if rule in telling.DELAYS:
        return f"$t = {row + 1}$"
    return rf"$t = {row} \to {row + 1}$"


def _given(trains: Sequence[Sequence[int]]) -> str:
    inputs = enumerate(zip(*trains, strict=True), start=1)
    rows = ([f"$x_{place}(t)$", *train] for place, train in inputs)
    return markup.table(_times(trains), rows)


def _times(trains: Sequence[Sequence[int]]) -> list[str]:
    return ["$t$", *map(str, range(len(trains)))]


def _explanation(
    net: algorithm.Circuit, trains: Sequence[Sequence[int]], states: misreading.Bits
) -> str:
    """All units at all times: each neuron follows from the column to its left."""
    every = _all_trains(net, trains, states).items()
    table = markup.table(
        _times(trains), ([f"${name}$", *train] for name, train in every)
    )
    reading = _(
        "Each neuron follows from the column to its left: count the active excitatory "
        "endings there, and look whether an inhibitory one is active."
    )
    return f"{table}\n\n{reading}\n\n{_worked(net, trains, states)}"


def _worked(
    net: algorithm.Circuit, trains: Sequence[Sequence[int]], states: misreading.Bits
) -> str:
    """One spike of the last neuron, in words."""
    neuron = net.neurons - 1
    time = next(time for time, state in enumerate(states, start=1) if state[neuron])
    active = (*trains[time - 1], *(states[time - 2] if time > 1 else [0] * net.neurons))
    row = net.wires[neuron].tolist()
    feeding = [
        f"${telling.symbol(net, place)}({time - 1}) = 1$"
        for place, count in enumerate(row)
        if count > 0 and active[place]
    ]
    return _(
        "For example $%(neuron)s(%(time)d) = 1$: one step before, %(feeding)s. The "
        "active endings number %(excitation)d, the threshold is %(threshold)d, and "
        "nothing inhibits."
    ) % {
        "neuron": telling.symbol(net, net.inputs + neuron),
        "time": time,
        "feeding": ", ".join(feeding),
        "excitation": sum(n for n, on in zip(row, active, strict=True) if n > 0 and on),
        "threshold": net.thresholds[neuron],
    }


def _all_trains(
    net: algorithm.Circuit, trains: Sequence[Sequence[int]], states: misreading.Bits
) -> dict[str, list[int]]:
    """By name in TeX, from t = 0, when the neurons are silent."""
    silent = (0,) * net.neurons
    columns = zip(
        *((*x, *n) for x, n in zip(trains, [silent, *states], strict=True)), strict=True
    )
    return {
        telling.symbol(net, place): list(column) for place, column in enumerate(columns)
    }


def _spikes(
    net: algorithm.Circuit, trains: Sequence[Sequence[int]], states: misreading.Bits
) -> figures.Spec:
    every = _all_trains(net, trains, states).values()
    return drawing.spikes(dict(zip(drawing.names(net), every, strict=True)))
