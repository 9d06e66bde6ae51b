"""Files are imported whole or not at all, and a second time changes nothing."""

from __future__ import annotations

import datetime
import io
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from quizzes.authoring.bundles import import_path
from quizzes.authoring.faults import ImportFault
from quizzes.authoring.names import ascii_slug, number_and_key
from quizzes.authoring.publishing import revise
from quizzes.models import Chapter, Image, Item, ItemRevision, Series
from tests.factories import make_user

pytestmark = pytest.mark.django_db
POST = settings.BASE_DIR.parent / "shared/samples/hugo/2024_winter_llm-02-gpt.md"
PNG = b"\x89PNG\r\n\x1a\n"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><circle r='1'/></svg>"
ITEMS = """
[[item]]
slug = "year"
kind = "number"
tags = ["history"]
answer = "1958"
[item.ko]
prompt = "언제?"
[item.en]
prompt = "When?"

[[item]]
slug = "who"
kind = "text"
prerequisites = ["year"]
[item.ko]
prompt = "누가?"
accepted = ["로젠블랫"]
[item.en]
prompt = "Who?"
accepted = ["Rosenblatt"]
"""


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A series folder with one chapter in two languages."""
    folder = tmp_path / "winter" / "03-perceptron"
    folder.mkdir(parents=True)
    (folder.parent / "series.toml").write_text('title_ko = "겨울"\ntitle_en = "Winter"')
    (folder / "index.ko.md").write_text(
        '+++\ntitle = "퍼셉트론"\n+++\n{{< item "year" >}}'
    )
    (folder / "index.en.md").write_text('+++\ntitle = "Perceptron"\n+++\n![a](a.png)')
    (folder / "items.toml").write_text(ITEMS)
    (folder / "a.png").write_bytes(PNG)
    return folder


def state() -> list[Any]:
    """Everything an import could change."""
    models = (Series, Chapter, Item, ItemRevision, Image, Item.prerequisites.through)
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.mark.skipif(not POST.exists(), reason="the sample posts are absent")
def test_the_real_post() -> None:
    """The group's own post is imported as it is, and again without a change."""
    (outcome,) = import_path(POST)
    chapter = Chapter.objects.get()
    assert (outcome.status, outcome.notes) == ("created", [])
    assert (chapter.series.slug, chapter.key) == ("2024_winter_llm", "gpt")
    assert chapter.series.title_ko == "한권으로 끝내는 LLM 파인튜닝"
    assert (chapter.title, chapter.number) == ("[AI] 02. GPT", 2)
    assert chapter.written_on == datetime.date(2024, 12, 31)
    assert chapter.tags == ["python", "AI"]
    assert (
        chapter.cover_url == "https://wikibook.co.kr/images/cover/l/9791158395629.jpg"
    )
    assert chapter.published
    before = state()
    assert [again.status for again in import_path(POST)] == ["unchanged"]
    assert state() == before


@pytest.mark.skipif(not POST.exists(), reason="the sample posts are absent")
def test_a_series_keeps_its_titles() -> None:
    """A post joins the series that exists, whose titles stay."""
    Series.objects.create(slug="2024_winter_llm", title_ko="우리 제목", title_en="Ours")
    import_path(POST)
    assert Series.objects.get().title_ko == "우리 제목"


def test_bundle(bundle: Path) -> None:
    """Texts, items, prerequisites and pictures of a chapter come together."""
    import_path(bundle)
    assert Series.objects.count() == 1
    chapters = Chapter.objects.order_by("language")
    assert [(c.key, c.number, c.language) for c in chapters] == [
        ("perceptron", 3, "en"),
        ("perceptron", 3, "ko"),
    ]
    year, who = Item.objects.open().order_by("position")
    assert year.revision is not None
    assert year.revision.texts["en"] == {"prompt": "When?", "answer": "1958"}
    assert year.revision.question("ko").expected() == "1958"
    assert list(who.prerequisites.all()) == [year]
    assert Image.objects.get().name == "a.png"


def test_again_changes_nothing(bundle: Path) -> None:
    """Importing what is there already writes nothing at all."""
    import_path(bundle.parent)
    before = state()
    outcomes = import_path(bundle.parent)
    assert {outcome.status for outcome in outcomes} == {"unchanged"}
    assert state() == before


