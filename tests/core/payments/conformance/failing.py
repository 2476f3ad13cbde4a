"""Promises about silence and refusals: what is not known is never called a failure."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from core.payments.provider import ProviderRefusedError, ProviderUnreachableError
from tests.core.payments.conformance.recording import price

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.payments.provider import CardTerminal
    from tests.core.payments.conformance.lab import Lab

SECRET = "sk_unknown_verysecret"


class Failing:
    """Every method."""

    def test_nobody_there_is_an_unknown_outcome_of_every_call(self, lab: Lab) -> None:
        asked = every_call(lab, lab.terminal)
        lab.go_away()

        for ask in asked:
            with pytest.raises(ProviderUnreachableError):
                ask()

    def test_trouble_of_the_processors_own_is_an_unknown_outcome(self, lab: Lab) -> None:
        for happen in (lab.overload, lab.break_down):
            for ask in every_call(lab, lab.terminal):
                happen()
                with pytest.raises(ProviderUnreachableError):
                    ask()

    def test_an_answer_of_somebody_between_is_an_unknown_outcome(self, lab: Lab) -> None:
        for status in (200, 302, 403, 404, 408, 502):
            for ask in every_call(lab, lab.terminal):
                lab.answer_between(status)
                with pytest.raises(ProviderUnreachableError):
                    ask()

    def test_a_key_that_the_processor_does_not_know_is_refused_and_never_shown(
        self, lab: Lab
    ) -> None:
        for ask in every_call(lab, lab.stranger(SECRET)):
            with pytest.raises(ProviderRefusedError) as refused:
                ask()
            assert "verysecret" not in str(refused.value)


def every_call(lab: Lab, terminal: CardTerminal) -> list[Callable[[], object]]:
    """One call of each method that is there today, for a payment that exists."""
    intent = lab.terminal.create(price(lab), key="here", metadata={}).id
    return [
        lambda: terminal.create(price(lab), key="fresh", metadata={}),
        lambda: terminal.look(intent),
        lambda: terminal.find(metadata={"payment": "7"}, created_after=datetime.now(UTC)),
        lambda: terminal.present(lab.reader, intent, key="p"),
        lambda: terminal.reader(lab.reader),
        lambda: terminal.cancel_action(lab.reader),
        lambda: terminal.cancel(intent, key="v"),
        lambda: terminal.capture(intent, key="c"),
    ]
