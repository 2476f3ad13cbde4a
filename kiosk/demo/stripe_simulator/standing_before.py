"""What a person standing before the reader can do: present a card, press cancel."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.demo.stripe_simulator.authorisation import settle
from kiosk.demo.stripe_simulator.faults import TAP, FaultKind
from kiosk.demo.stripe_simulator.reader import Reader, ReaderReport, Tap, TapRefusedError
from kiosk.demo.stripe_simulator.weather import take_fault

if TYPE_CHECKING:
    from kiosk.demo.stripe_simulator.account import Account
    from kiosk.demo.stripe_simulator.card import Card

_REPORTS: dict[FaultKind, ReaderReport] = {
    FaultKind.TAP_CONNECTION_ERROR: "connection_error",
    FaultKind.TAP_NEVER_REPORTED: "nothing",
}


def present_card(
    account: Account,
    reader: Reader,
    card: Card,
    *,
    issuer_seconds: float | None = 0.0,
    pin: str | None = None,
) -> Reader:
    """Holds a card to the reader.

    Args:
        account: The account.
        reader: The reader, which must be waiting for a card.
        card: The card.
        issuer_seconds: How long the issuer takes; None holds the answer back until
            ``let_issuer_answer``.
        pin: What the driver will enter if the issuer wants a PIN; None for a mere tap.

    Returns:
        The reader as it is now; with 0 seconds the issuer has already answered.

    Raises:
        TapRefusedError: The reader is not waiting for a card.
    """
    _check_waiting(account, reader)
    at = None if issuer_seconds is None else account.now + issuer_seconds
    tap = Tap(card_number=card.number, presents_at=account.now, authorises_at=at, pin=pin)
    account.write(replace(reader, tap=tap))
    strike_taps(account, reader.id)
    settle(account)
    return account.reader(reader.id)


def let_issuer_answer(account: Account, reader: Reader) -> Reader:
    """Lets an answer that was held back arrive.

    Raises:
        TapRefusedError: No card is being authorised.
    """
    if reader.tap is None or reader.phase(account.now) != "authorising":
        raise TapRefusedError("the reader is not authorising a card")
    account.write(replace(reader, tap=replace(reader.tap, authorises_at=account.now)))
    settle(account)
    return account.reader(reader.id)


def press_cancel(account: Account, reader: Reader) -> Reader:
    """Presses the reader's own cancel button.

    Raises:
        TapRefusedError: The reader is not waiting, or the payment was started without
            ``enable_customer_cancellation``, so that there is no button.
    """
    _check_waiting(account, reader)
    if not reader.customer_may_cancel:
        raise TapRefusedError("this payment shows no cancel button (enable_customer_cancellation)")
    cancelled = reader.failed("customer_canceled", "This payment was canceled by the customer.")
    account.write(cancelled)
    return cancelled


def strike_taps(account: Account, reader_id: str) -> None:
    """Lets a scripted fault strike the card that is at the reader or on its way."""
    reader = account.reader(reader_id)
    if reader.tap is None:
        return
    fault = take_fault(account.store, TAP, f"/v1/terminal/readers/{reader_id}")
    report = None if fault is None else _REPORTS.get(fault.kind)
    if report is not None:
        account.write(replace(reader, tap=replace(reader.tap, report=report)))


def _check_waiting(account: Account, reader: Reader) -> None:
    phase = reader.phase(account.now)
    if phase != "waiting":
        raise TapRefusedError(f"the reader is not waiting for a card, it is {phase}")
