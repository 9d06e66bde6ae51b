"""The site's addresses.

Of allauth only what needs no e-mail is here: a lost password is replaced by the
administrator.
"""

from allauth.account import views as account
from django.contrib import admin
from django.urls import include, path

accounts = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("signup/", account.signup, name="account_signup"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", account.password_change, name="account_change_password"),
    path("2fa/", include("allauth.mfa.urls")),
]

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/", include(accounts)),
    path("api/v1/", include("studyhub.api")),
    path("lab/", include("simulations.urls")),
    path("", include("quizzes.web.urls")),
]
