"""Reading: the series, their chapters, and the chapters' images."""

from __future__ import annotations

import math
from pathlib import PurePath

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.html import format_html
from django.utils.http import http_date
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quizzes import permissions, queue, rendering, statistics
from quizzes.models import Chapter, Image, Language, active_language

from .learners import LearnerRequest, learner_required
from .today import sections

CHARACTERS_A_MINUTE = {Language.KOREAN: 500, Language.ENGLISH: 1100}
IMAGE_TYPES = {
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}


@learner_required
@require_safe
def series_list(request: LearnerRequest) -> HttpResponse:
    readable = list(
        permissions.readable_series(request.user).with_published_chapters()  # type: ignore[attr-defined]
    )
    context = {"sections": sections(request.learner, readable, timezone.now())}
    return render(request, "quizzes/series_list.html", context)


@learner_required
@require_safe
def series(request: LearnerRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(permissions.readable_series(request.user), slug=slug)
    [section] = sections(request.learner, [found], timezone.now())
    return render(request, "quizzes/series.html", {"section": section})


@learner_required
@require_safe
def chapter(request: LearnerRequest, slug: str, key: str) -> HttpResponse:
    """A chapter in the reader's language, or in the one there is."""
    texts = _texts(request, slug)
    found = get_object_or_404(texts, key=key)
    page = rendering.render_chapter(found)
    learner, now = request.learner, timezone.now()
    done = statistics.progress(learner, [found.series_id], now=now)
    left = queue.counts(learner, now=now, chapter=found)
    before, after = _neighbours(texts, found)
    context = {
        "chapter": found,
        "html": _with_token(page.html, get_token(request)),
        "headings": [heading for heading in page.headings if heading.level in (2, 3)],
        "minutes": reading_minutes(found),
        "foreign": found.language != active_language(),
        "progress": done.get((found.series_id, found.key), statistics.Progress()),
        "left": left,
        "before": before,
        "after": after,
    }
    return render(request, "quizzes/chapter.html", context)


def _texts(request: LearnerRequest, slug: str) -> QuerySet[Chapter]:
    """The published chapters of a series that this reader may open, one a key."""
    readable = permissions.readable_chapters(request.user).filter(series__slug=slug)
    texts: QuerySet[Chapter] = readable.in_language(active_language())  # type: ignore[attr-defined]
    return texts.select_related("series")


def _neighbours(
    texts: QuerySet[Chapter], here: Chapter
) -> tuple[Chapter | None, Chapter | None]:
    """The chapters before and after, in the order of the series."""
    order = list(texts.defer("body"))
    place = [text.pk for text in order].index(here.pk)
    before = order[place - 1] if place else None
    return before, next(iter(order[place + 1 :]), None)


def _with_token(html: str, token: str) -> SafeString:
    """The chapter, the same for every reader, with this reader's form token."""
    field = format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token
    )
    return mark_safe(html.replace(rendering.CSRF, field))  # noqa: S308


def reading_minutes(chapter: Chapter) -> int:
    """How long the text takes to read, by its length."""
    letters = sum(not letter.isspace() for letter in chapter.body)
    pace = CHARACTERS_A_MINUTE[Language(chapter.language)]
    return max(1, math.ceil(letters / pace))


@learner_required
@require_safe
def image(request: LearnerRequest, slug: str, key: str, name: str) -> FileResponse:
    """A chapter's picture, for whoever may read or write the chapter."""
    kind = IMAGE_TYPES.get(PurePath(name).suffix.lower())
    if kind is None or "\0" in name:  # PostgreSQL cannot even be asked for NUL
        raise Http404(_("There is no such image."))
    picture = get_object_or_404(Image, series__slug=slug, key=key, name=name)
    if not _may_see(request, picture):
        raise Http404(_("There is no such image."))
    try:
        response = FileResponse(picture.file.open("rb"), content_type=kind)
    except FileNotFoundError:
        raise Http404(_("There is no such image.")) from None
    modified = picture.file.storage.get_modified_time(str(picture.file))
    response["Last-Modified"] = http_date(modified.timestamp())
    # An SVG opened by itself is a document: it gets no scripts and no network.
    response["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    )
    patch_cache_control(response, private=True, max_age=3600)
    return response


def _may_see(request: LearnerRequest, picture: Image) -> bool:
    chapters = permissions.readable_chapters(request.user)
    writable = permissions.writable_series(request.user)
    here = chapters.filter(series=picture.series_id, key=picture.key)
    return here.exists() or writable.filter(pk=picture.series_id).exists()
