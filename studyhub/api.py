"""API v1: its addresses, its description and the documentation."""

from django.urls import path, re_path

from quizzes.api import (
    chapters,
    exercises,
    learners,
    notifications,
    problems,
    queue,
    regrades,
    reviews,
    tokens,
)
from quizzes.api.schema import DocsView, SchemaView
from simulations import api as simulations

app_name = "api"

urlpatterns = [
    path("tokens/", tokens.TokensView.as_view(), name="tokens"),
    path("tokens/current/", tokens.CurrentTokenView.as_view(), name="current_token"),
    path("me/", learners.MeView.as_view(), name="me"),
    path("series/", chapters.SeriesListView.as_view(), name="series_list"),
    path("series/<slug:slug>/", chapters.SeriesView.as_view(), name="series"),
    path("chapters/<int:id>/", chapters.ChapterView.as_view(), name="chapter"),
    path("queue/", queue.QueueView.as_view(), name="queue"),
    path("reviews/", reviews.ReviewListView.as_view(), name="reviews"),
    path("reviews/<uuid:id>/", reviews.ReviewView.as_view(), name="review"),
    path("reviews/<uuid:id>/rating/", reviews.RatingView.as_view(), name="rating"),
    path("reviews/<uuid:id>/contest/", reviews.ContestView.as_view(), name="contest"),
    path(
        "notifications/",
        notifications.NotificationListView.as_view(),
        name="notifications",
    ),
    path("notifications/read/", notifications.ReadView.as_view(), name="read"),
    path("items/<int:id>/regrade/", regrades.DryRunView.as_view(), name="dry_run"),
    path(
        "items/<int:id>/regrades/", regrades.RegradeListView.as_view(), name="regrades"
    ),
    path("regrades/<int:id>/", regrades.RegradeView.as_view(), name="regrade"),
    path(
        "simulations/", simulations.SimulationListView.as_view(), name="simulation_list"
    ),
    path(
        "simulations/<slug:slug>/",
        simulations.SimulationView.as_view(),
        name="simulation",
    ),
    path("simulations/<slug:slug>/runs/", simulations.RunsView.as_view(), name="runs"),
    path("exercises/", exercises.ExerciseListView.as_view(), name="exercise_list"),
    path("schema/", SchemaView.as_view(), name="schema"),
    path("docs/", DocsView.as_view(url_name="api:schema"), name="docs"),
    re_path("", problems.not_found, name="not_found"),
]
