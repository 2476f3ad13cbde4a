"""Every reason why a payment ended has words of its own on its screen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from core.outcomes import DeclineReason, NotChargedReason
from core.payments.declines import decline_reason
from ui import screen_files

SCREENS = Path(screen_files.__file__).parent / "qml" / "Garage" / "Screens"


@pytest.mark.parametrize("says", ["headline", "advice"])
def test_every_decline_is_told_in_the_drivers_words(says: str) -> None:
    # A plain decline is what is said of every other.
    told = {*DeclineReason, "cancelled_on_reader"} - {DeclineReason.DECLINED}

    assert _cases("DeclinedScreen.qml", says) == told


@pytest.mark.parametrize("says", ["headline", "advice"])
def test_every_end_without_a_charge_is_told_in_the_drivers_words(says: str) -> None:
    told = {*NotChargedReason} - {NotChargedReason.REFUSED}

    assert _cases("FailedScreen.qml", says) == told


@pytest.mark.parametrize("code", ["lost_card", "stolen_card", "fraudulent", "pickup_card", "new"])
def test_what_must_not_be_told_and_what_nobody_knows_is_a_plain_decline(code: str) -> None:
    assert decline_reason(code) is DeclineReason.DECLINED


def _cases(screen: str, function: str) -> set[str]:
    """Return the reasons that a function of the screen has a case for."""
    text = (SCREENS / screen).read_text(encoding="utf-8")
    body = text.partition(f"function {function}(")[2].partition("default:")[0]
    return set(re.findall(r'case "(\w+)":', body))
