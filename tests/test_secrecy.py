"""The answer never leaves before the attempt.

A canary stands in every accepted answer, explanation, feedback and named mistake;
a crawl over pages, API, errors and schema must not meet one.
"""

from __future__ import annotations

import json
import re
import tomllib
import uuid
from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quizzes import exercises, groups, making, questions, variants
from quizzes.exercises import Exercise
from quizzes.models import Item, Learner, Role, Variant
from quizzes.questions import Choice, Number, Question, korean
from tests import factories

CANARY = re.compile(r"canary[0-9]+|(?<![\w-])7[0-9]{10}7(?![\w-])")  # no UUID has one


class Canaries:
    """Words and numbers that stand nowhere else, each only once."""

    def __init__(self) -> None:
        self.made = 0

    def word(self) -> str:
        self.made += 1
        return f"canary{self.made}"

    def number(self) -> str:
        self.made += 1
        return f"7{self.made:010}7"


def texts_with_canaries(kind: str, canaries: Canaries) -> dict[str, Any]:
    """A kind's fields with a canary in all that the learner must not see yet.

    The options of a choice are seen; which is right and what is said to each is not.
    """
    word, number = canaries.word, canaries.number
    fields: dict[str, dict[str, Any]] = {
        "choice": {
            "answer": "this",
            "distractors": [f"that || {word()}", f"those || {word()}"],
        },
        "matrix": {
            "answer": [f"{number()} {number()}"],
            "mistakes": [f"{number()} {number()} || {word()}"],
        },
        "cloze": {
            "text": f"A [[{word()}|{word()}]] has [[=this|that]] and [[=those]].",
            "distractors": ["these"],
        },
        "match": {
            "pairs": ["first :: this", "second :: that"],
            "distractors": ["those"],
            "mistakes": [f"1 2 || {word()}", f"2 3 || {word()}"],
        },
        "multiple": {
            "answers": [f"this || {word()}", f"these || {word()}"],
            "distractors": [f"that || {word()}", f"those || {word()}"],
        },
        "order": {
            "options": ["first", "second", "third"],
            "mistakes": [f"3 1 || {word()}"],
        },
        "mark": {
            "points": ["1 2", "2 1", "3 1"],
            "answer": ["a", "c"],
            "mistakes": [f"a || {word()}", f"b || {word()}"],
        },
        "steps": {
            "parts": ["first", "second"],
            "answers": [number(), f"{number()} = p1 + 10"],
            "mistakes": [f"1: {number()} || {word()}", f"2: {number()} || {word()}"],
        },
        "truth_table": {
            "inputs": "x_1 x_2",
            "outputs": "y",
            "answer": "0110",
            "mistakes": [f"0111 || {word()}"],
        },
        "fraction": {
            "answer": f"{number()}/2",
            "mistakes": [f"{number()}/2 || {word()}"],
        },
        "true_false": {
            "answer": "false",
            "reason": "this",
            "distractors": [f"that || {word()}", f"those || {word()}"],
        },
        "number": {"answer": number(), "mistakes": [f"{number()} || {word()}"]},
        "text": {
            "accepted": [word(), word()],
            "mistakes": [f"{word()} || {word()}"],
        },
    }
    return {"prompt": "What?", "explanation": word(), **fields[kind]}


class Whispering(Exercise):
    """An exercise whose every secret is a canary."""

    slug = "whispering"
    title = "Whispering"

    def parameters(self, rng: Random) -> dict[str, Any]:
        return {"secret": f"7{rng.randrange(10**10):010}7"}

    def question(self, **parameters: Any) -> Question:
        figure = {"mark": "point", "data": {"values": [{"x": 1, "y": 2}]}}
        return Number(
            prompt="How many?",
            explanation="canary1",
            value=parameters["secret"],
            figure=figure,
            answer_figure=figure | {"title": "canary2"},
            lab="/lab/perceptron/?canary3",
        )


@pytest.fixture
def client(db: None, monkeypatch: pytest.MonkeyPatch) -> Client:
    """A member of a group whose series is full of canaries, everything dealt."""
    monkeypatch.setitem(exercises._registry, "whispering", Whispering())
    canaries, chapter = Canaries(), factories.make_chapter()
    for kind in questions.kinds():
        texts = {
            language: texts_with_canaries(kind, canaries) for language in ("ko", "en")
        }
        for _ in range(3):
            factories.make_item(chapter, kind=kind, texts=texts)
    factories.make_item(chapter, exercise="whispering")
    shortcodes = "".join(
        f'\n\n{{{{< item "{slug}" >}}}}'
        for slug in Item.objects.values_list("slug", flat=True)
    )
    chapter.body = "## Read" + shortcodes
    chapter.save()
    group = factories.make_group(series=chapter.series)
    user = factories.make_user("reader")
    group.memberships.create(user=user, role=Role.MEMBER)
    groups.enrol_members(group)
    learner = Learner.objects.of(user)
    learner.new_per_day = 100
    learner.save()
    for item in Item.objects.all():
        variants.deal_item(learner, item, now=timezone.now())
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def addresses() -> Iterator[str]:
    """Every address of pages and API that a member can open, and some that fail."""
    item = Item.objects.first()
    assert item is not None
    assert item.chapter is not None
    for name in ("today", "series_list", "review", "statistics", "settings"):
        yield reverse(f"quizzes:{name}")
    yield item.series.get_absolute_url()
    yield item.chapter.get_absolute_url()
    yield reverse("quizzes:review") + f"?chapter={item.chapter.pk}"
    yield reverse("quizzes:review") + "?variant=1"
    yield reverse("simulations:lab")
    yield reverse("simulations:simulation", args=["perceptron"])
    for name in ("me", "series_list", "queue", "reviews", "schema", "docs"):
        yield reverse(f"api:{name}")
    yield reverse("api:queue") + "?limit=20"
    yield reverse("api:queue") + "?limit=20&mode=practice"
    yield reverse("api:queue") + "?limit=x"
    yield reverse("api:reviews") + f"?item={item.slug}"
    yield reverse("api:chapter", args=[item.chapter.pk])
    yield reverse("api:series", args=[item.series.slug])
    yield reverse("api:review", args=[uuid.uuid4()])
    for variant in Variant.objects.all():
        yield reverse("quizzes:review") + f"?variant={variant.pk}"
        yield reverse("api:review", args=[variant.pk])
        yield reverse("quizzes:feedback", args=[variant.pk])


