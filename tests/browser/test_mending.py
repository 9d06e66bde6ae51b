"""“I was right”, from the answer to the notification, as learner and author see it."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from quizzes.authoring import publishing
from quizzes.models import Item, Regrade, Role
from tests import factories

from .conftest import Watched

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
SHOTS = os.environ.get("STUDYHUB_SHOTS", "")  # a folder to look at what is tested
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
LOOKS = [("en", "light"), ("ko", "dark")] + [("ko", "light")] * bool(SHOTS)


@pytest.fixture(params=LOOKS, ids="-".join)
def look(request: pytest.FixtureRequest) -> tuple[str, str]:
    """A language and a theme."""
    found: tuple[str, str] = request.param
    return found


@pytest.fixture
def browser_context_args(
    browser_context_args: dict[str, Any], look: tuple[str, str]
) -> dict[str, Any]:
    language, theme = look
    return {**browser_context_args, "color_scheme": theme, "locale": language}


@pytest.fixture
def item(look: tuple[str, str]) -> Item:
    """A text question that `rosa` studies and `frank` writes."""
    language, _theme = look
    rosa = factories.make_user("rosa", first_name="로자")
    frank = factories.make_user("frank")
    for user in (rosa, frank):
        factories.make_learner(user, language=language)
    series = factories.make_series("llm", title_en="The story of LLMs")
    factories.make_enrolment(rosa.learner, series)
    factories.make_group(frank, series=series, role=Role.AUTHOR)
    chapter = factories.make_chapter(series, key="perceptron", title="퍼셉트론")
    words = {"prompt": "퍼셉트론을 처음 발표한 사람은?", "accepted": ["로젠블랫"]}
    english = {"prompt": "Who described the perceptron?", "accepted": ["Rosenblatt"]}
    texts = {"ko": words, "en": english}
    return factories.make_item(chapter, kind="text", slug="inventor", texts=texts)


def log_in(page: Page, base: str, who: str, path: str) -> None:
    page.context.clear_cookies()
    page.goto(base + path)
    page.fill("[name=login]", who)
    page.fill("[name=password]", factories.PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(base + path)
    page.wait_for_load_state()


def seen(watched: Watched, name: str, look: tuple[str, str]) -> None:
    """No fault, and nothing that sticks out, wide or narrow."""
    page = watched.page
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        if not name.startswith("admin"):  # axe would load what its CSS imports
            watched.check(name)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= size["width"], f"{name} is {width} wide"
        if SHOTS:
            file = f"{name}-{'-'.join(look)}-{size['width']}.png"
            path = Path(SHOTS) / file
            page.screenshot(path=path, full_page=True, caret="initial")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def contest(page: Page, words: str) -> None:
    """By keyboard: answer wrongly, open “I was right”, say why, send."""
    expect(page.locator("[data-focus]").first).to_be_focused()
    page.keyboard.type("Frank R.")
    press(page, "Enter")
    expect(page.locator("h2[data-focus]")).to_be_focused()
    page.locator(".contest summary").focus()
    press(page, "Enter", "Tab")
    expect(page.locator(".contest textarea")).to_be_focused()
    page.keyboard.type(words)
    press(page, "Tab")


def test_contest(
    live_server: Any, watched: Watched, item: Item, look: tuple[str, str]
) -> None:
    """Contested by the learner, accepted by the author, told and shown as it is now."""
    page, base = watched.page, live_server.url
    log_in(page, base, "rosa", "/review/")
    contest(page, "Frank R. is Rosenblatt.")
    seen(watched, "contest", look)
    top = page.evaluate("scrollY")
    press(page, "Enter")
    said = page.locator(".contest [data-said]")
    expect(said).to_be_visible()
    expect(page.locator("#announcement")).to_have_text(said.inner_text())
    assert abs(page.evaluate("scrollY") - top) < 200
    seen(watched, "contested", look)
    feedback = page.url

    log_in(page, base, "frank", "/admin/quizzes/contest/")
    seen(watched, "admin-contests", look)
    page.get_by_role("link", name=re.compile("perceptron|퍼셉트론")).last.click()
    seen(watched, "admin-contest", look)
    page.locator("[name=accept]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    page.locator(".messagelist a").click()
    expect(page.locator(".field-raised")).to_contain_text("1")
    assert Regrade.objects.get().finished_at
    seen(watched, "admin-regrade", look)

    log_in(page, base, "rosa", "/")
    expect(page.locator(".notifications strong")).to_have_text("1")
    seen(watched, "today", look)
    page.locator(".notifications").click()
    expect(page.locator(".notifications strong")).to_have_count(0)
    seen(watched, "notifications", look)
    page.locator(".told a").click()
    expect(page).to_have_url(feedback)
    expect(page.locator(".verdict.right")).to_be_visible()
    seen(watched, "regraded", look)


def test_dry_run(
    live_server: Any, watched: Watched, item: Item, look: tuple[str, str]
) -> None:
    """An author looks at what a regrade would change, and starts it."""
    card = factories.make_card(factories.make_learner(), item)
    factories.answer(card, right=False)
    other = factories.make_card(factories.make_learner(), item)
    factories.answer(other)
    sample = {"prompt": "누구?", "accepted": ["아무개"]}
    publishing.revise(item, kind="text", texts={"ko": sample})
    page, base = watched.page, live_server.url
    log_in(page, base, "frank", f"/admin/quizzes/item/{item.pk}/change/")
    page.locator(".field-regrade a").first.click()
    expect(page.locator(".results tbody tr")).to_have_count(2)
    seen(watched, "admin-dry-run", look)
    page.locator("#content [type=submit]").click()
    expect(page.locator(".field-kept")).to_contain_text("1")
