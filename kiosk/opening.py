"""Opening the kiosk behind its window: connects in the background until it succeeds."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.services import Services
    from kiosk.settings import Settings

BACK_OFF_S: Final = (0.5, 1.0, 2.0, 5.0)


class NotOpenError(RuntimeError):
    """The kiosk is not connected; the message is the last reason."""


class Opening:
    """Gives the services to whoever waits for them.

    ``on_open`` is called once, from the opening's thread.
    """

    def __init__(self, settings: Settings, on_open: Callable[[Services], None]) -> None:
        self.settings = settings
        self._on_open = on_open
        self._services: Services | None = None
        self._reason = "it is starting"
        self._decided = threading.Event()
        """The services are there, or will never be."""
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="opening", daemon=True)

    def start(self) -> None:
        """Begin to connect."""
        self._thread.start()

    @property
    def is_open(self) -> bool:
        """Whether the services are there."""
        return self._services is not None

    def services(self, *, wait_s: float = 5.0) -> Services:
        """Return the services, waiting for them a while.

        Raises:
            NotOpenError: if the kiosk could not connect in time, or never will.
        """
        if not self._decided.wait(wait_s) or self._services is None:
            raise NotOpenError(f"The kiosk is not connected: {self._reason}")
        return self._services

    def stop_working(self) -> None:
        """Let a running payment end at once, so that its lane can be closed."""
        self._closed.set()
        if self._services is not None:
            self._services.payments.close()

    def close(self) -> None:
        """Stop trying, or close what was opened."""
        self._closed.set()
        if self._thread.is_alive():
            self._thread.join(timeout=10)
        if self._services is not None:
            self._services.close()

    def _run(self) -> None:
        # Imported here: half a second of imports that the first picture does not wait for.
        import logging  # noqa: PLC0415

        from core.db.errors import BadAddressError  # noqa: PLC0415
        from kiosk.logs import log_to_stderr  # noqa: PLC0415
        from kiosk.services import open_services  # noqa: PLC0415

        log_to_stderr()
        log = logging.getLogger(__name__)
        failures = 0
        while not self._closed.is_set():
            try:
                services = open_services(self.settings)
            except Exception as error:
                reason = str(error) or type(error).__name__
                if reason != self._reason:
                    expected = isinstance(error, RuntimeError | LookupError)
                    log.warning(
                        "not open", extra={"reason": reason}, exc_info=None if expected else error
                    )
                self._reason = reason
                if isinstance(error, BadAddressError):
                    self._decided.set()
                    return
                self._closed.wait(BACK_OFF_S[min(failures, len(BACK_OFF_S) - 1)])
                failures += 1
            else:
                if self._closed.is_set():
                    services.close()
                    return
                self._services = services
                self._decided.set()
                where = {"garage": services.garage.slug, "kiosk": self.settings.kiosk_name}
                log.info("open", extra=where)
                self._on_open(services)
                return
