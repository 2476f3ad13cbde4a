"""The core, put together from the settings and connected to the world.

Importing this brings SQLAlchemy, psycopg and Stripe: the window is on the glass before.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.allocation import complete_past
from core.clock import SystemClock
from core.db.database import Database
from core.db.schema import check_schema
from core.garage_store import find_garage, register_kiosk
from core.ids import ReaderId
from core.kiosk_lock import KioskLock
from core.live import DatabaseBell
from core.payments.ledger import Ledger
from core.payments.news import PaymentNews
from core.payments.paying import Payments
from core.payments.refund_ledger import RefundLedger
from core.payments.refunding import Refunding
from core.payments.settlement import AT_ONCE, Settlement
from core.payments.settler import Settler
from core.payments.stripe_terminal import StripeTerminal
from core.payments.till import Till
from core.reservations import Reservations

if TYPE_CHECKING:
    from core.garages import Garage
    from core.ids import KioskId
    from core.payments.provider import CardAccount, CardTerminal
    from kiosk.settings import Settings


@dataclass(slots=True)
class OnSale:
    """The garage as this kiosk sells it. Another one is put here between two drivers only."""

    garage: Garage


@dataclass(frozen=True, slots=True)
class Services:
    """Everything that a kiosk sells with. ``close`` ends its threads and connections."""

    database: Database
    on_sale: OnSale
    kiosk_id: KioskId
    reader_id: ReaderId
    terminal: CardTerminal
    reservations: Reservations
    payments: Payments
    settler: Settler
    news: PaymentNews
    bell: DatabaseBell
    lock: KioskLock

    @property
    def garage(self) -> Garage:
        """The garage with the rates that are charged at this moment."""
        return self.on_sale.garage

    def close(self) -> None:
        """Stop settling and listening. What is unfinished is finished after the next start."""
        self.payments.close()
        self.settler.close()
        self.bell.close()
        self.lock.release()
        self.database.close()


def terminal_of(settings: Settings) -> CardTerminal:
    """Return the card processor that the settings name."""
    return _stripe_of(settings)


def account_of(settings: Settings) -> CardAccount:
    """Return the books of the card processor that the settings name."""
    return _stripe_of(settings)


def open_services(settings: Settings) -> Services:
    """Connect, and clean up what this kiosk left behind when it last died.

    Spots that it held are free again; payments that it ran are voided or captured, as they had
    been decided, by the settler that is started here.

    Raises:
        DatabaseUnavailableError, SchemaMismatchError, UnknownGarageError, KioskTakenError: each
            says in one sentence what to do.
    """
    with ExitStack() as opened:
        services = _open(settings, opened)
        opened.pop_all()
    return services


def _open(settings: Settings, opened: ExitStack) -> Services:
    database = Database(settings.database_url)
    opened.callback(database.close)
    check_schema(database)
    garage = find_garage(database, settings.garage)
    kiosk_id = register_kiosk(database, garage, settings.kiosk_name)
    lock = KioskLock(database, kiosk_id)
    lock.take()
    opened.callback(lock.release)
    reader_id = ReaderId(settings.stripe.reader)
    register_kiosk(database, garage, settings.kiosk_name, reader_id)
    bell, clock = DatabaseBell(database), SystemClock()
    opened.callback(bell.close)
    reservations = Reservations(database, clock, bell, hold_for=settings.hold_for)
    ledger = Ledger(database, bell)
    terminal = terminal_of(settings)
    settlement = Settlement(ledger, terminal, at_once=AT_ONCE)
    refunding = Refunding(RefundLedger(database, bell), account_of(settings))
    settler = Settler(
        settlement,
        clock=clock,
        before=lambda: complete_past(database, garage.id),
        after=lambda: refunding.settle_due(ended=lambda: settler.closing),
    )
    reservations.release_left_behind(kiosk_id)
    ledger.abandon(kiosk_id)
    settler.start()
    till = Till(kiosk_id, reader_id, settings.stripe.live, settings.card_window)
    payments = Payments(
        ledger=ledger,
        terminal=terminal,
        reservations=reservations,
        settlement=settlement,
        settler=settler,
        till=till,
        clock=clock,
    )
    return Services(
        database=database,
        on_sale=OnSale(garage),
        kiosk_id=kiosk_id,
        reader_id=reader_id,
        terminal=terminal,
        reservations=reservations,
        payments=payments,
        settler=settler,
        news=PaymentNews(payments, settler, clock),
        bell=bell,
        lock=lock,
    )


def _stripe_of(settings: Settings) -> StripeTerminal:
    return StripeTerminal(settings.stripe.secret_key, api_url=settings.stripe.api_url)
