"""The control interface's commands to one reader."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.demo.stripe_simulator.cards import CARDS, find_card
from kiosk.demo.stripe_simulator.endpoints import locations, readers
from kiosk.demo.stripe_simulator.endpoints.call import Call
from kiosk.demo.stripe_simulator.pauses import begin_update, reboot
from kiosk.demo.stripe_simulator.reader import AutoTap, Reader
from kiosk.demo.stripe_simulator.reader_view import CONNECTIONS
from kiosk.demo.stripe_simulator.standing_before import (
    let_issuer_answer,
    present_card,
    press_cancel,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.demo.stripe_simulator.account import Account
    from kiosk.demo.stripe_simulator.card import Card


def ensure_reader(
    account: Account, *, label: str, model: str = "simulated-s700", country: str = "DE"
) -> Reader:
    """The reader with this label; registered at a location of its own where there is none yet.

    Args:
        account: The account.
        label: Its name.
        model: A registration code of a simulated reader.
        country: Two letters, for the location's address.
    """
    for reader in account.readers():
        if reader.label == label:
            return reader
    place = {"display_name": label, "address": {"country": country}}
    location = locations.create(Call(account, {}, place))
    params = {"registration_code": model, "label": label, "location": location["id"]}
    return account.reader(readers.create(Call(account, {}, params))["id"])


def _tap(
    account: Account,
    reader: Reader,
    *,
    card: str = "good",
    issuer_seconds: float | None = 0.0,
    pin: str | None = None,
) -> Reader:
    return present_card(account, reader, _known_card(card), issuer_seconds=issuer_seconds, pin=pin)


def _answer(account: Account, reader: Reader) -> Reader:
    return let_issuer_answer(account, reader)


def _cancel(account: Account, reader: Reader) -> Reader:
    return press_cancel(account, reader)


def _connection(account: Account, reader: Reader, *, state: str) -> Reader:
    known = {name: name for name in CONNECTIONS}
    if state not in known:
        raise ValueError(f"unknown connection {state!r}; known: {', '.join(CONNECTIONS)}")
    connection = known[state]
    changed = replace(
        reader,
        connection=connection,
        pause=None,
        disconnected_at=None if connection == "online" else account.now,
        # A card at a reader that loses its line is never authorised.
        tap=reader.tap if connection == "online" else None,
    )
    account.write(changed)
    return changed


def _auto(
    account: Account, reader: Reader, *, card: str | None, after_seconds: float = 0.0
) -> Reader:
    auto = None
    if card is not None:
        auto = AutoTap(card_number=_known_card(card).number, after_seconds=after_seconds)
    changed = replace(reader, auto=auto)
    account.write(changed)
    return changed


def _reboot(account: Account, reader: Reader, *, seconds: float) -> Reader:
    return reboot(account, reader, seconds=seconds)


def _update(account: Account, reader: Reader, *, seconds: float) -> Reader:
    return begin_update(account, reader, seconds=seconds)


def _renew(account: Account, reader: Reader) -> Reader:
    """As just registered: idle, on line, no automatic card."""
    renewed = replace(
        reader.cleared(), connection="online", disconnected_at=None, auto=None, pause=None
    )
    account.write(renewed)
    return renewed


def _known_card(word: str) -> Card:
    card = find_card(word)
    if card is None:
        names = ", ".join(known.name for known in CARDS)
        raise ValueError(f"unknown card {word!r}; known: {names}, or their numbers")
    return card


READER_COMMANDS: dict[str | None, Callable[..., Reader]] = {
    "tap": _tap,
    "answer": _answer,
    "cancel": _cancel,
    "connection": _connection,
    "auto": _auto,
    "reboot": _reboot,
    "update": _update,
    "renew": _renew,
}
