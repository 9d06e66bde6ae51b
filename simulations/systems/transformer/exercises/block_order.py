"""Exercise: put the steps of a block in order."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Mistake, Order
from simulations import simulation

MASKED = ("masked", "decoder-post")
HEADS = 3  # in the lab, where heads are joined; they share its three columns


@dataclass(frozen=True)
class Story:
    """What is put in order: steps in their right order, slips as (later, earlier)."""

    asked: str
    steps: tuple[str, ...]
    slips: tuple[tuple[tuple[int, int], str], ...]
    why: str


@register
class TransformerBlockOrder(Exercise):
    slug = "transformer-block-order"
    title = gettext_lazy("Transformer: the steps of a block in order")
    space = 6

    def parameters(self, rng: Random) -> Parameters:
        return {"part": rng.choice(list(_STORIES))}

    def question(self, **parameters: Any) -> Order:
        story = _STORIES[parameters["part"]]()
        return Order(
            options=story.steps,
            mistakes=tuple(Mistake(pair, told) for pair, told in story.slips),
            prompt=story.asked,
            explanation=story.why,
        )

    def lab(self, parameters: Parameters) -> str:
        """The same steps, in the order of the table's rows."""
        part = parameters["part"]
        return simulation.get("transformer").address(
            {
                "norm": "pre" if part.endswith("pre") else "post",
                "mask": "causal" if part in MASKED else "none",
                "heads": HEADS if part == "head" else 1,
            }
        )


def _scale_before_softmax() -> str:
    return _(
        "The softmax comes after the scaling: scores that are too large would make it "
        "nearly all or nothing."
    )


def _head() -> Story:
    return Story(
        asked=_(
            "Put the steps of multi-head attention without a mask in order, from the "
            "tokens $X$ to its output."
        ),
        steps=(
            _("make $Q$, $K$ and $V$ from $X$ in each head"),
            _("multiply: $QK^\\top$"),
            _("divide by $\\sqrt{d_k}$"),
            _("softmax of each row"),
            _("multiply by $V$"),
            _("join the heads"),
            _("multiply by $W^O$"),
        ),
        slips=(
            ((4, 3), _scale_before_softmax()),
            (
                (5, 4),
                _("$V$ is mixed by the weights, and those come from the softmax."),
            ),
            (
                (7, 6),
                _("$W^O$ mixes what all heads have found, so they are joined first."),
            ),
            ((2, 1), _("$QK^\\top$ needs $Q$ and $K$ first.")),
        ),
        why=_(
            "$\\text{softmax}(QK^\\top/\\sqrt{d_k})\\,V$ in each head; then the heads are "
            "joined and multiplied by $W^O$."
        ),
    )


def _masked_head() -> Story:
    return Story(
        asked=_(
            "Put the steps of **masked** attention in one head of the decoder in order, "
            "from $Q$, $K$, $V$ to the head's output."
        ),
        steps=(
            _("score: $QK^\\top / \\sqrt{d_k}$"),
            _("set closed cells to $-\\infty$"),
            _("softmax of each row"),
            _("multiply by $V$"),
        ),
        slips=(
            (
                (3, 1),
                _("The softmax makes weights of scores, so the scores come first."),
            ),
            (
                (3, 2),
                _(
                    "If the mask comes after the softmax, the weights that are left no "
                    "longer add up to 1."
                ),
            ),
            (
                (4, 3),
                _("$V$ is mixed by the weights, and those come from the softmax."),
            ),
        ),
        why=_(
            "Closed cells are $-\\infty$ before the softmax; so their weight is 0, and the "
            "open ones add up to 1."
        ),
    )


def _encoder_post() -> Story:
    return Story(
        asked=_(
            "Put the steps of an **encoder block** of 2017 (post-norm) in order, from its "
            "input to its output."
        ),
        steps=(
            _("multi-head attention"),
            _("add the block's input"),
            _("first layer norm"),
            _("feed-forward layer"),
            _("add the feed-forward layer's input"),
            _("second layer norm"),
        ),
        slips=(
            ((3, 1), _post_not_pre()),
            ((3, 2), _post_not_pre()),
            ((2, 1), _sum_after()),
            ((6, 4), _post_not_pre()),
            ((6, 5), _post_not_pre()),
            ((5, 4), _sum_after()),
            ((4, 1), _attention_first()),
        ),
        why=_(
            "Each half is $\\text{LayerNorm}(x + \\text{Sublayer}(x))$: attention first, "
            "the feed-forward layer second."
        ),
    )


