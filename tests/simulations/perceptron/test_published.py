"""A published run followed to its last digit: a perceptron learns NAND.

The table that older versions of the Wikipedia article "Perceptron" printed for the
binary NAND: x₀ = 1, threshold 0.5, rate 0.1, all weights 0 at the start; it lists
x₀ x₁ x₂, the target, the sum, the answer, the error and the weights after. Our bias is
w₀ less the threshold.
"""

from __future__ import annotations

from decimal import Decimal

from simulations.systems.perceptron import algorithm

SAMPLES, TARGETS = [[0, 0], [0, 1], [1, 0], [1, 1]], [1, 1, 1, 0]

# The sum, the answer, the error, and w₀, w₁, w₂ after the step.
TABLE = """
0   0  1  0.1  0    0
0.1 0  1  0.2  0    0.1
0.2 0  1  0.3  0.1  0.1
0.5 0  0  0.3  0.1  0.1
0.3 0  1  0.4  0.1  0.1
0.5 0  1  0.5  0.1  0.2
0.6 1  0  0.5  0.1  0.2
0.8 1 -1  0.4  0    0.1
0.4 0  1  0.5  0    0.1
0.6 1  0  0.5  0    0.1
0.5 0  1  0.6  0.1  0.1
0.8 1 -1  0.5  0    0
0.5 0  1  0.6  0    0
0.6 1  0  0.6  0    0
0.6 1  0  0.6  0    0
0.6 1 -1  0.5 -0.1 -0.1
0.5 0  1  0.6 -0.1 -0.1
0.5 0  1  0.7 -0.1  0
0.6 1  0  0.7 -0.1  0
0.6 1 -1  0.6 -0.2 -0.1
0.6 1  0  0.6 -0.2 -0.1
0.5 0  1  0.7 -0.2  0
0.5 0  1  0.8 -0.1  0
0.7 1 -1  0.7 -0.2 -0.1
0.7 1  0  0.7 -0.2 -0.1
0.6 1  0  0.7 -0.2 -0.1
0.5 0  1  0.8 -0.1 -0.1
0.6 1 -1  0.7 -0.2 -0.2
0.7 1  0  0.7 -0.2 -0.2
0.5 0  1  0.8 -0.2 -0.1
0.6 1  0  0.8 -0.2 -0.1
0.5 0  0  0.8 -0.2 -0.1
0.8 1  0  0.8 -0.2 -0.1
0.7 1  0  0.8 -0.2 -0.1
"""
THRESHOLD = Decimal("0.5")


def exactly(rows: list[list[int]]) -> list[list[Decimal]]:
    return [[Decimal(value) for value in row] for row in rows]


def test_nand_is_learned_as_it_is_printed() -> None:
    """All 34 printed steps, each number of each."""
    run = algorithm.learn(
        exactly(SAMPLES),
        TARGETS,
        weights=[Decimal(0), Decimal(0)],
        bias=-THRESHOLD,
        rate=Decimal("0.1"),
        epochs=None,
    )
    printed = [
        [Decimal(cell) for cell in row.split()] for row in TABLE.split("\n")[1:-1]
    ]
    ours = [
        [
            step.update.activation + THRESHOLD,
            step.update.output,
            step.update.error,
            step.update.bias + THRESHOLD,
            *step.update.weights,
        ]
        for step in run.steps
    ]
    assert run.converged
    assert ours[: len(printed)] == printed
