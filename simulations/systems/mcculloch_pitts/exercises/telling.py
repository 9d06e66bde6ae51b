"""What the exercises on circuits say alike: the rules, the wiring, the slips."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from quizzes.questions import Mistake
from simulations import markup
from simulations.systems.mcculloch_pitts import algorithm

from .misreading import Bits, Rule

Read = Callable[[Rule], Bits]  # all neurons, row by row, as someone reads them
Where = Callable[[int, Rule], str]  # names a row to who has misread this rule
# What they get wrong shows at many neurons, so one that is asked for is named.
DELAYS = ("instant", "chained")


def rules() -> str:
    return _(
        "The rules of McCulloch and Pitts hold: a neuron fires (1) when at least as "
        "many of its excitatory endings are active as its threshold $\\theta$ says. "
        "One active inhibitory ending is enough to keep it silent (0), whatever "
        "excites it."
    )


def delays() -> str:
    return _(
        "Each neuron takes one time step: what reaches it at $t - 1$ decides whether "
        "it fires at $t$. At $t = 0$ all neurons are silent."
    )


def wiring(net: algorithm.Circuit) -> str:
    """The circuit as a table: every number of the figure, for who does not see it."""
    head = [_("neuron"), r"$\theta$", _("excited by"), _("inhibited by")]
    rows = []
    for place, threshold in enumerate(net.thresholds.tolist()):
        row = net.wires[place].tolist()
        exciting = [_ending(net, unit, count) for unit, count in enumerate(row)]
        inhibiting = [unit(net, at) for at, count in enumerate(row) if count < 0]
        rows.append(
            [
                unit(net, net.inputs + place),
                str(threshold),
                ", ".join(filter(None, exciting)) or "–",
                ", ".join(inhibiting) or "–",
            ]
        )
    return markup.table(head, rows)


def _ending(net: algorithm.Circuit, place: int, count: int) -> str:
    if count < 1:
        return ""
    return unit(net, place) + (f" (×{count})" if count > 1 else "")


def unit(net: algorithm.Circuit, place: int) -> str:
    """The name of a column of the wires, as TeX."""
    return f"${symbol(net, place)}$"


def symbol(net: algorithm.Circuit, place: int) -> str:
    if place < net.inputs:
        return f"x_{place + 1}"
    return f"N_{place + 1 - net.inputs}"


def several() -> str:
    return _("×2 stands for two endings, ×3 for three; without a number it is one.")


def told_apart(
    read: Read, rules: Sequence[Rule], *, shown: Sequence[int]
) -> dict[Rule, Bits]:
    """What the misread rules give, where it differs from the truth and from each other.

    `shown` are the neurons that are asked for.
    """
    taken = [columns(read("right"), shown)]
    apart: dict[Rule, Bits] = {}
    for rule in rules:
        wrong = read(rule)
        if (value := columns(wrong, shown)) not in taken:
            taken.append(value)
            apart[rule] = wrong
    return apart


def mistakes(
    net: algorithm.Circuit,
    read: Read,
    rules: Sequence[Rule],
    *,
    shown: Sequence[int],
    where: Where,
) -> tuple[Mistake, ...]:
    """A named mistake for each of them."""
    truth = read("right")
    every = range(net.neurons)
    return tuple(
        Mistake(
            columns(wrong, shown),
            _feedback(
                net, rule, truth, wrong, where, shown if rule in DELAYS else every
            ),
        )
        for rule, wrong in told_apart(read, rules, shown=shown).items()
    )


def columns(states: Bits, shown: Sequence[int]) -> Bits:
    return tuple(tuple(row[neuron] for neuron in shown) for row in states)


def _feedback(
    net: algorithm.Circuit,
    rule: Rule,
    truth: Bits,
    wrong: Bits,
    where: Where,
    among: Sequence[int],
) -> str:
    """Where the slip shows first among these neurons, and what holds there."""
    row, neuron = next(
        (row, neuron)
        for row, (ours, theirs) in enumerate(zip(truth, wrong, strict=True))
        for neuron in among
        if ours[neuron] != theirs[neuron]
    )
    return _said(rule) % {
        "where": where(row, rule),
        "neuron": unit(net, net.inputs + neuron),
        "threshold": int(net.thresholds[neuron]),
        "state": truth[row][neuron],
    }


def _said(rule: Rule) -> str:
    said = {
        "ignored": _(
            "An inhibitory ending was passed over. Look at %(where)s: one is active "
            "at %(neuron)s, and it alone keeps that neuron silent."
        ),
        "subtracted": _(
            "Here inhibition is not subtracted, it forbids. Look at %(where)s: an "
            "inhibitory ending is active at %(neuron)s, so no amount of excitation "
            "makes it fire."
        ),
        "strict": _(
            "Reaching the threshold is enough. Look at %(where)s: the active endings "
            "that excite %(neuron)s number %(threshold)d, exactly its threshold, so it "
            "fires."
        ),
        "single": _(
            "Count the endings, not the lines. Look at %(where)s: ×2 or ×3 counts as "
            "two or three, and %(neuron)s reaches its threshold of %(threshold)d."
        ),
        "instant": _(
            "That leaves out the delay. Look at %(where)s: what counts for "
            "%(neuron)s is what was active one step before, so it is %(state)d there."
        ),
        "chained": _(
            "Between two neurons a step passes as well. Look at %(where)s: %(neuron)s "
            "sees what the other neurons did one step before, so it is %(state)d there."
        ),
    }
    return said[rule]
