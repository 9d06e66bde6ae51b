"""The pages' addresses."""

from django.urls import path

from . import join, notifications, reading, review, settings, statistics, today

app_name = "quizzes"

urlpatterns = [
    path("", today.today, name="today"),
    path("series/", reading.series_list, name="series_list"),
    path("series/<slug:slug>/", reading.series, name="series"),
    path("series/<slug:slug>/<slug:key>/", reading.chapter, name="chapter"),
    path(
        "series/<slug:slug>/<slug:key>/images/<str:name>", reading.image, name="image"
    ),
    path("review/", review.review, name="review"),
    path("review/answer/", review.answer, name="answer"),
    path("review/<uuid:pk>/", review.feedback, name="feedback"),
    path("review/<uuid:pk>/undo/", review.undo, name="undo"),
    path("review/<uuid:pk>/rating/", review.rate, name="rate"),
    path("review/<uuid:pk>/contest/", review.contest, name="contest"),
    path("items/<int:pk>/", review.open_item, name="open_item"),
    path("statistics/", statistics.statistics, name="statistics"),
    path("notifications/", notifications.notifications, name="notifications"),
    path("settings/", settings.settings, name="settings"),
    path("language/", settings.language, name="language"),
    path("join/<str:token>/", join.join, name="join"),
]