def _post_not_pre() -> str:
    return _(
        "The block of 2017 adds first and norms the sum: "
        "$\\text{LayerNorm}(x + \\text{Sublayer}(x))$."
    )


def _pre_not_post() -> str:
    return _(
        "With pre-norm the layer norm comes before the sublayer: "
        "$x + \\text{Sublayer}(\\text{LayerNorm}(x))$."
    )


def _sum_after() -> str:
    return _(
        "What goes into a half is added to what its sublayer has made of it, so the sum "
        "comes after the sublayer."
    )


def _attention_first() -> str:
    return _(
        "Attention comes first: it gathers from the other tokens what the feed-forward "
        "layer then works on, token by token."
    )


def _encoder_pre() -> Story:
    return Story(
        asked=_(
            "Put the steps of a block with **pre-norm** (as in GPT-2) in order, from its "
            "input to its output."
        ),
        steps=(
            _("first layer norm"),
            _("multi-head attention"),
            _("add the block's input"),
            _("second layer norm"),
            _("feed-forward layer"),
            _("add the sum from the first half"),
        ),
        slips=(
            ((5, 2), _attention_first()),
            ((2, 1), _pre_not_post()),
            ((5, 4), _pre_not_post()),
            ((3, 2), _sum_after()),
            ((6, 5), _sum_after()),
        ),
        why=_(
            "Each half is $x + \\text{Sublayer}(\\text{LayerNorm}(x))$: attention first, "
            "the feed-forward layer second."
        ),
    )


def _decoder_post() -> Story:
    return Story(
        asked=_(
            "Put the steps of a **decoder block** of 2017 in order, from its input to its "
            "output. Each step includes its sum and layer norm."
        ),
        steps=_decoder_steps(),
        slips=_decoder_slips(),
        why=_(
            "First the decoder looks back at what it has written itself (masked), then at "
            "the encoder's output, and then each token is worked on by itself."
        ),
    )


def _decoder_steps() -> tuple[str, ...]:
    return (
        _("masked self-attention over what is written so far"),
        _("attention to the encoder's output"),
        _("feed-forward layer"),
    )


def _decoder_slips() -> tuple[tuple[tuple[int, int], str], ...]:
    return (
        (
            (2, 1),
            _(
                "The queries to the encoder come from what the masked self-attention has "
                "gathered, so that one comes first."
            ),
        ),
        (
            (3, 2),
            _("The feed-forward layer is the last part, after both attentions."),
        ),
    )


def _whole() -> Story:
    return Story(
        asked=_(
            "How does the Transformer of 2017 come from a source text to the next word "
            "of the translation? Put the steps in order."
        ),
        steps=(
            _("look up the embeddings of the source's tokens"),
            _("add the positions"),
            _("pass the encoder blocks"),
            _("pass the decoder blocks, which look at the encoder's output"),
            _("linear layer: a score for each word of the vocabulary"),
            _("softmax: a probability for each word"),
        ),
        slips=(
            (
                (3, 2),
                _(
                    "Attention itself knows no order, so the positions are added before "
                    "the first block."
                ),
            ),
            (
                (4, 3),
                _("The decoder looks at the encoder's output, which must be there."),
            ),
            ((6, 5), _("The softmax turns scores into probabilities; scores first.")),
        ),
        why=_(
            "Embedding and position, encoder, decoder, linear layer, softmax: figure 1 of "
            "the paper, from bottom to top."
        ),
    )


_STORIES = {
    "head": _head,
    "masked": _masked_head,
    "encoder-post": _encoder_post,
    "encoder-pre": _encoder_pre,
    "decoder-post": _decoder_post,
    "whole": _whole,
}
