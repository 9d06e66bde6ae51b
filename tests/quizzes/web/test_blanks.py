"""The inputs of a cloze, where its blanks stand in the text."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from quizzes.models import Chapter, Learner
from tests import factories
from tests.factories import NOW


@pytest.fixture
def ask(client: Client, chapter: Chapter, learner: Learner) -> Any:
    """The page that asks a cloze with this text."""

    def ask(text: str, **fields: Any) -> str:
        texts = {"en": {"prompt": "Fill in.", "text": text, **fields}}
        factories.make_item(chapter, kind="cloze", texts=texts)
        return str(client.get("/review/").content.decode())

    return ask


def marked_up(html: str) -> str:
    """The text of the cloze in a page, without the attributes of its inputs."""
    text = html.partition('<div class="cloze"')[2].partition("</div>")[0]
    return re.sub(r"<(input|select|option)\s[^>]*>", r"<\1>", text)


def test_an_input_stands_in_the_sentence(ask: Any) -> None:
    """With the particle that is written to it, in whatever Markdown it stands."""
    html = marked_up(ask("- **[[x1]]**은(는) `[[y1]]` and [[z1]](으)로"))
    assert '<strong><span class="tied"><input></span></strong>은(는)' in html
    assert '<code><span class="tied"><input></span></code>' in html
    assert '<span class="tied"><input>(으)로</span></li>' in html


def test_inputs_are_named_by_their_numbers(ask: Any) -> None:
    """For who does not see where they stand; the first is in focus."""
    html = ask("[[a]] [[=b|c]]")
    assert re.search(r'<input name="response-1"[^>]*"blank 1"[^>]* data-focus>', html)
    assert re.search(r'<select name="response-2"[^>]*"blank 2">', html)


def test_code_keeps_its_blank(ask: Any) -> None:
    """Though it is coloured word by word."""
    html = ask("```python\ny = [[step]](w @ x)\n```")
    assert '<input name="response-1"' in html
    assert "❶" not in html


def test_a_blank_in_an_attribute_comes_after_the_text(ask: Any) -> None:
    """No input can stand there, and none is lost."""
    html = marked_up(ask('See [this](/here "a > [[x1]]") and [[=<b>|"c]].'))
    assert 'title="a &gt; ❶"' in html or 'title="a > ❶"' in html
    assert html.rstrip().endswith("<input>")
    assert "<option>&lt;b&gt;</option>" in html


def test_the_blanks_are_marked(
    client: Client, chapter: Chapter, learner: Learner
) -> None:
    """What was given, struck out where it is wrong, and what is right."""
    texts = {"en": {"prompt": "Fill in.", "text": "[[perceptron]] [[=b|c]]"}}
    item = factories.make_item(chapter, kind="cloze", texts=texts)
    review = factories.answer(factories.make_card(learner, item), right=False, now=NOW)
    html = client.get(f"/review/{review.pk}/").content.decode()
    assert "perceptron</span>" in html
    assert "<s>c</s>" in html
    assert re.search(r"right answer</span>\s*b</span>", html)
    assert "❶" not in html


def test_a_program_is_shown_numbered_gaps(
    client: Client, chapter: Chapter, learner: Learner
) -> None:
    """And what each of them takes, in their order."""
    texts = {"en": {"prompt": "Fill in.", "text": "[[a]] has [[=*b*|c]]."}}
    factories.make_item(chapter, kind="cloze", texts=texts)
    asked = client.get("/api/v1/queue/").json()["results"][0]
    assert asked["prompt_html"] == "<p>Fill in.</p>\n<p>❶ has ❷.</p>\n"
    typed, picked = asked["input"]["blanks"]
    assert typed == {"kind": "text"}
    words = {option["html"] for option in picked["options"]}
    assert words == {"<em>b</em>", "c"}
