"""Exercise: pulses that go round in a circle of neurons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Mistake, Number
from simulations import mistakes, simulation
from simulations.systems.mcculloch_pitts import algorithm, drawing

from . import misreading, telling


@register
class McCullochPittsCircle(Exercise):
    slug = "mcculloch-pitts-circle"
    title = gettext_lazy("McCulloch–Pitts: pulses in a circle")

    def parameters(self, rng: Random) -> Parameters:
        """Every fourth time the second pulse falls upon the first one."""
        while True:
            neurons = rng.randint(3, 5)
            second = neurons if rng.random() < 0.25 else rng.randint(1, neurons + 2)
            parameters: Parameters = {
                "neurons": neurons,
                "pulses": [0, second],
                "watched": rng.randint(1, neurons),
                "until": rng.randint(second + neurons, 18),
            }
            if len(_named(**parameters)) >= 3:
                return parameters

    def question(self, **parameters: Any) -> Number:
        net = algorithm.circuit(*_wiring(parameters["neurons"]))
        return Number(
            prompt=_prompt(**parameters),
            value=str(len(_times(**parameters))),
            mistakes=_named(**parameters),
            explanation=_explanation(**parameters),
            figure=drawing.circuit(net),
            answer_figure=_spikes(net, **parameters),
        )

    def lab(self, parameters: Parameters) -> str:
        wires, thresholds = _wiring(parameters["neurons"])
        return simulation.get("mcculloch-pitts").address(
            {
                "circuit": "own",
                "wires": wires,
                "thresholds": [thresholds],
                "trains": _trains(parameters["pulses"], parameters["until"]),
            }
        )


def _wiring(neurons: int) -> algorithm.Wiring:
    """x and the last neuron feed N₁, and each neuron the next one; θ = 1."""
    wires = [[0] * (neurons + 1) for _neuron in range(neurons)]
    wires[0][0] = wires[0][neurons] = 1
    for neuron in range(1, neurons):
        wires[neuron][neuron] = 1
    return wires, [1] * neurons


def _trains(pulses: Sequence[int], until: int) -> list[list[int]]:
    return [[int(time in pulses)] for time in range(until)]


def _times(
    *, neurons: int, pulses: Sequence[int], watched: int, until: int
) -> list[int]:
    """When the watched neuron fires."""
    states = misreading.followed(_wiring(neurons), _trains(pulses, until + 1))
    return [t for t, state in enumerate(states, start=1) if state[watched - 1]]


def _prompt(*, neurons: int, pulses: Sequence[int], watched: int, until: int) -> str:
    circle = _(
        "%(neurons)d neurons form a circle: $N_1$ excites $N_2$, and so on, and "
        "$N_{%(neurons)d}$ excites $N_1$ again. The input $x_1$ excites $N_1$ too. "
        "Every connection is one excitatory ending, and every threshold is 1, so that "
        "one active ending is enough."
    ) % {"neurons": neurons}
    given = _(
        "$x_1$ fires at $t = %(first)d$ and at $t = %(second)d$, and never again."
    ) % {"first": pulses[0], "second": pulses[1]}
    ask = _(
        "How many times does $N_{%(watched)d}$ fire from $t = 0$ to $t = %(until)d$, "
        "both included?"
    ) % {"watched": watched, "until": until}
    return "\n\n".join([circle, telling.delays(), f"{given} {ask}"])


def _named(
    *, neurons: int, pulses: Sequence[int], watched: int, until: int
) -> tuple[Mistake, ...]:
    facts = {"neurons": neurons, "watched": watched, "until": until}
    times = _times(**facts, pulses=pulses)
    facts |= {"second": pulses[1], "arrival": pulses[1] + watched}
    slips = _slips(times, neurons=neurons, pulses=pulses, watched=watched, until=until)
    return mistakes.distinct(
        ((Decimal(value), text % facts) for value, text in slips if value >= 0),
        truth=Decimal(len(times)),
    )


def _slips(
    times: Sequence[int],
    *,
    neurons: int,
    pulses: Sequence[int],
    watched: int,
    until: int,
) -> Iterator[tuple[int, str]]:
    rounds = [len(range(pulse + watched, until + 1, neurons)) for pulse in pulses]
    at_once = [range(pulse + watched - 1, until + 1, neurons) for pulse in pulses]
    apart = (pulses[1] - pulses[0]) % neurons > 0
    yield _of_one_pulse(rounds) if apart else _of_both(rounds)
    yield (
        len(set().union(*at_once)),
        _(
            "That leaves out the delay between $x_1$ and $N_1$: the first pulse "
            "reaches $N_{%(watched)d}$ at $t = %(watched)d$."
        ),
    )
    yield (
        len(pulses),
        _(
            "A pulse does not end after one round: after %(neurons)d steps it comes "
            "by again."
        ),
    )
    yield (
        len(times) - 1,
        _("One is missing: count the last time step, $t = %(until)d$, and the first."),
    )
    yield (
        len(times) + 1,
        _(
            "One too many: $N_{%(watched)d}$ fires for the first time at "
            "$t = %(watched)d$, and then every %(neurons)d steps for each pulse."
        ),
    )


def _of_one_pulse(rounds: Sequence[int]) -> tuple[int, str]:
    return (
        rounds[0],
        _(
            "That counts the first pulse only. The second one enters at "
            "$t = %(second)d$ and goes round as well."
        ),
    )


def _of_both(rounds: Sequence[int]) -> tuple[int, str]:
    return (
        sum(rounds),
        _(
            "The second pulse comes to $N_1$ just when the first one has gone "
            "round: a neuron fires or it does not, so the two become one."
        ),
    )


def _explanation(
    *, neurons: int, pulses: Sequence[int], watched: int, until: int
) -> str:
    lines = []
    for pulse in pulses:
        rounds = ", ".join(
            str(time) for time in range(pulse + watched, until + 1, neurons)
        )
        lines.append(
            _(
                "- The pulse of $t = %(pulse)d$ reaches $N_{%(watched)d}$ for the first "
                "time at $%(pulse)d + %(watched)d = %(arrival)d$, and each round takes "
                "%(neurons)d steps: it is there at $t = %(rounds)s$."
            )
            % {
                "pulse": pulse,
                "watched": watched,
                "arrival": pulse + watched,
                "neurons": neurons,
                "rounds": rounds,
            }
        )
    times = _times(neurons=neurons, pulses=pulses, watched=watched, until=until)
    end = _("Together these are %(count)d different times.") % {"count": len(times)}
    return "\n".join(lines) + f"\n\n{end}"


def _spikes(
    net: algorithm.Circuit, *, pulses: Sequence[int], until: int, **_rest: int
) -> dict[str, Any]:
    states = misreading.followed(_wiring(net.neurons), _trains(pulses, until + 1))
    columns = [[pulse for [pulse] in _trains(pulses, until)]]
    columns += [[0, *train] for train in zip(*states, strict=True)]
    return drawing.spikes(dict(zip(drawing.names(net), columns, strict=True)))
