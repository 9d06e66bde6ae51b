"""The site as it is served, plus the bare views that it is measured against."""

from studyhub.settings import *  # noqa: F403

ROOT_URLCONF = "tests.benchmarks.urls"
