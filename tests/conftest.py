"""For all tests."""

from __future__ import annotations

import hypothesis

# Of the wall's time: a busy machine is no fault. `tests.timing` has what is bounded.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")
