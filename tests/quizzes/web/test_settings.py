"""Study settings, the language switch, and the pages around an answer."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.models import Chapter, Learner, Role
from tests import factories

SENT = {
    "language": "ko",
    "zone": "Europe/Paris",
    "new_per_day": "5",
    "reviews_per_day": "50",
    "desired_retention": "85",
    "rollover_hour": "3",
}


def test_save(client: Client, learner: Learner) -> None:
    """What is set is kept, and the page comes back in the new language."""
    response = client.post("/settings/", SENT, follow=True)
    learner.refresh_from_db()
    assert (learner.zone, learner.rollover_hour) == ("Europe/Paris", 3)
    assert learner.desired_retention == 0.85
    assert response["Content-Language"] == "ko"


@pytest.mark.parametrize(
    "wrong",
    [
        {"zone": "Mars/Olympus"},
        {"desired_retention": "99"},
        {"new_per_day": "100000"},
        {"rollover_hour": "13"},
        {"language": "xx"},
    ],
)
def test_bounds(client: Client, learner: Learner, wrong: dict[str, str]) -> None:
    """What cannot be is refused at its field, and nothing is kept."""
    response = client.post("/settings/", SENT | wrong)
    assert response.status_code == 400
    assert list(response.context["form"].errors) == list(wrong)
    learner.refresh_from_db()
    assert learner.zone == "Asia/Seoul"


def test_zone_that_this_host_does_not_know(client: Client, learner: Learner) -> None:
    """Who lives in a zone that is gone can choose another, and log out."""
    Learner.objects.update(zone="Mars/Olympus")
    html = client.get("/settings/").content.decode()
    assert '<option value="Mars/Olympus" selected>' in html
    assert client.post("/settings/", SENT).status_code == 302
    learner.refresh_from_db()
    assert learner.zone == "Europe/Paris"
    Learner.objects.update(zone="Mars/Olympus")
    assert client.post("/accounts/logout/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_language_of_a_learner(client: Client, learner: Learner) -> None:
    """The switch in the footer changes the learner's own language."""
    response = client.post("/language/", {"language": "ko", "next": "/settings/"})
    assert response["Location"] == "/settings/"
    learner.refresh_from_db()
    assert learner.language == "ko"


def test_language_of_a_visitor(db: None) -> None:
    """Visitors can switch, too, and are not led to other sites."""
    client = Client()
    sent = {"language": "en", "next": "https://elsewhere.example/"}
    response = client.post("/language/", sent)
    assert "elsewhere" not in response["Location"]
    login = client.get("/accounts/login/").content.decode()
    assert '<html lang="en">' in login


def test_visitors_see_no_destinations(db: None) -> None:
    """Before the login only the name of the house is shown."""
    html = Client().get("/accounts/login/").content.decode()
    assert 'class="brand"' in html
    assert "/statistics/" not in html


@pytest.mark.parametrize("role", [None, *Role.values])
def test_way_to_the_admin(client: Client, learner: Learner, role: str | None) -> None:
    """The settings lead those to the admin who have something to do there."""
    if role is not None:
        factories.make_group(learner.user, role=role)
    html = client.get("/settings/").content.decode()
    expected = role in {Role.AUTHOR, Role.EDITOR}
    assert (f'href="{reverse("admin:index")}"' in html) == expected


def test_statistics(client: Client, chapter: Chapter, learner: Learner) -> None:
    """The page counts what was answered and what is remembered."""
    factories.answer(factories.make_card(learner, factories.make_item(chapter)))
    factories.make_item(chapter)
    context = client.get(reverse("quizzes:statistics")).context
    assert (context["answered"], context["share"]) == (1, 100)
    assert context["memory"].unseen == 1


def test_statistics_of_a_beginner(client: Client) -> None:
    """Without answers there is a sentence and no share of nothing."""
    assert client.get("/statistics/").context["share"] is None


def test_not_found_is_readable(client: Client) -> None:
    """An address without a page gives a page that leads on."""
    response = client.get("/series/nothing/")
    assert response.status_code == 404
    assert 'href="/"' in response.content.decode()


def test_expired_form(learner: Learner) -> None:
    """A form whose token is old gives a page that says so."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(learner.user)
    response = client.post("/settings/", SENT)
    assert response.status_code == 403
    assert "This form has expired" in response.content.decode()
