"""Every promise of ``CardTerminal`` and ``CardAccount``, for any processor's adapter.

A processor's tests are a subclass with one fixture::

    class TestSquare(ProviderConformance):
        @pytest.fixture
        def lab(self, ...) -> Lab: ...
"""

from __future__ import annotations

from tests.core.payments.conformance.accounting import Accounting
from tests.core.payments.conformance.deciding import Deciding
from tests.core.payments.conformance.failing import Failing
from tests.core.payments.conformance.presenting import Presenting
from tests.core.payments.conformance.recording import Recording


class ProviderConformance(Recording, Presenting, Deciding, Failing, Accounting):
    """Needs a fixture ``lab``, fresh for each test."""