def test_shipped_series_imports_without_notes() -> None:
    """What this project ships has no fault of its own."""
    for folder in sorted(settings.SERIES_DIR.iterdir()):
        outcomes = import_path(folder)
        assert outcomes
        notes = [what for outcome in outcomes for _line, what in outcome.notes]
        new = Item.objects.filter(series__slug=folder.name).count()
        assert len(notes) == new, notes  # one note says that an item is new
        assert {o.status for o in import_path(folder)} == {"unchanged"}


def test_an_edit_stays_until_the_file_changes(bundle: Path) -> None:
    """What was edited in the admin stays while the files do; then they are the source."""
    import_path(bundle)
    Chapter.objects.update(title="anders", published=False)
    item = Item.objects.get(slug="year")
    edited = revise(item, kind="number", texts={"ko": {"prompt": "?"}})
    assert {o.status for o in import_path(bundle)} == {"unchanged"}
    assert Chapter.objects.filter(title="anders").count() == 2
    item.refresh_from_db()
    assert item.revision == edited
    for file in (bundle / "index.ko.md", bundle / "items.toml"):
        file.write_text(file.read_text().replace("1958", "1959"))
    text = bundle / "index.ko.md"
    text.write_text(text.read_text() + "more")
    assert [o.status for o in import_path(bundle)] == ["updated", "unchanged"]
    assert Chapter.objects.get(language="ko").title == "퍼셉트론"
    assert not Chapter.objects.published().exists()
    item.refresh_from_db()
    assert item.revision is not None
    assert item.revision.question("ko").expected() == "1959"


def test_a_title_edited_in_the_admin_stays(bundle: Path) -> None:
    """A series keeps the title it was given until its series.toml changes."""
    import_path(bundle.parent)
    Series.objects.update(title_ko="우리 겨울")
    import_path(bundle.parent)
    assert Series.objects.get().title_ko == "우리 겨울"
    words = bundle.parent / "series.toml"
    words.write_text(words.read_text() + "\n# read again")
    import_path(bundle.parent)
    assert Series.objects.get().title_ko == "겨울"


def test_prerequisites_edited_in_the_admin_stay(bundle: Path) -> None:
    """What comes before an item is the author's until the item's entry changes."""
    import_path(bundle)
    year, who = Item.objects.order_by("position")
    who.prerequisites.clear()
    year.prerequisites.add(who)
    import_path(bundle)
    assert list(year.prerequisites.all()) == [who]
    assert not who.prerequisites.exists()
    year.prerequisites.clear()
    (bundle / "items.toml").write_text(ITEMS.replace("누가?", "누구?"))
    import_path(bundle)
    assert list(who.prerequisites.all()) == [year]


def test_a_dropped_item_can_be_published_again(bundle: Path) -> None:
    """An item that left the file is its author's from then on."""
    import_path(bundle)
    (bundle / "items.toml").write_text(ITEMS[: ITEMS.index("[[item]]", 5)])
    import_path(bundle)
    Item.objects.filter(slug="who").update(published=True)
    assert import_path(bundle)[0].notes == []
    assert Item.objects.get(slug="who").published


def test_a_draft_that_left_the_file_can_be_published(bundle: Path) -> None:
    """The same holds where the author had unpublished the item before."""
    import_path(bundle)
    Item.objects.filter(slug="who").update(published=False)
    (bundle / "items.toml").write_text(ITEMS[: ITEMS.index("[[item]]", 5)])
    assert import_path(bundle)[0].notes == []
    Item.objects.filter(slug="who").update(published=True)
    import_path(bundle)
    assert Item.objects.get(slug="who").published


def test_an_inserted_item_leaves_the_others_alone(bundle: Path) -> None:
    """Items move down for one that is put before them, with what was edited in them."""
    import_path(bundle)
    edited = revise(
        Item.objects.get(slug="year"),
        kind="number",
        texts={"ko": {"prompt": "?", "answer": "1"}},
    )
    first = ITEMS[: ITEMS.index("[[item]]", 5)].replace('"year"', '"first"')
    (bundle / "items.toml").write_text(first + ITEMS)
    import_path(bundle)
    items = Item.objects.open().order_by("position")
    assert [item.slug for item in items] == ["first", "year", "who"]
    assert Item.objects.get(slug="year").revision == edited


