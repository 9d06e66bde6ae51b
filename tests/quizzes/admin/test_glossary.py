"""The glossary, which all series share, and whose names are nobody's twice."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.models import Term

ADD = reverse("admin:quizzes_term_add")


def write(client: Client, *names: str, address: str = ADD, **fields: str) -> Any:
    fields = {"slug": "new", "category": "gate", "names_en": "", **fields}
    return client.post(address, {"names_ko": "\n".join(names), **fields})


@pytest.fixture
def xor(db: None) -> Term:
    return Term.objects.create(
        slug="xor", category="gate", names_ko=["배타적 논리합"], names_en=["XOR"]
    )


def test_a_term_is_written_one_name_a_line(author: Client) -> None:
    """Names of the glossary stand one a line."""
    write(author, "퍼셉트론", "\r 퍼셉트론 \r", "\r", "인식자")
    term = Term.objects.get()
    assert (term.names_ko, term.names_en) == (["퍼셉트론", "퍼셉트론", "인식자"], [])


@pytest.mark.parametrize("name", ["XOR", "x-or", "배타적논리합"])
def test_a_name_is_one_term_s(author: Client, xor: Term, name: str) -> None:
    """A second owner would make its other names right in everybody's questions."""
    for page in (write(author, name, "AND"), write(author, "AND", names_en=name)):
        assert "xor의 이름이기도" in page.content.decode()
    assert Term.objects.get() == xor


def test_a_term_keeps_its_own_names(author: Client, xor: Term) -> None:
    """Written again, they are still its own; a new one comes with them."""
    address = reverse("admin:quizzes_term_change", args=[xor.pk])
    names = ["배타적 논리합", "XOR", "에스오알"]
    assert write(author, *names, address=address, slug="xor").status_code == 302
    xor.refresh_from_db()
    assert xor.names_ko == names


@pytest.mark.parametrize(
    "names", [["a" * 81], [str(n) for n in range(51)], ["--"], ["a\x00"]], ids=len
)
def test_names_are_words(author: Client, names: list[str]) -> None:
    """Neither too long nor too many: they are frozen into questions."""
    assert write(author, *names).status_code == 200
    assert not Term.objects.exists()


def test_long_and_many_is_enough(author: Client) -> None:
    """Eighty characters, fifty names."""
    names = [f"{n:02}" + "a" * 78 for n in range(50)]
    assert write(author, *names).status_code == 302
