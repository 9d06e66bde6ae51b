"""studyhub: the site."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin


class StudyhubConfig(AppConfig):
    name = "studyhub"
    default = True


class AdminConfig(admin.AdminConfig):
    default = False
    default_site = "studyhub.admin.StudyAdminSite"
