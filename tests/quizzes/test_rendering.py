"""Markdown, math and embeds become safe HTML."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.core.files.base import ContentFile

from quizzes import embeds
from quizzes.models import Chapter, Image, Item, Series
from quizzes.rendering import CSRF, render_chapter, to_html, to_inline_html
from quizzes.rendering import shortcodes as reading
from quizzes.rendering.mathematics import BadMath, to_mathml
from tests.timing import within

URLS = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "java\u200bscript:alert(1)",
    "&#106;avascript:alert(1)",
    "&#x6A&#x61&#x76&#x61script:alert(1)",
    "javascript&colon;alert(1)",
    "javascript&Tab;:alert(1)",
    "\\javascript:alert(1)",
    "%6aavascript:alert(1)",
    "\x01javascript:alert(1)",
    "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:image/svg+xml;base64,PHN2Zz4=",
    "data:image/png;base64,AAAA",
    "file:///etc/passwd",
    "blob:https://a/b",
    "view-source:javascript:alert(1)",
    "feed:javascript:alert(1)",
    "intent://x",
]
HTML = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></ScRiPt>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<math><mtext></table><mglyph><style><img src=x onerror=alert(1)>",
    "<math><annotation-xml encoding='text/html'><script>alert(1)</script>",
    "<math href='javascript:alert(1)'>x</math>",
    "<a href='javascript:alert(1)'>x</a>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<form action=//evil.example><button>x",
    "<input autofocus onfocus=alert(1)>",
    "<div style='position:fixed' id=content class=item>x</div>",
    "<body onload=alert(1)>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<link rel=stylesheet href=//evil.example>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[><img src=x onerror=alert(1)>]]>",
    "<?php echo 1 ?>",
    "<x onclick=alert(1)>x</x>",
    '"><script>alert(1)</script>',
    "</p></div></body><script>alert(1)</script>",
    '<div data-embed="0"></div>',
    "<!--csrf-->",
]
TEX = [
    r"\href{javascript:alert(1)}{x}",
    r"\text{<script>alert(1)</script>}",
    r"\text{</math><img src=x onerror=alert(1)>}",
    r"\style{position:fixed}{x}",
    r"\class{item}{x}",
    r"\htmlId{content}{x}",
    r"\color{red}x",
    r"\textcolor{red}{x}",
    r"\def\a{\a\a}\a",
    r"\eqref{x}",
    r'\unknown{"><script>}',
    r"\begin{equation}x\label{\"><script>}\end{equation}",
]
ALLOWED = {
    "p",
    "div",
    "span",
    "br",
    "hr",
    "blockquote",
    "section",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "em",
    "strong",
    "s",
    "sup",
    "sub",
    "code",
    "pre",
    "a",
    "img",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "math",
    "mrow",
    "mi",
    "mn",
    "mo",
    "mtext",
    "mspace",
    "mfrac",
    "msqrt",
    "mroot",
    "msub",
    "msup",
    "msubsup",
    "munder",
    "mover",
    "munderover",
    "mmultiscripts",
    "mprescripts",
    "mtable",
    "mtr",
    "mtd",
    "mpadded",
    "mphantom",
    "menclose",
    "mstyle",
}


class Inspector(HTMLParser):
    """Notes what a browser would be given: tags, and attributes that are no good."""

    def __init__(self) -> None:
        super().__init__()
        self.bad: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ALLOWED:
            self.bad.append(tag)
        for name, value in attrs:
            value = value or ""
            if name.startswith("on") or name in ("style", "srcdoc", "xlink:href"):
                self.bad.append(name)
            if name in ("href", "src"):
                scheme = re.match(r"[\x00-\x20]*([\w+.-]+):", value)
                if scheme and scheme[1] not in ("http", "https", "mailto"):
                    self.bad.append(value)

    def handle_comment(self, data: str) -> None:
        self.bad.append(data)


def found_in(html: str) -> list[str]:
    inspector = Inspector()
    inspector.feed(html)
    return inspector.bad


@pytest.fixture
def series(db: None) -> Series:
    return Series.objects.create(slug="series", title_ko="시리즈")


def chapter(body: str, **fields: object) -> Chapter:
    return Chapter(key="perceptron", number=3, title="x", body=body, **fields)


@pytest.mark.parametrize("url", URLS)
@pytest.mark.parametrize(
    "form",
    ["[x]({})", "[x](<{}>)", "![x]({})", "<{}>", "[x][r]\n\n[r]: {}", "[x]({} 'onx')"],
)
def test_hostile_addresses(url: str, form: str) -> None:
    """A link goes to the web, to mail or to this site, or it is no link."""
    body = form.format(url)
    assert not found_in(to_html(body))
    assert not found_in(to_inline_html(body))
    assert not found_in(render_chapter(chapter(body)).html)


@pytest.mark.parametrize("payload", HTML)
@pytest.mark.parametrize(
    "form",
    [
        "{}",
        "# {}",
        "- {}",
        "| a |\n|---|\n| {} |",
        "`{}`",
        "[{}](x)",
        "![{}](x)",
        "${}$",
    ],
)
def test_hostile_html(payload: str, form: str) -> None:
    """Authors cannot write HTML: what they write is shown as text."""
    body = form.format(payload)
    assert not found_in(to_html(body))
    assert not found_in(render_chapter(chapter(body)).html)


@pytest.mark.parametrize("tex", TEX)
def test_hostile_math(tex: str) -> None:
    """A formula brings neither style nor markup of its own."""
    html = to_html(f"a ${tex}$ b\n\n$$\n{tex}\n$$")
    assert not found_in(html)
    assert "javascript:" not in re.sub(r"<code.*?</code>", "", html, flags=re.DOTALL)


@pytest.mark.parametrize(
    "info", ['python" onclick="x', "<script>", "../../x", "py{.x}"]
)
def test_hostile_code_language(info: str) -> None:
    """The language of a code block reaches no attribute."""
    html = to_html(f"```{info}\nx = 1\n```")
    assert not found_in(html)
    assert "onclick" not in html


@pytest.mark.parametrize(
    "payload", ['"><script>x</script>', "<img onerror=x>", "`'\"&"]
)
def test_hostile_shortcode(payload: str) -> None:
    """The arguments of a shortcode are text, whatever they say."""
    body = f"{{{{< nope `{payload.replace('`', '')}` >}}}}"
    assert not found_in(render_chapter(chapter(body)).html)


@pytest.mark.slow
@pytest.mark.parametrize(
    "body",
    [
        "> " * 10_000 + "x",
        "- " * 10_000 + "x",
        "1. " * 10_000 + "x",
        "[" * 50_000,
        "*a **b " * 10_000,
        "{{< " * 20_000,
        '{{< a "' * 20_000,
        "{{</*" * 20_000,
        "$" * 50_000,
        "http://" * 10_000,
        "a:" * 50_000,
        "^[" * 20_000,
        "|" * 50_000,
        "`" * 20_000 + "a" + "`" * 10_000,
        "$" + "{" * 20_000 + "$",
        "$" + r"\sqrt " * 20_000 + "$",
        "<" * 50_000,
        "&#" * 50_000,
        "x" * 3_000_000,
    ],
    ids=lambda body: body[:5],
)
def test_time_is_bounded(body: str) -> None:
    """Nested and endless input takes seconds at most, and does not end the process."""
    with within(10):
        assert not found_in(render_chapter(chapter(body)).html)


@pytest.mark.parametrize("text", ["$x_1$ 첫째 1", "$x$1", "$w = 1$, 1958"])
def test_math_at_the_beginning_of_a_text_that_ends_in_a_digit(text: str) -> None:
    """It is no sum of money."""
    for html in (to_html(text), to_inline_html(text)):
        assert "<math" in html
        assert "$" not in html


def test_math_becomes_mathml() -> None:
    """TeX between dollars is MathML; sums of money stay text."""
    html = to_html("The sum $w \\cdot x$ costs $5 or $6.\n\n$$\nx^2\n$$")
    assert html.count("<math") == 2
    assert '<math display="block">' in html
    assert "$5 or $6" in html


def test_math_styles_become_classes() -> None:
    """Alignment survives without style attributes, and `displaystyle` stays."""
    mathml = to_mathml(r"\begin{aligned}a&=b\end{aligned}", display=True)
    assert 'class="math-right math-flush-right"' in mathml
    assert 'displaystyle="true"' in mathml
    assert to_html(f"$$\n{BS}begin{{aligned}}a&=b{BS}end{{aligned}}\n$$").count(
        "math-right"
    )


BS = "\\"


def test_bad_math_is_marked() -> None:
    """A formula that cannot be read is shown as its source, marked."""
    assert '<code class="math-error">\\nope</code>' in to_html("a $\\nope$ b")


@pytest.mark.parametrize("tex", ["x+" * 2_000, "{" * 100 + "x" + "}" * 100])
def test_deep_math_is_refused(tex: str) -> None:
    """Formulas that could overflow the converter's stack never reach it."""
    with pytest.raises(BadMath):
        to_mathml(tex, display=True)


