"""How a driver's call reaches a person: the operator's own command, and who listens."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from core.attendants import call_attendant
from core.db.errors import DatabaseUnavailableError
from kiosk.opening import NotOpenError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiosk.opening import Opening
    from kiosk.settings import Settings

COMMAND_WITHIN_S: Final = 5.0
OPEN_WITHIN_S: Final = 2.0
"""How long a kiosk that is not connected is waited for."""

log = logging.getLogger(__name__)


class Page:
    """The operator's command on its way to a person; it has begun when this is made.

    Its environment has the call's facts, and none of the kiosk's settings: those hold secrets.
    """

    def __init__(self, command: Sequence[str], *, garage: str, kiosk: str) -> None:
        self._give_up_at = time.monotonic() + COMMAND_WITHIN_S
        self._process: subprocess.Popen[bytes] | None = None
        facts = {
            "CALL_GARAGE": garage,
            "CALL_KIOSK": kiosk,
            "CALL_AT": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        try:
            self._process = subprocess.Popen(  # noqa: S603 - the operator's own, without a shell
                list(command),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=_environment() | facts,
                start_new_session=True,
            )
        except OSError as error:
            log.error("attendant command not started", extra={"reason": str(error)})  # noqa: TRY400 - the reason is the sentence

    def delivered(self) -> bool:
        """Wait for the command's end; return whether it says that a person was told."""
        if self._process is None:
            return False
        try:
            code = self._process.wait(max(0.0, self._give_up_at - time.monotonic()))
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            log.error("attendant command takes too long", extra={"seconds": COMMAND_WITHIN_S})  # noqa: TRY400 - the reason is the sentence
            return False
        if code != 0:
            log.error("attendant command failed", extra={"exit": code})
        return code == 0


def call(settings: Settings, opening: Opening) -> bool:
    """Call by all ways there are; return whether one of them has reached somebody.

    The command needs no database, so that a call gets through when the kiosk is out of service.
    """
    page = None
    if settings.attendant_command:
        page = Page(settings.attendant_command, garage=settings.garage, kiosk=settings.kiosk_name)
    heard = _ring(opening)
    delivered = page is not None and page.delivered()
    if not (heard or delivered):
        log.error("attendant not reached", extra={"kiosk": settings.kiosk_name})
    return heard or delivered


def _ring(opening: Opening) -> bool:
    try:
        services = opening.services(wait_s=OPEN_WITHIN_S)
        return call_attendant(services.database, services.kiosk_id)
    except (NotOpenError, DatabaseUnavailableError) as error:
        log.warning("call not rung", extra={"reason": str(error)})
        return False


def _environment() -> dict[str, str]:
    """Return this process's environment as another program should find it."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("KIOSK_")}
    if getattr(sys, "frozen", False):  # the bundle has pointed the loader at its own libraries
        ours.pop("LD_LIBRARY_PATH", None)
        original = ours.pop("LD_LIBRARY_PATH_ORIG", None)
        if original is not None:
            ours["LD_LIBRARY_PATH"] = original
    return ours
