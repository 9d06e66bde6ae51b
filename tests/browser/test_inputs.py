"""What scripts add to the inputs of questions."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from quizzes.models import Chapter
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def make_chapter(kind: str) -> Chapter:
    """A chapter with an item of this kind in its prose, for a learner called `rosa`."""
    learner = factories.make_learner(factories.make_user("rosa"), language="en")
    chapter = factories.make_chapter(language="en", body='{{< item "one" >}}')
    factories.make_enrolment(learner, chapter.series)
    factories.make_item(chapter, kind=kind, slug="one")
    return chapter


def open_item(page: Page, base: str, chapter: Chapter) -> None:
    """Log in and open the question in the prose."""
    address = base + chapter.get_absolute_url()
    page.goto(address)
    page.fill("[name=login]", "rosa")
    page.fill("[name=password]", factories.PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(address)
    page.wait_for_load_state()  # the button is the scripts' business
    page.get_by_role("button", name="Answer this question").click()
    expect(page.locator(".question form.answer")).to_be_visible()
    expect(page).to_have_url(address)


def test_moving_in_a_chapter_is_announced(live_server: Any, page: Page) -> None:
    """Who moves an option hears where it stands, in the prose as in a session."""
    open_item(page, live_server.url, make_chapter("order"))
    row = page.locator(".order li").first
    name = row.locator("span").inner_text()
    row.get_by_role("button", name="Move down").click()
    expect(page.get_by_role("status")).to_have_text(f"{name}: place 2 of 4")


@pytest.mark.parametrize("kind", ["number", "matrix", "steps"])
def test_a_phone_s_number_pad_comes_with_a_sign(
    live_server: Any, browser: Browser, kind: str
) -> None:
    """A pad may have no minus: it is asked for with a button for that, or not at all."""
    chapter = make_chapter(kind)
    phone = browser.new_page(has_touch=True, is_mobile=True, locale="en")
    open_item(phone, live_server.url, chapter)
    field = phone.locator(".number-input").first
    expect(field).to_have_attribute("inputmode", "decimal")
    phone.get_by_role("button", name="Change the sign").tap()
    expect(field).to_have_value("-")
    phone.close()
