"""What is published can be asked; what is not, cannot."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any, ClassVar

import pytest
from django.utils import timezone

from quizzes import exercises
from quizzes.authoring import publishing
from quizzes.authoring.publishing import (
    check_item,
    check_revision,
    draft,
    refresh,
    revise,
)
from quizzes.models import Card, Chapter, Enrolment, Item, Learner, Series
from quizzes.questions import Number, Question
from studyhub.models import User

pytestmark = pytest.mark.django_db
YEAR = {"ko": {"prompt": "언제?", "answer": "1958"}}


@pytest.fixture
def series() -> Series:
    series = Series.objects.create(slug="s", title_ko="s")
    for number, key in enumerate(("one", "two"), 1):
        Chapter.objects.create(
            series=series, key=key, number=number, title=key, published=True
        )
    return series


@pytest.fixture
def learner() -> Learner:
    return Learner.objects.create(user=User.objects.create(username="learner"))


def item(series: Series, slug: str, **fields: Any) -> Item:
    values = {"chapter_key": "one", "published": True} | fields
    made = Item.objects.create(series=series, slug=slug, **values)
    revise(made, kind="number", texts=YEAR)
    return made


def test_items_stand_in_the_order_of_chapters(series: Series) -> None:
    """Items are ordered by chapter, then as their author ordered them."""
    item(series, "c", chapter_key="two", order=0)
    item(series, "b", order=1)
    item(series, "a", order=0)
    refresh(series)
    assert [i.slug for i in Item.objects.open().order_by("position")] == ["a", "b", "c"]


@pytest.mark.parametrize("fields", [{"published": False}, {"chapter_key": "none"}])
def test_not_open(series: Series, fields: dict[str, Any]) -> None:
    """An unpublished item, or one without a published chapter, is not open."""
    item(series, "x", **fields)
    refresh(series)
    assert not Item.objects.open().exists()


def test_item_without_revision_is_not_open(series: Series) -> None:
    """An item that asks nothing yet is not open."""
    Item.objects.create(series=series, chapter_key="one", slug="x", published=True)
    refresh(series)
    assert not Item.objects.open().exists()


def test_cards_follow_their_items(series: Series, learner: Learner) -> None:
    """Unpublishing rests a card, publishing wakes it unless it is suspended."""
    now = timezone.now()
    Enrolment.objects.create(learner=learner, series=series)
    cards = [
        Card.objects.create(learner=learner, item=item(series, slug), created_at=now)
        for slug in ("a", "b")
    ]
    Card.objects.filter(pk=cards[1].pk).update(suspended=True, active=False)
    Chapter.objects.filter(key="one").update(published=False)
    refresh(series)
    assert not Card.objects.filter(active=True).exists()
    Chapter.objects.filter(key="one").update(published=True)
    refresh(series, key="one")
    assert list(Card.objects.filter(active=True)) == [cards[0]]


def test_cursor_goes_back_to_what_opened(series: Series, learner: Learner) -> None:
    """An item that opens before a learner's cursor is not passed over."""
    first, last = (
        item(series, "a", published=False),
        item(series, "b", chapter_key="two"),
    )
    refresh(series)
    enrolment = Enrolment.objects.create(learner=learner, series=series, cursor=99_999)
    refresh(series)
    enrolment.refresh_from_db()
    assert enrolment.cursor == 99_999  # nothing opened or moved
    Item.objects.filter(pk=first.pk).update(published=True)
    refresh(series)
    enrolment.refresh_from_db()
    first.refresh_from_db()
    last.refresh_from_db()
    assert enrolment.cursor == first.position < last.position


def test_refresh_takes_few_queries(
    series: Series, django_assert_max_num_queries: Any
) -> None:
    """A series is brought in line by set, however long it is."""
    for number in range(50):
        item(series, f"i{number}", order=number)
    with django_assert_max_num_queries(8):
        refresh(series)


def test_revise_only_where_something_differs(series: Series) -> None:
    """The same content is the same revision; other content the next one."""
    made = item(series, "x")
    first = made.revision
    assert revise(made, kind="number", texts=YEAR) == first
    second = revise(
        made, kind="number", texts={"ko": {"prompt": "몇 년?", "answer": "1958"}}
    )
    made.refresh_from_db()
    assert (second.number, made.revision) == (2, second)
    assert made.revisions.count() == 2


class Sum(exercises.Exercise):
    slug: ClassVar[str] = "test-sum"
    title: ClassVar[str] = "Sum"

    def parameters(self, rng: Random) -> dict[str, Any]:
        return {"a": rng.randint(1, 9)}

    def question(self, **parameters: Any) -> Question:
        (a,) = (parameters.pop("a"),)
        if parameters:
            raise TypeError("unknown settings")
        return Number(prompt="" if a == 0 else f"{a} + 1", value=str(a + 1))


