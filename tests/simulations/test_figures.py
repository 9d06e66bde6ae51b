"""Shared figures: what a reader sees of them."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest
import vl_convert

from simulations import figures


def marks(spec: figures.Spec) -> str:
    """The figure as it is drawn, in words and numbers."""
    return str(vl_convert.vegalite_to_svg({**spec, "width": 420}))


def heatmap(values: list[list[float]]) -> figures.Spec:
    rows = [f"r{place}" for place in range(len(values))]
    columns = [f"c{place}" for place in range(len(values[0]))]
    return figures.heatmap(values, rows=rows, columns=columns, description="?")


def test_a_heatmap_names_rows_and_columns_and_writes_its_numbers() -> None:
    """With a true minus sign."""
    drawn = marks(heatmap([[0.25, -1], [0.5, 3]]))
    for text in ("r0", "r1", "c0", "c1", "0.25", "−1", "0.5", "3"):
        assert f">{text}</text>" in drawn


def test_a_wide_heatmap_leaves_its_numbers_out() -> None:
    """They would not fit into the cells."""
    assert ">0.25</text>" not in marks(heatmap([[0.25] * 9]))


def test_labels_of_many_columns_keep_apart() -> None:
    """9 and 11 are not read as 911: some are left out."""
    drawn = marks(heatmap([[0.25] * 40]))
    label = r'translate\(([\d.]+),-4\)"[^>]*opacity="1">c\d+</text>'
    places = [float(place) for place in re.findall(label, drawn)]
    assert len(places) > 5
    wide = 6.5 * len("c39")
    assert all(right - left >= wide + 5 for left, right in pairwise(places))


def test_words_may_come_twice_in_a_heatmap() -> None:
    """Columns are told apart by their places."""
    spec = figures.heatmap(
        [[0.1, 0.9]], rows=["그"], columns=["the", "the"], description="?"
    )
    assert marks(spec).count(">the</text>") == 2


@pytest.mark.parametrize(
    ("values", "scale"),
    [([[0, 2]], {"domain": [0, 2]}), ([[-4, 2]], {"domain": [-4, 4]})],
)
def test_colours_part_at_zero(values: Any, scale: figures.Spec) -> None:
    """Numbers of both signs have colours of their own, equally strong."""
    text = str(heatmap(values))
    assert str(scale["domain"]) in text.replace(".0", "")


def test_bars_stand_in_their_order_with_their_numbers() -> None:
    """Not in that of the alphabet."""
    drawn = marks(figures.bars(["z", "a"], [1, 0.25], x="", y="", description="?"))
    assert drawn.index(">z</text>") < drawn.index(">a</text>")
    assert ">0.25</text>" in drawn


def test_curves_have_a_legend_if_there_are_several() -> None:
    """One alone needs none."""
    two = figures.curves({"one": [1, 2], "two": [2, 1]}, x="", y="", description="?")
    one = figures.curves({"one": [1, 2]}, x="", y="", description="?")
    assert ">one</text>" in marks(two)
    assert ">one</text>" not in marks(one)


@pytest.mark.parametrize("count", [2, 3, 12])
def test_epochs_are_whole_and_stand_once_each(count: int) -> None:
    """Of three epochs the axis names three, not 1, 2, 2, 3, 3."""
    drawn = marks(figures.curve([0.5] * count, x="epoch", y="", description="?"))
    for epoch in range(1, count + 1):
        assert drawn.count(f">{epoch}</text>") == 1
