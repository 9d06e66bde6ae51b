"""Getting in: by invitation, past the lock-out, with a second factor."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from knox.models import AuthToken

from quizzes import groups
from quizzes.models import Enrolment, Learner, Membership, Role, StudyGroup
from studyhub.models import User
from tests.factories import PASSWORD, make_group, make_series, make_user

pytestmark = pytest.mark.django_db

LOGIN, SIGNUP = reverse("account_login"), reverse("account_signup")
NEW = {"username": "newcomer", "password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture(autouse=True)
def _no_rate_limits_of_before() -> None:
    cache.clear()


def invited(
    group: StudyGroup | None = None, role: str = Role.MEMBER, **fields: Any
) -> str:
    """The address of a fresh invitation's page."""
    group = group or make_group(series=make_series())
    _invitation, token = groups.invite(
        group=group, role=role, by=None, **{"now": timezone.now(), **fields}
    )
    return reverse("quizzes:join", args=[token])


def logs_in(client: Client, username: str, password: str = PASSWORD) -> Any:
    return client.post(LOGIN, {"login": username, "password": password})


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def confirm(client: Client) -> None:
    """Give the password again, as what touches two-factor asks for."""
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


# Invitations


def test_sign_up_is_closed_without_an_invitation(client: Client) -> None:
    """Without an invitation there is no form, and a forged one makes no account."""
    assert 'name="password1"' not in client.get(SIGNUP).content.decode()
    client.post(SIGNUP, NEW)
    assert not User.objects.exists()


def test_a_link_leads_to_membership(client: Client) -> None:
    """Who opens a link can sign up, and is a member, enrolled, and logged in."""
    client.get(invited(role=Role.AUTHOR))
    response = client.post(SIGNUP, NEW)
    assert response.status_code == 302, response.context["form"].errors
    membership = Membership.objects.get(user__username="newcomer")
    assert membership.role == Role.AUTHOR
    assert Enrolment.objects.filter(learner__user=membership.user).exists()
    assert is_in(client)


def test_a_new_learner_reads_in_their_language(client: Client) -> None:
    """Who signs up in English studies in English."""
    client.get(invited())
    client.post(SIGNUP, NEW, headers={"accept-language": "en"})
    assert Learner.objects.get().language == "en"


def test_a_link_makes_one_account(client: Client) -> None:
    """A second sign-up with one link is told so, and makes no account."""
    link, second = invited(), Client()
    client.get(link)
    second.get(link)
    client.post(SIGNUP, NEW)
    second.post(SIGNUP, NEW | {"username": "latecomer"})
    assert User.objects.get().username == "newcomer"
    assert not is_in(second)
    assert Client().get(link).status_code == 410


