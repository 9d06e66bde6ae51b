"""1,000 networks that learn XOR in 2,000 sweeps: ours beside what one would use else.

Every row trains the same 2-2-1 sigmoid networks from the same weights, in batch, with
momentum, in float64. Each run is a process of its own, so that its peak memory is its
own; the rounds go through all rows, so that all see the same machine.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import math
import os
import resource
import statistics
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from simulations.systems.backpropagation import algorithm_batch
from simulations.systems.backpropagation.algorithm import Layer
from tests.benchmarks.figures import say

NETWORKS, SWEEPS = 1_000, 2_000
RATE, MOMENTUM = 0.5, 0.9
ROUNDS = 3
X = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]])
T = np.array([[0.0], [1], [1], [0]])
SOLVED = 0.02  # the summed loss under which XOR is learned
SAMPLE = {"scikit-learn": 4, "pure Python": 20}  # networks; the time is scaled up

Losses = Any  # of each network, after training


def start(networks: int) -> list[Layer]:
    rng = np.random.default_rng(0)
    layers = algorithm_batch.draw((2, 2, 1), NETWORKS, spread=1, rng=rng)
    return [
        Layer(one.weights[..., :networks], one.biases[..., :networks]) for one in layers
    ]


def ours() -> Losses:
    outcome = algorithm_batch.learn(
        start(NETWORKS), X, T, rate=RATE, epochs=SWEEPS, momentum=MOMENTUM
    )
    return outcome.losses[-1]


def torch_our_layout() -> Losses:
    """The gradient by hand, written as ours is: the networks last, elementwise."""
    torch: Any = importlib.import_module("torch")

    layers = start(NETWORKS)
    w, b, v, c = (
        torch.tensor(array) for one in layers for array in (one.weights, one.biases)
    )
    x, t = torch.tensor(X)[:, None, :, None], torch.tensor(T)
    changes = [torch.zeros_like(one) for one in (w, b, v, c)]
    error = t
    for _sweep in range(SWEEPS):
        h = torch.sigmoid((x * w).sum(2) + b)
        y = torch.sigmoid((h * v[0]).sum(1) + c)
        error = y - t
        delta = error * y * (1 - y)
        back = delta[:, None] * v[0] * h * (1 - h)
        gradients = (
            (back[:, :, None] * x).sum(0),
            back.sum(0),
            (delta[:, None] * h).sum(0)[None],
            delta.sum(0)[None],
        )
        for one, change, by in zip((w, b, v, c), changes, gradients, strict=True):
            change.mul_(MOMENTUM).sub_(by, alpha=RATE)
            one.add_(change)
    return (0.5 * error**2).sum(0).numpy()


def torch_matmul() -> Losses:
    """The gradient by hand, with a product of matrices for each network."""
    torch: Any = importlib.import_module("torch")

    hidden, output = start(NETWORKS)
    w, v = (torch.tensor(one.weights).permute(2, 1, 0) for one in (hidden, output))
    b, c = (torch.tensor(one.biases).T[:, None] for one in (hidden, output))
    w, b, v, c = (one.contiguous() for one in (w, b, v, c))
    x, t = torch.tensor(X).expand(NETWORKS, 4, 2), torch.tensor(T)
    changes = [torch.zeros_like(one) for one in (w, b, v, c)]
    error = t
    for _sweep in range(SWEEPS):
        h = torch.sigmoid(torch.baddbmm(b, x, w))
        y = torch.sigmoid(torch.baddbmm(c, h, v))
        error = y - t
        delta = error * y * (1 - y)
        back = torch.bmm(delta, v.mT) * h * (1 - h)
        gradients = (
            torch.bmm(x.mT, back),
            back.sum(1, keepdim=True),
            torch.bmm(h.mT, delta),
            delta.sum(1, keepdim=True),
        )
        for one, change, by in zip((w, b, v, c), changes, gradients, strict=True):
            change.mul_(MOMENTUM).sub_(by, alpha=RATE)
            one.add_(change)
    return (0.5 * error**2).sum((1, 2)).numpy()


def torch_vmap() -> Losses:
    """The gradient by torch.func: vmap over the networks of grad of the loss."""
    torch: Any = importlib.import_module("torch")

    hidden, output = start(NETWORKS)
    parameters = [
        torch.tensor(np.moveaxis(array, -1, 0).copy())
        for one in (hidden, output)
        for array in (one.weights, one.biases)
    ]
    x, t = torch.tensor(X), torch.tensor(T)

    def loss(w: Any, b: Any, v: Any, c: Any) -> Any:
        h = torch.sigmoid(x @ w.T + b)
        return 0.5 * ((torch.sigmoid(h @ v.T + c) - t) ** 2).sum()

    slope = torch.func.vmap(torch.func.grad(loss, argnums=(0, 1, 2, 3)))
    changes = [torch.zeros_like(one) for one in parameters]
    for _sweep in range(SWEEPS):
        for one, change, by in zip(
            parameters, changes, slope(*parameters), strict=True
        ):
            change.mul_(MOMENTUM).sub_(by, alpha=RATE)
            one.add_(change)
    return torch.func.vmap(loss)(*parameters).numpy()


def scikit_learn() -> Losses:
    """MLPClassifier, which minimises log-loss: only its time can be compared."""
    from sklearn.neural_network import MLPClassifier

    warnings.simplefilter("ignore")  # that it has not converged
    for seed in range(SAMPLE["scikit-learn"]):
        MLPClassifier(
            (2,),
            activation="logistic",
            solver="sgd",
            batch_size=4,
            learning_rate_init=RATE,
            momentum=MOMENTUM,
            nesterovs_momentum=False,
            alpha=0,
            max_iter=SWEEPS,
            tol=0,
            n_iter_no_change=SWEEPS + 1,
            random_state=seed,
        ).fit(X, T[:, 0])
    return None


def pure_python() -> Losses:
    hidden, output = start(SAMPLE["pure Python"])
    return [
        alone(
            [
                *hidden.weights[..., place].ravel().tolist(),
                *hidden.biases[..., place].tolist(),
                *output.weights[..., place].ravel().tolist(),
                *output.biases[..., place].tolist(),
            ]
        )
        for place in range(SAMPLE["pure Python"])
    ]


def alone(p: list[float]) -> float:
    """One network of nine numbers, w11 w12 w21 w22 b1 b2 v1 v2 c; its last loss."""
    rows = [(*x, t) for x, (t,) in zip(X.tolist(), T.tolist(), strict=True)]
    changes, exp, loss = [0.0] * 9, math.exp, 0.0
    for _sweep in range(SWEEPS):
        w11, w12, w21, w22, b1, b2, v1, v2, c = p
        by, loss = [0.0] * 9, 0.0
        for x1, x2, t in rows:
            h1 = 1 / (1 + exp(-w11 * x1 - w12 * x2 - b1))
            h2 = 1 / (1 + exp(-w21 * x1 - w22 * x2 - b2))
            y = 1 / (1 + exp(-v1 * h1 - v2 * h2 - c))
            loss += 0.5 * (y - t) ** 2
            d = (y - t) * y * (1 - y)
            d1, d2 = d * v1 * h1 * (1 - h1), d * v2 * h2 * (1 - h2)
            these = (d1 * x1, d1 * x2, d2 * x1, d2 * x2, d1, d2, d * h1, d * h2, d)
            by = [one + more for one, more in zip(by, these, strict=True)]
        changes = [MOMENTUM * a - RATE * g for a, g in zip(changes, by, strict=True)]
        p = [one + a for one, a in zip(p, changes, strict=True)]
    return loss


ROWS: dict[str, Callable[[], Losses]] = {
    "ours": ours,
    "torch, our layout": torch_our_layout,
    "torch, matrix products": torch_matmul,
    "torch, vmap and grad": torch_vmap,
    "pure Python": pure_python,
    "scikit-learn": scikit_learn,
}


def measure(name: str, threads: int) -> dict[str, float | None]:
    """Run one row in this process: seconds for all networks, peak MB, share solved."""
    if name.startswith("torch"):
        importlib.import_module("torch").set_num_threads(threads)
    begun = time.perf_counter()
    losses = ROWS[name]()
    seconds = time.perf_counter() - begun
    return {
        "seconds": seconds * NETWORKS / SAMPLE.get(name, NETWORKS),
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "solved": None if losses is None else float(np.mean(np.array(losses) < SOLVED)),
    }


def apart(name: str, threads: int) -> dict[str, float | None]:
    """The same in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.xor", name, str(threads)]
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1"}  # numpy's arrays are small
    said = subprocess.run(  # noqa: S603
        command, check=True, capture_output=True, env=environment
    )
    measured: dict[str, float | None] = json.loads(said.stdout)
    return measured