@pytest.fixture
def exercise() -> Iterator[None]:
    exercises.register(Sum)
    yield
    del exercises._registry[Sum.slug]


@pytest.mark.usefixtures("exercise")
@pytest.mark.parametrize(
    ("content", "faults"),
    [
        (draft(kind="number", texts=YEAR), 0),
        (draft(kind="number", texts={"en": YEAR["ko"]}), 1),
        (draft(kind="number", texts={"ko": {"prompt": "", "answer": "1"}}), 1),
        (draft(kind="number", texts={"ko": {"prompt": "x", "answer": "no"}}), 1),
        (draft(kind="nonsense", texts=YEAR), 1),
        (
            draft(
                kind="text", texts={"ko": {"prompt": "가" * 9_000, "accepted": ["a"]}}
            ),
            1,
        ),
        (draft(kind="exercise", exercise="test-sum"), 0),
        (draft(kind="exercise", exercise="nowhere"), 1),
        (draft(kind="exercise", exercise="test-sum", settings={"a": 0}), 1),
        (draft(kind="exercise", exercise="test-sum", settings={"b": 0}), 1),
    ],
)
def test_checks(content: Any, faults: int) -> None:
    """What could not be asked is told to its author before it is published."""
    assert len(check_revision(content)) == faults


def test_item_without_revision_is_a_fault(series: Series) -> None:
    """An item needs a question."""
    made = Item.objects.create(series=series, chapter_key="one", slug="x")
    assert check_item(made)


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"etaa": 1}, "etaa"),
        ({"eta": "x"}, "eta"),
        ({"eta": "NaN"}, "eta"),
        ({"eta": [1, 2]}, "eta"),
        ({"weights": [1]}, "weights"),
        ({"eta": 10**400}, "eta"),
        ({"eta": 1e300}, "eta"),
        ({"eta": float("nan")}, "eta"),
        ({"eta": float("-inf")}, "eta"),
    ],
)
def test_settings_that_do_not_fit_are_named(settings: Any, named: str) -> None:
    """An author reads which setting is wrong and what it is like, not Python."""
    draft = publishing.draft(
        kind="exercise", exercise="perceptron-update", settings=settings
    )
    [fault] = publishing.check_revision(draft)
    assert named in fault


@pytest.mark.parametrize(
    ("exercise", "settings"),
    [
        ("mcculloch-pitts-circle", {"until": 10**9}),
        ("gpt-causal-row", {"place": 10**6}),
        ("gpt-targets", {"window": 10**20}),
        ("backpropagation-momentum", {"weight": 1e300}),
    ],
)
def test_settings_that_are_never_drawn_are_refused(
    exercise: str, settings: Any
) -> None:
    """By name, with what is drawn: never a question that the exercise cannot prove."""
    draft = publishing.draft(kind="exercise", exercise=exercise, settings=settings)
    [fault] = publishing.check_revision(draft)
    assert next(iter(settings)) in fault


def test_settings_that_never_meet_are_refused() -> None:
    """Each of them is drawn, but not both at once."""
    settings = {"threshold": "ge", "asked": "w1", "weights": [0.2, 0.5]}
    draft = publishing.draft(
        kind="exercise", exercise="perceptron-update", settings=settings
    )
    assert publishing.check_revision(draft)


@pytest.mark.parametrize(
    "settings", [{"eta": 0.5}, {"threshold": "gt"}, {"asked": "b"}]
)
def test_settings_that_are_drawn_are_taken(settings: Any) -> None:
    """What an author may fix: one of the values that the exercise draws."""
    draft = publishing.draft(
        kind="exercise", exercise="perceptron-update", settings=settings
    )
    assert publishing.check_revision(draft) == []


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("number", {"prompt": "$\\frac{1}{$", "answer": "1"}),
        ("number", {"prompt": "x", "answer": "1", "mistakes": ["2 || $\\frac{1}{$"]}),
        ("choice", {"prompt": "x", "answer": "a", "distractors": ["$\\frac{1}{$"]}),
        ("matrix", {"prompt": "x", "answer": ["1"], "row_labels": ["$\\frac{1}{$"]}),
        (
            "truth_table",
            {"prompt": "x", "inputs": "\\frac{", "outputs": "y", "answer": "01"},
        ),
    ],
)
def test_a_formula_that_cannot_be_read_is_named(kind: str, fields: Any) -> None:
    """A learner must not see TeX as code, wherever it stands: the author is told first."""
    draft = publishing.draft(kind=kind, texts={"ko": fields})
    assert any("frac" in fault for fault in publishing.check_revision(draft))
