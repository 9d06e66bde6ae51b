"""studyhub: the site."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.utils.translation import gettext_lazy as _


class StudyhubConfig(AppConfig):
    name = "studyhub"
    default = True
    verbose_name = _("Accounts")


class AdminConfig(admin.AdminConfig):
    default = False
    default_site = "studyhub.admin.StudyAdminSite"
