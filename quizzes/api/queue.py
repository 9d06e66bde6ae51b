"""queue/: what is asked now, dealt, without its answers."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from quizzes import questions, variants
from quizzes.models import Chapter, Item, Language, Learner, Variant
from quizzes.permissions import readable_chapters
from quizzes.queue import agenda, practice_cards
from quizzes.rendering import to_html

from .base import LearnerView
from .kinds import InputField, with_html

MOST = 20
LARGEST_ID = 2**63 - 1


class QueueQuery(serializers.Serializer):
    limit = serializers.IntegerField(min_value=1, max_value=MOST, default=10)
    chapter = serializers.IntegerField(
        min_value=1, max_value=LARGEST_ID, required=False
    )
    mode = serializers.ChoiceField(["scheduled", "practice"], default="scheduled")


class CountsSerializer(serializers.Serializer):
    new = serializers.IntegerField()
    learning = serializers.IntegerField()
    review = serializers.IntegerField()


class QuestionSerializer(serializers.Serializer):
    """A question as it may be seen before the attempt."""

    variant = serializers.UUIDField()
    card = serializers.IntegerField()
    item = serializers.SlugField()
    chapter = serializers.IntegerField(allow_null=True)
    kind = serializers.ChoiceField(sorted(questions.kinds()))
    language = serializers.ChoiceField(Language.choices)
    prompt_html = serializers.CharField()
    figure = serializers.DictField(allow_null=True, help_text="Vega-Lite")
    input = InputField(help_text="What the kind's input needs to know.")


class QueueSerializer(serializers.Serializer):
    counts = CountsSerializer()
    results = QuestionSerializer(many=True)


class QueueView(LearnerView):
    @extend_schema(parameters=[QueueQuery], responses=QueueSerializer)
    def get(self, request: Request) -> Response:
        """What to ask now. Asking again gives the same until it is answered."""
        query = QueueQuery(data=request.query_params.dict())
        query.is_valid(raise_exception=True)
        wanted, now = query.validated_data, timezone.now()
        chapter = self._chapter(wanted.get("chapter"))
        look = {"now": now, "limit": wanted["limit"], "chapter": chapter}
        today = agenda(self.learner, **look)
        cards = today.cards
        if wanted["mode"] == Variant.Purpose.PRACTICE:
            cards = practice_cards(self.learner, **look)
        purpose = Variant.Purpose(wanted["mode"])
        dealt = variants.deal_many(cards, now=now, purpose=purpose)
        body = {
            "counts": CountsSerializer(today.counts).data,
            "results": asked(dealt, self.learner),
        }
        return Response(body, headers={"Cache-Control": "no-store"})

    def _chapter(self, id: int | None) -> Chapter | None:
        if id is None:
            return None
        return get_object_or_404(readable_chapters(self.request.user), pk=id)


def asked(dealt: list[Variant], learner: Learner) -> list[dict[str, Any]]:
    """Dealt variants in public, in one query however many they are."""
    items = [variant.card.item for variant in dealt if variant.card]
    chapters = _chapters(items, learner)
    results = []
    for variant, item in zip(dealt, items, strict=True):
        public = variant.public()
        results.append(
            {
                "variant": variant.pk,
                "card": variant.card_id,
                "item": item.slug,
                "chapter": chapters.get((item.series_id, item.chapter_key)),
                "kind": public["kind"],
                "language": variant.language,
                "prompt_html": to_html(public["prompt"]),
                "figure": public["figure"],
                "input": with_html(public["input"]),
            }
        )
    return results


def _chapters(items: list[Item], learner: Learner) -> dict[tuple[int, str], int]:
    """The published chapters of these items, in the learner's language first.

    Who is asked an item may read its chapter; so that is not asked again here.
    """
    found = Chapter.objects.published().filter(
        series__in={item.series_id for item in items},
        key__in={item.chapter_key for item in items},
    )
    rows = found.values_list("language", "pk", "series", "key")
    wanted_last = sorted(rows, key=lambda row: row[0] == learner.language)
    return {(series, key): pk for _language, pk, series, key in wanted_last}
