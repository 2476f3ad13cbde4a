"""What must be true after every step, at every screen and in the end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from core.allocation import expire_holds
from core.allocation.drift import find_drift
from kiosk.demo.stripe_simulator.payment_intent import PaymentIntent
from kiosk.demo.stripe_simulator.refund import Refund
from tests.core.ledgers import disagreements
from tests.schedules.refund_truths import answer_untruths, refund_untruths
from ui.journey import Pay, PaymentCancelled, PaymentDeclined, PaymentFailed, ShowTicket

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from core.garages import Garage
    from core.payments.refunds import RefundDecision, RefundRequest
    from tests.schedules.virtual_database import Story, VirtualDatabase
    from tests.schedules.wire import Account, Control
    from ui.journey import Screen

_HELD: Final = text("SELECT count(*) FROM reservations WHERE status = 'held'")
LONGER_THAN_A_HOLD_S: Final = 3600
DECIDED_FOR: Final = {"committed", "captured", "lost"}
DECIDED_AGAINST: Final = {"voiding", "voided"}
HOLDS_MONEY: Final = {"requires_capture", "succeeded"}


@dataclass
class Truths:
    """Looks at both ledgers and at what drivers were told. ``broken`` are the untruths so far."""

    database: VirtualDatabase
    account: Account
    control: Control
    garage: Garage
    note: Callable[[str], None]
    broken: list[str] = field(default_factory=list)
    keys_forgotten: bool = False
    """Whether Stripe's clock was moved further than it remembers keys."""
    _rows: Sequence[Story] = ()
    _intents: dict[str, PaymentIntent] = field(default_factory=dict)
    _refunds: Sequence[Refund] = ()
    _told_no: set[int] = field(default_factory=set)
    _to_end: set[int] = field(default_factory=set)
    """Reservations whose stay an operator wants ended, whatever of the money goes back."""

    def look(self) -> None:
        """See what has changed since the last look, and whether all is still true."""
        rows, intents = self.database.stories, self._intents
        if self.account.touched:
            records = self.account.store.newest_first("payment_intent")
            intents = {record["id"]: PaymentIntent.from_record(record) for record in records}
            refunds = self.account.store.newest_first("refund")
            self._refunds = [Refund.from_record(record) for record in refunds]
            self.account.touched = False
        if rows is self._rows and intents is self._intents:
            return
        self._tell_changes(rows, intents)
        self._rows, self._intents = rows, intents
        self.broken += self._untruths()

    def told(self, kiosk: str, before: Screen, screen: Screen) -> None:
        """Check what a screen says at the moment it is shown."""
        self.look()
        match screen:
            case ShowTicket(ticket):
                row = next((row for row in self._rows if row.code == ticket.code), None)
                if row is None or (row.waiver is None and row.state not in DECIDED_FOR):
                    self.broken.append(f"{kiosk} shows a ticket that is not good")
            case PaymentFailed() | PaymentCancelled() if isinstance(before, Pay | PaymentDeclined):
                self._told_no.add(before.hold.reservation_id)
                for row in self._of(before.hold.reservation_id):
                    if row.state not in DECIDED_AGAINST:
                        self.broken.append(
                            f"{kiosk} says 'not charged', and payment {row.payment} is {row.state}"
                        )
            case PaymentDeclined(hold):
                for row in self._of(hold.reservation_id):
                    intent = self._intents.get(row.intent_id or "")
                    holds_money = intent is not None and intent.status in HOLDS_MONEY
                    if holds_money and row.state not in DECIDED_AGAINST:
                        self.broken.append(
                            f"{kiosk} asks for another card, and {row.payment} is authorised"
                        )
            case _:
                pass

    def asked(self, reservation: int, request: RefundRequest) -> None:
        """Learn what an operator is about to ask for."""
        if request.end_stay:
            self._to_end.add(reservation)

    def answered(self, who: str, decision: RefundDecision) -> None:
        """Check what an operator is told of a refund at that moment."""
        self.look()
        self.broken += answer_untruths(who, decision, self._rows, self._refunds)

    @property
    def lapsed(self) -> set[int]:
        """Payments whose authorisation ended before anybody could capture: the known limit."""
        return {
            row.payment
            for row in self._rows
            if row.payment is not None
            and row.state == "lost"
            and self._intents[row.intent_id or ""].cancellation_reason == "expired"
        }

    def unsettled(self) -> set[int]:
        """Payments that somebody still has to finish, or to give back, and can."""
        ended = {None, "captured", "lost", "voided"}
        return {
            row.payment
            for row in self._rows
            if row.payment is not None
            and (row.state not in ended or any(one["state"] == "pending" for one in row.refunds))
        }

    def at_the_end(self) -> list[str]:
        """Return everything that is untrue when all is settled."""
        self.database.jump(LONGER_THAN_A_HOLD_S)
        expire_holds(self.database, self.garage.id)
        self.look()
        excused = {
            excuse for row in self._rows if row.payment in self.lapsed for excuse in _excuses(row)
        }
        found = [one for one in disagreements(self.database, self.control) if one not in excused]
        found += [
            f"refund {one['id']} failed: {one['problem']}"
            for row in self._rows
            if row.payment not in self.lapsed  # nothing was charged, so nothing can go back
            for one in row.refunds
            if one["state"] == "failed"
        ]
        if self.database.statement(lambda connection: connection.scalar(_HELD)):
            found.append("a reservation is still held")
        found += [f"spot {spot.id} has drifted" for spot in find_drift(self.database)]
        return self.broken + found

    def _of(self, reservation: int) -> list[Story]:
        return [
            row for row in self._rows if row.reservation == reservation and row.payment is not None
        ]

    def _untruths(self) -> Iterator[str]:
        """Everything that must never be so, not for a moment."""
        of_payment = {str(row.payment): row for row in self._rows if row.payment is not None}
        seen: set[str] = set()
        charged: set[int] = set()
        for intent in self._intents.values():
            payment = intent.metadata["payment"]
            row = of_payment[payment]
            if payment in seen and not self.keys_forgotten:
                yield f"payment {payment} has two intents"
            seen.add(payment)
            if intent.status in HOLDS_MONEY and row.state == "voided":
                yield f"payment {payment} is voided, and Stripe holds the money"
            if intent.status != "succeeded":
                continue
            if row.state not in DECIDED_FOR or row.code is None:
                yield f"payment {payment} is charged without a ticket, it is {row.state}"
            elif intent.amount_received != row.price_minor:
                yield f"payment {payment} took another amount than its ticket says"
            if row.reservation in charged:
                yield f"reservation {row.reservation} is charged twice"
            charged.add(row.reservation)
            if row.reservation in self._told_no:
                yield f"payment {payment} is charged, and the driver was told that it is not"
        yield from self._of_rows()
        yield from refund_untruths(
            self._rows, self._intents, self._refunds, keys_forgotten=self.keys_forgotten
        )

    def _of_rows(self) -> Iterator[str]:
        decided = {row.reservation for row in self._rows if row.state in DECIDED_FOR}
        for row in self._rows:
            if row.code is not None and row.waiver is None and row.reservation not in decided:
                yield f"reservation {row.reservation} has a ticket, and its payment is {row.state}"
            called_off = row.status == "cancelled" and row.reservation in self._to_end
            if (row.code is not None) != (row.status in {"paid", "completed"} or called_off):
                yield f"reservation {row.reservation} is {row.status} with ticket {row.code}"
            if row.state == "captured" and self._intents[row.intent_id or ""].status != "succeeded":
                yield f"payment {row.payment} is captured, but not at Stripe"
            if row.state == "lost" and self._intents[row.intent_id or ""].status != "canceled":
                yield f"payment {row.payment} is lost, but not at Stripe"

    def _tell_changes(self, rows: Sequence[Story], intents: dict[str, PaymentIntent]) -> None:
        was = {(row.reservation, row.payment): (row.status, row.state) for row in self._rows}
        for row in rows:
            now = (row.status, row.state)
            if was.get((row.reservation, row.payment)) != now:
                paid = "" if row.payment is None else f", payment {row.payment} {row.state}"
                self.note(f"= reservation {row.reservation} {row.status}{paid}")
        for intent in intents.values():
            before = self._intents.get(intent.id)
            if before is None or before.status != intent.status:
                self.note(f"= intent of payment {intent.metadata['payment']} {intent.status}")


def _excuses(row: Story) -> Iterator[str]:
    """Yield what the end of an authorisation excuses: there is nothing left to be captured."""
    yield f"reservation {row.reservation} has a ticket that nobody paid"
    yield f"reservation {row.reservation} is paid=False with ticket {row.code}"
