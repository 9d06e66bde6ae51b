"""Each kind of question, answered by keyboard alone, with a phone's width."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Page, expect

from quizzes import questions
from quizzes.models import Learner, Review, Variant
from quizzes.questions import Mark, Question
from tests import factories

from .conftest import Watched

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
SHOTS = os.environ.get("STUDYHUB_SHOTS", "")  # a folder to look at what is tested


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    size = {"width": 390, "height": 844}
    return {**browser_context_args, "viewport": size, "color_scheme": "light"}


def tick(page: Page, response: Any) -> None:
    for letter in response:
        page.keyboard.press(str("abcdef".index(letter) + 1))


def press_letters(page: Page, response: Any) -> None:
    for letter in response:
        page.keyboard.press(letter)


def put_in_order(page: Page, response: Any) -> None:
    """Select each option's ↑ and press it until it stands where it should."""
    names = page.locator(".order li")
    for place, letter in enumerate(response):
        row = page.locator(f".order li:has([name=response-{letter}])")
        while names.nth(place).locator(f"[name=response-{letter}]").count() == 0:
            row.locator("[data-move='-1']").focus()
            page.keyboard.press("ArrowUp")


def fill(page: Page, response: Any) -> None:
    for entry in (entry for row in response for entry in row):
        page.keyboard.type(str(entry))
        page.keyboard.press("Tab")


def fill_steps(page: Page, response: Any) -> None:
    fill(page, [response])


def fill_blanks(page: Page, response: Any) -> None:
    """Type; in a list, go down to an option by its letter."""
    for given in response:
        if page.locator("select:focus").count():
            for _time in range("abcdef".index(given) + 1):
                page.keyboard.press("ArrowDown")
        else:
            page.keyboard.type(given)
        page.keyboard.press("Tab")


def press_bits(page: Page, response: Any) -> None:
    """A digit a cell: it goes on by itself."""
    for bit in (bit for row in response for bit in row):
        page.keyboard.press(str(bit))


def judge(page: Page, response: Any) -> None:
    """1 and 2 are true and false, the reasons come after them."""
    page.keyboard.press("1" if response["verdict"] else "2")
    page.keyboard.press(str("abcdef".index(response["reason"]) + 3))


def type_in(page: Page, response: Any) -> None:
    page.keyboard.type(response)


GIVE: dict[str, Callable[[Page, Any], None]] = {
    "choice": tick,
    "cloze": fill_blanks,
    "fraction": type_in,
    "mark": press_letters,
    "match": fill_blanks,
    "matrix": fill,
    "multiple": tick,
    "number": type_in,
    "order": put_in_order,
    "steps": fill_steps,
    "text": type_in,
    "true_false": judge,
    "truth_table": press_bits,
}


def shoot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(
            path=Path(SHOTS) / f"{name}.png", full_page=True, caret="initial"
        )


def answer(page: Page, question: Question, response: Any) -> None:
    GIVE[question.kind](page, response)
    shoot(page, f"{question.kind}-filled")
    if question.kind == "order":  # Enter on an arrow moves once more
        page.locator("form.answer > button").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".verdict")).to_be_visible()


def log_in(page: Page, base: str) -> None:
    """Until the first question is ready to be answered by keyboard."""
    page.goto(base + "/review/")
    page.fill("[name=login]", "rosa")
    page.fill("[name=password]", factories.PASSWORD)
    page.keyboard.press("Enter")
    expect_focus(page)


def expect_focus(page: Page) -> None:
    expect(page.locator("[data-question] [data-focus]").first).to_be_focused()


@pytest.mark.parametrize("kind", sorted(questions.kinds()))
def test_a_kind_is_answered_by_keyboard(
    live_server: Any, watched: Watched, kind: str
) -> None:
    """Right and wrong, without a touch of the mouse, and axe finds no fault."""
    learner = factories.make_learner(factories.make_user("rosa"), language="ko")
    chapter = factories.make_chapter(language="ko")
    factories.make_enrolment(learner, chapter.series)
    for _time in range(2):
        factories.make_item(chapter, kind=kind)
    page = watched.page
    log_in(page, live_server.url)
    for right in (True, False):
        expect_focus(page)
        watched.check(f"{kind} asked")
        question = open_question(learner)
        wrong = factories.wrong_response(question)
        answer(page, question, question.truth() if right else wrong)
        watched.check(f"{kind} answered")
        shoot(page, f"{kind}-{'right' if right else 'wrong'}")
        page.keyboard.press("Enter")
    results = Review.objects.order_by("received_at").values_list("outcome", flat=True)
    assert [outcome["correct"] for outcome in results] == [True, False]


def test_a_number_without_its_unit_costs_nothing(
    live_server: Any, watched: Watched
) -> None:
    """Where units can be typed, what is missing is said, and the field keeps focus."""
    learner = factories.make_learner(factories.make_user("rosa"), language="ko")
    chapter = factories.make_chapter(language="ko")
    factories.make_enrolment(learner, chapter.series)
    units = {"unit": "m", "units": ["km = 1000", "cm = 0.01"], "figures": "3"}
    texts = {"prompt": "얼마나 멉니까?", "answer": "2500", **units}
    factories.make_item(chapter, kind="number", texts={"ko": texts})
    page = watched.page
    log_in(page, live_server.url)
    expect(page.locator(".help")).to_contain_text("m, km, cm")
    page.keyboard.type("2.50")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("m, km, cm")
    [logged] = watched.faults  # browsers log each 400
    assert "(Bad Request)" in logged
    watched.faults.clear()
    watched.check("unit missing")
    shoot(page, "number-unit")
    page.keyboard.press("End")
    page.keyboard.type(" km")
    page.keyboard.press("Enter")
    expect(page.locator(".verdict.right")).to_be_visible()
    shoot(page, "number-unit-right")
    assert Review.objects.get().response == "2.50 km"


