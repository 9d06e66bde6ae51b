"""Exercise: why a decoder should look back instead of relying on one vector."""

from __future__ import annotations

from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Multiple, Option
from simulations import simulation
from simulations.systems.attention import sentences


@register
class AttentionWhy(Exercise):
    slug = "attention-why"
    title = gettext_lazy("Attention: what it changes, and what it does not")

    def parameters(self, rng: Random) -> Parameters:
        return {
            "right": sorted(rng.sample(range(len(_true())), rng.randint(2, 3))),
            "wrong": sorted(rng.sample(range(len(_false())), rng.randint(2, 3))),
        }

    def question(self, **parameters: Any) -> Multiple:
        return _question(**parameters)

    def lab(self, parameters: Parameters) -> str:
        """Two word orders: “go” stands second, and looks at the last word read."""
        first = sentences.PAIRS[0]
        return simulation.get("attention").address(
            {"source": " ".join(first.source), "target": " ".join(first.target)}
        )


def _question(right: list[int], wrong: list[int]) -> Multiple:
    true, false = _true(), _false()
    return Multiple.of(
        right=[true[place] for place in right],
        wrong=[false[place] for place in wrong],
        prompt=_(
            "An encoder and a decoder translate sentences. Once the encoder handed over "
            "one vector of fixed length; with the attention of Bahdanau, Cho and "
            "Bengio (2014) the decoder looks at the annotations of all source words "
            "for each word that it writes.\n\nTick all that is true of this attention."
        ),
        explanation=_explanation(),
    )


def _true() -> list[Option]:
    return [*_true_of_looking(), *_true_of_learning()]


def _true_of_looking() -> list[Option]:
    return [
        Option(
            _("A long sentence need not be squeezed into one vector."),
            _(
                "This was the very reason: one vector of fixed length was too narrow for "
                "long sentences."
            ),
        ),
        Option(
            _("Each word written gets its own context vector."),
            _(
                "It does: $\\mathbf{c}_i$ is mixed anew from the annotations for each $i$."
            ),
        ),
        Option(
            _("The weights over the source words add to 1 for each word written."),
            _("They do: they are a softmax of the energies."),
        ),
    ]


def _true_of_learning() -> list[Option]:
    return [
        Option(
            _("The alignment is learned together with the translation, by gradients."),
            _(
                "It is: softmax and $\\tanh$ are differentiable, so the error flows back "
                "into the alignment model."
            ),
        ),
        Option(
            _(
                "The gradient reaches an early source word without going through all others."
            ),
            _(
                "It does: through $\\alpha_{ij} \\mathbf{h}_j$ each annotation is tied directly "
                "to the word written."
            ),
        ),
        Option(
            _("The work grows with the product of the two sentences' lengths."),
            _(
                "It does: there is an energy for each pair of a word written and a word "
                "read."
            ),
        ),
    ]


def _false() -> list[Option]:
    return [*_false_of_learning(), *_false_of_looking()]


def _false_of_learning() -> list[Option]:
    return [
        Option(
            _("People have to mark which words belong together before it can learn."),
            _(
                "No alignment is given: it comes about by itself while learning to "
                "translate."
            ),
        ),
        Option(
            _("Encoder and decoder no longer need recurrent networks."),
            _(
                "Here both are still recurrent; only the Transformer of 2017 did without "
                "them."
            ),
        ),
        Option(
            _("It saves weights: the alignment model has nothing to learn."),
            _("$W$, $U$ and $\\mathbf{v}$ are learned in addition to all the rest."),
        ),
    ]


def _false_of_looking() -> list[Option]:
    return [
        Option(
            _("For each word written exactly one source word is chosen."),
            _(
                "That would be hard attention. Here every source word gets a share, however "
                "small."
            ),
        ),
        Option(
            _("It needs source and translation to be in the same word order."),
            _(
                "Any word may look at any place: that is how a Korean verb at the end meets "
                "an English one in the middle."
            ),
        ),
        Option(
            _("The context vector gets longer with the sentence."),
            _(
                "Its length is that of one annotation: it is a weighted sum, not a list of "
                "them all."
            ),
        ),
        Option(
            _("A source word gets the same weight for every word written."),
            _(
                "The energy depends on the decoder's state as well, so the weights change "
                "from word to word."
            ),
        ),
    ]


def _explanation() -> str:
    return _(
        "Instead of one vector for the whole sentence, the decoder gets for each word a "
        "fresh mixture $\\mathbf{c}_i = \\sum_j \\alpha_{ij} \\mathbf{h}_j$. The weights come "
        "from a small network that compares its state with each annotation; everything is "
        "differentiable and learned together. The price is one energy for each pair of "
        "words."
    )
