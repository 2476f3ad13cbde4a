"""``kiosk doctor``: what works here, what does not, and what to do about it."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from core.allocation import find_drift
from core.attendants import anybody_listens
from core.db.database import Database
from core.db.errors import DatabaseUnavailableError, SchemaMismatchError
from core.db.schema import REVISION, check_schema
from core.garage_store import UnknownGarageError, find_garage
from core.ids import ReaderId
from core.payments.books import failed_since, lost_stays, stuck_before, time_of
from core.payments.provider import ProviderError, ProviderUnreachableError
from core.tickets.pdf import FontsMissingError, load_typeface
from kiosk.operation import printer_of
from kiosk.paths import FONTS
from kiosk.services import terminal_of
from kiosk.sizes import SMALLEST_LANDSCAPE, SMALLEST_PORTRAIT, Size, is_large_enough
from kiosk.webhook_server import answers_on

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kiosk.settings import Settings

SKEW_S: Final = 2.0
FAILED_WITHIN: Final = timedelta(days=7)
"""How long a refund that failed is told, where its money is given back in another way."""
DISPLAY_WITHIN_S: Final = 20

_THIS_PROGRAM: Final = (
    (sys.executable,) if getattr(sys, "frozen", False) else (sys.executable, "-m", "kiosk")
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: what was looked at, whether it is well, and what was found or is to be done."""

    name: str
    well: bool
    says: str


class _UnwellError(Exception):
    """The check failed; the message says what to do."""


def examine(settings: Settings) -> Iterator[Finding]:
    """Look at everything that a kiosk needs, one after the other."""
    database = Database(settings.database_url, pool_size=1)
    checks: tuple[tuple[str, Callable[[], str]], ...] = (
        ("database", lambda: _database(database)),
        ("migrations", lambda: _migrations(database)),
        ("garage", lambda: _garage(database, settings)),
        ("spots", lambda: _spots(database)),
        ("money", lambda: _money(database)),
        ("clock", lambda: _clock(database)),
        ("stripe", lambda: _stripe(settings)),
        ("reader", lambda: _reader(settings)),
        *_if_taken_in(settings),
        ("printer", lambda: _printer(settings)),
        ("attendants", lambda: _attendants(database, settings)),
        ("display", lambda: _display(settings)),
        ("fonts", _fonts),
    )
    try:
        for name, check in checks:
            try:
                yield Finding(name, well=True, says=check())
            except (
                _UnwellError,
                DatabaseUnavailableError,
                SchemaMismatchError,
                UnknownGarageError,
                FontsMissingError,
            ) as error:
                yield Finding(name, well=False, says=str(error))
    finally:
        database.close()


def _database(database: Database) -> str:
    version = database.statement(
        lambda connection: connection.execute(
            text("SELECT current_setting('server_version'), current_setting('server_version_num')")
        ).one()
    )
    oldest = 140_000
    if int(version[1]) < oldest:
        raise _UnwellError(f"PostgreSQL {version[0]} is too old; use 14 or newer.")
    return f"PostgreSQL {version[0]} answers"


def _migrations(database: Database) -> str:
    check_schema(database)
    return f"at revision {REVISION}"


def _garage(database: Database, settings: Settings) -> str:
    garage = find_garage(database, settings.garage)
    return f"{garage.name}, {garage.currency}, {garage.time_zone}"


def _spots(database: Database) -> str:
    drifted = find_drift(database)
    if drifted:
        first = drifted[0]
        raise _UnwellError(
            f"{len(drifted)} of them have free time that their reservations do not leave, such as "
            f"spot {first.number} on floor {first.floor} of '{first.garage}'; "
            "run 'kiosk db repair'."
        )
    return "their free time is what the reservations leave"


def _money(database: Database) -> str:
    now = time_of(database)
    stuck = len(stuck_before(database, now, now=now))
    failed = failed_since(database, now - FAILED_WITHIN)
    lost = lost_stays(database, now - FAILED_WITHIN)
    unwell = []
    if stuck:
        unwell.append(
            f"Payments or refunds that wait for too long: {stuck}; run 'kiosk settle', then "
            "'kiosk report payments'."
        )
    if failed:
        first = failed[0]
        unwell.append(
            f"Refunds that failed: {len(failed)}, such as refund {first.id} of {first.amount}: "
            f"{first.problem}."
        )
    if lost:
        first_lost = lost[0]
        unwell.append(
            f"Tickets never charged: {len(lost)}, such as payment {first_lost.id} of "
            f"{first_lost.amount}: the authorisation ended too early. Let them be, or end the "
            f"stay with 'kiosk refund --payment {first_lost.id} --end-stay --reason ...'."
        )
    if unwell:
        raise _UnwellError(" ".join(unwell))
    return "no decision about it waits for more than an hour"