def test_inline_has_no_block() -> None:
    """An option's text can stand inside a label."""
    assert to_inline_html("**a** `b`") == "<strong>a</strong> <code>b</code>"


def test_code_is_highlighted_by_classes() -> None:
    """Known languages get Pygments' classes; unknown ones stay plain."""
    assert '<span class="k">def</span>' in to_html("```python\ndef f(): pass\n```")
    assert "<span" not in to_html("```nonsense\ndef f(): pass\n```")


def test_external_links_are_guarded() -> None:
    """Links that leave the site do not tell where they came from."""
    html = to_html(
        "[a](https://x.example/) [b](../gpt/) [c](//x.example) https://y.example."
    )
    assert html.count('rel="noopener noreferrer"') == 3
    assert '<a href="../gpt/">' in html
    assert '<a href="https://y.example"' in html


def test_headings_have_unique_readable_ids() -> None:
    """Headings stand under the page's own, with ids that no page of ours has."""
    page = render_chapter(chapter("# 퍼셉트론\n\n## Rule $x$\n\n## Rule $x$\n\n## !"))
    assert [(h.level, h.id) for h in page.headings] == [
        (2, "s-퍼셉트론"),
        (3, "s-rule-x"),
        (3, "s-rule-x-2"),
        (3, "s-section"),
    ]
    assert '<h2 id="s-퍼셉트론">' in page.html
    assert " id=" not in to_html("# a")