@pytest.mark.django_db(transaction=True)
def test_of_two_who_sign_up_at_once_one_gets_in() -> None:
    """Two sign-ups with one link at the same time make one account."""
    link, together = invited(), threading.Barrier(2)
    statuses: list[int] = []

    def sign_up(name: str) -> None:
        client = Client()
        client.get(link)
        together.wait()
        response = client.post(SIGNUP, NEW | {"username": name})
        statuses.append(response.status_code)
        connection.close()

    threads = [threading.Thread(target=sign_up, args=[n]) for n in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert User.objects.count() == Membership.objects.count() == 1
    assert statuses.count(302) == 1


def test_an_expired_link_says_so(client: Client) -> None:
    """An expired link is gone, and does not open the sign-up."""
    link = invited(now=timezone.now() - timedelta(days=30))
    response = client.get(link)
    assert response.status_code == 410
    assert b"<h1>" in response.content
    client.post(SIGNUP, NEW)
    assert not User.objects.exists()


@pytest.mark.parametrize("token", ["unknown", "%00", "한글", "a" * 3000])
def test_an_unknown_link_says_so(client: Client, token: str) -> None:
    """A link that never was is not found, on a readable page."""
    response = client.get(f"/join/{token}/")
    assert response.status_code == 404
    assert b"<h1>" in response.content


def test_who_is_logged_in_joins_by_a_button(client: Client) -> None:
    """Opening a link joins nobody; the button does, and spends the link."""
    user, link = make_user(), invited()
    client.force_login(user)
    assert b'method="post"' in client.get(link).content
    assert not Membership.objects.exists()
    client.post(link)
    assert Membership.objects.get().user == user
    assert Client().get(link).status_code == 410
    assert client.get(link).status_code == 302  # it was theirs: on to Today


def test_a_visitor_cannot_press_the_button(client: Client) -> None:
    """Without an account the button leads to the sign-up."""
    link = invited()
    client.get(link)
    assert client.post(link)["Location"] == SIGNUP


# Lock-out


def test_eight_failures_lock_a_name_out(client: Client) -> None:
    """After 8 failures even the right password is refused, on a readable page."""
    make_user("kim")
    statuses = [logs_in(client, "kim", "wrong").status_code for _ in range(8)]
    assert statuses[:7] == [200] * 7
    response = logs_in(client, "kim")
    assert response.status_code == statuses[7] == 429
    assert b"<h1>" in response.content
    assert response["Retry-After"] == "900"
    assert not is_in(client)


def test_spelling_a_name_otherwise_gives_no_more_attempts(client: Client) -> None:
    """Names are matched in any case, so failures count for all of them together."""
    make_user("kim")
    for name in ("kim", "Kim", "KIM", "kIm", "kiM", "KIm", "KiM", "kIM"):
        logs_in(client, name, "wrong")
    assert logs_in(client, "kim").status_code == 429


def test_a_lock_out_concerns_one_name(client: Client) -> None:
    """Others can log in from the same place."""
    make_user("kim")
    make_user("lee")
    for _ in range(8):
        logs_in(client, "kim", "wrong")
    logs_in(client, "lee")
    assert is_in(client)


def test_success_forgets_the_failures(client: Client) -> None:
    """Seven failures and a success leave eight attempts again."""
    make_user("kim")
    for _ in range(2):
        for _ in range(7):
            logs_in(client, "kim", "wrong")
        assert logs_in(client, "kim").status_code == 302
        client.logout()


def test_an_account_that_was_closed_cannot_log_in(client: Client) -> None:
    """A closed account gets no session."""
    make_user("kim", is_active=False)
    logs_in(client, "kim")
    assert not is_in(client)


# Two-factor


def activate(user: User) -> str:
    """Give this account an authenticator app; returns its secret."""
    secret: str = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    return secret


def code(secret: str) -> str:
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return str(totp.format_hotp_value(totp.hotp_value(secret, counter)))


def test_a_password_alone_is_not_enough_with_two_factor(client: Client) -> None:
    """Where two-factor is on, the password leads to the code, and the code in."""
    secret = activate(make_user("kim"))
    response = logs_in(client, "kim")
    assert response["Location"] == reverse("mfa_authenticate")
    assert not is_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert is_in(client)


def test_a_recovery_code_works_once(client: Client) -> None:
    """A recovery code replaces the app once."""
    user = make_user("kim")
    activate(user)
    recovery = RecoveryCodes.activate(user).get_unused_codes()[0]
    for expected in (True, False):
        logs_in(client, "kim")
        client.post(reverse("mfa_authenticate"), {"code": recovery})
        assert is_in(client) is expected
        client.logout()


def test_two_factor_is_set_up_on_the_pages(client: Client) -> None:
    """The page shows a QR code; sending its code turns two-factor on."""
    user = make_user("kim")
    logs_in(client, "kim")
    confirm(client)
    page = client.get(reverse("mfa_activate_totp"))
    assert b"data:image/svg" in page.content
    secret = page.context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    assert get_adapter().is_mfa_enabled(user, [Authenticator.Type.TOTP])


# Pages and what is not there


def test_a_password_is_changed_and_other_sessions_end(client: Client) -> None:
    """Who changes their password stays in here and is out everywhere else."""
    make_user("kim")
    other = Client()
    logs_in(client, "kim")
    logs_in(other, "kim")
    address = reverse("account_change_password")
    fresh = "another horse battery"
    client.post(
        address, {"oldpassword": PASSWORD, "password1": fresh, "password2": fresh}
    )
    assert client.get(address).status_code == 200
    assert other.get(address).status_code == 302
    assert logs_in(Client(), "kim", fresh).status_code == 302


@pytest.mark.parametrize(
    "name", ["account_email", "account_reset_password", "account_set_password"]
)
def test_nothing_leads_to_mail(client: Client, name: str) -> None:
    """Addresses that need e-mail do not exist."""
    with pytest.raises(NoReverseMatch):
        reverse(name)
    for address in ("email", "password/reset", "confirm-email", "social", "login/code"):
        assert client.get(f"/accounts/{address}/").status_code == 404


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize(
    "name",
    [
        "account_logout",
        "account_change_password",
        "account_reauthenticate",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_reauthenticate",
        "account_inactive",
    ],
)
def test_account_pages_are_pages_of_ours(
    client: Client, name: str, language: str
) -> None:
    """Every account page stands in our layout and keeps to our CSP."""
    user = make_user("kim")
    if name in ("mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_reauthenticate"):
        activate(user)
        RecoveryCodes.activate(user)
    client.force_login(user)
    if "activate" in name or "recovery" in name:
        confirm(client)
    response = client.get(reverse(name), headers={"accept-language": language})
    assert response.status_code == 200, response
    page = response.content.decode()
    assert 'class="brand"' in page
    assert page.count("<h1") == 1
    for forbidden in (" style=", " onclick=", "<style", "<script>"):
        assert forbidden not in page


def test_a_new_password_ends_api_tokens(client: Client) -> None:
    """Who changes their password because a token got away is rid of the token."""
    user = make_user("rosa")
    AuthToken.objects.create(user=user)
    client.force_login(user)
    new = "another horse battery"
    fields = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    client.post(reverse("account_change_password"), fields)
    user.refresh_from_db()
    assert user.check_password(new)
    assert not AuthToken.objects.exists()


def test_an_address_that_is_none_is_no_crash(client: Client) -> None:
    """A malformed header of a visitor is sent to log in like any other."""
    headers = {"HX-Request": "true", "HX-Current-URL": "http://["}
    assert client.get("/review/", headers=headers).status_code == 200