def test_an_order_left_as_it_stands_costs_nothing(
    live_server: Any, watched: Watched
) -> None:
    """It is never dealt in order: that is said in place, and moving goes on."""
    learner = factories.make_learner(factories.make_user("rosa"), language="ko")
    chapter = factories.make_chapter(language="ko")
    factories.make_enrolment(learner, chapter.series)
    factories.make_item(chapter, kind="order")
    page = watched.page
    log_in(page, live_server.url)
    question = open_question(learner)
    page.locator("form.answer > button").click()
    expect(page.get_by_role("alert")).to_have_text(
        "먼저 순서를 정해 주세요. 지금 놓인 순서는 맞는 순서가 아닙니다."
    )
    [logged] = watched.faults  # browsers log each 400
    assert "(Bad Request)" in logged
    watched.faults.clear()
    watched.check("order as it was dealt")
    shoot(page, "order-untouched")
    assert not Review.objects.exists()
    answer(page, question, question.truth())
    expect(page.locator(".verdict.right")).to_be_visible()


def test_a_verdict_keeps_its_word_beside_what_came_of_it(
    live_server: Any, watched: Watched
) -> None:
    """In English, whose words are longer, on a phone."""
    learner = factories.make_learner(factories.make_user("rosa"), language="en")
    chapter = factories.make_chapter(language="en")
    factories.make_enrolment(learner, chapter.series)
    factories.make_item(chapter, kind="true_false")
    page = watched.page
    log_in(page, live_server.url)
    question = open_question(learner)
    wrong = question.truth() | {"verdict": True}
    answer(page, question, wrong)
    for word in page.locator(".verdicts label > span").all():
        assert word.evaluate("e => e.clientWidth >= 24 && e.clientHeight < 40")


def open_question(learner: Learner) -> Question:
    variant = Variant.objects.filter(learner=learner, review=None).get()
    return variant.question


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_point_is_chosen_in_its_figure(
    live_server: Any, watched: Watched, scheme: Literal["light", "dark"]
) -> None:
    """A tap near it is enough; far from all points it chooses none."""
    learner = factories.make_learner(factories.make_user("rosa"), language="ko")
    chapter = factories.make_chapter(language="ko")
    factories.make_enrolment(learner, chapter.series)
    factories.make_item(chapter, exercise="perceptron-misclassified")
    page = watched.page
    page.emulate_media(color_scheme=scheme)
    log_in(page, live_server.url)
    expect(page.locator(".figure svg")).to_be_visible()
    question = open_question(learner)
    assert isinstance(question, Mark)
    dots = page.locator("svg path[aria-roledescription=point]")
    page.locator(".figure svg").click(position={"x": 4, "y": 4})
    for place in question.right:
        box = dots.nth(place).bounding_box()
        assert box is not None
        page.mouse.click(box["x"] + box["width"] / 2 + 12, box["y"] - 3)
    chosen = page.locator(".points input:checked")
    found = [one.get_attribute("value") for one in chosen.all()]
    assert found == question.truth()
    watched.check(f"mark in the figure, {scheme}")
    shoot(page, f"mark-figure-{scheme}")
    page.keyboard.press("Enter")
    expect(page.locator(".verdict.right")).to_be_visible()
    shoot(page, f"mark-figure-{scheme}-right")


def test_a_question_in_steps_carries_an_error_forward(
    live_server: Any, watched: Watched
) -> None:
    """What follows from an own mistake is marked as right with it."""
    learner = factories.make_learner(factories.make_user("rosa"), language="ko")
    chapter = factories.make_chapter(language="ko")
    factories.make_enrolment(learner, chapter.series)
    factories.make_item(chapter, exercise="backpropagation-chain")
    page = watched.page
    log_in(page, live_server.url)
    question = open_question(learner)
    shoot(page, "steps-chain-asked")
    answer(page, question, question.slips()[0][0])
    expect(page.locator(".steps .wrong")).to_have_count(1)
    expect(page.locator(".steps .carried").first).to_be_visible()
    watched.check("steps with an error carried forward")
    shoot(page, "steps-chain-carried")


LONG = "가까울수록 기울기가 사라져 아무것도 배우지 못하고 제자리에 머문다"
WIDE_ANSWERS: dict[str, dict[str, Any]] = {
    "cloze": {"text": f"출력이 0이나 1에 [[={LONG}|멀수록 {LONG}]]."},
    "mark": {"points": ["-1.5 0.5", "-0.5 -2.5", "0.5 -1.5"], "answer": ["a", "b"]},
}


@pytest.mark.parametrize("kind", sorted(WIDE_ANSWERS))
def test_what_was_right_is_seen_whole(
    live_server: Any, watched: Watched, kind: str
) -> None:
    """On a phone, an answer and the words beside it wrap; nothing of them is cut off."""
    learner = factories.make_learner(factories.make_user("rosa"), language="ko")
    chapter = factories.make_chapter(language="ko")
    factories.make_enrolment(learner, chapter.series)
    texts = {"prompt": "어느 것입니까?", **WIDE_ANSWERS[kind]}
    factories.make_item(chapter, kind=kind, texts={"ko": texts})
    page = watched.page
    log_in(page, live_server.url)
    question = open_question(learner)
    answer(page, question, factories.wrong_response(question))
    shoot(page, f"{kind}-long-wrong")
    for shown in page.locator(".given, .points label > span").all():
        cut = shown.evaluate(
            "e => e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0"
            " || e.getBoundingClientRect().right > innerWidth"
        )
        assert not cut, shown.inner_text()
