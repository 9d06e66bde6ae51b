"""Exercise: what a change of the energies does to the weights."""

from __future__ import annotations

from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Choice, Option
from simulations import decimals, figures
from simulations.systems.attention import algorithm, runs
from simulations.systems.attention.sentences import PAIRS

PLACES = 2
TRIPLES = [place for place, pair in enumerate(PAIRS) if len(pair.source) == 3]


@register
class AttentionChange(Exercise):
    slug = "attention-change"
    title = gettext_lazy("Attention: when the energies change")

    def parameters(self, rng: Random) -> Parameters:
        change = rng.choice(["shift", "shift", "scale", "shrink", "raise", "lower"])
        return {
            "pair": rng.choice(TRIPLES),
            "energies": [half / 2 for half in rng.sample(range(-3, 7), 3)],
            "change": change,
            "amount": 0.5 if change == "shrink" else rng.choice([2, 3, 5]),
        }

    def question(self, **parameters: Any) -> Choice:
        return _question(**parameters)

    def lab(self, parameters: Parameters) -> str:
        """As it was before the change, which is for the learner to make."""
        pair = PAIRS[parameters["pair"]]
        return runs.of_energies(pair.source, pair.target[0], parameters["energies"])


def _question(pair: int, energies: list[float], change: str, amount: float) -> Choice:
    after = _changed(energies, change, amount)
    texts, effect = _effects(), _effect(energies, after)
    said = _feedback(change)
    return Choice.of(
        texts[effect],
        *(Option(text, said[name]) for name, text in texts.items() if name != effect),
        prompt=_prompt(pair, energies, change, amount),
        explanation=_explanation(energies, after, change),
        figure=_figure(pair, energies),
        answer_figure=None if effect == "same" else _figure(pair, after),
    )


def _top(energies: list[float]) -> int:
    return energies.index(max(energies))


def _changed(energies: list[float], change: str, amount: float) -> list[float]:
    if change == "shift":
        return [energy + amount for energy in energies]
    if change in ("scale", "shrink"):
        return [energy * amount for energy in energies]
    at = _top(energies) if change == "raise" else energies.index(min(energies))
    return [energy + amount * (place == at) for place, energy in enumerate(energies)]


def _weights(energies: list[float]) -> list[float]:
    weights: list[float] = algorithm.softmax(energies).tolist()
    return weights


def _effect(before: list[float], after: list[float]) -> str:
    """What becomes of the weight that was the largest."""
    top = _top(before)
    change = _weights(after)[top] - _weights(before)[top]
    return "same" if abs(change) < 1e-12 else "grows" if change > 0 else "shrinks"


def _effects() -> dict[str, str]:
    return {
        "same": _("No weight changes."),
        "grows": _("The weight that was the largest grows."),
        "shrinks": _("The weight that was the largest shrinks."),
        "all": _("All weights grow."),
    }


def _feedback(change: str) -> dict[str, str]:
    """What to tell who expects this or that: the slip, and what to look at."""
    return {
        "all": _(
            "All cannot grow: the weights add to 1, so when one grows, another shrinks. "
            "Ask who gains on whom."
        ),
        "same": _(
            "Nothing changes only when **every** energy gets the **same** number **added**. "
            "Here the differences change: compare them before and after."
        ),
        "grows": _too_much().get(change, ""),
        "shrinks": _too_little().get(change, ""),
    }


def _too_much() -> dict[str, str]:
    """By the change, where the largest weight does not grow."""
    return {
        "shift": _(
            "Its exponential grows, but so does the sum, by the same factor. Divide before "
            "you compare."
        ),
        "shrink": _(
            "The largest energy stays the largest, but it leads by less. Compare the "
            "differences before and after."
        ),
        "lower": _(
            "It is not this energy that rises. Its exponential is the same as before, but "
            "the sum is larger: divide again."
        ),
    }


def _too_little() -> dict[str, str]:
    """By the change, where the largest weight does not shrink."""
    return {
        "shift": _(
            "No other word gains on it: all exponentials get the same factor. Divide each "
            "by the new sum."
        ),
        "scale": _(
            "The others do not catch up: the largest energy leads by more now. Compare the "
            "differences before and after."
        ),
        "raise": _(
            "It is this very energy that rises, and the others stay. Reckon its "
            "exponential and the sum anew."
        ),
    }


def _reason(change: str) -> str:
    reasons = {
        "shift": _(
            "The same factor comes into every $\\exp(e_j)$ and into their sum, and "
            "cancels: only differences of energies count."
        ),
        "scale": _(
            "The differences between the energies grow with the factor, so softmax becomes "
            "sharper."
        ),
        "shrink": _(
            "The differences between the energies get smaller, so softmax becomes flatter."
        ),
        "raise": _(
            "Only the largest energy rises: its word takes a larger share, and the others "
            "give way."
        ),
        "lower": _(
            "Only the smallest energy rises: its word takes a larger share, and all others "
            "give way."
        ),
    }
    return reasons[change]


def _prompt(pair: int, energies: list[float], change: str, amount: float) -> str:
    facts = _(
        "For the source words of “%(source)s” the energies are, in their order, "
        "$%(energies)s$. Their softmax is the attention weights."
    )
    changes = {
        "shift": _("Now $%(amount)s$ is added to **every** energy."),
        "scale": _("Now **every** energy is multiplied by $%(amount)s$."),
        "shrink": _("Now **every** energy is multiplied by $%(amount)s$."),
        "raise": _("Now $%(amount)s$ is added to the **largest** energy only."),
        "lower": _("Now $%(amount)s$ is added to the **smallest** energy only."),
    }
    values = {
        "source": " ".join(PAIRS[pair].source),
        "energies": decimals.vector(energies),
        "amount": decimals.text(amount),
    }
    asked = _("What happens to the weights?")
    return f"{facts % values}\n\n{changes[change] % values} {asked}"


def _explanation(before: list[float], after: list[float], change: str) -> str:
    numbers = _(
        "The weights were about $%(before)s$. The energies are now $%(energies)s$ and the "
        "weights about $%(after)s$."
    ) % {
        "before": decimals.vector(decimals.all_rounded(_weights(before), PLACES)),
        "energies": decimals.vector(after),
        "after": decimals.vector(decimals.all_rounded(_weights(after), PLACES)),
    }
    return f"{_reason(change)}\n\n{numbers}"


def _figure(pair: int, energies: list[float]) -> figures.Spec:
    return figures.bars(
        PAIRS[pair].source,
        [round(weight, 4) for weight in _weights(energies)],
        x=_("source word"),
        y=_("weight α"),
        description=_("The attention weight of each source word."),
    )
