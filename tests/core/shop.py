"""One kiosk with everything that money needs: database, Stripe, reader, and a driver's hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, cast
from uuid import UUID, uuid4

from sqlalchemy import text

from core.clock import SystemClock
from core.garage_store import find_garage, load_garage, register_kiosk
from core.ids import ReaderId
from core.money import Money, currency
from core.outcomes import Approved, Hold, PayPhase, Reserved
from core.payments.ledger import Ledger
from core.payments.paying import Payments
from core.payments.refund_ledger import RefundLedger
from core.payments.refunding import Refunding
from core.payments.refunds import Decided, RefundRequest, Refused
from core.payments.settlement import Settlement
from core.payments.settler import Settler
from core.payments.stripe_terminal import StripeTerminal
from core.payments.till import Till
from core.reservations import Reservations
from core.vehicles import VehicleType
from kiosk.demo.stripe_simulator import Fault, FaultKind, SimulatorControl
from tests.core.interference import Interference
from tests.core.ledgers import disagreements
from tests.core.small_garage import HOUR, SilentBell, from_now, small_plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.db.database import Database
    from core.garage_file import GaragePlan
    from core.garages import Garage
    from core.outcomes import PayOutcome
    from core.payments.provider import CardAccount, CardTerminal
    from core.payments.refunds import Refund, RefundDecision, RefundRefusal

KEY = "sk_test_garage"
CAPTURE = "/v1/payment_intents/*/capture"
LONGER_THAN_AN_AUTHORISATION_S = 3 * 24 * 3600.0


@dataclass
class Shop:
    """A kiosk's side of the counter (``payments``...) and the driver's (``tap``...)."""

    database: Database
    garage: Garage
    control: SimulatorControl
    terminal: Interference[CardTerminal]
    ledger: Interference[Ledger]
    reservations: Reservations
    settlement: Settlement
    refund_ledger: Interference[RefundLedger]
    refunding: Refunding
    payments: Payments
    till: Till
    bell: SilentBell
    phases: list[PayPhase] = field(default_factory=list)

    def hold(self, kind: VehicleType = VehicleType.COMPACT, length: timedelta = HOUR) -> Hold:
        """Reserve a spot from now on."""
        outcome = self.reservations.reserve(
            self.garage, kind, from_now(length), kiosk_id=self.till.kiosk_id
        )
        assert isinstance(outcome, Reserved)
        return outcome.hold

    def pay(self, hold: Hold, when_asked: Callable[[], object] | None = None) -> PayOutcome:
        """Pay; ``when_asked`` is what the driver does the moment the reader asks for a card."""

        def on_phase(phase: PayPhase) -> None:
            self.phases.append(phase)
            if phase is PayPhase.PRESENT_CARD and when_asked is not None:
                when_asked()

        return self.payments.pay(hold, on_phase)

    def tap(self, card: str = "good") -> None:
        """Hold a card to the reader."""
        self.control.tap(self.till.reader_id, card)

    def press_cancel(self) -> None:
        """Press the reader's own cancel button."""
        self.control.press_cancel(self.till.reader_id)

    def unplug(self) -> None:
        """Cut the reader's line."""
        self.control.set_connection(self.till.reader_id, "offline")

    def sell(self, card: str = "good") -> Hold:
        """Sell a ticket."""
        hold = self.hold()
        assert isinstance(self.pay(hold, lambda: self.tap(card)), Approved)
        return hold

    def sell_for_nothing(self) -> Hold:
        """Sell a ticket whose capture is refused until the card's authorisation has ended."""
        refused = Fault(
            kind=FaultKind.ERROR_BEFORE,
            path=CAPTURE,
            error="authorization_expired",
            times=1000,
        )
        self.control.inject(refused)
        hold = self.sell()
        self.control.forget_faults()
        self.control.advance_clock(LONGER_THAN_AN_AUTHORISATION_S)
        return hold

    def refund(
        self,
        hold: Hold,
        minor: int | None = None,
        *,
        end_stay: bool = False,
        request: UUID | None = None,
    ) -> RefundDecision:
        """Give back so much of what was paid, or all that is left."""
        wanted = refund_request(minor, end_stay=end_stay, request=request)
        return self.refunding.refund(hold.reservation_id, wanted)

    def refunds(self) -> list[tuple[str, int]]:
        """Return the state and the amount of each refund, the first one first."""
        query = text("SELECT state, amount_minor FROM refunds ORDER BY id")
        rows = self.database.statement(lambda connection: connection.execute(query).all())
        return [(row.state, row.amount_minor) for row in rows]

    def run_out_of_lease(self) -> None:
        """Let every lease run out, as if nobody had worked on anything for minutes."""
        self.execute("UPDATE payments SET lease_expires_at = now()")
        self.execute("UPDATE refunds SET next_look_at = now() WHERE next_look_at IS NOT NULL")

    def run_out_of_time(self) -> None:
        """Let every hold run out."""
        self.execute("UPDATE reservations SET hold_expires_at = now() WHERE status = 'held'")

    def restart(self) -> None:
        """Do what the kiosk does when it starts again after it died."""
        self.reservations.release_left_behind(self.till.kiosk_id)
        self.ledger.stand_in.abandon(self.till.kiosk_id)
        self.settlement.settle_dead()
        self.execute("UPDATE refunds SET next_look_at = now() WHERE next_look_at IS NOT NULL")
        self.refunding.settle_due()

    def settle_all(self) -> None:
        """Settle what is dead, as another kiosk does."""
        self.run_out_of_lease()
        self.settlement.settle_dead()
        self.refunding.settle_due()

    def state_of(self, hold: Hold) -> tuple[str, str | None]:
        """Return the reservation's status and its last payment's state."""
        query = text("""
            SELECT r.status, p.state FROM reservations r LEFT JOIN payments p
            ON p.reservation_id = r.id WHERE r.id = :id ORDER BY p.id DESC LIMIT 1
        """)
        row = self.database.statement(
            lambda connection: connection.execute(query, {"id": hold.reservation_id}).one()
        )
        return row.status, row.state

    def disagreements(self) -> list[str]:
        """Return what PostgreSQL and Stripe see differently."""
        return disagreements(self.database, self.control)

    def execute(self, sql: str, **parameters: object) -> None:
        """Change the database behind everybody's back."""
        self.database.statement(lambda connection: connection.execute(text(sql), parameters))


