"""How long one settler takes for what a great outage has left behind."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from core.clock import SystemClock
from core.garage_store import register_kiosk
from core.ids import ReaderId
from core.outcomes import Reserved
from core.payments.ledger import Ledger, Payment
from core.payments.settlement import AT_ONCE, LEASE, Settlement
from core.payments.states import PaymentState
from core.periods import stay
from core.vehicles import VehicleType
from kiosk.services import terminal_of
from kiosk.settings import load_settings
from tests.bench.figures import Figure, NotMeasuredError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.ids import KioskId
    from core.payments.provider import CardTerminal
    from kiosk.demo.world import World

LEFT_BEHIND: Final = {
    PaymentState.NEW: 50,
    PaymentState.READY: 100,
    PaymentState.ARMED: 300,
    PaymentState.VOIDING: 250,
    PaymentState.COMMITTED: 300,
}
"""How many payments were left in which state. From armed on, a card was approved for each."""
DRIVERS: Final = 4

_OPEN: Final = text("SELECT count(*) FROM payments WHERE state NOT IN ('captured', 'voided')")
_DIE: Final = text("UPDATE payments SET lease_expires_at = now()")


def measure(world: World) -> Iterator[Figure]:
    outage = _Outage(world)
    outage.leave_behind()
    payments = sum(LEFT_BEHIND.values())
    settlement = Settlement(outage.ledger, outage.terminal, at_once=AT_ONCE)
    began = time.perf_counter()
    settled = settlement.settle_dead()
    taken = time.perf_counter() - began
    left = world.database.statement(lambda connection: connection.scalar(_OPEN))
    if settled != payments or left:
        raise NotMeasuredError(f"{settled} of {payments} were settled, {left} are open.")
    yield Figure(
        "settle_1000_s",
        taken,
        "s",
        30,
        "two rounds of a settler; one settler, the processor answering at once: "
        + ", ".join(f"{count} {state}" for state, count in LEFT_BEHIND.items()),
    )


class _Outage:
    """Payments that stopped half-way, each on a reader of its own."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.ledger = Ledger(world.database, world.bell)
        self.terminal: CardTerminal = terminal_of(load_settings(world.settings_file, {}))
        self._kiosk: KioskId = register_kiosk(world.database, world.garage, "Outage")

    def leave_behind(self) -> None:
        """Begin all payments, and abandon them."""
        states = [state for state, count in LEFT_BEHIND.items() for _ in range(count)]
        with ThreadPoolExecutor(DRIVERS) as drivers:
            for number in range(DRIVERS):
                reader = self._world.simulator.ensure_reader(f"approves {number}").id
                self._world.simulator.answer_by_itself(reader, "good")
                drivers.submit(self._begin_some, states[number::DRIVERS], ReaderId(reader))
        self._world.database.statement(lambda connection: connection.execute(_DIE))

    def _begin_some(self, states: list[PaymentState], approving: ReaderId) -> None:
        for number, state in enumerate(states):
            self._begin(state, f"{approving}, {number}", approving)

    def _begin(self, state: PaymentState, label: str, approving: ReaderId) -> None:
        """Take a payment up to this state, its card approved on a reader that answers at once."""
        payment = self._open(label)
        if state is PaymentState.NEW:
            return
        key, metadata = payment.key("create"), payment.metadata
        intent = self.terminal.create(payment.amount, key=key, metadata=metadata)
        payment = _there(self.ledger.recorded(payment, intent.id, lease=LEASE))
        if state is PaymentState.READY:
            return
        payment = _there(self.ledger.arm(payment, lease=LEASE, keep_for=LEASE))
        self.terminal.present(approving, intent.id, key=payment.key("process:1.0"))
        if state is PaymentState.VOIDING:
            self.ledger.give_up(payment, "the outage")
        elif state is PaymentState.COMMITTED:
            self.ledger.commit(payment, None)

    def _open(self, label: str) -> Payment:
        garage = self._world.garage
        period = stay(SystemClock().now(), garage.step)
        outcome = self._world.reservations.reserve(garage, VehicleType.COMPACT, period)
        if not isinstance(outcome, Reserved):
            raise NotMeasuredError(f"Nothing was reserved: {outcome}")
        reader = ReaderId(self._world.simulator.ensure_reader(label).id)
        opened = self.ledger.open(
            outcome.hold.reservation_id, self._kiosk, reader, lease=LEASE, keep_for=LEASE
        )
        if not isinstance(opened, Payment):
            raise NotMeasuredError(f"No payment was begun: {opened}")
        return opened


def _there(moved: Payment | None) -> Payment:
    if moved is None:
        raise NotMeasuredError("A payment did not move.")
    return moved
