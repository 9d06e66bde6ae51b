"""The page of all exercises, which people read through before they are published."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command
from django.template.loader import render_to_string
from pytest_django import Settings

from quizzes.exercises import all_exercises
from simulations import simulation
from simulations.management.commands.exercise_page import by_history, samples, system_of
from tests.simulations.content import figures


def test_it_shows_exercises_in_both_languages(
    tmp_path: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    """With their numbers, answers, figures and mistakes, and no formula unread."""
    settings.BUILD_DIR = tmp_path
    call_command("exercise_page", seed=3, only="perceptron-")
    html = (tmp_path / "docs" / "exercises.html").read_text()
    assert 'id="perceptron-update"' in html
    assert 'lang="ko"' in html
    assert 'lang="en"' in html
    assert "<svg" in html
    assert "<math" in html
    assert "math-error" not in html
    assert "exercises: " in capsys.readouterr().out


def test_every_exercise_can_be_shown() -> None:
    """Its formulas are read, its figures drawn, its mistakes told."""
    for exercise in all_exercises():
        sample = next(samples(exercise, 3))
        html = render_to_string("simulations/_sample.html", {"sample": sample})
        assert "math-error" not in html
        assert html.count("<svg") == len(figures(sample["question"]))
        assert html.count("<dt>") == len(sample["slips"])


def test_an_exercise_whose_system_has_no_lab_stands_last(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An exercise can come before its simulation."""
    shown = {"perceptron": simulation.get("perceptron")}
    monkeypatch.setattr(simulation, "_registry", shown)
    found = by_history()
    assert set(found) == set(all_exercises())
    assert system_of(found[0]).endswith(".perceptron")


def test_it_knows_every_exercise() -> None:
    """In the order of history, oldest system first."""
    assert set(by_history()) == set(all_exercises())
    slugs = [exercise.slug for exercise in by_history()]
    assert slugs.index("perceptron-update") < slugs.index("backpropagation-gradient")
