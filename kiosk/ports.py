"""The screens' needs, met by the services. Every method blocks, on a lane of ``ui.jobs``."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from core.clock import SystemClock
from core.outcomes import Cancelled, NotCharged, NotChargedReason
from ui.journey import Device
from ui.ports import ConnectionLost, DeviceFailedError, Ports

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from core.clock import Timer
    from core.garages import Garage
    from core.live import LiveFeed
    from core.outcomes import (
        Availability,
        CancelOutcome,
        Hold,
        PayOutcome,
        PayPhase,
        ReserveOutcome,
        SoldOut,
    )
    from core.periods import Period
    from core.tickets.model import Ticket
    from core.tickets.texts import TicketTexts
    from core.vehicles import VehicleType
    from kiosk.devices.printer import Printer
    from kiosk.opening import Opening
    from ui.ports import LiveNews


STOP_WITHIN_S: Final = 12.0
"""How long a stop is tried again before the screen is told; shorter than its lane waits."""


def ports_of(opening: Opening, printer: Callable[[], Printer], live: LivePort) -> Ports:
    """Return all ports. ``printer`` is asked for on the first use: making one takes imports."""
    return Ports(
        booking=BookingPort(opening),
        payments=PaymentsPort(opening, printer, SystemClock()),
        tickets=TicketsPort(opening, printer),
        attendants=AttendantsPort(opening),
        probe=ProbePort(opening, printer),
        live=live,
    )


class BookingPort:
    """Spots and holds of this kiosk's garage."""

    def __init__(self, opening: Opening) -> None:
        self._opening = opening

    def reserve(self, vehicle_type: VehicleType, period: Period) -> ReserveOutcome:
        """Hold a spot for the period."""
        with _database_named():
            services = self._opening.services()
            return services.reservations.reserve(
                services.garage, vehicle_type, period, kiosk_id=services.kiosk_id
            )

    def sold_out(self, vehicle_type: VehicleType, period: Period) -> SoldOut:
        """Say when the next spot frees up, and which garages have one for the period."""
        with _database_named():
            services = self._opening.services()
            return services.reservations.sold_out(services.garage, vehicle_type, period)

    def free_spots(self, vehicle_type: VehicleType, period: Period) -> int:
        """Count the spots that fit and are free for the whole period."""
        from core.availability import free_spots  # noqa: PLC0415 - after the first picture

        with _database_named():
            services = self._opening.services()
            return free_spots(services.database, services.garage, vehicle_type, period)


class PaymentsPort:
    """Money for holds. A ticket that cannot be printed is not sold."""

    def __init__(self, opening: Opening, printer: Callable[[], Printer], clock: Timer) -> None:
        self._opening = opening
        self._printer = printer
        self._clock = clock

    def pay(self, hold: Hold, on_progress: Callable[[PayPhase], None]) -> PayOutcome:
        """Ask the printer, then run the payment until it ends."""
        with _database_named():
            services = self._opening.services()
            if not self._printer().state().can_print:
                outcome = services.payments.stop(hold)
                if isinstance(outcome, Cancelled):
                    return NotCharged(NotChargedReason.PRINTER_FAULT)
            return services.payments.pay(hold, on_progress)

    def stop(self, hold: Hold) -> CancelOutcome:
        """Decide now that the hold is not paid; tried again a while if the database is away."""
        give_up_at = self._clock.monotonic() + STOP_WITHIN_S
        while True:
            try:
                with _database_named():
                    return self._opening.services().payments.stop(hold)
            except DeviceFailedError:
                if self._clock.monotonic() > give_up_at:
                    raise
                self._clock.pause(1)


class TicketsPort:
    """Paper."""

    def __init__(self, opening: Opening, printer: Callable[[], Printer]) -> None:
        self._opening = opening
        self._printer = printer

    def print(self, ticket: Ticket, texts: TicketTexts) -> bool:
        """Print the ticket; the second time it comes out it is marked as a copy."""
        # After the first picture: it brings a PDF library, the log and the database.
        from kiosk.devices.printer import Printed  # noqa: PLC0415
        from kiosk.printing import print_ticket  # noqa: PLC0415

        database = self._opening.services().database
        return isinstance(print_ticket(database, self._printer(), ticket, texts), Printed)


