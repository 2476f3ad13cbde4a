"""Fixtures for every test, and how hypothesis draws its examples."""

from __future__ import annotations

import os

from hypothesis import settings

pytest_plugins = ["tests.postgres", "tests.stripe_sdk.answers"]

# The same examples in every run, so that a failure is the change's; the soak draws its own.
settings.register_profile("same", derandomize=True)
settings.register_profile("fresh", derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_EXAMPLES", "same"))
