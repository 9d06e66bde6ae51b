"""Writing chapters in the admin."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from quizzes.models import Chapter, Item, Series
from tests.factories import make_enrolment, make_item, make_learner, make_series

from .conftest import logged_in

ADD = reverse("admin:quizzes_chapter_add")
LIST = reverse("admin:quizzes_chapter_changelist")
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)> {{ 7|add:7 }}'


def form(series: Series, **fields: Any) -> dict[str, Any]:
    return {
        "series": series.pk,
        "key": "hebb",
        "language": "ko",
        "number": "2",
        "title": "헵의 학습",
        "subtitle": "",
        "body": "# 제목\n\n본문",
        "tags": "history, brain",
        "cover_url": "",
        "written_on": "",
        **fields,
    }


def change(obj: Chapter | Series, name: str = "change") -> str:
    return reverse(f"admin:quizzes_{obj._meta.model_name}_{name}", args=[obj.pk])


def act(client: Client, where: str, action: str, *rows: Chapter | Series) -> Any:
    return client.post(
        where,
        {"action": action, "_selected_action": [row.pk for row in rows]},
        follow=True,
    )


def test_an_author_writes_a_chapter(author: Client, series: Series) -> None:
    """What an author writes is kept, as a draft, with its list of tags."""
    response = author.post(ADD, form(series))
    assert response.status_code == 302, response.context["errors"]
    chapter = Chapter.objects.get(key="hebb")
    assert (chapter.published, chapter.tags) == (False, ["history", "brain"])
    assert chapter.body == "# 제목\n\n본문"


def test_saving_an_untouched_chapter_changes_nothing(
    author: Client, series: Series
) -> None:
    """Line ends of browsers do not change a text that nobody touched."""
    author.post(ADD, form(series))
    chapter = Chapter.objects.get(key="hebb")
    author.post(change(chapter), form(series, body="# 제목\r\n\r\n본문"))
    chapter.refresh_from_db()
    assert chapter.body == "# 제목\n\n본문"


def test_publishing_opens_the_items(author: Client, chapter: Chapter) -> None:
    """Publishing and taking back a chapter opens and closes its items."""
    item = make_item(chapter)
    act(author, LIST, "unpublish", chapter)
    item.refresh_from_db()
    assert not item.open
    act(author, LIST, "publish", chapter)
    item.refresh_from_db()
    assert item.open


def test_members_read_what_is_published(author: Client, chapter: Chapter) -> None:
    """A draft is not there for members; publishing brings it to them."""
    learner = make_learner()
    make_enrolment(learner, chapter.series)
    member = logged_in(learner.user)
    statuses = []
    for action in ("unpublish", "publish"):
        act(author, LIST, action, chapter)
        statuses.append(member.get(chapter.get_absolute_url()).status_code)
    assert statuses == [404, 200]


def test_publishing_in_the_form_opens_the_items(
    author: Client, chapter: Chapter, series: Series
) -> None:
    """The form's tick does what the action does."""
    item = make_item(chapter)
    fields = form(series, number=chapter.number)
    author.post(change(chapter), fields)
    item.refresh_from_db()
    assert not item.open
    author.post(change(chapter), fields | {"published": "on"})
    item.refresh_from_db()
    assert item.open


def test_deleting_a_chapter_closes_its_items(author: Client, chapter: Chapter) -> None:
    """Items of a chapter that is gone are not asked any more."""
    item = make_item(chapter)
    author.post(change(chapter, "delete"), {"post": "yes"})
    item.refresh_from_db()
    assert not item.open


def test_a_chapter_keeps_its_place(
    author: Client, chapter: Chapter, theirs: Chapter
) -> None:
    """Series and key of a saved chapter stay, whatever a forged form says."""
    author.post(change(chapter), form(theirs.series, key="other"))
    chapter.refresh_from_db()
    assert (chapter.series.slug, chapter.key) == ("ours", "perceptron")


def test_an_author_does_not_see_others_chapters(
    author: Client, chapter: Chapter, theirs: Chapter
) -> None:
    """Lists and filters name nothing of another group."""
    page = author.get(LIST).content.decode()
    assert "퍼셉트론" in page
    assert "Hidden chapter" not in page
    assert "theirs" not in page


