"""Broken questions, as the authors of their items find them."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from quizzes.models import Chapter, Fault, Item
from tests import factories
from tests.factories import NOW

LIST = reverse("admin:quizzes_fault_changelist")


def fault(item: Item, what: str = "No <b>number</b>.") -> Fault:
    assert item.revision is not None
    for seed in (5, 6):
        Fault.objects.log(
            item.revision, seed=seed, language="ko", error=ValueError(what), now=NOW
        )
    return Fault.objects.get(what=what)


def test_what_is_listed(author: Client, chapter: Chapter) -> None:
    """What was wrong, with which seed the last time, how often, and the way to the item."""
    item = factories.make_item(chapter)
    found = fault(item)
    assert (found.times, found.seed) == (2, 6)
    html = author.get(LIST).content.decode()
    assert "No &lt;b&gt;number&lt;/b&gt;." in html
    assert reverse("admin:quizzes_item_change", args=[item.pk]) in html
    page = author.get(reverse("admin:quizzes_fault_change", args=[found.pk]))
    assert page.status_code == 200


def test_what_is_mended_is_deleted(author: Client, chapter: Chapter) -> None:
    """By the author; an item can be deleted with its faults."""
    found = fault(factories.make_item(chapter))
    chosen = {
        "action": "delete_selected",
        "_selected_action": [found.pk],
        "post": "yes",
    }
    author.post(LIST, chosen)
    assert not Fault.objects.exists()


def test_faults_of_others(author: Client, theirs: Chapter) -> None:
    """Those of other series do not exist here."""
    found = fault(factories.make_item(theirs))
    assert not author.get(LIST).context["cl"].result_count
    page = author.get(reverse("admin:quizzes_fault_change", args=[found.pk]))
    assert page.status_code == 302