def test_table_alignment_is_a_class() -> None:
    """Columns are aligned without style attributes."""
    assert '<td class="align-right">' in to_html("| a |\n|--:|\n| 1 |")


def test_chapter_images(series: Series) -> None:
    """A chapter's picture gets its address; others are named, none is loaded."""
    row = Image(series=series, key="perceptron", name="x.png")
    row.file.save("x.png", ContentFile(b"x"))
    body = "![a](x.png) ![b](images/x.png) ![c](y.png)\n![d](https://x.example/z.png)"
    page = render_chapter(chapter(body, series=series))
    assert page.html.count('src="/series/series/perceptron/images/x.png"') == 2
    assert page.html.count("<img") == 2
    assert page.html.count('class="placeholder"') == 2
    assert '<a href="https://x.example/z.png"' in page.html
    assert len(page.faults) == 1
    assert "y.png" in page.faults[0]


def test_cover_is_named_not_loaded() -> None:
    """The address of a cover elsewhere is shown as a marked link."""
    page = render_chapter(chapter("x", cover_url="https://x.example/c.jpg"))
    assert "<img" not in page.html
    assert 'class="placeholder"' in page.html
    assert '<a href="https://x.example/c.jpg"' in page.html


def test_unknown_shortcode_is_visible() -> None:
    """What cannot be shown is named in its place, and told by line."""
    page = render_chapter(chapter("one\n\ntwo {{< nope x=1 >}}"))
    assert re.search(r'<p class="placeholder">[^<]*nope', page.html)
    assert "{{" not in page.html
    assert len(page.faults) == 1
    assert "3" in page.faults[0]


def test_shortcodes_in_code_and_literals_are_shown() -> None:
    """Code and `{{</* … */>}}` show a shortcode instead of running it."""
    body = '`{{< item "a" >}}`\n\n    {{< item "b" >}}\n\n{{</* item "c" */>}}'
    page = render_chapter(chapter(body))
    assert page.html.count("{{&lt; item") == 3
    assert not page.faults


def test_incomplete_shortcode_is_a_fault() -> None:
    """A shortcode without an end is told to its author."""
    assert len(render_chapter(chapter('a\n{{< item "x')).faults) == 1


