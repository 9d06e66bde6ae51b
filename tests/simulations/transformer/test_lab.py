"""The Transformer's lab: published numbers stand in it, and what was asked."""

from __future__ import annotations

from random import Random
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import numpy as np
import pytest
import vl_convert
from django.utils import translation

from quizzes import exercises
from quizzes.exercises import Asked
from simulations import simulation
from simulations.simulation import ParameterError, Trace

LAB = simulation.get("transformer")
SEEDS = range(20)


def asked(slug: str, seed: int) -> tuple[Asked, Trace]:
    """A question and the run that its link to the lab leads to."""
    found = exercises.get(slug).ask(Random(seed))
    address = urlsplit(found[1].lab)
    shown = simulation.get(address.path.rstrip("/").rpartition("/")[2])
    return found, shown.run(dict(parse_qsl(address.query)))


def rows(trace: Trace, what: str, head: int | str = 1) -> list[Any]:
    return [
        step["numbers"]
        for step in trace.steps
        if step["what"] == what and step["head"] == head
    ]


def test_the_default_is_a_published_example() -> None:
    """Queries, keys and products of R. Karim's "Illustrated: Self-Attention"."""
    with translation.override("en"):
        trace = LAB.run({})
    assert rows(trace, "queries Q") == [[1, 0, 2], [2, 2, 2], [2, 1, 3]]
    assert rows(trace, "keys K") == [[0, 1, 1], [4, 4, 0], [2, 3, 1]]
    assert rows(trace, "QKᵀ") == [[2, 4, 4], [4, 16, 12], [4, 12, 10]]


def test_a_causal_mask_closes_what_comes_later() -> None:
    """Scores there are −∞ and weights 0."""
    with translation.override("en"):
        trace = LAB.run({"mask": "causal"})
    assert [row.count("−∞") for row in rows(trace, "QKᵀ / √d_k")] == [2, 1, 0]
    assert rows(trace, "attention (softmax)")[0] == [1, 0, 0]


@pytest.mark.parametrize("norm", ["post", "pre"])
def test_every_matrix_follows_from_those_before(norm: str) -> None:
    """Joined heads, the drawn weights, sums before ReLU, means and deviations."""
    with translation.override("en"):
        trace = LAB.run({"norm": norm, "heads": 3})

    def matrix(what: str) -> Any:
        return np.array(rows(trace, what, head=""))

    heads = [rows(trace, "attention · V", head) for head in (1, 2, 3)]
    joined, after = np.hstack(heads), matrix("heads joined · W_O")
    summed = trace.parameters["x"] + after
    assert np.allclose(matrix("heads joined"), joined)
    assert np.allclose(after, joined @ matrix("W_O"))
    assert np.allclose(matrix("input + attention"), summed)
    first, second = matrix("after the first layer norm"), matrix("+ feed-forward layer")
    fed = matrix("after the second layer norm") if norm == "pre" else first
    sums = matrix("sums of the hidden layer")
    assert np.allclose(sums, fed @ matrix("W₁"))
    assert np.allclose(matrix("hidden layer (ReLU)"), np.maximum(sums, 0))
    ends = np.maximum(sums, 0) @ matrix("W₂")
    assert np.allclose(matrix("feed-forward layer"), ends)
    assert np.allclose(second, (first if norm == "post" else summed) + ends)
    normed = {"first": trace.parameters["x"], "second": summed}
    if norm == "post":
        normed = {"first": summed, "second": second}
    for place, x in normed.items():
        mean = np.mean(x, axis=1)
        deviation = np.sqrt(np.var(x, axis=1) + 1e-5)
        found = matrix(f"mean and √(variance + ε), {place} layer norm")
        assert np.allclose(found, np.column_stack([mean, deviation]))


@pytest.mark.parametrize("norm", ["post", "pre"])
def test_heads_share_the_columns(norm: str) -> None:
    """Three heads of one number each have a figure each, and the output's."""
    trace = LAB.run({"heads": 3, "norm": norm})
    assert trace.summary["heads"] == "3 × 1"
    figures = LAB.figures(trace)
    assert len(figures) == 4
    for spec in figures.values():
        assert vl_convert.vegalite_to_vega(spec)["marks"]


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("queries", {"queries": "1 2; 3 4"}),
        ("keys", {"keys": "1; 1; 1; 1"}),
        ("heads", {"heads": 2}),
        ("heads", {"heads": 1_000_000}),
        ("x", {"x": "1 2; 3"}),
        ("x", {"x": "nan"}),
        ("mask", {"mask": "future"}),
    ],
)
def test_what_does_not_fit_is_named(name: str, given: dict[str, Any]) -> None:
    """Before any work."""
    with pytest.raises(ParameterError) as refused:
        LAB.run(given)
    assert set(refused.value.errors) == {name}


def test_a_block_of_the_base_model_is_counted() -> None:
    """512 numbers, 8 heads, 2,048 hidden units: the arrays add up to the block."""
    trace = simulation.get("transformer-size").run({"layers": 6})
    assert sum(step["weights"] for step in trace.steps) == trace.summary["block"]
    assert trace.summary["attention"] == 4 * 512**2
    assert trace.summary["stack"] == 6 * trace.summary["block"]


def test_biases_of_attention_count() -> None:
    """Those of Q, K, V and the output, d_model each."""
    lab = simulation.get("transformer-size")
    trace = lab.run({"biases": "yes"})
    without = lab.run({}).summary["block"]
    assert trace.summary["block"] == without + 4 * 512
    assert sum(step["weights"] for step in trace.steps) == trace.summary["block"]


def test_heads_that_do_not_divide_are_named() -> None:
    """512 numbers cannot be shared among seven."""
    with pytest.raises(ParameterError) as refused:
        simulation.get("transformer-size").run({"heads": 7})
    assert set(refused.value.errors) == {"heads"}


@pytest.mark.parametrize("seed", SEEDS)
def test_the_weights_are_counted_in_the_lab(seed: int) -> None:
    """The link leads to this very block."""
    (parameters, question), trace = asked("transformer-parameters", seed)
    assert question.grade(str(trace.summary[parameters["part"]])).score == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_the_learning_rate_is_seen_in_the_lab(seed: int) -> None:
    """The link leads to this very step of this very warm-up."""
    (parameters, question), trace = asked("transformer-learning-rate", seed)
    (row,) = (step for step in trace.steps if step["step"] == parameters["step"])
    assert row["rate"] == trace.summary["rate"]
    assert question.grade(f"{row['rate']:.3f}").score == 1


def test_the_warm_up_of_2017_has_its_peak() -> None:
    """Section 5.3: d = 512 and 4,000 steps; the peak is 0.7 thousandths."""
    trace = simulation.get("transformer-warm-up").run({"step": 4000})
    assert max(step["rate"] for step in trace.steps) == trace.summary["peak"]
    assert trace.summary["rate"] == trace.summary["peak"]
    assert f"{trace.summary['peak']:.4f}" == "0.6988"


def test_the_warm_up_is_counted_in_its_lengths() -> None:
    """The rate's axis has a tick after each six sixths: at the peak, too."""
    lab = simulation.get("transformer-warm-up")
    (spec,) = lab.figures(lab.run({})).values()
    drawn = vl_convert.vegalite_to_svg({**spec, "width": 420})
    for sixths in ("6", "12", "18", "24"):
        assert f">{sixths}</text>" in drawn
    assert ">5</text>" not in drawn
