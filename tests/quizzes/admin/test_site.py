"""Who gets into the admin, what is only looked at, and its Content-Security-Policy."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from knox.models import AuthToken

from quizzes import reviews
from quizzes.models import Amendment, Card, Chapter, Review
from tests.factories import (
    PASSWORD,
    answer,
    make_card,
    make_group,
    make_item,
    make_user,
)

from .conftest import logged_in

INDEX = reverse("admin:index")
CHAPTERS = reverse("admin:quizzes_chapter_changelist")
INLINE = re.compile(
    r"<script(?![^>]*(?:src=|type=\"application/json\"))|<style|\sstyle=|\son\w+="
)


def shown_password(page: str) -> str:
    match = re.search(r'class="secret">([^<]+)<', page)
    assert match is not None
    return match[1]


def test_visitors_log_in_where_everyone_does(client: Client) -> None:
    """The admin has no login form of its own, so two-factor cannot be passed by."""
    response = client.get(CHAPTERS, follow=True)
    path, query = response.redirect_chain[-1][0].split("?")
    assert path == reverse("account_login")
    assert query == f"next={CHAPTERS}"


def test_the_old_login_address_takes_no_password(db: None, client: Client) -> None:
    """A password sent to the admin's login address logs nobody in."""
    make_user("root", is_superuser=True, is_staff=True)
    client.post(reverse("admin:login"), {"username": "root", "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_members_stay_out(db: None) -> None:
    """Who only studies gets no admin page."""
    client = logged_in(make_user())
    assert client.get(INDEX, follow=True).status_code == 403
    assert client.get(CHAPTERS, follow=True).status_code == 403


def test_an_author_sees_only_what_is_theirs_to_do(author: Client) -> None:
    """Accounts, tokens and logs are not offered to authors."""
    page = author.get(INDEX).content.decode()
    assert CHAPTERS in page
    assert reverse("admin:studyhub_user_changelist") not in page
    assert reverse("admin:quizzes_review_changelist") not in page


def test_only_superusers_touch_accounts(author: Client) -> None:
    """An author cannot open an account or set its password."""
    other = make_user()
    for name in ("change", "delete"):
        address = reverse(f"admin:studyhub_user_{name}", args=[other.pk])
        assert author.get(address).status_code == 403
    address = reverse("admin:auth_user_password_change", args=[other.pk])
    assert author.post(address).status_code == 404
    other.refresh_from_db()
    assert other.check_password(PASSWORD)


def test_a_new_password_ends_everything_old(superuser: Client) -> None:
    """Setting a password shows it once, ends sessions and deletes API tokens."""
    user = make_user("lost")
    client = logged_in(user)
    _token, _secret = AuthToken.objects.create(user)
    address = reverse("admin:auth_user_password_change", args=[user.pk])
    assert b'class="secret"' not in superuser.get(address).content
    page = superuser.post(address).content.decode()
    password = shown_password(page)
    user.refresh_from_db()
    assert user.check_password(password)
    assert password not in superuser.get(address).content.decode()
    assert client.get(reverse("mfa_index")).status_code == 302
    assert not AuthToken.objects.exists()


def test_a_new_password_ends_a_lock_out(superuser: Client) -> None:
    """Who was locked out for a forgotten password can use the new one at once."""
    user, client = make_user("Lost"), Client()
    login = reverse("account_login")
    for _ in range(8):
        client.post(login, {"login": "lost", "password": "wrong"})
    address = reverse("admin:auth_user_password_change", args=[user.pk])
    page = superuser.post(address).content.decode()
    password = shown_password(page)
    assert (
        client.post(login, {"login": "Lost", "password": password}).status_code == 302
    )


@pytest.mark.parametrize("model", [Card, Review, Amendment])
def test_the_log_is_only_looked_at(
    superuser: Client,
    author: Client,
    chapter: Chapter,
    model: type[Card] | type[Review] | type[Amendment],
) -> None:
    """Nobody adds, changes or deletes cards and the log, not even a superuser."""
    review = answer(make_card(item=make_item(chapter)))
    reviews.undo(review, by=review.learner.user, now=review.received_at)
    name = model._meta.model_name
    row = model.objects.get()
    assert superuser.get(reverse(f"admin:quizzes_{name}_changelist")).status_code == 200
    assert author.get(reverse(f"admin:quizzes_{name}_changelist")).status_code == 403
    assert superuser.get(reverse(f"admin:quizzes_{name}_add")).status_code == 403
    change = reverse(f"admin:quizzes_{name}_change", args=[row.pk])
    assert superuser.get(change).status_code == 200
    assert superuser.post(change, {}).status_code == 403
    delete = reverse(f"admin:quizzes_{name}_delete", args=[row.pk])
    assert superuser.post(delete, {"post": "yes"}).status_code == 403


def test_a_password_is_changed_where_everyone_does_it(author: Client) -> None:
    """The admin's own password form is not used."""
    response = author.get(reverse("admin:password_change"))
    assert response["Location"] == reverse("account_change_password")


def our_pages(chapter: Chapter) -> Iterator[str]:
    item = make_item(chapter, kind="choice")
    run = make_item(chapter, exercise="perceptron-update")
    user = make_user()
    make_group()  # invitations are shown to who runs a group
    yield INDEX
    for model in admin.site._registry:
        if model._meta.app_label in ("quizzes", "studyhub"):
            yield reverse(
                f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
            )
    yield reverse("admin:quizzes_chapter_add")
    yield reverse("admin:quizzes_chapter_change", args=[chapter.pk])
    yield reverse("admin:quizzes_chapter_preview", args=[chapter.pk])
    yield reverse("admin:quizzes_item_add")
    yield reverse("admin:quizzes_item_change", args=[item.pk])
    yield reverse("admin:quizzes_item_change", args=[run.pk])
    yield reverse("admin:quizzes_studygroup_add")
    yield reverse("admin:quizzes_image_add")
    yield reverse("admin:studyhub_user_add")
    yield reverse("admin:studyhub_user_change", args=[user.pk])
    yield reverse("admin:auth_user_password_change", args=[user.pk])


def test_nothing_is_inline(superuser: Client, chapter: Chapter) -> None:
    """Every page of the admin carries our CSP, and nothing on it that it forbids."""
    for address in our_pages(chapter):
        response = superuser.get(address)
        assert response.status_code == 200, address
        policy = response["Content-Security-Policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        found = INLINE.search(response.content.decode())
        assert found is None, (address, found)
