"""The lab, as a browser lays it out."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests import factories

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

LEFT_EDGES = "cells => cells.map(cell => Math.round(cell.getBoundingClientRect().x))"


def open_lab(page: Page, base: str, path: str) -> None:
    """Log in as a new learner, and open a lab."""
    factories.make_learner(factories.make_user("rosa"), language="en")
    page.goto(base + path)
    page.fill("[name=login]", "rosa")
    page.fill("[name=password]", factories.PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(base + path)


@pytest.mark.parametrize("width", [390, 1280])
def test_headings_stand_over_their_columns(
    live_server: Any, page: Page, width: int
) -> None:
    """Each heading of the table of steps begins where its column does."""
    page.set_viewport_size({"width": width, "height": 900})
    open_lab(page, live_server.url, "/lab/perceptron/")
    headings = page.locator(".run th").evaluate_all(LEFT_EDGES)
    first = page.locator(".run tbody tr").first.locator("td")
    assert headings == first.evaluate_all(LEFT_EDGES)


def test_a_long_choice_is_read_to_its_end(live_server: Any, page: Page) -> None:
    """It is broken into lines where it is wider than its column."""
    page.set_viewport_size({"width": 1280, "height": 900})
    open_lab(page, live_server.url, "/lab/word2vec/")
    heights = page.locator("#method, #window").evaluate_all(
        "fields => fields.map(field => field.offsetHeight)"
    )
    assert heights[0] > heights[1]
    page.locator("#method").select_option("cbow")
    expect(page.locator("#method")).to_have_value("cbow")
