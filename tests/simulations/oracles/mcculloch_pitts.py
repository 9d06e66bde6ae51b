"""The nets of 1943: read off the tables of the prompt and run, or from the paper."""

from __future__ import annotations

import re
from itertools import product
from typing import NamedTuple

from quizzes.questions import Question

from . import oracle

HOLDS = {
    "A connection grows stronger": False,
    "A fixed number of active synapses is needed": True,
    "A net with circles can hold on to an event": True,
    "A net without circles can remember": False,
    "A neuron answers with a number between 0 and 1": False,
    "A neuron finds its threshold from examples": False,
    "A neuron fires by chance": False,
    "A neuron is all or none": True,
    "A signal passes through any number of neurons": False,
    "A single neuron makes XOR": False,
    "An active inhibitory synapse takes 1 off": False,
    "Each synapse has a weight that can be any real number": False,
    "One active inhibitory synapse is enough": True,
    "The only delay that counts": True,
    "The structure of the net does not change": True,
    "What a net without circles does can be written": True,
}

Firing = dict[str, int]


class Neuron(NamedTuple):
    threshold: int
    excited: tuple[str, ...]  # a source for each of its endings
    inhibited: frozenset[str]

    def fires(self, now: Firing) -> int:
        if any(now[source] for source in self.inhibited):
            return 0
        return int(sum(now[source] for source in self.excited) >= self.threshold)


def cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip("| ").split("|")]


def sources(text: str) -> list[str]:
    """The sources that `$x_1$ (×2), $N_1$` names, each as often as it has endings."""
    found = re.findall(r"\$(\w+)\$(?: \(×(\d)\))?", text)
    return [name for name, times in found for _ending in range(int(times or 1))]


def read_net(prompt: str) -> dict[str, Neuron]:
    rows = [cells(row) for row in prompt.splitlines() if row.startswith("| $N_")]
    return {
        name.strip("$"): Neuron(
            int(threshold), tuple(sources(excited)), frozenset(sources(inhibited))
        )
        for name, threshold, excited, inhibited in rows
    }


def read_trains(prompt: str) -> list[Firing]:
    """What the inputs do at each time: rows like `| $x_1(t)$ | 0 | 1 |`."""
    rows = [cells(row) for row in prompt.splitlines() if re.match(r"\| \$x_\d\(t", row)]
    trains = {row[0][1:4]: [int(cell) for cell in row[1:]] for row in rows}
    times = zip(*trains.values(), strict=True)
    return [dict(zip(trains, time, strict=True)) for time in times]


def settled(net: dict[str, Neuron], inputs: Firing) -> Firing:
    """All neurons again and again from silence, until nothing changes."""
    now = inputs | dict.fromkeys(net, 0)
    while True:
        after = inputs | {name: one.fires(now) for name, one in net.items()}
        if after == now:
            return now
        now = after


def held(question: Question, net: dict[str, Neuron], watched: str) -> list[list[int]]:
    asked = question.input()
    names = [name.strip("$") for name in asked["inputs"]]
    rows = (dict(zip(names, row, strict=True)) for row in asked["rows"])
    return [[settled(net, row)[watched]] for row in rows]


@oracle("mcculloch-pitts-assumptions")
def assumptions(question: Question) -> list[str]:
    """The five assumptions of the paper, and what it proves of nets."""
    return [
        option["id"]
        for option in question.input()["options"]
        if next(true for text, true in HOLDS.items() if option["text"].startswith(text))
    ]


@oracle("mcculloch-pitts-neuron")
def neuron(question: Question) -> list[list[int]]:
    """The neuron of the prompt's table, asked row by row."""
    return held(question, read_net(question.prompt), "N_1")


@oracle("mcculloch-pitts-circuit")
def circuit(question: Question) -> list[list[int]]:
    """The net of the prompt's table, run with held inputs until it rests."""
    return held(question, read_net(question.prompt), "N_3")


@oracle("mcculloch-pitts-gate")
def gate(question: Question) -> str:
    """Each option is built and run: one fires for the wanted inputs alone."""
    net = read_net(question.prompt)
    wanted = question.prompt.partition("fire for exactly")[2].partition(". ")[0]
    pairs = re.findall(r"\((\d), (\d)\)", wanted)
    right = []
    for option in question.input()["options"]:
        text, threshold = option["text"].split(r"$\theta = ")
        exciting, _excites, rest = text.partition("excite")
        third = Neuron(
            int(threshold.rstrip("$")),
            tuple(sources(exciting)),
            frozenset(sources(rest if "inhibit" in rest else "")),
        )
        fired = [
            one
            for one in product("01", repeat=2)
            if settled(net | {"N_3": third}, {"x_1": int(one[0]), "x_2": int(one[1])})[
                "N_3"
            ]
        ]
        if fired == sorted(pairs):
            right.append(option["id"])
    (only,) = right
    return str(only)


def run(question: Question) -> list[list[int]]:
    """The firings that the table asks for, from a run in time."""
    net = read_net(question.prompt)
    asked = [re.findall(r"N_\d", name)[0] for name in question.input()["outputs"]]
    firings, rows = dict.fromkeys(net, 0), []
    for inputs in read_trains(question.prompt):
        rows.append([firings[name] for name in asked])
        now = inputs | firings
        firings = {name: one.fires(now) for name, one in net.items()}
    return rows[1:]


@oracle("mcculloch-pitts-delay")
def delay(question: Question) -> list[list[int]]:
    """The net of the prompt's table, run with the prompt's trains."""
    return run(question)


@oracle("mcculloch-pitts-memory")
def memory(question: Question) -> list[list[int]]:
    """The same, with a circle."""
    return run(question)


@oracle("mcculloch-pitts-heat")
def heat(question: Question) -> list[list[int]]:
    """The paper's two formulas: heat is warmth a step ago, or cold three steps ago
    and none two ago; cold is cold one and two steps ago.
    """
    trains = read_trains(question.prompt)

    def fired(name: str, t: int) -> int:
        return trains[t][name] if t >= 0 else 0

    return [
        [
            fired("x_1", t - 1) | (fired("x_2", t - 3) & 1 - fired("x_2", t - 2)),
            fired("x_2", t - 1) & fired("x_2", t - 2),
        ]
        for t in range(1, len(trains))
    ]


@oracle("mcculloch-pitts-circle")
def circle(question: Question) -> int:
    """The times at which a pulse comes by, each counted once."""
    first, _sentence, last = question.prompt.split("\n\n")
    neurons = int(first.split(" ")[0])
    fires, asked = last.split("How many times")
    pulses = map(int, re.findall(r"t = (\d+)", fires))
    [(watched, until)] = re.findall(r"N_\{?(\d+)\}?\$ .*to \$t = (\d+)", asked)
    return len(
        {
            t
            for pulse in pulses
            for t in range(pulse + int(watched), int(until) + 1)
            if (t - pulse - int(watched)) % neurons == 0
        }
    )


@oracle("mcculloch-pitts-threshold")
def threshold(question: Question) -> int:
    """All thresholds are tried on all numbers of active inputs."""
    rules = question.prompt.partition("A neuron has")[2]
    inputs, endings, wanted, _inputs = map(int, re.findall(r"\d+", rules))
    good = [
        theta
        for theta in range(1, inputs * endings + 2)
        if all(
            (active * endings >= theta) == (active >= wanted)
            for active in range(inputs + 1)
        )
    ]
    return max(good) if "largest" in question.prompt else min(good)
