"""The Stripe adapter keeps every promise of a provider, through the real SDK."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.core.payments.conformance.stripe_lab import StripeLab
from tests.core.payments.conformance.suite import ProviderConformance

if TYPE_CHECKING:
    from kiosk.demo.stripe_simulator import StripeSimulator
    from tests.core.payments.conformance.lab import Lab


class TestStripe(ProviderConformance):
    @pytest.fixture
    def lab(self, simulator: StripeSimulator, hurry: None) -> Lab:  # noqa: ARG002
        return StripeLab(simulator)
