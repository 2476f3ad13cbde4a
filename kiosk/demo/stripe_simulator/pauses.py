"""What a reader does to itself: it reboots every night, and it installs updates.

Source: https://docs.stripe.com/changelog/acacia/2024-09-30/terminal-reboot-window.
Stripe does not say what becomes of an action over a reboot; here it is lost.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.demo.stripe_simulator.reader import Pause, Reader, TapRefusedError

if TYPE_CHECKING:
    from kiosk.demo.stripe_simulator.account import Account


def reboot(account: Account, reader: Reader, *, seconds: float) -> Reader:
    """The reader falls silent for ``seconds``; afterwards it is idle and knows of nothing.

    Stripe shows the old action until then, and lists the reader as off line after two minutes. A
    card that is at the reader is not authorised.
    """
    rebooting = replace(
        reader,
        connection="silent",
        disconnected_at=account.now,
        tap=None,
        pause=Pause(kind="reboot", until=account.now + seconds),
    )
    account.write(rebooting)
    return rebooting


def begin_update(account: Account, reader: Reader, *, seconds: float) -> Reader:
    """The reader is on line, and busy for ``seconds``.

    Raises:
        TapRefusedError: A payment is running; readers update between payments.
    """
    if reader.payment_intent is not None:
        raise TapRefusedError("a reader does not update during a payment")
    updating = replace(reader, pause=Pause(kind="update", until=account.now + seconds))
    account.write(updating)
    return updating


def back_again(reader: Reader) -> Reader:
    """The reader after its pause."""
    if reader.pause is None or reader.pause.kind == "update":
        return replace(reader, pause=None)
    return replace(reader.cleared(), pause=None, connection="online", disconnected_at=None)
