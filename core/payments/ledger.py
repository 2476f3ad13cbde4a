"""Every move of a payment that is written down: one transaction each, each checking what it moves.

A move answers None when the payment was not in the state that it moves from: somebody else was
faster, and the caller looks again instead of guessing. Locks are taken in one order everywhere:
spot, reservation, payment.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from psycopg.types.json import Jsonb
from sqlalchemy.exc import IntegrityError

from core.allocation.release import lock_spot, release
from core.ids import KioskId, PaymentId, ReaderId, ReservationId
from core.money import Money, currency
from core.outcomes import Approved
from core.payments import moves
from core.payments.states import PaymentState
from core.tickets.records import find_ticket, issue

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, timedelta
    from uuid import UUID

    from sqlalchemy import Connection, Row, TextClause

    from core.db.database import Database
    from core.ids import GarageId
    from core.live import Bell
    from core.tickets.model import CardReceipt, Ticket


@dataclass(frozen=True, slots=True)
class Payment:
    """One row of ``payments``, as it was when it was read."""

    id: PaymentId
    reservation_id: ReservationId
    kiosk_id: KioskId
    reader_id: ReaderId
    amount: Money
    state: PaymentState
    intent_id: str | None
    tries: int
    capture_tries: int
    void_tries: int
    created_at: datetime
    nonce: UUID | None
    """Drawn for this row; None where the row is older than that, and goes by its number."""

    def key(self, step: str) -> str:
        """Return the idempotency key of a step: the same for every repeat of the same try.

        No other row has it, also not one of the same number after a backup was restored.
        """
        return f"pay:{self.nonce or self.id}:{step}"

    @property
    def metadata(self) -> dict[str, str]:
        """What its intent is recorded with, and known by where the intent's id was lost."""
        told = {"payment": str(self.id), "reservation": str(self.reservation_id)}
        return told if self.nonce is None else told | {"nonce": str(self.nonce)}


@dataclass(frozen=True, slots=True)
class HoldGone:
    """The hold ended before the payment began."""


@dataclass(frozen=True, slots=True)
class ReaderTaken:
    """The reader's last payment is not settled yet."""

    payment: Payment


class _LostError(Exception):
    """Rolls a transaction back whose compare-and-set found another state."""


