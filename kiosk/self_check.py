"""``kiosk --self-check``: a bundle looks whether it is whole, without a world around it.

Shows the welcome screen off screen, makes a ticket, reads the migrations, and says in one line
what it did; exit code 1 and the reason where something is missing.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final

from core.garages import Garage
from core.ids import GarageId
from core.money import Money, currency
from core.periods import stay
from core.vehicles import VehicleType
from ui.ports import ConnectionLost, Ports

SIZE: Final = (1080, 1920)
COLOURS: Final = 8
"""A screen that shows something has more colours than this."""


def self_check() -> int:
    """Check the program's own parts; return the exit code."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    checks = (_commands, _migrations, _ticket, _libraries, _welcome)
    try:
        found = [check() for check in checks]
    except Exception as error:  # noqa: BLE001 - whatever is missing is to be said
        sys.stderr.write(f"kiosk: the bundle is incomplete: {type(error).__name__}: {error}\n")
        return 1
    sys.stdout.write(f"kiosk: {', '.join(found)}.\n")
    return 0


def try_display() -> int:
    """Open a connection to the display and say what it is; Qt ends the process if it cannot."""
    from PySide6.QtGui import QGuiApplication  # noqa: PLC0415 - one command's imports

    app = QGuiApplication(sys.argv[:1])
    size = app.primaryScreen().size()
    sys.stdout.write(f"{app.platformName()} {size.width()}x{size.height()}\n")
    return 0


def _commands() -> str:
    from typer.main import get_group  # noqa: PLC0415 - each check has its own imports

    from kiosk.cli import app  # noqa: PLC0415

    commands = get_group(app).commands
    commands["doctor"].make_context("doctor", ["--settings", "kiosk.toml"])
    return f"{len(commands)} commands"


def _migrations() -> str:
    from core.db import migrate, schema  # noqa: PLC0415 - each check has its own imports

    if migrate.head() != schema.REVISION:
        raise RuntimeError(f"migrations end at {migrate.head()}, not at {schema.REVISION}")
    return f"migrations to {schema.REVISION}"


def _ticket() -> str:
    from core.tickets.codes import new_code  # noqa: PLC0415 - each check has its own imports
    from core.tickets.model import Ticket  # noqa: PLC0415
    from core.tickets.pdf import render_ticket  # noqa: PLC0415
    from core.tickets.texts import ENGLISH  # noqa: PLC0415
    from kiosk.paths import FONTS  # noqa: PLC0415

    garage = _garage()
    ticket = Ticket(
        code=new_code(),
        garage_name=garage.name,
        address=garage.address,
        zipcode=garage.zipcode,
        time_zone=garage.time_zone,
        floor=1,
        spot_number=1,
        vehicle_type=VehicleType.COMPACT,
        period=stay(datetime.now(UTC), timedelta(hours=1)),
        price=Money(300, garage.currency),
        card=None,
        waiver="self-check",
        issued_at=datetime.now(UTC),
    )
    return f"a ticket of {len(render_ticket(ticket, ENGLISH, fonts=FONTS))} bytes"


def _libraries() -> str:
    from core.payments.stripe_terminal import StripeTerminal  # noqa: PLC0415

    StripeTerminal("sk_test_self_check", api_url="http://127.0.0.1:9")
    return "the payment library"


def _welcome() -> str:
    from PySide6.QtCore import QEventLoop, QSize  # noqa: PLC0415 - each check has its own imports
    from PySide6.QtGui import QGuiApplication  # noqa: PLC0415

    from core.clock import SystemClock  # noqa: PLC0415
    from ui.jobs import Jobs  # noqa: PLC0415
    from ui.presenting.opening import opening_view_model  # noqa: PLC0415
    from ui.screen_files import ScreenFiles  # noqa: PLC0415
    from ui.setup import Setup  # noqa: PLC0415
    from ui.visit import Visit  # noqa: PLC0415
    from ui.window import Window  # noqa: PLC0415

    app = QGuiApplication(sys.argv[:1])
    jobs, clock, setup = Jobs(), SystemClock(), Setup(_garage(), "self-check")
    view_model = opening_view_model(setup, clock.now())
    window = Window(app, ScreenFiles(), view_model)
    problems: list[str] = []
    window.warned.connect(problems.append)
    loop = QEventLoop()
    window.first_frame.connect(loop.quit)
    window.show(QSize(*SIZE))
    loop.exec()
    visit = Visit(view_model, setup=setup, ports=_no_ports(), jobs=jobs, clock=clock)
    window.open(visit.screens)
    while not (window.is_complete or problems):
        app.processEvents()
    image = window.quick.grabWindow()
    colours = {
        image.pixel(x, y) for x in range(0, image.width(), 9) for y in range(0, image.height(), 9)
    }
    jobs.close()
    window.close()
    if problems:
        raise RuntimeError(problems[0])
    if len(colours) < COLOURS:
        raise RuntimeError("the welcome screen is empty")
    return f"a welcome screen of {image.width()}x{image.height()} in {len(colours)} colours"


def _garage() -> Garage:
    return Garage(
        id=GarageId(1),
        slug="self-check",
        name="Self-check",
        address="1 Example Street",
        zipcode="00000",
        time_zone="Europe/Berlin",
        currency=currency("EUR"),
        rates=dict.fromkeys(VehicleType, Decimal("3.00")),
        step=timedelta(minutes=30),
    )


def _no_ports() -> Ports:
    """Return ports that nobody calls: the visit is never started."""
    nothing: object = ConnectionLost()
    return Ports(*[nothing] * 6)  # type: ignore[arg-type] # see above
