"""Tokens: made from a password and, where it is on, a second factor."""

from __future__ import annotations

import time
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from knox.models import AuthToken
from rest_framework.test import APIClient

from tests.factories import PASSWORD, make_user

from .contract import client_of, problem_of

URL = "/api/v1/tokens/"


@pytest.fixture
def user(db: None) -> Any:
    return make_user("reader")


def ask(username: str = "reader", password: str = PASSWORD, **more: Any) -> Any:
    given = {"username": username, "password": password, **more}
    return APIClient().post(URL, given)


def current_code(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


@pytest.fixture
def secret(user: Any) -> str:
    """The secret of the user's second factor, which is on."""
    secret: str = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def test_gives_a_token_that_works(user: Any) -> None:
    """Name and password give a token for 90 days."""
    response = ask()
    assert response.status_code == 201
    given = response.json()
    assert given["expires_at"] == "2026-06-02T13:00:00Z"
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {given['token']}")
    assert client.get("/api/v1/me/").json()["username"] == "reader"


def test_keeps_only_a_digest(user: Any) -> None:
    """The token itself is stored nowhere."""
    token = ask().json()["token"]
    row = AuthToken.objects.values().get()
    assert token not in str(row)


def test_opens_no_session(user: Any) -> None:
    """A token is not a login of a browser."""
    response = ask()
    assert not response.cookies
    assert not Session.objects.exists()


def test_several_a_person(user: Any) -> None:
    """Each device has a token; revoking one leaves the others."""
    first, second = client_of(user), client_of(user)
    assert first.delete("/api/v1/tokens/current/").status_code == 204
    problem_of(first.get("/api/v1/me/"), 401)
    assert second.get("/api/v1/me/").status_code == 200


def test_expires(user: Any, clock: time_machine.Traveller) -> None:
    """After 90 days it is worth nothing."""
    client = client_of(user)
    clock.shift(90 * 86_400 - 1)
    assert client.get("/api/v1/me/").status_code == 200
    clock.shift(2)
    problem_of(client.get("/api/v1/me/"), 401)
    ask()
    assert AuthToken.objects.count() == 1


def test_only_a_token_can_be_revoked(user: Any) -> None:
    """A session carries no token."""
    client = APIClient()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    problem_of(client.delete("/api/v1/tokens/current/"), 401)


def test_says_the_same_of_unknown_name_and_wrong_password(user: Any) -> None:
    """Nobody learns here who has an account."""
    wrong, unknown = ask(password="wrong"), ask("nobody")
    assert problem_of(wrong, 400) == problem_of(unknown, 400)
    assert not AuthToken.objects.exists()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"username": "reader"}, "password"),
        ({"password": PASSWORD}, "username"),
        ({"username": ["reader"], "password": PASSWORD}, "username"),
        ({"username": "reader", "password": None}, "password"),
        ({"username": "r" * 151, "password": PASSWORD}, "username"),
        ({"username": "reader", "password": PASSWORD, "admin": True}, "admin"),
        ([], "non_field_errors"),
        ("reader", "non_field_errors"),
    ],
)
def test_names_the_field(user: Any, given: Any, field: str) -> None:
    """What is missing or unknown is named."""
    problem = problem_of(APIClient().post(URL, given), 400)
    assert field in problem["errors"]


def test_an_inactive_account_gets_none(user: Any) -> None:
    """Who may not log in gets no token, with the sentence for a wrong password."""
    user.is_active = False
    user.save()
    problem_of(ask(), 400)


def test_locks_out(user: Any) -> None:
    """After 8 failures even the right password is refused, for a quarter hour."""
    codes = [ask(password="wrong").status_code for _n in range(8)]
    assert codes[:7] == [400] * 7
    response = ask()
    assert "WWW-Authenticate" not in response
    problem_of(response, 429)
    assert response["Retry-After"] == "900"
    assert not AuthToken.objects.exists()


def test_a_lock_ends(user: Any, clock: time_machine.Traveller) -> None:
    """A quarter of an hour later the right password works again."""
    for _n in range(8):
        ask(password="wrong")
    clock.shift(901)
    assert ask().status_code == 201


def test_a_success_forgets_failures(user: Any) -> None:
    """Seven failures, a success, seven failures: nobody is locked out."""
    for _round in range(2):
        for _n in range(7):
            ask(password="wrong")
        assert ask().status_code == 201
    assert not AccessAttempt.objects.exists()


def test_a_lock_is_for_one_name(user: Any) -> None:
    """Who shares the address is not locked out with them."""
    make_user("other")
    for _n in range(8):
        ask(password="wrong")
    assert ask("other").status_code == 201


def test_is_throttled(user: Any) -> None:
    """More than 30 a minute from one address is too many, whoever asks."""
    codes = [ask(f"nobody{n}").status_code for n in range(31)]
    assert codes == [400] * 30 + [429]
    response = APIClient().post(URL, {}, headers={"X-Forwarded-For": "1.2.3.4"})
    problem_of(response, 429)
    assert int(response["Retry-After"]) <= 60


def test_asks_for_the_second_factor(user: Any, secret: str) -> None:
    """Where two-factor is on, the password alone is not enough."""
    assert "otp" in problem_of(ask(), 400)["errors"]
    assert not AuthToken.objects.exists()


def test_accepts_a_code_once(user: Any, secret: str) -> None:
    """The code of the moment gives one token."""
    code = current_code(secret)
    assert ask(otp=code).status_code == 201
    assert "otp" in problem_of(ask(otp=code), 400)["errors"]


def test_accepts_a_recovery_code_once(user: Any, secret: str) -> None:
    """A recovery code does too, and is used up."""
    code = RecoveryCodes.activate(user).generate_codes()[0]
    assert ask(otp=code).status_code == 201
    problem_of(ask(otp=code), 400)
    assert Authenticator.objects.filter(last_used_at__isnull=False).count() == 1


def test_wrong_codes_lock_out(user: Any, secret: str) -> None:
    """Guessing codes ends like guessing passwords."""
    wrong = f"{(int(current_code(secret)) + 1) % 1_000_000:06}"
    codes = [ask(otp=wrong).status_code for _n in range(8)]
    assert codes[:5] == [400] * 5
    problem_of(ask(otp=current_code(secret)), 429)


def test_no_code_without_the_password(user: Any, secret: str) -> None:
    """Without the password nobody learns that there is a second factor."""
    assert "errors" not in problem_of(ask(password="wrong"), 400)
