"""What the README says is true: its commands, its map and its examples."""

from __future__ import annotations

import re
import tomllib
from random import Random

import pytest
from django.conf import settings

from quizzes import exercises, questions
from quizzes.questions import Number
from simulations import simulation

README = (settings.BASE_DIR / "README.md").read_text()


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.S)


@pytest.fixture(autouse=True)
def registries(monkeypatch: pytest.MonkeyPatch) -> None:
    """The examples register apart, so that who tries them out breaks no test."""
    monkeypatch.setattr(exercises, "_registry", {})
    monkeypatch.setattr(simulation, "_registry", {})


def test_its_make_commands_exist() -> None:
    """Every `make …` in the README is a target of the Makefile."""
    targets = set(
        re.findall(r"^(\w+):", (settings.BASE_DIR / "Makefile").read_text(), re.M)
    )
    assert set(re.findall(r"make (\w+)(?=`|\s+#)", README)) <= targets


def test_its_map_is_the_house() -> None:
    """Every place in the map exists, and every package and module is in the map."""
    chart = README.partition("## The map")[2]
    rows = re.findall(r"^\| (`.*?) \|", chart, re.M)
    named = set()
    for row in rows:
        first, *others = re.findall(r"`([^`]+)`", row)
        folder = first.rstrip("/").rpartition("/")[0]
        named |= {first, *(f"{folder}/{other}" for other in others)}
    for place in named:
        assert (settings.BASE_DIR / place.lstrip("/")).exists(), place
    for path in (settings.BASE_DIR / "quizzes").iterdir():
        if path.suffix == ".py" or (path / "__init__.py").exists():
            known = {f"quizzes/{path.name}", f"quizzes/{path.name}/"}
            assert known & named or path.stem in UNSAID, path.name


UNSAID = {"__init__", "apps", "migrations", "management", "templatetags", "statistics"}


def test_its_question_can_be_asked() -> None:
    """The example item is a good question in both languages."""
    [example] = blocks("toml")
    [item] = tomllib.loads(example)["item"]
    for language in ("ko", "en"):
        question = questions.kind_named(item["kind"]).authored(item | item[language])
        assert question.check() == []
        assert question.grade("1958").score == 1


def test_its_exercise_asks() -> None:
    """The example exercise makes questions whose true answer is right."""
    source, _ = blocks("python")
    exec(source, {"__name__": "example"})  # noqa: S102 (the README's own example)
    _parameters, question = exercises.get("weighted-sum").ask(Random(1))
    assert isinstance(question, Number)
    assert question.grade(question.value).score == 1


def test_its_simulation_runs() -> None:
    """The example simulation runs with its defaults and refuses what is too much."""
    _, source = blocks("python")
    exec(source, {"__name__": "example"})  # noqa: S102 (the README's own example)
    doubling = simulation.get("doubling")
    assert doubling.run({}).summary == {"end": 4}
    assert doubling.figures(doubling.run({})) == {}
    with pytest.raises(simulation.ParameterError, match="n:"):
        doubling.run({"n": 10**9})


def test_its_examples_are_short() -> None:
    """Adding a question, an exercise or a simulation takes under 15 lines."""
    for block in [*blocks("toml"), *blocks("python")]:
        assert block.count("\n") < 15
