"""Hugo posts are read; what cannot be translated is noted and stays visible."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest
from django.conf import settings

from quizzes.authoring import hugo
from quizzes.models import Chapter
from quizzes.rendering import render_chapter

SAMPLES = settings.BASE_DIR.parent / "shared" / "samples" / "hugo"
samples = pytest.mark.skipif(not SAMPLES.exists(), reason="the sample posts are absent")


def post(body: str, front: str = "title = 'T'") -> hugo.Post:
    return hugo.read(f"+++\n{front}\n+++\n{body}")


def shown(read: hugo.Post) -> str:
    chapter = Chapter(title=read.title, body=read.body, cover_url=read.cover_url)
    return render_chapter(chapter).html


def test_toml_front_matter() -> None:
    """Title, day, tags, cover and series are taken over; the rest is noted."""
    read = post(
        "x",
        "title = 'T'\ndate = '2016-10-11T16:36:39+08:30'\ntags = ['a', 'b']\n"
        "featured_image = 'https://x.example/c.jpg'\nseries = ['Go']\ntoc = true",
    )
    assert read.date == datetime.date(2016, 10, 11)
    assert read.tags == ["a", "b"]
    assert read.cover_url == "https://x.example/c.jpg"
    assert read.series == "Go"
    assert len(read.notes) == 1
    assert "toc" in read.notes[0][1]


def test_yaml_front_matter() -> None:
    """The other fence holds YAML."""
    read = hugo.read("---\ntitle: T\ndraft: true\ndate: 2024-12-31\n---\nx")
    assert (read.title, read.draft) == ("T", True)
    assert read.date == datetime.date(2024, 12, 31)


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "+++\ntitle = \n+++\n",
        "---\n- a\n---\n",
        "+++\ntags = []\n+++\nx",
        "---\n: [\n---\n",
    ],
)
def test_unusable_front_matter(text: str) -> None:
    """A post without a readable title is refused with the reason."""
    with pytest.raises(hugo.BadPost):
        hugo.read(text)


def test_series_shortcode() -> None:
    """The shortcode names the series and leaves no trace in the text."""
    read = post('{{<series title="📚 /한 권" series="/2024_winter_llm">}}\n\n글')
    assert (read.series, read.series_title) == ("2024_winter_llm", "한 권")
    assert read.body == "글\n"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a\n\n<br>\n<br>\n\nb", "<p>a</p>\n<p>b</p>"),
        ("a<br/>b", "<p>a<br>\nb</p>"),
        ("a\n____\n", "<p>a</p>\n<hr>"),
        ("<b>a</b> <i>b</i>", "<strong>a</strong> <em>b</em>"),
        ("x<sup>2</sup> y<sub>1</sub>", "x² y₁"),
        ('<a href="https://x.example/">a</a>', '<a href="https://x.example/"'),
        ("<The Perceptron: a model>", "&lt;The Perceptron: a model&gt;"),
        ('[a]({{< ref "/posts/02-gpt.md" >}})', '<a href="../gpt/">a</a>'),
        ('[a]({{% relref "gpt#top" %}})', '<a href="../gpt/#top">a</a>'),
        (
            "{{< highlight python >}}\nx = 1\n{{< /highlight >}}",
            '<pre class="highlight"',
        ),
        ('{{< figure src="https://x.example/a.png" alt="A" >}}', 'class="placeholder"'),
        ('<img src="https://x.example/a.png">', 'class="placeholder"'),
    ],
)
def test_translated(source: str, expected: str) -> None:
    """What Markdown has words for is translated."""
    read = post(source)
    assert expected in shown(read)
    assert not read.notes


@pytest.mark.parametrize(
    ("source", "named"),
    [
        ("{{< youtube abc >}}", "youtube"),
        ('{{% param "x" %}}', "param"),
        ("{{< outer >}}{{< inner />}}{{< /outer >}}", "inner"),
        ("[a]({{% url x %}})", "url"),
        ("[a][]\n\n[a]: <{{% url x %}}>", "url"),
        ("{{< broken", "shortcode"),
        ("<table><tr><td>x</td></tr></table>", "table"),
        ("a <video src=x> b", "video"),
    ],
)
def test_untranslated_is_noted_and_visible(source: str, named: str) -> None:
    """What cannot be translated is noted by line and marked on the page."""
    read = post("\n" + source)
    page = shown(read)
    assert {line for line, _what in read.notes} <= {5, 7}
    assert read.notes
    assert re.search(rf'class="placeholder">[^<]*{named}', page)
    assert "{{" not in re.sub(r"<code>.*?</code>", "", page, flags=re.DOTALL)


def test_code_is_left_alone() -> None:
    """Code keeps its tags and blank lines; literal shortcodes show as Hugo shows them."""
    code = '```md\n<br>\n\n\n\n{{</* figure src="x" */>}}\n{{< y >}}\n```\n'
    read = post(f"{code}\n`<b>` `{{{{%/* z */%}}}}`")
    assert '<br>\n\n\n\n{{< figure src="x" >}}\n{{< y >}}\n' in read.body
    assert "`<b>` `{{% z %}}`" in read.body
    assert not read.notes


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\x85", "\f", "\v", "\x1c", "\r"])
def test_only_line_ends_end_a_line(mark: str) -> None:
    """Characters that Python takes for line ends do not shift what is code."""
    read = post(f"one{mark}two{mark}three\n\n```html\n<b>x</b>\n```\n\n<i>y</i>")
    assert "```html\n<b>x</b>\n```\n\n*y*\n" in read.body


def test_own_embeds_stay() -> None:
    """The shortcodes that a chapter understands are kept as written."""
    read = post('{{< item "year" >}}')
    assert read.body == '{{< item "year" >}}\n'
    assert not read.notes


def test_comments_are_noted() -> None:
    """A comment is left out with a note, Hugo's summary mark without."""
    read = post("a\n\n<!--more-->\n\n<!-- todo -->\n\nb")
    assert len(read.notes) == 1
    assert "--" not in shown(read)


@samples
@pytest.mark.parametrize(
    "file",
    sorted(SAMPLES.glob("*.md")) if SAMPLES.exists() else [],
    ids=lambda f: f.stem,
)
def test_real_posts(file: Path) -> None:
    """Real posts can be read, and show no raw shortcode outside code."""
    page = shown(hugo.read(file.read_text()))
    assert not re.search(
        r"\{\{(&lt;|%)", re.sub(r"<code>.*?</code>", "", page, flags=re.S)
    )