def open_shop(
    database: Database,
    stripe_url: str,
    *,
    name: str = "north",
    reader: str | None = None,
    plan: GaragePlan | None = None,
    window: timedelta = timedelta(seconds=30),
    live: bool = False,
    card_terminal: CardTerminal | None = None,
) -> Shop:
    """Open a kiosk of the small garage with a reader of its own, or another kiosk's."""
    plan = plan or small_plan()
    load_garage(database, plan, actor="test")
    garage = find_garage(database, plan.slug)
    control = SimulatorControl(stripe_url)
    reader_id = ReaderId(control.ensure_reader(reader or name).id)
    kiosk_id = register_kiosk(database, garage, name, reader_id)
    terminal = Interference(card_terminal or StripeTerminal(KEY, api_url=stripe_url))
    account = cast("CardAccount", terminal.stand_in)
    bell = SilentBell()
    ledger = Interference(Ledger(database, bell))
    clock = SystemClock()
    reservations = Reservations(database, clock, bell, hold_for=timedelta(minutes=2))
    settlement = Settlement(ledger.stand_in, terminal.stand_in)
    refund_ledger = Interference(RefundLedger(database, bell))
    refunding = Refunding(refund_ledger.stand_in, account)
    till = Till(kiosk_id, reader_id, live, window)
    payments = Payments(
        ledger=ledger.stand_in,
        terminal=terminal.stand_in,
        reservations=reservations,
        settlement=settlement,
        settler=Settler(settlement, clock=clock, every_s=3600),
        till=till,
        clock=clock,
    )
    return Shop(
        database=database,
        garage=garage,
        control=control,
        terminal=terminal,
        ledger=ledger,
        reservations=reservations,
        settlement=settlement,
        refund_ledger=refund_ledger,
        refunding=refunding,
        payments=payments,
        till=till,
        bell=bell,
    )


def refund_request(
    minor: int | None = None, *, end_stay: bool = False, request: UUID | None = None
) -> RefundRequest:
    """Return what an operator asks for."""
    amount = None if minor is None else Money(minor, currency("EUR"))
    return RefundRequest(amount, "the lift is broken", "tester", end_stay, request or uuid4())


def decided(decision: RefundDecision) -> Refund:
    """Return the refund that was decided."""
    assert isinstance(decision, Decided), decision
    return decision.refund


def why_refused(decision: RefundDecision) -> RefundRefusal:
    """Return why nothing was decided."""
    assert isinstance(decision, Refused), decision
    return decision.why
