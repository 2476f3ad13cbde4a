"""Typed identifiers, so that a spot's id can never be passed where a garage's is meant."""

from __future__ import annotations

from typing import NewType

GarageId = NewType("GarageId", int)
SpotId = NewType("SpotId", int)
ReservationId = NewType("ReservationId", int)
PaymentId = NewType("PaymentId", int)
RefundId = NewType("RefundId", int)
KioskId = NewType("KioskId", int)
ReaderId = NewType("ReaderId", str)
"""Stripe's ``tmr_...`` identifier of a card reader."""
