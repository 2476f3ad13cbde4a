"""Opening the kiosk behind its window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kiosk.opening import NotOpenError, Opening
from kiosk.settings import load_settings

if TYPE_CHECKING:
    from pathlib import Path

LONG_S = 60.0


def test_an_address_that_can_never_work_is_told_at_once(tmp_path: Path) -> None:
    settings = load_settings(
        None,
        {
            "KIOSK_KIOSK_GARAGE": "riverside",
            "KIOSK_KIOSK_NAME": "north",
            "KIOSK_KIOSK_STATE": str(tmp_path),
            "KIOSK_DATABASE_URL": "postgresql://kiosk:hunter2@127.0.0.1:9/kiosk?sslmod=require",
            "KIOSK_STRIPE_SECRET_KEY": "sk_test_1",
            "KIOSK_STRIPE_READER": "tmr_1",
        },
    )
    opening = Opening(settings, lambda _: None)
    opening.start()
    try:
        with pytest.raises(NotOpenError, match="unknown option sslmod") as caught:
            opening.services(wait_s=LONG_S)
    finally:
        opening.close()
    assert "hunter2" not in str(caught.value)
