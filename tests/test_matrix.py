"""The permission matrix: role × route × owner. A route that is not listed fails.

Statuses stand in the order of ROLES. An outsider is logged in but in no group; member,
author and editor are of the group that has the series; `own` routes are tried with
one's own object and with another person's, which must not exist: 404.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from knox.models import AuthToken

from quizzes import groups, reviews, variants
from quizzes.mending import regrading
from quizzes.models import Image, Learner, Role
from tests import factories

pytestmark = pytest.mark.django_db

ROLES = ("anonymous", "outsider", "member", "author", "editor", "admin")
IN = (302, 200, 200, 200, 200, 200)  # a page for everyone who is logged in
READERS = (302, 404, 200, 200, 200, 200)  # a page for who may read the series
API = (401, 200, 200, 200, 200, 200)
API_READERS = (401, 404, 200, 200, 200, 200)
API_AUTHORS = (401, 404, 404, 200, 200, 200)
OPEN = (200,) * 6


@dataclass
class World:
    """What a route's address and body are made of, for one person."""

    series: Any
    chapter: Any
    item: Any
    owner: Any  # whose review and variant these are
    review: Any
    wrong: Any  # another review, which can be contested
    variant: Any
    regrade: Any
    invitation: str


@dataclass(frozen=True)
class Route:
    """How a route is called, and what each role gets."""

    statuses: tuple[int, ...]
    method: str = "get"
    args: Callable[[World], list[Any]] = lambda world: []
    data: Callable[[World], dict[str, Any]] = lambda world: {}
    own: bool = False  # whether it concerns an object that belongs to one person
    json: bool = False
    token: bool = False  # whether the call is made by a token


def api(statuses: tuple[int, ...] = API, method: str = "get", **options: Any) -> Route:
    return Route(statuses, method, json=True, **options)


def review_id(world: World) -> list[Any]:
    return [world.review.pk]


def slug(world: World) -> list[Any]:
    return [world.series.slug]


def answer(world: World) -> dict[str, Any]:
    return {
        "id": str(uuid.uuid4()),
        "variant": str(world.variant.pk),
        "response": "45.8",
    }


def logged_in(anonymous: int, others: int) -> tuple[int, ...]:
    return (anonymous, *(others,) * 5)


ROUTES: dict[str, Route] = {
    "quizzes:today": Route(IN),
    "quizzes:series_list": Route(IN),
    "quizzes:series": Route(READERS, args=slug),
    "quizzes:chapter": Route(READERS, args=lambda w: [w.series.slug, w.chapter.key]),
    "quizzes:image": Route(
        READERS, args=lambda w: [w.series.slug, w.chapter.key, "p.png"]
    ),
    "quizzes:review": Route(IN),
    "quizzes:answer": Route(logged_in(302, 302), "post", data=answer, own=True),
    "quizzes:feedback": Route(IN, args=review_id, own=True),
    "quizzes:undo": Route(logged_in(302, 302), "post", args=review_id, own=True),
    "quizzes:rate": Route(
        logged_in(302, 302),
        "post",
        args=review_id,
        data=lambda w: {"rating": "4"},
        own=True,
    ),
    "quizzes:contest": Route(
        logged_in(302, 302), "post", args=lambda w: [w.wrong.pk], own=True
    ),
    "quizzes:notifications": Route(IN),
    "quizzes:open_item": Route(
        (302, 404, 302, 302, 302, 302), "post", args=lambda w: [w.item.pk]
    ),
    "quizzes:statistics": Route(IN),
    "quizzes:settings": Route(IN),
    "quizzes:language": Route(
        logged_in(302, 302), "post", data=lambda w: {"language": "en"}
    ),
    "quizzes:join": Route(OPEN, args=lambda w: [w.invitation]),
    "simulations:lab": Route(IN),
    "simulations:simulation": Route(IN, args=lambda w: ["perceptron"]),
    "account_login": Route(logged_in(200, 302)),
    "account_logout": Route(logged_in(302, 200)),
    "account_signup": Route(logged_in(200, 302)),
    "account_inactive": Route(OPEN),
    "account_reauthenticate": Route(IN),
    "account_change_password": Route(IN),
    "mfa_index": Route(IN),
    "mfa_authenticate": Route(logged_in(302, 302)),
    "mfa_reauthenticate": Route(logged_in(302, 302)),
    "mfa_activate_totp": Route(logged_in(302, 302)),  # first the password again
    "mfa_deactivate_totp": Route(logged_in(302, 404)),
    "mfa_view_recovery_codes": Route(logged_in(302, 404)),
    "mfa_generate_recovery_codes": Route(logged_in(302, 302)),
    "mfa_download_recovery_codes": Route(logged_in(302, 404)),
    "api:tokens": api(
        logged_in(400, 400), "post", data=lambda w: {"username": "nobody"}
    ),
    "api:current_token": api(logged_in(401, 204), "delete", token=True),
    "api:me": api(),
    "api:series_list": api(),
    "api:series": api(API_READERS, args=slug),
    "api:chapter": api(API_READERS, args=lambda w: [w.chapter.pk]),
    "api:queue": api(),
    "api:reviews": api(logged_in(401, 201), "post", data=answer, own=True),
    "api:review": api(args=review_id, own=True),
    "api:rating": api(
        method="post", args=review_id, data=lambda w: {"rating": "easy"}, own=True
    ),
    "api:contest": api(
        logged_in(401, 201), "post", args=lambda w: [w.wrong.pk], own=True
    ),
    "api:notifications": api(),
    "api:read": api(logged_in(401, 204), "post"),
    "api:dry_run": api(API_AUTHORS, args=lambda w: [w.item.pk]),
    "api:regrades": api(
        (401, 404, 404, 202, 202, 202), "post", args=lambda w: [w.regrade.item_id]
    ),
    "api:regrade": api(API_AUTHORS, args=lambda w: [w.regrade.pk]),
    "api:simulation_list": api(),
    "api:simulation": api(args=lambda w: ["perceptron"]),
    "api:runs": api(method="post", args=lambda w: ["perceptron"]),
    "api:exercise_list": api(),
    "api:schema": api(OPEN),
    "api:docs": Route(OPEN),
    "api:not_found": api((404,) * 6),
}