@pytest.mark.parametrize("name", ["change", "delete", "history", "preview"])
def test_an_author_cannot_open_others_chapters(
    author: Client, theirs: Chapter, name: str
) -> None:
    """Another group's chapter cannot be opened in any way."""
    response = author.get(change(theirs, name))
    assert response.status_code in (302, 403, 404)


def test_an_author_cannot_change_others_chapters(
    author: Client, theirs: Chapter
) -> None:
    """Forged forms and actions do not reach another group's chapter."""
    author.post(change(theirs), form(theirs.series, title="Mine"))
    author.post(change(theirs, "delete"), {"post": "yes"})
    act(author, LIST, "unpublish", theirs)
    act(author, LIST, "delete_selected", theirs)
    theirs.refresh_from_db()
    assert (theirs.title, theirs.published) == ("Hidden chapter", True)


def test_an_author_cannot_write_into_others_series(
    author: Client, theirs: Chapter
) -> None:
    """A forged form cannot put a chapter into another group's series."""
    response = author.post(ADD, form(theirs.series))
    assert "series" in response.context["adminform"].form.errors
    assert not Chapter.objects.filter(key="hebb").exists()


def test_the_preview_renders_and_names_faults(author: Client, series: Series) -> None:
    """The preview shows Markdown as the page will, and what to mend."""
    response = author.post(
        reverse("admin:quizzes_chapter_render"),
        {"series": series.pk, "body": '**굵게** $x^2$ {{< item "missing" >}}'},
    )
    page = response.json()
    assert "<strong>굵게</strong>" in page["html"]
    assert "<math" in page["html"]
    assert len(page["faults"]) == 1


def test_the_preview_is_made_by_posting(author: Client, series: Series) -> None:
    """The preview's address answers no GET."""
    assert author.get(reverse("admin:quizzes_chapter_render")).status_code == 405


def test_the_preview_does_not_reach_others_items(
    author: Client, theirs: Chapter
) -> None:
    """Naming another group's series in a forged preview shows nothing of it."""
    make_item(theirs, slug="their-item")
    page = author.post(
        reverse("admin:quizzes_chapter_render"),
        {
            "series": theirs.series.pk,
            "key": "secret",
            "body": '{{< item "their-item" >}}',
        },
    ).json()
    assert len(page["faults"]) == 1


def test_hostile_titles_and_texts_are_only_text(author: Client, series: Series) -> None:
    """Markup in titles, keys and Markdown never becomes markup of the admin."""
    author.post(ADD, form(series, title=HOSTILE, body=HOSTILE, tags=HOSTILE))
    chapter = Chapter.objects.get(key="hebb")
    make_item(chapter, tags=[HOSTILE])
    for address in (LIST, change(chapter), change(chapter, "preview")):
        page = author.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
    rendered = author.post(
        reverse("admin:quizzes_chapter_render"), {"body": HOSTILE}
    ).json()["html"]
    assert "<script" not in rendered
    assert "<img" not in rendered


def test_a_new_series_is_of_who_makes_it(author: Client) -> None:
    """Who makes a series may write it at once."""
    author.post(
        reverse("admin:quizzes_series_add"),
        {"slug": "mine", "title_ko": "내 시리즈", "title_en": ""},
    )
    series = Series.objects.get(slug="mine")
    assert author.get(change(series)).status_code == 200


def test_a_groups_series_is_not_deleted_by_its_authors(
    author: Client, superuser: Client, series: Series
) -> None:
    """Only who made a series, or a superuser, can delete it with all its text."""
    author.post(change(series, "delete"), {"post": "yes"})
    act(author, reverse("admin:quizzes_series_changelist"), "delete_selected", series)
    assert Series.objects.filter(pk=series.pk).exists()
    superuser.post(change(series, "delete"), {"post": "yes"})
    assert not Series.objects.filter(pk=series.pk).exists()


def test_the_list_takes_few_queries(
    author: Client,
    series: Series,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    """The list of chapters asks as often for one chapter as for a hundred."""
    Chapter.objects.bulk_create(
        Chapter(series=series, key=f"key{n}", number=n, title="t") for n in range(100)
    )
    make_series()
    with django_assert_max_num_queries(15):
        author.get(LIST)
    assert not Item.objects.exists()