def test_item_embed(series: Series) -> None:
    """A published item is a form that holds nothing of its question."""
    item = Item.objects.create(
        series=series, chapter_key="perceptron", slug="year", published=True
    )
    page = render_chapter(chapter('A {{< item "year" >}} b', series=series))
    assert f'action="/items/{item.pk}/"' in page.html
    assert page.html.count(CSRF) == 1
    assert not page.faults


def test_item_embed_needs_a_published_item(series: Series) -> None:
    """Unknown and unpublished items leave a mark and a fault."""
    Item.objects.create(series=series, chapter_key="perceptron", slug="draft")
    body = '{{< item "draft" >}}\n\n{{< item "none" >}}\n\n{{< item >}}'
    page = render_chapter(chapter(body, series=series))
    assert "<form" not in page.html
    assert page.html.count('class="placeholder"') == 3
    assert len(page.faults) == 3


def test_items_of_a_chapter_take_few_queries(
    series: Series, django_assert_num_queries: object
) -> None:
    """Twenty items in the prose cost as many queries as one."""
    for number in range(20):
        Item.objects.create(series=series, slug=f"i{number}", published=True)
    text = chapter(
        "\n\n".join(f'{{{{< item "i{n}" >}}}}' for n in range(20)), series=series
    )
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert render_chapter(text).html.count("<form") == 20


def test_items_are_found_for_authors(series: Series) -> None:
    """An author finds the shortcode of an item by a part of its slug."""
    Item.objects.create(series=series, chapter_key="perceptron", slug="the-year")
    embed = embeds.get("item")
    assert embed is not None
    assert embed.search("year") == [("the-year", '{{< item "the-year" >}}')]


@pytest.mark.parametrize(
    ("source", "args", "named"),
    [
        (
            '{{<series title="📚 /가" series="/x">}}',
            (),
            {"title": "📚 /가", "series": "/x"},
        ),
        ('{{% ref "a\\"b" %}}', ('a"b',), {}),
        ("{{< code-toggle config=server />}}", (), {"config": "server"}),
        ('{{< a `raw "x"` b.c/d >}}', ('raw "x"', "b.c/d"), {}),
        ('{{< figure\n  src="x"\n  alt="y"\n>}}', (), {"src": "x", "alt": "y"}),
    ],
)
def test_reading_shortcodes(
    source: str, args: tuple[str], named: dict[str, str]
) -> None:
    """Hugo's ways to write arguments are read."""
    found = reading.match(source)
    assert found is not None
    assert found.end == len(source)
    assert (found.call.args, found.call.named) == (args, named)


@pytest.mark.parametrize(
    "source", ["{{< >}}", "{{< a", "{{< a %}}", '{{< a "b >}}', "{{ x }}"]
)
def test_no_shortcodes(source: str) -> None:
    """What is not a whole shortcode is none."""
    assert reading.match(source) is None


def test_a_particle_stays_with_its_formula() -> None:
    """What is written to a formula without a space is not broken off it."""
    tied = to_html("값 $w_2$는 ($x$). $a$ 와 $b$&amp; $$c$$를")
    assert re.findall(r'<span class="tied">.*?</math>(.*?)</span>', tied) == [
        "는",
        ").",
    ]
    assert '<span class="tied">(<math>' in tied


@pytest.mark.parametrize(
    "tex",
    [
        *("(" * 1990, "[" * 60, r"\{" * 60, r"\langle " * 40, r"\bigl(" * 40),
        *("{(}" * 60, r"\left(" * 30 + "(" * 40, "f(x" * 60, "⟨" * 60),
    ],
)
def test_brackets_left_open_are_refused_at_once(tex: str) -> None:
    """The converter's time doubles with each: such a formula never reaches it."""
    with within(), pytest.raises(BadMath):
        to_mathml(tex, display=False)


@pytest.mark.parametrize(
    "tex", ["[0, 1)" * 12, r"f(x) = (a)(b)\{c\}" * 6, r"\left(\frac{(a)}{b}\right)" * 9]
)
def test_brackets_with_partners_are_fine(tex: str) -> None:
    """Closed pairs and half-open intervals are ordinary formulas, however many."""
    assert to_mathml(tex, display=False).startswith("<math")