def rows() -> list[tuple[str, int]]:
    found = [("ours", 0), ("pure Python", 0)]
    if importlib.util.find_spec("sklearn"):
        found.append(("scikit-learn", 0))
    if importlib.util.find_spec("torch"):
        found += [(name, n) for name in ROWS if name[:5] == "torch" for n in (1, 2)]
    return found


def main() -> None:
    if len(sys.argv) > 2:
        sys.stdout.write(json.dumps(measure(sys.argv[1], int(sys.argv[2]))))
        return
    runs: dict[tuple[str, int], list[dict[str, Any]]] = {row: [] for row in rows()}
    for _round in range(ROUNDS):
        for row, measured in runs.items():
            measured.append(apart(*row))
    say(
        f"XOR: {NETWORKS:,} networks 2-2-1, {SWEEPS:,} sweeps; medians of {ROUNDS} runs, "
        "each in a process of its own"
    )
    say(f"{'':34} {'time':>9}  {'to ours':>8}  {'peak':>8}  solved")
    medians = {row: statistics.median(m["seconds"] for m in runs[row]) for row in runs}
    for row in sorted(medians, key=lambda row: medians[row]):
        tell(row, medians[row], medians["ours", 0], runs[row])
    remark(medians)


def named(row: tuple[str, int]) -> str:
    name, threads = row
    return f"{name}, {threads} thread{'s' * (threads > 1)}" if threads else name


def tell(
    row: tuple[str, int], median: float, base: float, measured: list[dict[str, Any]]
) -> None:
    label, name = named(row), row[0]
    if name in SAMPLE:
        label += f" ({SAMPLE[name]} networks, scaled)"
    peak = max(one["peak"] for one in measured)
    solved = measured[0]["solved"]
    share = "" if solved is None else f"{100 * solved:5.1f} %"
    say(f"{label:38} {median:7.2f} s  {median / base:7.1f}×  {peak:5.0f} MB  {share}")


def remark(medians: dict[tuple[str, int], float]) -> None:
    """Ours against the best row of torch, and against its best in a usual layout."""
    rows = sorted((r for r in medians if r[0][:5] == "torch"), key=medians.__getitem__)
    if rows:
        usual = next(row for row in rows if ROWS[row[0]] is not torch_our_layout)
        best, other = (medians[row] / medians["ours", 0] for row in (rows[0], usual))
        say(
            f"Ours is {best:.1f} times as fast as torch's best row ({named(rows[0])}), "
            f"{other:.1f} times as fast as its best by matrix products or vmap "
            f"({named(usual)})."
        )
    else:
        say("Without torch; to compare with it: pip install torch==2.13.0")
    say()


if __name__ == "__main__":
    main()
