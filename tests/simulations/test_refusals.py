"""What the algorithms refuse: by the parameter's name, and at once."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from simulations.bounds import OutOfBounds
from simulations.systems.activation import algorithm as activation
from simulations.systems.attention import algorithm as attention
from simulations.systems.backpropagation import (
    algorithm_batch,
    algorithm_families,
    algorithm_symmetry,
)
from simulations.systems.bert import algorithm as bert
from simulations.systems.glove import algorithm as glove
from simulations.systems.glove import algorithm_counts as glove_counts
from simulations.systems.gpt import algorithm as gpt
from simulations.systems.hebb import algorithm as hebb
from simulations.systems.hebb import algorithm_memory
from simulations.systems.imitation_game import algorithm as imitation
from simulations.systems.imitation_game import algorithm_machines
from simulations.systems.perceptron import algorithm as perceptron
from simulations.systems.perceptron import algorithm_photo
from simulations.systems.rnn import algorithm as rnn
from simulations.systems.transformer import algorithm as transformer
from simulations.systems.transformer import algorithm_backward, algorithm_initial
from simulations.systems.word2vec import algorithm as word2vec
from simulations.systems.word2vec import algorithm_space, algorithm_text
from tests.timing import within

ENDLESS = range(10**9)
HUGE = [[0.5] * 10] * 1_000_000
RNG = np.random.default_rng(1)
NAMES: list[Any] = ["no such name", None, 1, [], {}, ["relu"], np.zeros(3)]


def recalled(**given: Any) -> Any:
    known: dict[str, Any] = {"state": [1, -1, 1], "mode": "asynchronous", "sweeps": 3}
    return algorithm_memory.recall(np.ones((3, 3)), **(known | given))


def hebbian(rule: Any) -> Any:
    return hebb.learn([[1, 2]], weights=[1, 1], rate=0.1, epochs=2, rule=rule)


def encoded(**given: Any) -> Any:
    block = algorithm_initial.initial(RNG, d_model=4, heads=2, d_ff=8)
    return transformer.encode(np.ones((3, 4)), block, **given)


def passed(**given: Any) -> Any:
    block = algorithm_initial.initial(RNG, d_model=4, heads=2, d_ff=8)
    return transformer.forward(np.ones((3, 4)), block, **given)


def stepped_back(**given: Any) -> Any:
    block = algorithm_initial.initial(RNG, d_model=4, heads=2, d_ff=8)
    before = transformer.forward(np.ones((3, 4)), block)
    return algorithm_backward.backward(block, before, np.ones((3, 4)), **given)


def written(**given: Any) -> Any:
    size = {"vocabulary": 100, "window": 512, "d_model": 64, "heads": 2, "d_ff": 256}
    known: dict[str, Any] = {"start": [1], "count": 1, "rng": RNG}
    return gpt.generate(gpt.initial(RNG, **size, layers=2), **(known | given))


def stacked(family: Any, **given: Any) -> Any:
    size = {"vocabulary": 9, "window": 4, "d_model": 512, "heads": 2, "d_ff": 2048}
    return family.initial(RNG, **(size | given))


def embedded(vectors: Any = None, **given: Any) -> Any:
    known: dict[str, Any] = {
        "sentences": [[0, 1]],
        "window": 2,
        "negatives": 1,
        "rate": 0.1,
    }
    plan = word2vec.Plan(**(known | {"epochs": 1} | given))
    inputs = np.ones((4, 3)) if vectors is None else vectors
    return word2vec.learn(plan, word2vec.Vectors(inputs, np.ones((4, 3))), RNG)


def gloved(counts: Any = None, vectors: Any = None) -> Any:
    plan = glove.Plan(
        counts=np.ones((3, 3)) if counts is None else counts, rate=0.1, epochs=1
    )
    model = glove.initial(3, 2, RNG)
    inputs = model.vectors if vectors is None else vectors
    return glove.learn(plan, glove.Model(inputs, *model.parts[1:]), RNG)


def symmetric(**given: Any) -> Any:
    layers = algorithm_batch.draw((6, 2, 1), 2, spread=0.3, rng=RNG)
    return algorithm_symmetry.learn(layers, **({"sweeps": 2} | given))


def related(shown: Any, layers: Any = None, **given: Any) -> Any:
    if layers is None:
        layers = algorithm_families.draw(2, spread=0.3, rng=RNG)
    schedule = replace(algorithm_families.PRACTICAL, **given)
    return algorithm_families.learn(layers, shown, schedule)


def ordered(order: Any) -> Any:
    plain: dict[str, Any] = {"weights": [0], "bias": 0, "rate": 1, "epochs": 1}
    return perceptron.learn([[0], [1]], [0, 1], **plain, order=order)


def lit(excitatory: Any, inhibitory: Any = ((0,),)) -> Any:
    wires = algorithm_photo.Connections(excitatory, inhibitory)
    return algorithm_photo.respond(wires, [1, 0], threshold=1)


def drawn(shape: Any = (2, 2, 1), networks: Any = 1, spread: Any = 1.0) -> Any:
    return algorithm_batch.draw(shape, networks, spread=spread, rng=RNG)


def one_term(**given: Any) -> Any:
    known: dict[str, Any] = {"count": 2, "vector": [1, 2], "context": [1, 2]}
    return glove.term(**(known | {"bias": 0, "context_bias": 0} | given))


def lost(counts: Any = None, **given: Any) -> Any:
    x = np.ones((3, 3)) if counts is None else counts
    glove.gradient(glove.initial(3, 2, RNG), np.ones((3, 3)), **given)
    return glove.loss(glove.initial(3, 2, RNG), x, **given)


def predicted(**given: Any) -> Any:
    known: dict[str, Any] = {"inputs": [0], "outputs": [1, 2], "labels": [1, 0]}
    vectors = word2vec.Vectors(np.ones((4, 3)), np.ones((4, 3)))
    return word2vec.gradient(vectors, **(known | given))


NAMED: list[tuple[str, Callable[[Any], Any]]] = [
    ("function", activation.function),
    ("rule", hebbian),
    ("mode", lambda name: recalled(mode=name)),
    ("norm", lambda name: encoded(norm=name)),
    ("activation", lambda name: encoded(activation=name)),
    ("method", lambda name: embedded(method=name)),
    ("norm", lambda name: stepped_back(norm=name)),
    ("activation", lambda name: stepped_back(activation=name)),
    ("norm", lambda name: passed(norm=name)),
    ("activation", lambda name: passed(activation=name)),
]

REFUSED: list[tuple[str, Callable[[], Any]]] = [
    ("order", lambda: recalled(order=ENDLESS)),
    ("order", lambda: recalled(order=[0, 0, 1])),
    ("order", lambda: recalled(order=[0, 1, math.nan])),
    ("weights", lambda: algorithm_memory.energy(HUGE, [1, -1])),
    ("state", lambda: algorithm_memory.energy([[1]], [math.nan])),
    ("pattern", lambda: algorithm_memory.overlap([], [])),
    ("state", lambda: algorithm_memory.overlap([1, 1], ENDLESS)),
    ("clues", lambda: imitation.play(["X", "Y"], ENDLESS)),
    ("clues", lambda: imitation.play(["X", "Y"], [ENDLESS, ENDLESS])),
    ("machines", lambda: imitation.play([["X"], ["Y"]], [[1], [0]])),  # type: ignore[list-item]
    ("machines", lambda: imitation.play(None, [[1]])),  # type: ignore[arg-type]
    ("clues", lambda: imitation.opinions([1] * 20_000)),
    ("clues", lambda: imitation.opinions([0.5])),  # type: ignore[list-item]
    ("level", lambda: imitation.least_significant(5, math.nan)),  # type: ignore[arg-type]
    ("table", lambda: algorithm_machines.run(None, [0], [0])),  # type: ignore[arg-type]
    ("table", lambda: algorithm_machines.run([0], [0], [0])),  # type: ignore[list-item]
    ("outputs", lambda: algorithm_machines.run([[0]], [math.nan], [0])),  # type: ignore[list-item]
    ("inputs", lambda: algorithm_machines.run([[0]], [0], 3)),  # type: ignore[arg-type]
    ("positions", lambda: algorithm_machines.capacity(None)),  # type: ignore[arg-type]
    ("order", lambda: ordered(["a", 0])),
    ("order", lambda: ordered([0, math.nan])),
    ("order", lambda: ordered(ENDLESS)),
    ("excitatory", lambda: lit([[math.nan]])),
    ("excitatory", lambda: lit([["a"]])),
    ("excitatory", lambda: lit([[0.5]])),
    ("inhibitory", lambda: lit([[0]], [[math.nan]])),
    ("inhibitory", lambda: lit([[0]], [[-1]])),
    ("inhibitory", lambda: lit([[0]], [[0], [0]])),
    ("right", lambda: imitation.exactly(-1, 5, 0.5)),
    ("right", lambda: imitation.exactly(10**9, 5, Fraction(1, 2))),
    ("chance", lambda: imitation.exactly(1, 5, math.nan)),
    ("chance", lambda: imitation.at_least(1, 5, Fraction(3, 2))),
    ("skill", lambda: imitation.chance_right("a", 5)),  # type: ignore[type-var]
    ("rounds", lambda: imitation.passes(0, 0)),
    ("right", lambda: imitation.passes(6, 5)),
    ("b", lambda: rnn.network([[1]], [[1]], [1] * 1_000_000, [[1]], [1])),
    ("u", lambda: rnn.spectral_radius(np.ones((1000, 1000)))),
    ("u", lambda: rnn.largest_singular_value(np.ones((5000, 200)))),
    ("vectors", lambda: embedded(vectors=HUGE)),
    ("vectors", lambda: embedded(vectors=ENDLESS)),
    ("vectors", lambda: embedded(vectors=[[1, 2], [3]])),
    ("sentences", lambda: embedded(sentences=HUGE)),
    ("sentences", lambda: embedded(sentences=None)),
    ("sentences", lambda: embedded(sentences=[0, 1])),
    ("sentences", lambda: glove_counts.cooccurrences([[]], 3, 2)),
    ("sentences", lambda: glove_counts.cooccurrences(None, 3, 2)),  # type: ignore[arg-type]
    ("sentence", lambda: algorithm_text.positions(ENDLESS, 2)),
    ("window", lambda: algorithm_text.positions([1, 2], 10**9)),
    ("power", lambda: algorithm_text.noise([1, 2], math.nan)),
    ("vectors", lambda: algorithm_space.plane(np.ones((1000, 1000)))),
    ("counts", lambda: gloved(counts=ENDLESS)),
    ("counts", lambda: gloved(counts=3)),
    ("vectors", lambda: gloved(vectors=HUGE)),
    ("sentences", lambda: glove_counts.cooccurrences(HUGE, 3, 2)),  # type: ignore[arg-type]
    ("layers", lambda: gpt.parameters(10, 10, 4, 10**9)),
    ("vocabulary", lambda: bert.parameters(math.nan, 10, 4, 2)),  # type: ignore[arg-type]
    ("ordinary", lambda: bert.chosen_count(math.inf)),  # type: ignore[arg-type]
    ("shape", lambda: drawn(shape=ENDLESS)),
    ("shape", lambda: drawn(shape=(2, 1_000_000, 1))),
    ("shape", lambda: drawn(shape=(2, math.nan))),
    ("shape", lambda: drawn(shape=(2,))),
    ("networks", lambda: drawn(networks=10**9)),
    ("spread", lambda: drawn(spread=math.inf)),
    ("spread", lambda: drawn(spread=-1)),
    ("rate", lambda: symmetric(rate=math.nan)),
    ("momentum", lambda: symmetric(momentum=2)),
    ("epochs", lambda: symmetric(sweeps=10**9)),
    ("networks", lambda: algorithm_families.hold_out(10**9, RNG)),
    ("shown", lambda: related(np.ones((3, 2)))),
    ("shown", lambda: related(np.full((104, 2), math.nan))),
    ("layers", lambda: related(np.ones((104, 2)), layers=[])),
    ("first", lambda: related(np.ones((104, 2)), first=math.nan)),
    ("energies", lambda: attention.softmax([])),
    ("energies", lambda: attention.softmax([1, math.nan])),
    ("energies", lambda: attention.softmax([[1, 2], [3]])),
    ("energies", lambda: attention.softmax(ENDLESS)),
    ("layers", lambda: stacked(gpt, layers=24)),
    ("layers", lambda: stacked(bert, layers=24)),
    ("count", lambda: written(count=1000)),
    ("d_model", lambda: bert.parameters(10, 10, "a" * 1000, 2)),  # type: ignore[arg-type]
    ("targets", lambda: bert.loss([[0.5, 0.5]], {0.5: 0})),  # type: ignore[dict-item]
    ("targets", lambda: bert.loss([[0.5, 0.5]], {0: math.nan})),  # type: ignore[dict-item]
    ("count", lambda: glove.weight(HUGE)),
    ("count", lambda: glove.weight([1, -1])),
    ("cap", lambda: glove.weight([1], cap=0)),
    ("power", lambda: glove.weight([1], power=math.nan)),
    ("count", lambda: one_term(count=0)),
    ("vector", lambda: one_term(vector=ENDLESS)),
    ("context", lambda: one_term(context=[1, 2, 3])),
    ("bias", lambda: one_term(bias=math.inf)),
    ("counts", lambda: lost(counts=HUGE)),
    ("vectors", lambda: lost(counts=np.ones((2, 2)))),
    ("cap", lambda: lost(cap=math.nan)),
    ("inputs", lambda: predicted(inputs=ENDLESS)),
    ("inputs", lambda: predicted(inputs=[])),
    ("outputs", lambda: predicted(outputs=[1, 4])),
    ("outputs", lambda: predicted(outputs=[1, 0.5])),
    ("labels", lambda: predicted(labels=[1])),
    ("labels", lambda: predicted(labels=[1, 2])),
    ("sentences", lambda: algorithm_text.counts(HUGE, 3)),  # type: ignore[arg-type]
    ("vectors", lambda: algorithm_space.unit([[1e200, 1.0]])),
]


def refused(name: str, call: Callable[[], Any]) -> None:
    with within(), pytest.raises(OutOfBounds) as fault:
        call()
    assert fault.value.name == name


@pytest.mark.parametrize(("name", "call"), REFUSED)
def test_what_cannot_be_used_is_refused(name: str, call: Callable[[], Any]) -> None:
    """Endless, not finite, ragged, of another shape: before it is copied or counted."""
    refused(name, call)


@pytest.mark.parametrize("value", NAMES, ids=repr)
@pytest.mark.parametrize(("name", "call"), NAMED, ids=[name for name, _call in NAMED])
def test_a_name_is_one_of_the_known(
    name: str, call: Callable[[Any], Any], value: Any
) -> None:
    """Whatever stands for it, be it no text at all."""
    refused(name, lambda: call(value))
