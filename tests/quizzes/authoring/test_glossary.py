"""A glossary is imported with its series, and a second time changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from quizzes.authoring.bundles import import_path
from quizzes.authoring.faults import ImportFault
from quizzes.models import Term

pytestmark = pytest.mark.django_db
SHIPPED = settings.BASE_DIR / "studyhub/series/2024_winter_llm/glossary.toml"


@pytest.fixture
def series(tmp_path: Path) -> Path:
    """A series with a chapter and two terms."""
    folder = tmp_path / "winter"
    folder.mkdir()
    (folder / "series.toml").write_text('title_ko = "겨울"')
    (folder / "01-one.md").write_text('+++\ntitle = "하나"\n+++\n')
    write(
        folder,
        '[person]\nhebb = { ko = ["헵"], en = ["Hebb"] }\noja = { ko = ["오야"] }',
    )
    return folder


def write(series: Path, glossary: str) -> None:
    (series / "glossary.toml").write_text(glossary, "utf-8")


def test_terms(series: Path) -> None:
    """Each term comes with its category and its names per language."""
    outcome, _chapter = import_path(series)
    assert (outcome.name, outcome.status) == ("winter/glossary.toml", "updated")
    hebb, oja = Term.objects.order_by("slug")
    assert (hebb.slug, hebb.category) == ("hebb", "person")
    assert (hebb.names_ko, hebb.names_en) == (["헵"], ["Hebb"])
    assert (oja.names_ko, oja.names_en) == (["오야"], [])


def test_again_changes_nothing(series: Path) -> None:
    """A glossary that was read before stays as it is."""
    import_path(series)
    before = list(Term.objects.values())
    assert import_path(series)[0].status == "unchanged"
    assert list(Term.objects.values()) == before


def test_what_was_edited_since_is_kept(series: Path) -> None:
    """An edit in the admin stays until the file's entry changes; then that counts."""
    import_path(series)
    Term.objects.filter(slug="hebb").update(names_ko=["헵", "헤브"])
    write(
        series,
        '[person]\nhebb = { ko = ["헵"], en = ["Hebb"] }\noja = { ko = ["오야"], en = ["O"] }',
    )
    import_path(series)
    assert Term.objects.get(slug="hebb").names_ko == ["헵", "헤브"]
    assert Term.objects.get(slug="oja").names_en == ["O"]
    write(series, '[people]\nhebb = { ko = ["도널드 헵"] }')
    import_path(series)
    assert Term.objects.get(slug="hebb").names_ko == ["도널드 헵"]
    assert Term.objects.get(slug="hebb").category == "people"


def test_terms_that_left_the_file_stay(series: Path) -> None:
    """One glossary is for all series: a file adds to it."""
    import_path(series)
    write(series, "")
    import_path(series)
    assert Term.objects.count() == 2


@pytest.mark.parametrize(
    "glossary",
    [
        "person = 1",
        "[person]\nhebb = 1",
        "[person]\nhebb = { fr = [] }",
        "[person]\nhebb = { ko = [] }",
        '[person]\nhebb = { ko = "헵" }',
        "[person]\nhebb = { ko = [1] }",
        '[person]\nhebb = { ko = [" "] }',
        '[person]\nhebb = { ko = ["\\u0000"] }',
        '[person]\nhebb = { ko = ["헵"] }\noja = { ko = ["헵."] }',
        '[a]\nhebb = { ko = ["헵"] }\n[b]\nhebb = { ko = ["헵"] }',
        f'[person]\nhebb = {{ ko = ["{"h" * 81}"] }}',
        '["no slug"]\nhebb = { ko = ["헵"] }',
        "[person",
    ],
)
def test_faults(series: Path, glossary: str) -> None:
    """What is no glossary is refused with its file, and nothing is imported."""
    write(series, glossary)
    with pytest.raises(ImportFault, match=r"glossary\.toml"):
        import_path(series)
    assert not Term.objects.exists()


def test_the_names_of_terms_that_left_the_file_are_theirs(series: Path) -> None:
    """So are those of other series' terms, and those that were added since."""
    import_path(series)
    Term.objects.filter(slug="hebb").update(names_ko=["헵", "도널드"])
    for name in ("오야", "도널드"):
        write(
            series,
            f"""[person]
            hebb = {{ ko = ["헵"], en = ["Hebb"] }}
            new = {{ ko = ["{name}"] }}""",
        )
        with pytest.raises(ImportFault, match=name):
            import_path(series)


def test_a_name_goes_to_another_term(series: Path) -> None:
    """Where the file moves it, whichever of the two comes first."""
    for names in (("헵", "오야"), ("오야", "헵")):
        entries = zip(("hebb", "oja"), names, strict=True)
        lines = [f'{slug} = {{ ko = ["{name}"] }}' for slug, name in entries]
        write(series, "\n".join(["[person]", *lines]))
        import_path(series)
    assert Term.objects.get(slug="hebb").names_ko == ["오야"]


def test_the_shipped_glossary(series: Path) -> None:
    """The terms of the story are there after the import, in both languages."""
    write(series, SHIPPED.read_text("utf-8"))
    import_path(series)
    assert Term.objects.count() >= 120
    assert not Term.objects.filter(names_en=[]).exists()


def test_a_term_of_another_series_is_left_alone(series: Path, tmp_path: Path) -> None:
    """All series share the glossary: two files would change it in turn for ever."""
    import_path(series)
    other = tmp_path / "spring"
    other.mkdir()
    (other / "series.toml").write_text('title_ko = "봄"')
    (other / "01-one.md").write_text('+++\ntitle = "하나"\n+++\n')
    write(other, '[person]\nhebb = { ko = ["헤브"] }')
    with pytest.raises(ImportFault, match=r"hebb: .*winter"):
        import_path(other)
    assert Term.objects.get(slug="hebb").names_ko == ["헵"]
    write(other, '[person]\nhebb = { ko = ["헵"], en = ["Hebb"] }')
    import_path(other)


def test_a_term_of_the_admin_is_left_alone(series: Path) -> None:
    """What an author wrote there is not taken over by a file."""
    Term.objects.create(slug="oja", category="person", names_ko=["오야 에르키"])
    with pytest.raises(ImportFault, match="oja: "):
        import_path(series)
    assert Term.objects.get().names_ko == ["오야 에르키"]
