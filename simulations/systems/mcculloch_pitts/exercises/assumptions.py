"""Exercise: what McCulloch and Pitts assumed of their neurons, and what others did.

The five physical assumptions are those of section 2 of the paper.
"""

from __future__ import annotations

from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Multiple, Option
from simulations import simulation, statements

RIGHT = ("all_or_none", "number", "delay", "veto", "fixed", "logic", "circles")
WRONG = (
    "subtracts",
    "strengthens",
    "graded",
    "learns",
    "instant",
    "real",
    "xor",
    "random",
    "lasting",
)
SHOWN_BY = {  # circuits of the lab
    "subtracts": "and_not",
    "veto": "and_not",
    "instant": "delay",
    "delay": "delay",
    "xor": "xor",
    "lasting": "memory",
    "circles": "memory",
}


@register
class McCullochPittsAssumptions(Exercise):
    slug = "mcculloch-pitts-assumptions"
    title = gettext_lazy("McCulloch–Pitts: what holds for their neurons")

    def parameters(self, rng: Random) -> Parameters:
        return statements.draw(rng, RIGHT, WRONG)

    def question(self, **parameters: Any) -> Multiple:
        holding, others = _holding(), _others()
        return statements.question(
            [holding[name] for name in parameters["right"]],
            [others[name] for name in parameters["wrong"]],
            prompt=_(
                "Which of these hold for the neurons and nets that McCulloch and "
                "Pitts described in 1943? Tick all that do."
            ),
        )

    def lab(self, parameters: Parameters) -> str:
        """The circuit that shows one of the statements; wrong ones come first."""
        named = [*parameters["wrong"], *parameters["right"]]
        circuits = [SHOWN_BY[name] for name in named if name in SHOWN_BY]
        return simulation.get("mcculloch-pitts").address(
            {"circuit": next(iter(circuits), "heat")}
        )


def _holding() -> dict[str, Option]:
    """What holds, and what to tell who misses it."""
    return {
        "all_or_none": Option(
            _("A neuron is all or none: at each time it fires or it is silent."),
            _(
                "All or none is the paper's first assumption, and what makes its title's "
                "logic possible."
            ),
        ),
        "number": Option(
            _("A fixed number of active synapses is needed to make a neuron fire."),
            _(
                "The number of active synapses that makes a neuron fire is its threshold; "
                "it never depends on what went before."
            ),
        ),
        "delay": Option(
            _("The only delay that counts is the one at the synapse."),
            _(
                "Only synapses delay a signal, so time goes in steps: one synapse, one step."
            ),
        ),
        "veto": Option(
            _("One active inhibitory synapse is enough to keep a neuron silent."),
            _("Inhibition is absolute here: it forbids, it is not weighed."),
        ),
        "fixed": Option(
            _("The structure of the net does not change with time."),
            _("Whoever wires the net decides what it does; nothing is learnt."),
        ),
        "logic": Option(
            _(
                "What a net without circles does can be written in AND, OR, NOT and "
                "delays."
            ),
            _("Each neuron is a logical expression of what fired one step before."),
        ),
        "circles": Option(
            _("A net with circles can hold on to an event for as long as it runs."),
            _(
                "In a circle a pulse can go round for ever; the state of the net then "
                "depends on the far past."
            ),
        ),
    }


def _others() -> dict[str, Option]:
    """What does not hold, and what to tell who ticks it."""
    return _of_others() | _of_nobody()


def _of_others() -> dict[str, Option]:
    """What holds for networks of other times."""
    return {
        "subtracts": Option(
            _("An active inhibitory synapse takes 1 off the sum, like a weight of −1."),
            _("Inhibition is absolute: one active inhibitory synapse forbids firing."),
        ),
        "strengthens": Option(
            _("A connection grows stronger when both of its neurons fire together."),
            _(
                "That connections grow stronger by firing together is Hebb's idea of "
                "1949. In 1943 nothing in the net changes."
            ),
        ),
        "graded": Option(
            _("A neuron answers with a number between 0 and 1 that grows smoothly."),
            _(
                "An answer that grows smoothly from 0 to 1 is that of a sigmoid unit in "
                "later networks. Here it is all or none."
            ),
        ),
        "learns": Option(
            _("A neuron finds its threshold from examples."),
            _("Learning from examples came with Rosenblatt's perceptron in 1958."),
        ),
    }


def _of_nobody() -> dict[str, Option]:
    return {
        "instant": Option(
            _("A signal passes through any number of neurons in one time step."),
            _("Each synapse takes a step: a signal through three neurons takes three."),
        ),
        "real": Option(
            _("Each synapse has a weight that can be any real number, such as 0.7."),
            _("Synapses are counted here, not weighed: so many active ones suffice."),
        ),
        "xor": Option(
            _("A single neuron makes XOR if its threshold is chosen well."),
            _(
                "One neuron cannot make XOR, whatever its threshold: an input either "
                "excites or inhibits it. XOR takes several neurons."
            ),
        ),
        "random": Option(
            _("A neuron fires by chance, the more likely the more it is excited."),
            _("There is no chance here: the same inputs always give the same spikes."),
        ),
        "lasting": Option(
            _("A net without circles can remember an input for as long as it likes."),
            _(
                "Without circles an input is gone after as many steps as the longest "
                "way through the net has. Remembering takes a circle."
            ),
        ),
    }
