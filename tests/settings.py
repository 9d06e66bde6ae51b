"""The site's settings, as tests need them."""

import os
import tempfile

os.environ.setdefault("STUDYHUB_VAR", tempfile.mkdtemp(prefix="studyhub-test-"))
os.environ["STUDYHUB_TASKS"] = "immediate"

from studyhub.settings import *  # noqa: F403
from studyhub.settings import REST_FRAMEWORK, STORAGES

# The manifest needs collectstatic; a page that silently lacks its scripts would
# fail in no test but the browser's.
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_AUTOREFRESH = True  # else every test client scans all static files
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
LOGGING = {}
REST_FRAMEWORK = REST_FRAMEWORK | {"TEST_REQUEST_DEFAULT_FORMAT": "json"}
