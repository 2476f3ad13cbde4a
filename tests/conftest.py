"""Fixtures for every test, without a display, and how hypothesis draws its examples."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings
from PySide6.QtGui import QGuiApplication

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

pytest_plugins = ["tests.postgres", "tests.stripe_sdk.answers"]

# The same examples in every run, so that a failure is the change's; the soak draws its own.
settings.register_profile("same", derandomize=True)
settings.register_profile("fresh", derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_EXAMPLES", "same"))


@pytest.fixture(scope="session")
def qapp_cls() -> type[QGuiApplication]:
    """The one application of a process of tests, without widgets, as the kiosk's own."""
    return QGuiApplication