def everything(response: Any) -> str:
    """All that a response says: headers and body."""
    return f"{dict(response.headers)}\n{response.content.decode(errors='replace')}"


def test_the_canaries_would_be_seen(client: Client) -> None:
    """The crawl can fail: after the attempt the canaries are there."""
    variant = Variant.objects.filter(revision__kind="text").first()
    assert variant is not None
    body = {"id": str(uuid.uuid4()), "variant": str(variant.pk), "response": "no idea"}
    response = client.post(reverse("api:reviews"), body, "application/json")
    assert response.status_code == 201
    assert CANARY.search(everything(response))


def test_no_page_and_no_call_holds_an_answer_before_the_attempt(
    client: Client,
) -> None:
    """No canary stands in any page, call, header or error before the attempt."""
    met = {}
    for address in addresses():
        found = CANARY.findall(everything(client.get(address)))
        if found:
            met[address] = found
    assert met == {}


def test_no_error_of_an_attempt_holds_an_answer(client: Client) -> None:
    """A refused response says what was expected, never what is right."""
    wrong_shapes: list[Any] = [None, [], {}, "", "x" * 10_000, "1" * 70, -1, True]
    for variant in Variant.objects.all():
        for response in wrong_shapes:
            if variant.question.kind == "text" and isinstance(response, str):
                continue  # a short text is an attempt
            body = {
                "id": str(uuid.uuid4()),
                "variant": str(variant.pk),
                "response": response,
            }
            answer = client.post(reverse("api:reviews"), body, "application/json")
            if answer.status_code == 400:
                assert not CANARY.findall(answer.content.decode()), (variant, response)
            form = body | {"response": "" if response is None else str(response)}
            page = client.post(reverse("quizzes:answer"), form)
            if page.status_code == 400:
                assert not CANARY.findall(page.content.decode()), (variant, response)


def test_opening_an_item_shows_no_answer(client: Client) -> None:
    """The fragment that comes into a chapter is as silent as the page."""
    for item in Item.objects.all():
        response = client.post(
            reverse("quizzes:open_item", args=[item.pk]), headers={"HX-Request": "true"}
        )
        assert response.status_code == 200
        assert not CANARY.findall(everything(response))


def test_seed_and_parameters_stay_on_the_server(client: Client) -> None:
    """Neither the seed nor the drawn parameters leave with a question."""
    page = client.get(reverse("api:queue") + "?limit=20")
    results = json.loads(page.content)["results"]
    assert {"seed", "parameters", "content", "revision"}.isdisjoint(
        key for result in results for key in result
    )
    for variant in Variant.objects.all():
        assert str(variant.seed) not in page.content.decode()


def test_no_shipped_slug_holds_its_answer() -> None:
    """The slug leaves with the question; so it must not be the answer."""
    told = []
    for file in settings.SERIES_DIR.glob("*/*/items.toml"):
        for item in tomllib.loads(file.read_text())["item"]:
            slug = korean.normal(item["slug"])
            for language in ("ko", "en"):
                for answer in item.get(language, {}).get("accepted", []):
                    if korean.normal(answer) in slug:
                        told.append(item["slug"])
    assert told == []


@pytest.mark.django_db
def test_ids_and_places_of_options_are_independent_of_correctness() -> None:
    """Over 1,200 seeds, ids are the places and the right one is equally often in each.

    χ² with 3 degrees of freedom is under 16.3 in 999 of 1,000 such shuffles.
    """
    chapter = factories.make_chapter()
    texts = {"prompt": "?", "answer": "this", "distractors": ["a1", "b2", "c3"]}
    item = factories.make_item(chapter, kind="choice", texts={"ko": texts})
    places: Counter[int] = Counter()
    for seed in range(1200):
        assert item.revision is not None
        _parameters, question = making.ask(item.revision, "ko", seed)
        assert isinstance(question, Choice)
        assert [o["id"] for o in question.input()["options"]] == ["a", "b", "c", "d"]
        places[question.right] += 1
    assert sum((places[n] - 300) ** 2 / 300 for n in range(4)) < 16.3
