"""Every promise of ``CardTerminal``, for any processor's adapter.

A processor's tests are a subclass with one fixture::

    class TestSquare(CardTerminalConformance):
        @pytest.fixture
        def lab(self, ...) -> Lab: ...
"""

from __future__ import annotations

from tests.core.payments.conformance.deciding import Deciding
from tests.core.payments.conformance.failing import Failing
from tests.core.payments.conformance.presenting import Presenting
from tests.core.payments.conformance.recording import Recording


class CardTerminalConformance(Recording, Presenting, Deciding, Failing):
    """Needs a fixture ``lab``, fresh for each test."""
