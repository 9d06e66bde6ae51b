"""What could not be asked, or would be graded wrongly, is told to its author first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any, ClassVar

import pytest
from django import forms
from django.test import Client
from django.urls import reverse

from quizzes import exercises
from quizzes.admin.item_forms import form_for
from quizzes.authoring.bundle_items import ItemFile
from quizzes.authoring.checks import PUBLISHED, check_item, check_revision
from quizzes.authoring.faults import ImportFault
from quizzes.authoring.publishing import draft
from quizzes.models import Item
from quizzes.questions import Number, Question
from tests.factories import SAMPLES, make_chapter, make_item, make_series, make_user

pytestmark = pytest.mark.django_db
YEAR = {"ko": {"prompt": "언제?", "answer": "1958"}}
LONG = {"ko": {"prompt": "가" * 9_000, "accepted": ["a"]}}
TABLE = {"prompt": "x", "inputs": "\\frac{", "outputs": "y", "answer": "01"}


class Sum(exercises.Exercise):
    slug: ClassVar[str] = "test-sum"
    title: ClassVar[str] = "Sum"

    def parameters(self, rng: Random) -> dict[str, Any]:
        return {"a": rng.randint(1, 9)}

    def question(self, **parameters: Any) -> Question:
        a = parameters["a"]
        return Number(prompt=f"{a} + 1", value=str(a + 1))


@contextmanager
def registered(made: type[exercises.Exercise]) -> Iterator[None]:
    exercises.register(made)
    try:
        yield
    finally:
        del exercises._registry[made.slug]


@pytest.fixture
def exercise() -> Iterator[None]:
    with registered(Sum):
        yield


@pytest.mark.usefixtures("exercise")
@pytest.mark.parametrize(
    ("content", "faults"),
    [
        (draft(kind="number", texts=YEAR), 0),
        (draft(kind="number", texts={"en": YEAR["ko"]}), 1),
        (draft(kind="number", texts={"ko": {"prompt": "", "answer": "1"}}), 1),
        (draft(kind="number", texts={"ko": {"prompt": "x", "answer": "no"}}), 1),
        (draft(kind="nonsense", texts=YEAR), 1),
        (draft(kind="text", texts=LONG), 1),
        (draft(kind="exercise", exercise="test-sum"), 0),
        (draft(kind="exercise", exercise="nowhere"), 1),
        (draft(kind="exercise", exercise="test-sum", settings={"a": 0}), 1),
        (draft(kind="exercise", exercise="test-sum", settings={"b": 0}), 1),
    ],
)
def test_checks(content: Any, faults: int) -> None:
    """What could not be asked is told to its author before it is published."""
    assert len(check_revision(content)) == faults


def test_item_without_revision_is_a_fault() -> None:
    """An item needs a question."""
    made = Item.objects.create(series=make_series(), chapter_key="one", slug="x")
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
        ({"eta": float("nan")}, "eta"),
    ],
)
def test_settings_that_do_not_fit_are_named(settings: Any, named: str) -> None:
    """An author reads which setting is wrong and what it is like, not Python."""
    content = draft(kind="exercise", exercise="perceptron-update", settings=settings)
    [fault] = check_revision(content)
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
    content = draft(kind="exercise", exercise=exercise, settings=settings)
    [fault] = check_revision(content)
    assert next(iter(settings)) in fault


def test_settings_that_never_meet_are_refused() -> None:
    """Each of them is drawn, but not both at once."""
    settings = {"threshold": "ge", "asked": "w1", "weights": [0.2, 0.5]}
    content = draft(kind="exercise", exercise="perceptron-update", settings=settings)
    assert check_revision(content)


@pytest.mark.parametrize(
    "settings", [{"eta": 0.5}, {"threshold": "gt"}, {"asked": "b"}]
)
def test_settings_that_are_drawn_are_taken(settings: Any) -> None:
    """What an author may fix: one of the values that the exercise draws."""
    content = draft(kind="exercise", exercise="perceptron-update", settings=settings)
    assert check_revision(content) == []


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("number", {"prompt": "$\\frac{1}{$", "answer": "1"}),
        ("number", {"prompt": "x", "answer": "1", "mistakes": ["2 || $\\frac{1}{$"]}),
        ("choice", {"prompt": "x", "answer": "a", "distractors": ["$\\frac{1}{$"]}),
        ("matrix", {"prompt": "x", "answer": ["1"], "row_labels": ["$\\frac{1}{$"]}),
        ("truth_table", TABLE),
    ],
)
def test_a_formula_that_cannot_be_read_is_named(kind: str, fields: Any) -> None:
    """A learner must not see TeX as code, wherever it stands: the author is told first."""
    content = draft(kind=kind, texts={"ko": fields})
    assert any("frac" in fault for fault in check_revision(content))


@pytest.mark.parametrize("kind", SAMPLES)
def test_each_kind_s_sample_can_be_published(kind: str) -> None:
    """Its true answer counts in full, and its mistakes do not pass."""
    texts = {"ko": SAMPLES[kind], "en": SAMPLES[kind]}
    assert check_revision(draft(kind=kind, texts=texts)) == []


class Rarely(exercises.Exercise):
    """Broken in the variant of seed 120 alone."""

    slug: ClassVar[str] = "test-rarely"
    title: ClassVar[str] = "Rarely broken"
    broken: ClassVar[str] = ""

    def parameters(self, rng: Random) -> dict[str, Any]:
        return {"broken": rng.random() == Random(120).random()}

    def question(self, **parameters: Any) -> Question:
        if parameters["broken"]:
            return BROKEN[self.broken]()
        return Number(prompt="?", value="1")


class Hard(Number):
    """A number that takes nothing for its answer."""

    kind: ClassVar[str] = "test-hard"

    def truth(self) -> str:
        return "2"


class Lenient(Number):
    """A number that takes a mistake for its answer."""

    kind: ClassVar[str] = "test-lenient"

    def slips(self) -> list[tuple[Any, str]]:
        return [("1", "Wrong.")]


for unfair in (Hard, Lenient):  # what finds all kinds shall not find these
    del Question._kinds[unfair.kind]


def impossible() -> Question:
    raise ZeroDivisionError("division by zero")


BROKEN: dict[str, Callable[[], Question]] = {
    "raises": impossible,
    "no text": lambda: Number(prompt="", value="1"),
    "too large": lambda: Number(prompt="?", value="1", explanation="가" * 9_000),
    "a formula": lambda: Number(prompt="?", value="1", explanation="$\\frac{1}{$"),
    "the answer": lambda: Hard(prompt="?", value="1"),
    "the mistake": lambda: Lenient(prompt="?", value="1"),
}


@pytest.fixture
def rarely() -> Iterator[type[Rarely]]:
    with registered(Rarely):
        yield Rarely


@pytest.mark.parametrize("broken", BROKEN)
def test_what_is_broken_in_one_variant_is_found_before_it_is_published(
    rarely: type[Rarely], monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    """Of 200 variants each is dealt and graded; the fault names its seed."""
    monkeypatch.setattr(rarely, "broken", broken)
    content = draft(kind="exercise", exercise=rarely.slug)
    [fault] = check_revision(content, tried=PUBLISHED)
    assert "120" in fault
    assert check_revision(content) == []


def test_few_of_many_faults_are_told() -> None:
    """An exercise that is broken differently each time is not tried to the end."""

    class Always(Rarely):
        slug: ClassVar[str] = "test-always"
        asked: ClassVar[int] = 0

        def question(self, **parameters: Any) -> Question:
            Always.asked += 1
            raise ZeroDivisionError(Always.asked)

    content = draft(kind="exercise", exercise=Always.slug)
    with registered(Always):
        assert len(check_revision(content, tried=PUBLISHED)) == 5
    assert Always.asked == 5


def publish(item: Item) -> str:
    """Publish it as an author does in the list; what the page says."""
    client = Client()
    client.force_login(
        make_user(is_superuser=True, is_staff=True),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    fields = {"action": "publish", "_selected_action": [item.pk]}
    address = reverse("admin:quizzes_item_changelist")
    return client.post(address, fields, follow=True).content.decode()


def test_the_admin_publishes_what_was_tried_thoroughly(
    rarely: type[Rarely], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An exercise that is rarely broken stays a draft, and its author reads why."""
    item = make_item(exercise=rarely.slug, published=False)
    monkeypatch.setattr(rarely, "broken", "raises")
    page = publish(item)
    item.refresh_from_db()
    assert not item.published
    assert "120" in page


@pytest.mark.parametrize("published", [True, False])
def test_saving_is_thorough_where_learners_will_be_asked(
    rarely: type[Rarely], monkeypatch: pytest.MonkeyPatch, published: bool
) -> None:
    """A draft is saved after a few tries; what is published with it, after many."""
    monkeypatch.setattr(rarely, "broken", "raises")
    chapter = make_chapter()
    fields = {
        "series": chapter.series_id,
        "chapter_key": chapter.key,
        "slug": "rare",
        "order": 1,
        "exercise": rarely.slug,
        "published": published,
    }
    form = forms.modelform_factory(Item, form=form_for("exercise"))(fields)
    assert form.is_valid() is not published


def test_the_import_brings_what_was_tried_thoroughly(
    rarely: type[Rarely], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file's item is published at once, so it is tried as thoroughly."""
    monkeypatch.setattr(rarely, "broken", "raises")
    file = ItemFile(Path("items.toml"), "", make_chapter())
    with pytest.raises(ImportFault, match="120"):
        file.take({"item": [{"slug": "rare", "exercise": rarely.slug}]})