def test_a_place_given_in_the_admin_stays(bundle: Path) -> None:
    """An item stays where its author put it until its place in the file changes."""
    other = bundle.parent / "04-hebb"
    other.mkdir()
    (other / "index.ko.md").write_text('+++\ntitle = "헵"\n+++\nx')
    (other / "items.toml").write_text(
        ITEMS.replace('"year"', '"a"').replace("who", "b")
    )
    import_path(bundle.parent)
    Item.objects.filter(slug="year").update(order=7)
    Item.objects.filter(slug="who").update(chapter_key="hebb", order=1)
    import_path(bundle.parent)
    assert Item.objects.get(slug="year").order == 7
    who = Item.objects.get(slug="who")
    assert (who.chapter_key, who.published) == ("hebb", True)


def test_one_slug_in_two_chapters_is_refused(bundle: Path) -> None:
    """A chapter cannot take an item that another chapter's file holds."""
    other = bundle.parent / "04-hebb"
    other.mkdir()
    (other / "index.ko.md").write_text('+++\ntitle = "헵"\n+++\nx')
    (other / "items.toml").write_text(ITEMS)
    with pytest.raises(ImportFault, match="year"):
        import_path(bundle.parent)


def test_draft(bundle: Path) -> None:
    """A draft is imported unpublished, and its items are not open."""
    for file in bundle.glob("index.*"):
        file.write_text("+++\ntitle = 'T'\ndraft = true\n+++\nx")
    import_path(bundle)
    assert not Chapter.objects.published().exists()
    assert not Item.objects.open().exists()


def test_revised_item(bundle: Path) -> None:
    """A changed question is a new revision of the same item."""
    import_path(bundle)
    (bundle / "items.toml").write_text(ITEMS.replace("언제?", "몇 년?"))
    notes = import_path(bundle)[0].notes
    assert len(notes) == 1
    revision = Item.objects.get(slug="year").revision
    assert revision is not None
    assert revision.number == 2


def test_dropped_item(bundle: Path) -> None:
    """An item that left the file is unpublished and reported, not deleted."""
    import_path(bundle)
    (bundle / "items.toml").write_text(ITEMS[: ITEMS.index("[[item]]", 5)])
    notes = import_path(bundle)[0].notes
    assert any("who" in what for _line, what in notes)
    assert [item.slug for item in Item.objects.open()] == ["year"]
    assert Item.objects.count() == 2


def test_items_of_the_admin_stay(bundle: Path) -> None:
    """Items that an author wrote in the admin are not the file's to drop."""
    import_path(bundle)
    item = Item.objects.create(
        series=Series.objects.get(),
        chapter_key="perceptron",
        slug="own",
        published=True,
    )
    texts = {"ko": {"prompt": "x", "answer": "1"}}
    revise(item, kind="number", texts=texts, by=make_user())
    import_path(bundle)
    item.refresh_from_db()
    assert item.published


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('kind = "text"', 'kind = "nonsense"', "who"),
        ('kind = "text"', "", "who"),
        ('kind = "text"', 'exercise = "nowhere"', "who"),
        ('accepted = ["로젠블랫"]', "", "who"),
        ('accepted = ["로젠블랫"]', 'acepted = ["로젠블랫"]', "acepted"),
        ('slug = "who"', 'slug = "year"', "year"),
        ('slug = "who"', 'slug = "w/o"', "w/o"),
        ('["year"]', '["nobody"]', "nobody"),
        ('["year"]', '["who"]', "who"),
        ('["year"]', '"year"', "prerequisites"),
        ('["history"]', "[1]", "tags"),
        ("[[item]]", "[[item", "line 2"),
        ("[item.ko]", "[item.fr]", "fr"),
        ('kind = "text"', 'exercise = "x"\nsettings = 3', "settings"),
        ('kind = "text"', 'kind = "text"\nen = 3', "line"),
    ],
)
def test_a_fault_changes_nothing(bundle: Path, old: str, new: str, said: str) -> None:
    """An error names its file and item, and nothing of the path is kept."""
    (bundle / "items.toml").write_text(ITEMS.replace(old, new))
    with pytest.raises(ImportFault, match=r"items\.toml") as caught:
        import_path(bundle)
    assert said in str(caught.value)
    assert not any(state())
    assert not list(Path(settings.MEDIA_ROOT).rglob("*.png"))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("b.png", b"GIF89a"),
        ("b.svg", SVG.replace(b"<circle", b"<script>x</script><circle")),
        ("b.svg", SVG.replace(b"<circle", b"<circle onclick='x'")),
        ("b.svg", SVG.replace(b"<circle", b"<image href='https://x.example/a.png'")),
        ("b.jpg", b"\xff\xd8\xff" + b"x" * 5_000_000),
    ],
)
def test_bad_pictures(bundle: Path, name: str, data: bytes) -> None:
    """Pictures are what their names say, small, and quiet."""
    (bundle / name).write_bytes(data)
    with pytest.raises(ImportFault, match=name):
        import_path(bundle)
    assert not Image.objects.exists()


