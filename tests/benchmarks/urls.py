"""Two bare DRF views: 20 rows out, one row in. The floor to compare with."""

from __future__ import annotations

from django.urls import include, path
from rest_framework import generics, serializers

from quizzes.models import Term


class TermSerializer(serializers.ModelSerializer[Term]):
    class Meta:
        model = Term
        fields = ["id", "slug", "category", "names_ko", "names_en"]


class TwentyRows(generics.ListAPIView[Term]):
    queryset = Term.objects.order_by("pk")[:20]
    serializer_class = TermSerializer


class OneRow(generics.CreateAPIView[Term]):
    queryset = Term.objects.all()
    serializer_class = TermSerializer


urlpatterns = [
    path("bare/rows/", TwentyRows.as_view()),
    path("bare/row/", OneRow.as_view()),
    path("", include("studyhub.urls")),
]
