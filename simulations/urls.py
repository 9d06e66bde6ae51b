"""The lab's addresses."""

from django.urls import path

from . import web

app_name = "simulations"

urlpatterns = [
    path("", web.lab, name="lab"),
    path("<slug:slug>/", web.run, name="simulation"),
]