def test_changed_picture(bundle: Path) -> None:
    """A picture is replaced where its content differs; the old file goes."""
    (bundle / "images").mkdir()
    (bundle / "images" / "b.svg").write_bytes(SVG)
    import_path(bundle)
    old = Path(Image.objects.get(name="a.png").file.path)
    (bundle / "a.png").write_bytes(PNG + b"new")
    import_path(bundle)
    new = Path(Image.objects.get(name="a.png").file.path)
    assert new.read_bytes() == PNG + b"new"
    assert Image.objects.count() == 2
    assert not old.exists()


def test_other_files_are_noted(bundle: Path) -> None:
    """What is no text, item file or picture is not taken over, and said so."""
    (bundle / "notes.docx").write_bytes(b"x")
    notes = import_path(bundle)[0].notes
    assert any("notes.docx" in what for _line, what in notes)


@pytest.mark.parametrize(
    ("name", "number", "key"),
    [
        ("03-perceptron", 3, "perceptron"),
        ("2024_winter_llm-02-gpt", 2, "gpt"),
        ("2024-12-31-gpt", None, "gpt"),
        ("golang-internals-part1", None, "golang-internals-part1"),
        ("02-gpt.en", 2, "gpt"),
    ],
)
def test_number_and_key(name: str, number: int | None, key: str) -> None:
    """Names say number and key."""
    assert number_and_key(name) == (number, key)


def test_korean_names_stay_apart() -> None:
    """Two names that share their Latin letters get two addresses."""
    assert ascii_slug("Go 시작하기") != ascii_slug("Go 둘러보기")
    assert ascii_slug("Go 시작하기").isascii()


def test_numbers_of_posts_without_one(tmp_path: Path) -> None:
    """A text without a number takes the next free one, and keeps it."""
    for name in ("01-a.md", "b.md"):
        (tmp_path / name).write_text("+++\ntitle = 'T'\n+++\nx")
    import_path(tmp_path, series="s")
    import_path(tmp_path, series="s")
    assert list(Chapter.objects.values_list("key", "number")) == [("a", 1), ("b", 2)]


def test_command(bundle: Path, tmp_path: Path) -> None:
    """The command tells what it did by chapter, and fails where a path failed."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(CommandError):
        call_command(
            "import_chapters", bundle, tmp_path / "none", stdout=out, stderr=err
        )
    assert "winter/perceptron (ko)" in out.getvalue()
    assert "none" in err.getvalue()
    assert Chapter.objects.count() == 2


def test_series_by_option(tmp_path: Path) -> None:
    """A post that names no series needs one given."""
    file = tmp_path / "01-a.md"
    file.write_text("+++\ntitle = 'T'\n+++\nx")
    with pytest.raises(CommandError):
        call_command("import_chapters", file, stderr=io.StringIO())
    call_command("import_chapters", file, series="mine", stdout=io.StringIO())
    assert Chapter.objects.get().series.slug == "mine"