def _clock(database: Database) -> str:
    now = database.statement(
        lambda connection: connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    )
    skew = (datetime.now(UTC) - now).total_seconds()
    if abs(skew) > SKEW_S:
        raise _UnwellError(
            f"this machine is {skew:+.1f} s off the database's clock; set it by NTP "
            "('timedatectl set-ntp true')."
        )
    return f"{skew:+.2f} s beside the database's"


def _stripe(settings: Settings) -> str:
    try:
        terminal_of(settings).reader(ReaderId(settings.stripe.reader))
    except ProviderUnreachableError as error:
        raise _UnwellError("Stripe does not answer; check the network.") from error
    except ProviderError as error:
        raise _UnwellError(f"{error}; check stripe.secret_key and stripe.reader.") from error
    return "live: real money" if settings.stripe.live else "test mode: no real money"


def _reader(settings: Settings) -> str:
    try:
        reader = terminal_of(settings).reader(ReaderId(settings.stripe.reader))
    except ProviderUnreachableError as error:
        raise _UnwellError("not asked, because Stripe does not answer.") from error
    except ProviderError as error:
        raise _UnwellError(f"{error}; check stripe.reader.") from error
    if not reader.online:
        raise _UnwellError("the reader is off line; check its power and network, then restart it.")
    return f"{settings.stripe.reader} is on line"


def _if_taken_in(settings: Settings) -> Iterator[tuple[str, Callable[[], str]]]:
    """Look after webhooks only on a machine that is to take them in."""
    taken_in = settings.stripe.webhooks
    if taken_in is not None:
        yield "webhooks", lambda: _webhooks(taken_in.port)


def _webhooks(port: int) -> str:
    if not answers_on(port):
        raise _UnwellError(
            f"'kiosk webhooks' does not answer on port {port}; start it, or take "
            "stripe.webhook_secret out of the settings."
        )
    return f"events are taken in on port {port}"


def _printer(settings: Settings) -> str:
    state = printer_of(settings.printer).state()
    if not state.can_print:
        raise _UnwellError(state.detail or f"the printer says {state.condition}.")
    return state.detail or state.condition.value.replace("_", " ")


def _attendants(database: Database, settings: Settings) -> str:
    command = settings.attendant_command
    if command:
        if not os.access(command[0], os.X_OK) or Path(command[0]).is_dir():
            raise _UnwellError(f"{command[0]} cannot be run; correct attendant.command.")
        return f"a call runs {command[0]}"
    if not anybody_listens(database):
        raise _UnwellError(
            "nobody would hear a call; run 'kiosk attendant listen' at the attendants' desk, or "
            "set attendant.command."
        )
    return "somebody listens for calls"


def _display(settings: Settings) -> str:
    try:
        tried = subprocess.run(  # noqa: S603 - this program itself
            [*_THIS_PROGRAM, "--try-display"],
            capture_output=True,
            text=True,
            timeout=DISPLAY_WITHIN_S,
            check=False,
            # Else Qt's first line is a notice that there is no UTF-8, instead of what is wrong.
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        )
    except subprocess.TimeoutExpired as error:
        raise _UnwellError("the display does not answer; check that a session runs.") from error
    if tried.returncode != 0:
        said = tried.stderr.strip().splitlines()
        reason = said[0] if said else f"exit {tried.returncode}"
        raise _UnwellError(
            f"no window can be opened ({reason}); start the kiosk within a graphical session, or "
            "set QT_QPA_PLATFORM."
        )
    found = tried.stdout.strip()
    width, _, height = found.rpartition(" ")[2].partition("x")
    panel = Size(int(width), int(height))
    if settings.window is None and not is_large_enough(panel):
        raise _UnwellError(
            f"the display has {panel} pixels, too few to read the screens; use one of at least "
            f"{SMALLEST_PORTRAIT} (portrait) or {SMALLEST_LANDSCAPE} (landscape)."
        )
    return found


def _fonts() -> str:
    load_typeface(FONTS)
    return f"{len(list(FONTS.glob('*.ttf')))} faces"
