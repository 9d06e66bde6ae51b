"""What the environment decides, tried in processes of their own."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings


def evaluated(expression: str, var: Path, **environment: str) -> str:
    """An expression about the settings, in a fresh process with this environment."""
    names = {"STUDYHUB_VAR": str(var), "DJANGO_SETTINGS_MODULE": "studyhub.settings"}
    run = subprocess.run(  # noqa: S603
        [sys.executable, "-c", f"from studyhub import settings; print({expression})"],
        env={"PATH": os.environ["PATH"]} | names | environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout.strip()


def test_the_secret_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    """The key is random, kept in a file of mode 0600, and the same at the next start."""
    first = evaluated("settings.SECRET_KEY", tmp_path)
    assert len(first) > 50
    assert evaluated("settings.SECRET_KEY", tmp_path) == first
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert evaluated("settings.SECRET_KEY", tmp_path / "other") != first


COOKIES = "settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE"


def test_cookies_are_secure_as_soon_as_a_domain_is_configured(tmp_path: Path) -> None:
    """With a public host cookies travel by HTTPS only, and that host is allowed."""
    domain = {"STUDYHUB_DOMAIN": "study.example"}
    assert evaluated(COOKIES, tmp_path, **domain) == "True True"
    hosts = evaluated("settings.ALLOWED_HOSTS", tmp_path, **domain)
    assert "study.example" in hosts


def test_without_a_domain_only_this_machine_is_served(tmp_path: Path) -> None:
    """On a first start nothing answers to a name from outside, and debug is off."""
    hosts = evaluated("settings.ALLOWED_HOSTS, settings.DEBUG", tmp_path)
    assert hosts == "['localhost', '127.0.0.1', '[::1]'] False"


@pytest.mark.parametrize("engine", ["postgres", "sqlite"])
def test_the_database_can_be_chosen(tmp_path: Path, engine: str) -> None:
    """`DATABASE_URL` names a PostgreSQL; without it SQLite syncs every commit."""
    expression = "settings.DATABASES['default']"
    if engine == "postgres":
        url = {"DATABASE_URL": "postgres://a@localhost/b"}
        assert "postgresql" in evaluated(expression, tmp_path, **url)
    else:
        assert "synchronous=FULL" in evaluated(expression, tmp_path)
