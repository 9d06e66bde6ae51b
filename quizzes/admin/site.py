"""The admin site."""

from django.contrib import admin


class StudyAdminSite(admin.AdminSite):
    pass
