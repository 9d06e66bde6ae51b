"""Tokens in the header `Authorization: Token …`; their digests are what is kept."""

from __future__ import annotations

import re
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from knox import auth
from rest_framework.exceptions import AuthenticationFailed

_TOKEN = re.compile(rb"[0-9a-f]{64}")


class TokenAuthentication(auth.TokenAuthentication):  # type: ignore[misc]
    """knox's, but what cannot be a token is refused before it is looked up.

    knox itself would fail on bytes that are no text. And it looks for tokens to
    delete at every request; here that happens when one is made.
    """

    def authenticate_credentials(self, token: bytes) -> Any:
        if not _TOKEN.fullmatch(token):
            raise AuthenticationFailed(_("This token is not valid."))
        return super().authenticate_credentials(token)

    def _cleanup_token(self, auth_token: Any) -> bool:
        """Whether it has expired, which is all that knox needs to know here."""
        return auth_token.expiry is not None and auth_token.expiry < timezone.now()