class AttendantsPort:
    """People who can come."""

    def __init__(self, opening: Opening) -> None:
        self._opening = opening

    def call(self) -> bool:
        """Ask an attendant to come to this kiosk; return whether somebody was told."""
        from kiosk.calling import call  # noqa: PLC0415 - after the first picture

        return call(self._opening.settings, self._opening)


class ProbePort:
    """Looks after everything that a kiosk cannot sell without."""

    def __init__(self, opening: Opening, printer: Callable[[], Printer]) -> None:
        self._opening = opening
        self._printer = printer

    def faults(self) -> frozenset[Device]:
        """Return what fails at the moment; a reader that is back is cleared of what is dead."""
        from core.db.errors import DatabaseUnavailableError, SchemaMismatchError  # noqa: PLC0415
        from core.db.schema import check_schema  # noqa: PLC0415 - after the first picture
        from core.payments.provider import ActionStatus, ProviderError  # noqa: PLC0415
        from kiosk.opening import NotOpenError  # noqa: PLC0415

        faults = set()
        if not self._can_print():
            faults.add(Device.PRINTER)
        try:
            services = self._opening.services()
            check_schema(services.database)
        except (NotOpenError, DatabaseUnavailableError, SchemaMismatchError):
            return frozenset({*faults, Device.DATABASE})
        try:
            reader = services.terminal.reader(services.reader_id)
            if not reader.online:
                faults.add(Device.READER)
            elif reader.action is ActionStatus.IN_PROGRESS:
                services.payments.clear_reader()
        except ProviderError:
            faults.add(Device.PAYMENTS)
        return frozenset(faults)

    def _can_print(self) -> bool:
        """Whether the printer says that it can; one that breaks when it is asked cannot."""
        import logging  # noqa: PLC0415 - after the first picture

        try:
            return self._printer().state().can_print
        except Exception:
            logging.getLogger(__name__).exception("printer not asked")
            return False


class LivePort:
    """The live counts of this kiosk's garage."""

    def __init__(self, opening: Opening) -> None:
        self.on_garage: Callable[[Garage], None] = lambda _: None
        """Hears of a garage that was changed, from the feed's thread."""
        self._opening = opening
        self._feed: LiveFeed | None = None
        self._is_open = False
        self._on_news: Callable[[LiveNews], None] | None = None

    def start(self, on_news: Callable[[LiveNews], None]) -> None:
        """Begin to tell the news, at once or as soon as the kiosk is open."""
        self._on_news = on_news
        self._listen()

    def stop(self) -> None:
        """End it."""
        self._on_news = None
        if self._feed is not None:
            self._feed.close()

    def opened(self) -> None:
        """Know that the kiosk is open; called on the GUI thread."""
        self._is_open = True
        self._listen()

    def _listen(self) -> None:
        """Start the feed when somebody wants the news and the kiosk is open, once."""
        if self._feed is not None or self._on_news is None or not self._is_open:
            return
        from core.channels import payments_channel  # noqa: PLC0415 - after the first picture
        from core.live import LiveFeed  # noqa: PLC0415 - after the first picture

        services = self._opening.services()
        self._feed = LiveFeed(
            services.database,
            services.garage,
            on_change=self._changed,
            on_lost=self._lost,
            on_garage=self.on_garage,
            also={payments_channel(services.kiosk_id): services.news.hear},
        )
        self._feed.start()

    def _changed(self, availability: Availability) -> None:
        if self._on_news is not None:
            self._on_news(availability)

    def _lost(self, _reason: str) -> None:
        if self._on_news is not None:
            self._on_news(ConnectionLost())


@contextmanager
def _database_named() -> Iterator[None]:
    """Name the device behind an outage of the database, which is expected and no bug."""
    from core.db.errors import DatabaseUnavailableError, SchemaMismatchError  # noqa: PLC0415 - after the first picture
    from kiosk.opening import NotOpenError  # noqa: PLC0415

    try:
        yield
    except (DatabaseUnavailableError, SchemaMismatchError, NotOpenError) as error:
        raise DeviceFailedError(Device.DATABASE, str(error)) from error