# Who sees the list of each model in the admin.
AUTHORS = (302, 302, 302, 200, 200, 200)
EDITORS = (302, 302, 302, 403, 200, 200)
ADMIN = (302, 302, 302, 403, 403, 200)
ADMIN_LISTS: dict[str, tuple[int, ...]] = {
    "quizzes_series": AUTHORS,
    "quizzes_chapter": AUTHORS,
    "quizzes_item": AUTHORS,
    "quizzes_image": AUTHORS,
    "quizzes_term": AUTHORS,
    "quizzes_studygroup": AUTHORS,
    "quizzes_invitation": EDITORS,
    "quizzes_card": ADMIN,
    "quizzes_review": ADMIN,
    "quizzes_amendment": ADMIN,
    "quizzes_contest": AUTHORS,
    "quizzes_regrade": AUTHORS,
    "quizzes_fault": AUTHORS,
    "studyhub_user": ADMIN,
}


def routes(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    """The full name of every route but the admin's."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            if entry.namespace == "admin":
                continue
            inner = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from routes(entry, inner)
        elif isinstance(entry, URLPattern):
            yield f"{prefix}{entry.name}"


def test_every_route_is_listed() -> None:
    """A route without a row in the matrix fails, and so does a row without a route."""
    assert set(routes(get_resolver())) == set(ROUTES)


def test_every_model_of_the_admin_is_listed() -> None:
    """A model that comes to the admin needs a row, too."""
    found = {f"{m._meta.app_label}_{m._meta.model_name}" for m in admin.site._registry}
    assert found == set(ADMIN_LISTS)


@dataclass
class People:
    group: Any
    chapter: Any
    item: Any
    users: dict[str, Any] = field(default_factory=dict)

    def world(self, owner: Any) -> World:
        """Addresses and bodies for objects of this owner."""
        learner = Learner.objects.of(owner)
        card = factories.make_card(learner, factories.make_item(self.chapter))
        review = factories.answer(card, now=timezone.now() - timedelta(hours=1))
        card = factories.make_card(learner, factories.make_item(self.chapter))
        wrong = factories.answer(card, right=False)
        regrade = regrading.ask(card.item, by=None, now=timezone.now())
        regrading.go_on(regrade, now=timezone.now())
        other = factories.make_item(self.chapter)
        variant = variants.deal(factories.make_card(learner, other), now=timezone.now())
        if owner == self.users["outsider"]:
            learner.enrolments.all().delete()
        _invitation, token = groups.invite(
            group=self.group, role=Role.MEMBER, by=None, now=timezone.now()
        )
        assert reviews.current_rating(review)
        series = self.chapter.series
        return World(
            series=series,
            chapter=self.chapter,
            item=self.item,
            owner=owner,
            review=review,
            wrong=wrong,
            variant=variant,
            regrade=regrade,
            invitation=token,
        )


@pytest.fixture
def people(settings: Any, tmp_path: Any) -> People:
    from django.core.files.base import ContentFile

    settings.MEDIA_ROOT = tmp_path
    chapter = factories.make_chapter()
    Image.objects.create(
        series=chapter.series,
        key=chapter.key,
        name="p.png",
        file=ContentFile(b"\x89PNG", name="p.png"),
    )
    group = factories.make_group(series=chapter.series)
    users = {role: factories.make_user(role) for role in ROLES[1:]}
    users["admin"].is_superuser = users["admin"].is_staff = True
    users["admin"].save()
    for role in ("member", "author", "editor"):
        group.memberships.create(user=users[role], role=role)
    groups.enrol_members(group)
    return People(group, chapter, factories.make_item(chapter), users)


def client_of(people: People, role: str) -> Client:
    client = Client()
    if role != "anonymous":
        client.force_login(people.users[role])
    return client


def call(client: Client, name: str, route: Route, world: World) -> int:
    args = route.args(world)
    address = (
        "/api/v1/nothing/" if name == "api:not_found" else reverse(name, args=args)
    )
    options: dict[str, Any] = {}
    if route.token and "_auth_user_id" in client.session:
        _row, token = AuthToken.objects.create(user=world.owner)
        options["headers"] = {"Authorization": f"Token {token}"}
    if route.json and route.method != "get":
        options["content_type"] = "application/json"
    response = getattr(client, route.method)(address, route.data(world), **options)
    for close in response._resource_closers:  # an image's file; response.close()
        close()  # would close the test's database too
    status: int = response.status_code
    return status


@pytest.mark.parametrize("name", ROUTES)
def test_each_role_gets_what_the_matrix_says(people: People, name: str) -> None:
    """Each role is let in, sent to log in, or told there is nothing."""
    route, given = ROUTES[name], []
    for role in ROLES:
        owner = people.users.get(role, people.users["member"])
        given.append(call(client_of(people, role), name, route, people.world(owner)))
    assert dict(zip(ROLES, given, strict=True)) == dict(
        zip(ROLES, route.statuses, strict=True)
    )


@pytest.mark.parametrize("name", [n for n, route in ROUTES.items() if route.own])
def test_another_person_s_object_does_not_exist(people: People, name: str) -> None:
    """What belongs to another is 404, for every role, the administrator's too."""
    world = people.world(people.users["member"])
    for role in ("outsider", "author", "editor", "admin"):
        assert call(client_of(people, role), name, ROUTES[name], world) == 404, role


@pytest.mark.parametrize("model", ADMIN_LISTS)
def test_the_admin_shows_each_role_its_models(people: People, model: str) -> None:
    """Authors see what they write, editors their groups, administrators all."""
    given = tuple(
        client_of(people, role).get(reverse(f"admin:{model}_changelist")).status_code
        for role in ROLES
    )
    assert given == ADMIN_LISTS[model]


def test_only_authors_regrade_in_the_admin(people: People) -> None:
    """What a regrade of an item would change is for who writes it."""
    address = reverse("admin:quizzes_item_regrade", args=[people.item.pk])
    given = tuple(client_of(people, r).get(address).status_code for r in ROLES)
    assert given == AUTHORS


def test_a_draft_does_not_exist_for_readers(people: People) -> None:
    """A chapter that is not published is 404 in pages and API, for its author too."""
    draft = factories.make_chapter(people.chapter.series, published=False)
    for role in ROLES[1:]:
        client = client_of(people, role)
        page = reverse("quizzes:chapter", args=[draft.series.slug, draft.key])
        assert client.get(page).status_code == 404
        assert client.get(reverse("api:chapter", args=[draft.pk])).status_code == 404
        queue = reverse("api:queue") + f"?chapter={draft.pk}"
        assert client.get(queue).status_code == 404
