"""Exercise: does this perceptron ever stop making mistakes, and after how many?

Both answers are certain. A run that converges is run to its end; one that never
does is shown to come back to weights it had before (Block and Levin, "On the
Boundedness of an Iterative Procedure for Solving a System of Linear Inequalities",
1970, prove that it must, with weights on a grid).
"""

from __future__ import annotations

from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Choice, Option
from simulations import decimals, figures, markup, simulation
from simulations.systems.perceptron import algorithm

from . import notation
from .counting import MOST_EPOCHS, course, slips


@register
class PerceptronConvergence(Exercise):
    slug = "perceptron-convergence"
    title = gettext_lazy("Perceptron: does it converge?")

    def parameters(self, rng: Random) -> Parameters:
        never = rng.random() < 0.35
        while True:
            parameters = draw(rng)
            run = course(**parameters)
            wanted = run.decided and run.converged != never
            if wanted and run.mistakes[-1] > 1 and slips(run, parameters):
                return parameters

    def question(self, **parameters: Any) -> Choice:
        run = _run(**parameters)
        wrong = slips(course(**parameters), parameters)
        counts = [Option(_after(count), feedback) for count, feedback in wrong]
        return Choice.of(
            _after(run.mistakes) if run.converged else _never(),
            *([Option(_never(), _why_it_stops())] if run.converged else []),
            *counts,
            prompt=_prompt(parameters),
            explanation=_explanation(run, parameters),
            figure=_figure(parameters),
            answer_figure=_answer_figure(run, parameters) if run.converged else None,
        )

    def lab(self, parameters: Parameters) -> str:
        rows = zip(parameters["samples"], parameters["targets"], strict=True)
        return simulation.get("perceptron").address(
            {
                "data": [[*sample, target] for sample, target in rows],
                "weights": [parameters["weights"]],
                "epochs": MOST_EPOCHS,
            }
            | {name: parameters[name] for name in ("eta", "threshold", "bias")}
        )


def draw(rng: Random) -> Parameters:
    cells = [[x, y] for x in range(-2, 3) for y in range(-2, 3)]
    start = rng.choice([[0, 0], [rng.randint(-1, 1), rng.randint(-1, 1)]])
    return {
        "samples": rng.sample(cells, 4),
        "targets": rng.sample(
            rng.choice([[0, 0, 1, 1], [0, 1, 1, 1], [0, 0, 0, 1]]), 4
        ),
        "weights": start,
        "bias": 0,
        "eta": 1,
        "threshold": rng.choice(["gt", "ge"]),
    }


def _run(
    *,
    samples: list[list[int]],
    targets: list[int],
    weights: list[int],
    bias: int,
    eta: int,
    threshold: str,
) -> algorithm.Run:
    return algorithm.learn(
        samples,
        targets,
        weights=weights,
        bias=bias,
        rate=eta,
        epochs=MOST_EPOCHS,
        inclusive=threshold == "ge",
    )


def _after(mistakes: int) -> str:
    return ngettext(
        "It converges after %(count)d mistake.",
        "It converges after %(count)d mistakes.",
        mistakes,
    ) % {"count": mistakes}


def _never() -> str:
    return _("It never converges.")


def _why_it_stops() -> str:
    return _(
        "In the figure a line can be drawn between the two classes. Then the "
        "perceptron finds one after finitely many mistakes."
    )


def _prompt(parameters: Parameters) -> str:
    facts = _(
        "A perceptron starts with $\\mathbf{w} = %(weights)s$ and $b = %(bias)s$. It "
        "answers 1 if $%(condition)s$, else 0, and the learning rate is "
        "$\\eta = %(eta)s$. In each epoch it sees these samples in this order, and "
        "learns after each one:"
    ) % {
        "weights": decimals.vector(parameters["weights"]),
        "bias": decimals.text(parameters["bias"]),
        "condition": notation.condition(parameters["threshold"]),
        "eta": decimals.text(parameters["eta"]),
    }
    asked = _(
        "It has converged when an epoch passes without a mistake. Does that happen, "
        "and after how many mistakes in all?"
    )
    return f"{facts}\n\n{_samples(parameters)}\n\n{asked}"


def _samples(parameters: Parameters) -> str:
    rows = zip(parameters["samples"], parameters["targets"], strict=True)
    return "\n".join(
        rf"{place}. $\mathbf{{x}} = {decimals.vector(sample)}$, $y = {target}$"
        for place, (sample, target) in enumerate(rows, start=1)
    )


def _explanation(run: algorithm.Run, parameters: Parameters) -> str:
    head = [
        _("epoch"),
        _("sample"),
        r"$\mathbf{w}\cdot\mathbf{x} + b$",
        r"$\hat{y}$",
        "$y$",
        _("$\\mathbf{w}$ after"),
        _("$b$ after"),
    ]
    table = markup.table(head, (_row(step, parameters) for step in _shown(run)))
    return f"{table}\n\n{_conclusion(run)}"


def _shown(run: algorithm.Run) -> list[algorithm.Step]:
    """All steps, or those until the run is back where it was."""
    last = run.cycle[1] if run.cycle else MOST_EPOCHS
    return [step for step in run.steps if step.epoch <= last]


def _row(step: algorithm.Step, parameters: Parameters) -> list[str]:
    done = step.update
    return [
        str(step.epoch),
        str(step.sample + 1),
        f"${decimals.text(done.activation)}$",
        f"**{done.output}**" if done.error else str(done.output),
        str(parameters["targets"][step.sample]),
        f"${decimals.vector(done.weights)}$",
        f"${decimals.text(done.bias)}$",
    ]


def _conclusion(run: algorithm.Run) -> str:
    if run.cycle:
        return _why_never(*run.cycle)
    return _(
        "Bold outputs are mistakes: %(count)d in all. Epoch %(epoch)d has none, so "
        "from here on nothing changes."
    ) % {"count": run.mistakes, "epoch": run.steps[-1].epoch}


def _why_never(first: int, again: int) -> str:
    text = (
        _(
            "Bold outputs are mistakes. After epoch %(again)d the weights and the bias "
            "are what they were after epoch %(first)d, and the samples come in the "
            "same order. So everything repeats itself for ever: **it never "
            "converges.** Indeed no line separates the two classes."
        )
        if first
        else _(
            "Bold outputs are mistakes. After epoch %(again)d the weights and the bias "
            "are what they were at the start, and the samples come in the same order. "
            "So everything repeats itself for ever: **it never converges.** Indeed no "
            "line separates the two classes."
        )
    )
    return text % {"first": first, "again": again}


def _layers(parameters: Parameters) -> tuple[list[figures.Spec], figures.Box]:
    samples, targets = parameters["samples"], parameters["targets"]
    box = figures.box_around(samples)
    return figures.points(samples, targets, box, numbered=True), box


def _figure(parameters: Parameters) -> figures.Spec:
    layers, _box = _layers(parameters)
    return figures.chart(
        layers, description=_("The samples in the plane, numbered in their order.")
    )


def _answer_figure(run: algorithm.Run, parameters: Parameters) -> figures.Spec:
    layers, box = _layers(parameters)
    end = run.steps[-1].update
    if ends := figures.segment(end.weights, end.bias, box):
        layers += figures.line(ends, _("end"))
    return figures.chart(
        layers, description=_("The samples and the line that was found.")
    )
