"""Uploading pictures of chapters."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from quizzes.authoring.pictures import MOST_BYTES
from quizzes.models import Chapter, Image

ADD = reverse("admin:quizzes_image_add")
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


@pytest.fixture(autouse=True)
def _media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def upload(
    client: Client,
    chapter: Chapter,
    name: str = "net.png",
    content: bytes = PNG,
    **fields: Any,
) -> Any:
    file = SimpleUploadedFile(name, content)
    place = {"series": chapter.series.pk, "key": chapter.key}
    return client.post(ADD, {**place, "name": "", "file": file, **fields})


def test_a_picture_is_named_after_its_file(author: Client, chapter: Chapter) -> None:
    """An uploaded picture gets its file's name, unless another is given."""
    assert upload(author, chapter).status_code == 302
    assert Image.objects.get().name == "net.png"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.svg", b"<svg onload=alert(1)>"),
        ("page.html", b"<script>"),
        ("net.png", b"<script>alert(1)</script>"),
        ("net.webp", b"RIFF\x24\0\0\0WAVEfmt "),
        ("net.png", PNG + bytes(MOST_BYTES)),
    ],
)
def test_other_files_are_refused(
    author: Client, chapter: Chapter, name: str, content: bytes
) -> None:
    """Files that are no pictures, only say so, or are too large are refused."""
    assert upload(author, chapter, name, content).status_code == 200
    assert not Image.objects.exists()


@pytest.mark.parametrize("name", ["../up.png", "a/b.png", "net.html"])
def test_a_name_is_a_plain_one(author: Client, chapter: Chapter, name: str) -> None:
    """A picture's name has no folders and ends as a picture's."""
    assert upload(author, chapter, "net.png").status_code == 302
    response = author.post(
        ADD,
        {
            "series": chapter.series.pk,
            "key": chapter.key,
            "name": name,
            "file": SimpleUploadedFile("net.png", PNG),
        },
    )
    assert response.status_code == 200
    assert Image.objects.count() == 1


def test_a_picture_belongs_to_ones_own_chapter(author: Client, theirs: Chapter) -> None:
    """A forged form cannot put a picture into another group's chapter."""
    assert upload(author, theirs).status_code == 200
    assert not Image.objects.exists()