class Ledger:
    """The payments as PostgreSQL has them. Every method raises ``DatabaseUnavailableError``."""

    def __init__(self, database: Database, bell: Bell) -> None:
        self._database = database
        self._bell = bell

    def open(
        self,
        reservation_id: ReservationId,
        kiosk_id: KioskId,
        reader_id: ReaderId,
        *,
        lease: timedelta,
        keep_for: timedelta,
    ) -> Payment | Approved | HoldGone | ReaderTaken:
        """Begin the payment of a hold, or take up the one that is open after a decline.

        The hold is kept for ``keep_for`` from now, so that it never ends under the payment.
        """

        def work(connection: Connection) -> Payment | Approved | HoldGone | ReaderTaken:
            held = connection.execute(
                moves.LOCK_RESERVATION, {"reservation_id": reservation_id}
            ).one_or_none()
            if held is not None and held.status in {"paid", "completed"}:
                ticket = find_ticket(connection, reservation_id)
                if ticket is not None:
                    return Approved(ticket)
            if held is None or held.status != "held" or not held.alive:
                return HoldGone()
            keep = {"reservation_id": reservation_id, "keep_for": keep_for}
            connection.execute(moves.KEEP_HOLD, keep)
            opened = connection.execute(
                moves.OPEN_OF_RESERVATION, {"reservation_id": reservation_id}
            ).one_or_none()
            if opened is not None:
                return _payment(opened)
            on_reader = connection.execute(
                moves.OPEN_ON_READER, {"reader_id": reader_id}
            ).one_or_none()
            if on_reader is not None:
                return ReaderTaken(_payment(on_reader))
            return _payment(
                connection.execute(
                    moves.INSERT,
                    {
                        "reservation_id": reservation_id,
                        "kiosk_id": kiosk_id,
                        "reader_id": reader_id,
                        "amount_minor": held.price_minor,
                        "currency": held.currency,
                        "lease": lease,
                    },
                ).one()
            )

        try:
            return self._database.transaction(work)
        except IntegrityError:
            # Between the look and the insert another payment took the reader. Look again.
            return self._database.transaction(work)

    def find(self, payment_id: PaymentId) -> Payment:
        """Return the payment as it is now."""
        return _payment(
            self._database.statement(
                lambda connection: connection.execute(moves.FIND, {"id": payment_id}).one()
            )
        )

    def age(self, payment: Payment) -> timedelta:
        """Return how long ago the payment was written down."""
        age: timedelta = self._database.statement(
            lambda connection: connection.execute(moves.AGE, {"id": payment.id}).scalar_one()
        )
        return age

    def ticket(self, payment: Payment) -> Ticket | None:
        """Return the ticket of the payment's reservation."""
        return self._database.statement(
            lambda connection: find_ticket(connection, payment.reservation_id)
        )

    def recorded(self, payment: Payment, intent_id: str, *, lease: timedelta) -> Payment | None:
        """From new to ready: the processor knows the payment by this id."""
        return self._moved(moves.RECORDED, payment, {"intent_id": intent_id, "lease": lease})

    def arm(self, payment: Payment, *, lease: timedelta, keep_for: timedelta) -> Payment | None:
        """From ready to armed: a reader is about to be told. The hold is kept for ``keep_for``.

        The lease begins anew: the driver may have thought for most of it since the last card.
        """

        def work(connection: Connection) -> Payment | None:
            keep = {"reservation_id": payment.reservation_id, "keep_for": keep_for}
            if not connection.execute(moves.KEEP_HOLD, keep).rowcount:
                return None
            return _one(connection, moves.ARM, {"id": payment.id, "lease": lease})

        return self._database.transaction(work)

    def disarm(self, payment: Payment, *, lease: timedelta) -> Payment | None:
        """From armed to ready: the card was refused, and another may be tried."""

        def work(connection: Connection) -> Payment | None:
            keep = {"reservation_id": payment.reservation_id, "keep_for": lease}
            connection.execute(moves.KEEP_HOLD, keep)
            return _one(connection, moves.DISARM, {"id": payment.id, "lease": lease})

        return self._database.transaction(work)

    def commit(self, payment: Payment, card: CardReceipt | None) -> Ticket | None:
        """From armed to committed: reservation paid, ticket issued, money to be captured.

        All of it or nothing. None if the hold has ended or the payment is no longer armed.
        """

        def work(connection: Connection) -> Ticket | None:
            paid = connection.execute(
                moves.PAY_RESERVATION,
                {
                    "reservation_id": payment.reservation_id,
                    "amount_minor": payment.amount.minor,
                    "currency": payment.amount.currency,
                },
            ).rowcount
            receipt = Jsonb(card.to_json()) if card else None
            if (
                not paid
                or _one(connection, moves.COMMIT, {"id": payment.id, "card": receipt}) is None
            ):
                raise _LostError
            issue(connection, payment.reservation_id)
            return find_ticket(connection, payment.reservation_id)

        try:
            return self._database.transaction(work)
        except _LostError:
            return None

    def give_up(self, payment: Payment, problem: str) -> None:
        """From new, ready or armed to voiding; the spot is free again. Too late is no error."""

        def work(connection: Connection) -> GarageId | None:
            lock_spot(connection, payment.reservation_id)
            connection.execute(moves.LOCK_RESERVATION, {"reservation_id": payment.reservation_id})
            if not give_up(connection, payment.reservation_id, problem):
                return None
            return release(connection, payment.reservation_id, "cancelled")

        freed = self._database.transaction(work)
        if freed is not None:
            self._bell.ring(freed)

    def captured(self, payment: Payment) -> Payment | None:
        """From committed to captured."""
        return self._moved(moves.CAPTURED, payment)

    def lost(self, payment: Payment, problem: str) -> Payment | None:
        """From committed to lost: the money can never be captured."""
        return self._moved(moves.LOST, payment, {"problem": problem})

    def voided(self, payment: Payment) -> Payment | None:
        """From voiding to voided."""
        return self._moved(moves.VOIDED, payment)

    def capture_again(self, payment: Payment, problem: str) -> Payment | None:
        """Note a definite refusal of the capture, so that the next try has a key of its own."""
        return self._moved(moves.CAPTURE_AGAIN, payment, {"problem": problem})

    def void_again(self, payment: Payment, problem: str) -> Payment | None:
        """Note a definite refusal of the void, so that the next try has a key of its own."""
        return self._moved(moves.VOID_AGAIN, payment, {"problem": problem})

    def heartbeat(self, payment: Payment, *, lease: timedelta) -> PaymentState:
        """Say that somebody works on the payment; return its state."""
        return PaymentState(
            self._database.statement(
                lambda connection: connection.execute(
                    moves.HEARTBEAT, {"id": payment.id, "lease": lease}
                ).scalar_one()
            )
        )

    def claim_unsettled(self, *, lease: timedelta, at_most: int) -> list[Payment]:
        """Take payments that nobody works on any more, for the time of the lease."""
        rows = self._database.statement(
            lambda connection: connection.execute(
                moves.CLAIM_UNSETTLED, {"lease": lease, "at_most": at_most}
            ).all()
        )
        return [_payment(row) for row in rows]

    def abandon(self, kiosk_id: KioskId) -> None:
        """Say that nobody works on this kiosk's payments. For the kiosk's own start only."""
        self._database.statement(
            lambda connection: connection.execute(moves.ABANDON_KIOSK, {"kiosk_id": kiosk_id})
        )

    def leave_to_settlement(self, reservation_id: ReservationId) -> None:
        """Say that nobody works on the reservation's payments any more."""
        self._database.statement(
            lambda connection: connection.execute(
                moves.ABANDON_RESERVATION, {"reservation_id": reservation_id}
            )
        )

    def _moved(
        self, move: TextClause, payment: Payment, more: Mapping[str, object] | None = None
    ) -> Payment | None:
        parameters = {"id": payment.id, **(more or {})}
        return self._database.statement(lambda connection: _one(connection, move, parameters))


def give_up(
    connection: Connection, reservation_id: ReservationId, problem: str | None = None
) -> bool:
    """Decide that the reservation's open payment is not charged; return whether there was one."""
    parameters = {"reservation_id": reservation_id, "problem": problem}
    return connection.execute(moves.GIVE_UP, parameters).rowcount > 0


def _one(
    connection: Connection, move: TextClause, parameters: Mapping[str, object]
) -> Payment | None:
    row = connection.execute(move, parameters).one_or_none()
    return None if row is None else _payment(row)


def _payment(row: Row[tuple[object, ...]]) -> Payment:
    return Payment(
        id=PaymentId(row.id),
        reservation_id=ReservationId(row.reservation_id),
        kiosk_id=KioskId(row.kiosk_id),
        reader_id=ReaderId(row.reader_id),
        amount=Money(row.amount_minor, currency(row.currency)),
        state=PaymentState(row.state),
        intent_id=row.intent_id,
        tries=row.tries,
        capture_tries=row.capture_tries,
        void_tries=row.void_tries,
        created_at=row.created_at,
        nonce=row.nonce,
    )
