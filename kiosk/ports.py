"""The screens' needs, met by the services. Every method blocks, on a lane of ``ui.jobs``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from core.outcomes import Cancelled, NotCharged, NotChargedReason
from ui.journey import Device
from ui.ports import ConnectionLost, DeviceFailedError, Ports

if TYPE_CHECKING:
    from collections.abc import Callable

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
        payments=PaymentsPort(opening, printer),
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
        services = self._opening.services()
        return services.reservations.reserve(
            services.garage, vehicle_type, period, kiosk_id=services.kiosk_id
        )

    def sold_out(self, vehicle_type: VehicleType, period: Period) -> SoldOut:
        """Say when the next spot frees up, and which garages have one for the period."""
        services = self._opening.services()
        return services.reservations.sold_out(services.garage, vehicle_type, period)

    def free_spots(self, vehicle_type: VehicleType, period: Period) -> int:
        """Count the spots that fit and are free for the whole period."""
        from core.availability import free_spots  # noqa: PLC0415 - after the first picture

        services = self._opening.services()
        return free_spots(services.database, services.garage, vehicle_type, period)


class PaymentsPort:
    """Money for holds. A ticket that cannot be printed is not sold."""

    def __init__(self, opening: Opening, printer: Callable[[], Printer]) -> None:
        self._opening = opening
        self._printer = printer

    def pay(self, hold: Hold, on_progress: Callable[[PayPhase], None]) -> PayOutcome:
        """Ask the printer, then run the payment until it ends."""
        from core.db.errors import DatabaseUnavailableError  # noqa: PLC0415 - after the first picture

        services = self._opening.services()
        try:
            if not self._printer().state().can_print:
                outcome = services.payments.stop(hold)
                if isinstance(outcome, Cancelled):
                    return NotCharged(NotChargedReason.PRINTER_FAULT)
            return services.payments.pay(hold, on_progress)
        except DatabaseUnavailableError as error:
            raise DeviceFailedError(Device.DATABASE, str(error)) from error

    def stop(self, hold: Hold) -> CancelOutcome:
        """Decide now that the hold is not paid; tried again a while if the database is away."""
        import threading  # noqa: PLC0415 - after the first picture
        import time  # noqa: PLC0415

        from core.db.errors import DatabaseUnavailableError  # noqa: PLC0415

        give_up_at = time.monotonic() + STOP_WITHIN_S
        while True:
            try:
                return self._opening.services().payments.stop(hold)
            except DatabaseUnavailableError as error:
                if time.monotonic() > give_up_at:
                    raise DeviceFailedError(Device.DATABASE, str(error)) from error
                threading.Event().wait(1)


class TicketsPort:
    """Paper."""

    def __init__(self, opening: Opening, printer: Callable[[], Printer]) -> None:
        self._opening = opening
        self._printer = printer

    def print(self, ticket: Ticket, texts: TicketTexts) -> bool:
        """Print the ticket; the second time it comes out it is marked as a copy."""
        # After the first picture: a PDF library, and what the log and the database bring.
        import logging  # noqa: PLC0415

        from core.db.errors import DatabaseUnavailableError  # noqa: PLC0415
        from core.tickets.pdf import render_ticket  # noqa: PLC0415
        from core.tickets.records import note_print, times_printed  # noqa: PLC0415
        from kiosk.devices.printer import Printed, PrintFailed, job_name  # noqa: PLC0415
        from kiosk.paths import FONTS  # noqa: PLC0415

        log = logging.getLogger(__name__)
        database = self._opening.services().database
        try:
            copies = database.statement(lambda connection: times_printed(connection, ticket.code))
        except DatabaseUnavailableError as error:
            # The driver has paid. The printer itself prints no job twice.
            log.warning("prints unknown", extra={"reason": str(error)})
            copies = 0
        pdf = render_ticket(ticket, texts, copy=copies > 0, fonts=FONTS)
        outcome = self._printer().print_ticket(pdf, job_name(ticket.code, copies))
        if isinstance(outcome, PrintFailed):
            log.error("not printed", extra={"reason": outcome.reason})
            return False
        if not isinstance(outcome, Printed):
            raise TypeError(outcome)
        try:
            database.statement(lambda connection: note_print(connection, ticket.code))
        except DatabaseUnavailableError as error:
            log.warning("print not noted", extra={"reason": str(error)})
        return True


class AttendantsPort:
    """People who can come."""

    def __init__(self, opening: Opening) -> None:
        self._opening = opening

    def call(self) -> None:
        """Ask an attendant to come to this kiosk."""
        from core.attendants import call_attendant  # noqa: PLC0415 - after the first picture

        services = self._opening.services()
        call_attendant(services.database, services.garage, services.kiosk_id)


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
        from core.live import LiveFeed  # noqa: PLC0415 - after the first picture

        services = self._opening.services()
        self._feed = LiveFeed(
            services.database, services.garage, on_change=self._changed, on_lost=self._lost
        )
        self._feed.start()

    def _changed(self, availability: Availability) -> None:
        if self._on_news is not None:
            self._on_news(availability)

    def _lost(self, _reason: str) -> None:
        if self._on_news is not None:
            self._on_news(ConnectionLost())
