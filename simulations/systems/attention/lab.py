"""Attention in the lab: where each word of a translation looks in its source."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from simulations import figures
from simulations.simulation import (
    Parameter,
    Simulation,
    Step,
    Text,
    Trace,
    Values,
    register,
)

from . import algorithm

MOST_WORDS, MOST_UNITS, MOST_NUMBER = 8, 8, 100

COLUMNS: dict[str, Text] = {
    "target": gettext_lazy("target word"),
    "source": gettext_lazy("source word"),
    "queried": "W s",
    "keyed": "U h",
    "hidden": "tanh(W s + U h)",
    "energy": "e",
    "weight": "α",
    "share": "α h",
    "context": gettext_lazy("c of the target word"),
}
SUMMARY = {
    "looked": gettext_lazy("Each word looks most at"),
    "alignment": gettext_lazy("Alignment α, row by row"),
    "contexts": gettext_lazy("Context vectors c"),
}


def _words(name: str, default: str, label: Any, help: Any) -> Parameter:
    return Parameter(name, "text", default, label, help, most_characters=100)


def _matrix(
    name: str, default: list[list[float]], label: Any, help: Any, *, rows: int
) -> Parameter:
    return Parameter(
        name,
        "matrix",
        default,
        label,
        help,
        minimum=-MOST_NUMBER,
        maximum=MOST_NUMBER,
        most_rows=rows,
        most_columns=MOST_UNITS,
    )


@register
class AttentionLab(Simulation):
    slug = "attention"
    title = gettext_lazy("Attention")
    year = 2014
    description = gettext_lazy(
        "For every word that it writes, the decoder looks at all source words again and "
        "decides which of them matter now."
    )
    parameters = (
        _words(
            "source",
            "나는 학교에 간다",
            gettext_lazy("Source words"),
            gettext_lazy("One for each annotation h, apart by spaces."),
        ),
        _words(
            "target",
            "I go to school",
            gettext_lazy("Target words"),
            gettext_lazy("One for each state s, apart by spaces."),
        ),
        _matrix(
            "annotations",
            [[1, 0], [0, 1], [-1, -0.5]],
            gettext_lazy("Annotations h"),
            gettext_lazy("One line per source word."),
            rows=MOST_WORDS,
        ),
        _matrix(
            "states",
            [[0.8, 0.2], [-0.6, -0.8], [0.2, 0.6], [-0.4, 0.9]],
            gettext_lazy("Decoder states s"),
            gettext_lazy("One line per target word: the state just before it."),
            rows=MOST_WORDS,
        ),
        _matrix(
            "w",
            [[1.9, 1], [0.2, -2.2], [-1.9, 0.5]],
            gettext_lazy("Weights W"),
            gettext_lazy("One line per hidden unit, a weight for each number of s."),
            rows=MOST_UNITS,
        ),
        _matrix(
            "u",
            [[0.3, -1.4], [1.3, -1.9], [-1.3, 0.9]],
            gettext_lazy("Weights U"),
            gettext_lazy("One line per hidden unit, a weight for each number of h."),
            rows=MOST_UNITS,
        ),
        _matrix(
            "v",
            [[-2.7, 3.5, 2.5]],
            gettext_lazy("Weights v"),
            gettext_lazy("A weight for each hidden unit."),
            rows=1,
        ),
    )

    def faults(self, values: Values) -> dict[str, str]:
        lines = {"source": "annotations", "target": "states"}
        for name, matrix in lines.items():
            if len(values[name].split()) != len(values[matrix]):
                return {name: _one_each(len(values[matrix]))}
        units = len(values["v"][0])
        for name, matrix in (("w", "states"), ("u", "annotations")):
            if len(values[name]) != units:
                return {name: _shape(units, len(values[matrix][0]))}
            if len(values[name][0]) != len(values[matrix][0]):
                return {name: _shape(units, len(values[matrix][0]))}
        return {}

    def trace(self, values: Values) -> Trace:
        model = algorithm.aligner(values["w"], values["u"], values["v"][0])
        looks = algorithm.align(model, values["states"], values["annotations"])
        source, target = values["source"].split(), values["target"].split()
        return Trace(
            parameters=values,
            steps=[
                _step(word, other, look, place)
                for word, look in zip(target, looks, strict=True)
                for place, other in enumerate(source)
            ],
            summary={
                "looked": _looked(source, target, looks),
                "alignment": algorithm.alignment(looks).tolist(),
                "contexts": [look.context.tolist() for look in looks],
            },
            columns=COLUMNS,
            summary_labels=SUMMARY,
        )

    def figures(self, trace: Trace) -> dict[str, dict[str, Any]]:
        values = trace.parameters
        return {
            _("Where each target word looks: the alignment α"): figures.heatmap(
                trace.summary["alignment"],
                rows=values["target"].split(),
                columns=values["source"].split(),
                description=_(
                    "The alignment as a map: a row a target word, a column a source word."
                ),
            )
        }


def _one_each(lines: int) -> str:
    return _("Give one word for each line of numbers: %(lines)d.") % {"lines": lines}


def _shape(rows: int, columns: int) -> str:
    wanted = _("Give %(rows)d lines of %(columns)d weights.")
    return wanted % {"rows": rows, "columns": columns}


def _looked(
    source: list[str], target: list[str], looks: list[algorithm.Attention]
) -> str:
    return ", ".join(
        f"{word} → {source[int(look.weights.argmax())]}"
        for word, look in zip(target, looks, strict=True)
    )


def _step(word: str, other: str, look: algorithm.Attention, place: int) -> Step:
    weight = float(look.weights[place])
    return {
        "target": word,
        "source": other,
        "queried": look.queried.tolist(),
        "keyed": look.keyed[place].tolist(),
        "hidden": look.hidden[place].tolist(),
        "energy": float(look.energies[place]),
        "weight": weight,
        "share": (weight * look.annotations[place]).tolist(),
        "context": look.context.tolist(),
    }
