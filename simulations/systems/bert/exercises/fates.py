"""Exercise: how many tokens are hidden, replaced, kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Mistake, Number
from simulations import decimals, mistakes, simulation
from simulations.systems.bert import algorithm
from simulations.systems.transformer.sentences import COUNT, sentence

MOST_TOKENS = 3600  # as many as the lab draws
CHOSEN = decimals.exact(algorithm.SHARE)
OF_CHOSEN = {
    "masked": Decimal("0.8"),
    "random": Decimal("0.1"),
    "kept": Decimal("0.1"),
    "loss": Decimal(1),
    "same": Decimal("0.2"),
}


@dataclass(frozen=True)
class Case:
    tokens: int
    asked: str

    @property
    def chosen(self) -> Decimal:
        return self.tokens * CHOSEN

    @property
    def truth(self) -> Decimal:
        if self.asked == "unmasked":
            return self.tokens - self.chosen * OF_CHOSEN["masked"]
        return self.chosen * OF_CHOSEN[self.asked]


@register
class BertMaskingCount(Exercise):
    slug = "bert-masking-count"
    title = gettext_lazy("BERT: how many tokens are hidden")

    def parameters(self, rng: Random) -> Parameters:
        return {
            "tokens": rng.randrange(200, MOST_TOKENS + 1, 200),
            "asked": rng.choice(["masked", "random", "kept", "loss", "unmasked"]),
        }

    def question(self, **parameters: Any) -> Number:
        case = Case(**parameters)
        return Number(
            prompt=_prompt(case),
            value=decimals.text(case.truth),
            mistakes=_named(case),
            explanation=_explanation(case),
        )

    def lab(self, parameters: Parameters) -> str:
        """Forty words, drawn as often as makes so many tokens."""
        words = [word for place in range(COUNT) for word in sentence(place)]
        rounds = parameters["tokens"] // len(words)
        given = {"text": " ".join(words), "rounds": rounds}
        return simulation.get("bert").address(given)


def _named(case: Case) -> tuple[Mistake, ...]:
    facts = {
        "tokens": case.tokens,
        "chosen": decimals.text(case.chosen),
        "percent": decimals.text(100 * OF_CHOSEN.get(case.asked, Decimal(1))),
    }
    slips = ((value, text % facts) for value, text in _slips(case))
    return mistakes.distinct(slips, truth=case.truth)


def _slips(case: Case) -> Iterator[mistakes.Slip]:
    n, chosen = Decimal(case.tokens), case.chosen
    if case.asked == "loss":
        yield (
            chosen * OF_CHOSEN["masked"],
            _(
                "Those are the hidden ones. The replaced and the kept ones have been "
                "chosen too, and are predicted."
            ),
        )
        yield n, _("Only the chosen ones count: 15 %% of %(tokens)d.")
        yield (
            chosen * Decimal("0.9"),
            _("A chosen token that is kept as it is has to be predicted as well."),
        )
        return
    if case.asked == "unmasked":
        yield (
            n - chosen,
            _(
                "That leaves out all chosen ones. But of the chosen %(chosen)s only 80 %% "
                "become [MASK]."
            ),
        )
        yield (
            chosen * OF_CHOSEN["masked"],
            _("That many become [MASK]. The question is about the others."),
        )
        yield (
            n * Decimal("0.2"),
            _("80 %% of the chosen ones, not of all, become [MASK]."),
        )
        return
    share = OF_CHOSEN[case.asked]
    yield n * share, _("That is a share of all tokens. First 15 %% of them are chosen.")
    yield (
        chosen,
        _("Those are all that are chosen; of them only %(percent)s %% are asked for."),
    )
    yield from _other_fates(case)


def _other_fates(case: Case) -> Iterator[mistakes.Slip]:
    if case.asked == "masked":
        yield (
            case.chosen / 10,
            _("10 %% are replaced, and 10 %% kept; 80 %% are hidden."),
        )
        return
    yield (
        case.chosen * OF_CHOSEN["masked"],
        _("80 %% of the chosen become [MASK]; here %(percent)s %% are asked for."),
    )
    yield (
        case.chosen * OF_CHOSEN["same"],
        _("20 %% are replaced or kept together; each of the two is half of that."),
    )


def _prompt(case: Case) -> str:
    facts = _(
        "BERT is trained on a text of %(tokens)d tokens, prepared as in the paper of "
        "2018. (Leave [CLS] and [SEP] aside, and take the average over many random "
        "choices.)"
    ) % {"tokens": case.tokens}
    asked = {
        "masked": _("How many tokens become [MASK]?"),
        "random": _("How many tokens are replaced by a random one?"),
        "kept": _("How many tokens are chosen, but kept as they are?"),
        "loss": _("How many tokens have to be predicted, that is, count in the loss?"),
        "unmasked": _("How many tokens do **not** become [MASK]?"),
    }[case.asked]
    return f"{facts}\n\n{asked}"


def _explanation(case: Case) -> str:
    chosen = _(
        "**Chosen.** 15 %% of %(tokens)d: $0.15 \\cdot %(tokens)d = %(chosen)s$."
    ) % {
        "tokens": case.tokens,
        "chosen": decimals.text(case.chosen),
    }
    shares = _(
        "**Of these** 80 %% become [MASK] ($%(masked)s$), 10 %% a random token "
        "($%(random)s$), and 10 %% stay as they are ($%(random)s$). All of them are "
        "predicted."
    ) % {
        "masked": decimals.text(case.chosen * OF_CHOSEN["masked"]),
        "random": decimals.text(case.chosen * OF_CHOSEN["random"]),
    }
    last = _("**The answer.** $%(formula)s$") % {"formula": _formula(case)}
    return f"{chosen}\n\n{shares}\n\n{last}"


def _formula(case: Case) -> str:
    """The last step, from what the explanation has found before it."""
    truth, chosen = decimals.text(case.truth), decimals.text(case.chosen)
    if case.asked == "unmasked":
        masked = decimals.text(case.chosen * OF_CHOSEN["masked"])
        return f"{case.tokens} - {masked} = {truth}"
    if case.asked == "loss":
        return truth
    return rf"{decimals.text(OF_CHOSEN[case.asked])} \cdot {chosen} = {truth}"
