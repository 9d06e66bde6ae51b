"""The lab's pages."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from simulations import simulation
from simulations.templatetags.symbols import subscripts
from simulations.web import written
from tests.factories import make_learner

pytestmark = pytest.mark.django_db

PERCEPTRON = "/lab/perceptron/"


@pytest.fixture
def member(client: Client) -> Client:
    client.force_login(make_learner(language="en").user)
    return client


@pytest.mark.parametrize("address", ["/lab/", PERCEPTRON])
def test_the_lab_is_for_members(client: Client, address: str) -> None:
    """Who is not logged in is asked to."""
    response = client.get(address)
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_the_lab_lists_systems_in_the_order_of_history(member: Client) -> None:
    """The perceptron of 1958 comes before backpropagation of 1986."""
    page = member.get("/lab/").content.decode()
    assert page.index(PERCEPTRON) < page.index("/lab/backpropagation/")


@pytest.mark.parametrize("slug", ["perceptron", "backpropagation"])
def test_a_system_runs_with_its_defaults(member: Client, slug: str) -> None:
    """Two figures, and a table of steps with every column."""
    response = member.get(f"/lab/{slug}/")
    page = response.content.decode()
    assert response.status_code == 200
    assert page.count("data-figure=") == 2
    columns = simulation.get(slug).run({}).columns
    assert page.count('<th scope="col"') == len(columns)


def test_an_address_is_a_run(member: Client) -> None:
    """The parameters in the address stand in the form and are what was run."""
    page = member.get(
        PERCEPTRON,
        {"data": "0.1 0.2 1", "weights": "1 1", "bias": "-0.5", "eta": "0.5"},
    ).content.decode()
    assert "0.1 0.2 1</textarea>" in page
    cells = re.findall(r'<td class="number">(.*?)</td>', page)[:12]
    assert cells[2:8] == ["(0.1, 0.2)", "1", "(1, 1)", "−0.5", "−0.2", "0"]
    assert cells[8:] == ["1", "(1.05, 1.1)", "0", "1"]


def test_symbols_in_labels_have_subscripts() -> None:
    """W_Q and h_{T−k}, whatever follows them; the rest is escaped."""
    assert subscripts("W_Q를 <") == "W<sub>Q</sub>를 &lt;"
    assert subscripts("‖h_{T−k}‖") == "‖h<sub>T−k</sub>‖"


def test_words_stand_left_and_long_rows_are_broken(member: Client) -> None:
    """Columns of words are marked; a matrix has its rows on lines of their own."""
    page = member.get("/lab/bert/").content.decode()
    assert '<td class="text">[CLS]</td>' in page
    assert written([[1.0, 0.5], [0.0, 2.0]]) == "(1, 0.5)\n(0, 2)"


def test_thousands_are_told_apart_in_a_summary(member: Client) -> None:
    """As on the axes of the figures; four digits are read without that."""
    page = member.get("/lab/transformer-size/?d_model=32&layers=2").content.decode()
    block, stack = re.findall(r"<dd>([\d,]+)</dd>", page)[-2:]
    assert (block, stack) == ("137,376", "274,752")
    assert "<dd>4096</dd>" in page


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3.1e-7, "3.1e−7"),
        (-0.0000031416, "−3.14e−6"),
        (0.000031416, "0.000031"),
        (0.0000001, "1e−7"),
        (7.225973768e86, "7.23e86"),
        (18902016.5, "18902016.5"),
        (0.0, "0"),
        ([0.9] * 4 + [0.00042], "(0.9, 0.9, 0.9, 0.9, 4.2e−4)"),
        ([0.9] * 4 + [0.0001], "(0.9, 0.9, 0.9, 0.9, 0.0001)"),
    ],
)
def test_a_number_keeps_its_first_digits(value: float | list[float], text: str) -> None:
    """One that vanishes among the decimals, or is beyond them, has a power of ten."""
    assert written(value) == text


def test_a_bad_parameter_is_shown_at_its_field(member: Client) -> None:
    """Status 400, what was typed is kept, and nothing is run."""
    response = member.get(PERCEPTRON, {"eta": "fast<", "bias": "2"})
    page = response.content.decode()
    assert response.status_code == 400
    assert 'id="eta-error"' in page
    assert 'id="bias-error"' not in page
    assert 'value="fast&lt;"' in page
    assert "<table" not in page


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/lab/perceptron/?data=1+1&weights=1+2", "Give 1 number, for"),
        ("/lab/perceptron/?data=1+1+1&weights=1", "Give 2 numbers: one for"),
        ("/lab/hebb/?samples=1&weights=1+2", "Give 1 number, for"),
        (
            "/lab/mcculloch-pitts/?circuit=own&wires=1+0&thresholds=1+2&trains=1",
            "Give 1 number, for",
        ),
        (
            "/lab/mcculloch-pitts/?circuit=own&wires=1+0&thresholds=1&trains=1+1",
            "Give 1 number per line, for",
        ),
    ],
)
def test_one_number_is_asked_for_as_one(
    member: Client, address: str, said: str
) -> None:
    """A lab with a single input or neuron does not ask for “1 numbers”."""
    response = member.get(address)
    assert response.status_code == 400
    assert said in response.content.decode()


def test_an_unknown_parameter_is_named(member: Client) -> None:
    """A slip in an address is not passed over in silence."""
    response = member.get(PERCEPTRON, {"rate": "1"})
    assert response.status_code == 400
    assert "rate: " in response.content.decode()


def test_an_unknown_system_is_not_found(member: Client) -> None:
    """404, as for any other address."""
    assert member.get("/lab/hopfield/").status_code == 404


def test_long_runs_are_shown_page_by_page(member: Client) -> None:
    """Fifty steps each; the parameters stay in the links."""
    given = {"data": "0 0 0; 0 1 1; 1 0 1; 1 1 0", "epochs": "30"}
    page = member.get(PERCEPTRON, given | {"page": "2"}).content.decode()
    assert page.count("<tr>") == 51
    assert "epochs=30&amp;page=3#steps" in page
    last = member.get(PERCEPTRON, given | {"page": "99"}).content.decode()
    assert last.count("<tr>") == 21


def test_the_lab_asks_the_database_little(
    member: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """Session, user and learner; a run asks nothing."""
    with django_assert_max_num_queries(4):
        member.get(PERCEPTRON)
