"""A chapter's page and its images."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from quizzes.models import Chapter, Image, Learner, Series
from quizzes.web.reading import reading_minutes
from tests import factories


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def add_image(chapter: Chapter, name: str, content: bytes = b"picture") -> str:
    image = Image(series=chapter.series, key=chapter.key, name=name)
    image.file.save(name, ContentFile(content))
    return f"/series/{chapter.series.slug}/{chapter.key}/images/{name}"


def test_chapter(client: Client, chapter: Chapter) -> None:
    """A chapter shows its text, its contents and how long it takes to read."""
    chapter.body = "## Weighted sum\n\nIt adds $w x$."
    chapter.save()
    html = client.get("/series/llm/perceptron/").content.decode()
    assert "<math" in html
    assert html.count("Weighted sum") == 2
    assert "1 min" in html


def test_other_language(client: Client, series: Series) -> None:
    """Where a chapter is not written in one's language, the other text is shown."""
    factories.make_chapter(series, key="hebb", title="헤브", language="ko")
    html = client.get("/series/llm/hebb/").content.decode()
    assert '<article class="prose" lang="ko">' in html
    assert "in Korean only" in html


def test_there_is_a_place_for_announcements(client: Client, chapter: Chapter) -> None:
    """What is moved in a question in the prose can be said to who does not see it."""
    html = client.get("/series/llm/perceptron/").content.decode()
    assert html.count('role="status" id="announcement"') == 1


def test_neighbours(client: Client, series: Series) -> None:
    """The page leads to the chapters before and after it."""
    for n, key in enumerate(["one", "two", "three"]):
        factories.make_chapter(series, key=key, number=n, language="en")
    html = client.get("/series/llm/two/").content.decode()
    assert 'href="/series/llm/one/" rel="prev"' in html
    assert 'href="/series/llm/three/" rel="next"' in html


def test_embedded_forms_have_the_token(client: Client, chapter: Chapter) -> None:
    """The button of an item in the prose can be pressed by this reader."""
    factories.make_item(chapter, slug="and")
    chapter.body = '{{< item "and" >}}'
    chapter.save()
    html = client.get("/series/llm/perceptron/").content.decode()
    assert "<!--csrf-->" not in html
    article = html.partition("<article")[2].partition("</article>")[0]
    assert 'name="csrfmiddlewaretoken"' in article


def test_item_in_the_prose_without_scripts(client: Client, chapter: Chapter) -> None:
    """Without scripts an item opens on a page of its own."""
    item = factories.make_item(chapter)
    response = client.post(f"/items/{item.pk}/", follow=True)
    assert response.redirect_chain[0][0].startswith("/review/?variant=")
    assert "How many?" in response.content.decode()


def test_item_in_the_prose(client: Client, chapter: Chapter) -> None:
    """With scripts its question comes as a fragment, and its answer stays there."""
    item = factories.make_item(chapter)
    response = client.post(f"/items/{item.pk}/", headers={"HX-Request": "true"})
    html = response.content.decode()
    assert "<html" not in html
    assert 'name="inline" value="on"' in html


def test_item_of_others(client: Client) -> None:
    """An item of a series that one may not read is not there."""
    assert client.post(f"/items/{factories.make_item().pk}/").status_code == 404


@pytest.mark.parametrize(
    ("language", "body", "minutes"),
    [("ko", "", 1), ("ko", "가 " * 1100, 3), ("en", "word " * 550, 2)],
)
def test_reading_minutes(language: str, body: str, minutes: int) -> None:
    """Reading time follows the number of letters, a minute at least."""
    assert reading_minutes(Chapter(language=language, body=body)) == minutes


def test_image(client: Client, chapter: Chapter) -> None:
    """A reader of the chapter gets its picture with its type and nothing to sniff."""
    response = client.get(add_image(chapter, "neuron.png"))
    assert b"".join(response) == b"picture"
    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_svg_is_sandboxed(client: Client, chapter: Chapter) -> None:
    """A drawing opened by itself can run nothing."""
    response = client.get(add_image(chapter, "neuron.svg", b"<svg/>"))
    response.close()
    assert "sandbox" in response["Content-Security-Policy"]
    assert "script-src" not in response["Content-Security-Policy"]


def test_other_files_are_not_served(client: Client, chapter: Chapter) -> None:
    """Only pictures are served, whatever was stored."""
    assert client.get(add_image(chapter, "page.html")).status_code == 404


@pytest.mark.parametrize("name", ["%00.png", "a%00", "page.html", "neuron.avif"])
def test_names_of_no_picture(client: Client, chapter: Chapter, name: str) -> None:
    """What cannot be a picture's name is not looked for, as no database need bear it."""
    address = add_image(chapter, "neuron.png").replace("neuron.png", name)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 404
    assert not any("quizzes_image" in query["sql"] for query in queries)


def test_images_of_drafts(client: Client, series: Series) -> None:
    """A picture of a chapter that is not published is not there."""
    draft = factories.make_chapter(series, key="draft", published=False)
    assert client.get(add_image(draft, "neuron.png")).status_code == 404


def test_images_need_a_reader(chapter: Chapter) -> None:
    """Who is not logged in is sent to the login page."""
    assert Client().get(add_image(chapter, "neuron.png")).status_code == 302


def test_image_of_a_draft_for_its_author(client: Client, learner: Learner) -> None:
    """Who writes a series sees the pictures of its drafts."""
    own = factories.make_series("own", created_by=learner.user)
    draft = factories.make_chapter(own, key="draft", published=False)
    response = client.get(add_image(draft, "neuron.png"))
    response.close()
    assert response.status_code == 200
