"""Every command. Each says in its help what it does, and ends with one sentence where it fails."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from core.spot_status import SpotStatus  # noqa: TC001 - Typer reads it at run time

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiosk.settings import Settings

app = typer.Typer(
    help="A parking-garage kiosk.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
db = typer.Typer(help="The database's schema.", no_args_is_help=True)
garage = typer.Typer(help="The garages in the database.", no_args_is_help=True)
spot = typer.Typer(help="The spots of a garage.", no_args_is_help=True)
attendant = typer.Typer(help="Drivers' calls for an attendant.", no_args_is_help=True)
report = typer.Typer(help="What happened to the money.", no_args_is_help=True)
app.add_typer(db, name="db")
app.add_typer(garage, name="garage")
app.add_typer(spot, name="spot")
app.add_typer(attendant, name="attendant")
app.add_typer(report, name="report")

SettingsFile = Annotated[
    Path | None,
    typer.Option("--settings", "-s", help="The TOML file with the settings.", show_default=False),
]
NOT_COMPARED = 2
"""The exit code of a report that could not be made."""
TicketCode = Annotated[
    str | None,
    typer.Argument(help="The code on the paper, in any grouping and case.", show_default=False),
]
PaymentNumber = Annotated[
    int | None,
    typer.Option(
        "--payment",
        help="Instead of the code: the payment's number in the report.",
        show_default=False,
        min=1,
        max=2**63 - 1,
    ),
]
_CLOCK_FORMATS = ["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"]
LocalTime = Annotated[
    datetime | None,
    typer.Option(
        "--from",
        formats=_CLOCK_FORMATS,
        metavar="TIME",
        help="From when on, on the garage's clock: '2026-12-24 18:00'; without it, now.",
        show_default=False,
    ),
]
UntilTime = Annotated[
    datetime | None,
    typer.Option(
        "--until",
        formats=_CLOCK_FORMATS,
        metavar="TIME",
        help="Until when; without it, until 'kiosk garage open'.",
        show_default=False,
    ),
]


@app.command()
def run(settings: SettingsFile = None) -> None:
    """Show the kiosk on this machine's display until it is ended."""
    from kiosk.start import start  # noqa: PLC0415 - one command's imports

    raise typer.Exit(start(settings))


@app.command()
def demo(
    tour: Annotated[
        Path | None,
        typer.Option(
            help="Do the guided tour without a display, and leave its pictures in this folder.",
            show_default=False,
        ),
    ] = None,
    fresh: Annotated[bool, typer.Option(help="Forget what earlier demos left behind.")] = False,  # noqa: FBT002 - Typer's way
) -> None:
    """Show the kiosk in a world of its own: database, card reader and traffic included."""
    from kiosk.demo.commands import run_demo  # noqa: PLC0415 - one command's imports

    raise typer.Exit(run_demo(tour=tour, fresh=fresh))


@app.command()
def doctor(settings: SettingsFile = None) -> None:
    """Look at everything that the kiosk needs, one line each; exit code 1 where one fails."""
    from kiosk.doctor import examine  # noqa: PLC0415 - one command's imports

    loaded = _settings(settings)
    well = True
    for finding in examine(loaded):
        well = well and finding.well
        typer.echo(f"{'ok  ' if finding.well else 'FAIL'} {finding.name:<11} {finding.says}")
    raise typer.Exit(0 if well else 1)


@app.command()
def settle(
    refund: Annotated[
        int | None,
        typer.Option(
            help="Look at this refund alone, however old it is: its number in the report.",
            show_default=False,
            min=1,
            max=2**63 - 1,
        ),
    ] = None,
    settings: SettingsFile = None,
) -> None:
    """Finish payments and refunds that no kiosk works on, as they were decided."""
    from core.db.errors import DatabaseUnavailableError, SchemaMismatchError  # noqa: PLC0415
    from core.ids import RefundId  # noqa: PLC0415
    from kiosk.settling import (  # noqa: PLC0415 - one command's imports
        RefundUnknownError,
        look_at_refund,
        settle_by_hand,
    )

    loaded = _settings(settings)
    with _sentences(RefundUnknownError, DatabaseUnavailableError, SchemaMismatchError):
        lines = (
            settle_by_hand(loaded) if refund is None else look_at_refund(loaded, RefundId(refund))
        )
        for line in lines:
            typer.echo(line)


@app.command()
def webhooks(
    port: Annotated[
        int | None,
        typer.Option(
            help="On 127.0.0.1, instead of stripe.webhook_port; 0 for any that is free.",
            show_default=False,
            min=0,
            max=65535,
        ),
    ] = None,
    settings: SettingsFile = None,
) -> None:
    """Take Stripe's events in, for all kiosks, so that they ask sooner; until it is ended."""
    from core.db.database import Database  # noqa: PLC0415 - one command's imports
    from core.db.errors import DatabaseUnavailableError, SchemaMismatchError  # noqa: PLC0415
    from kiosk.logs import log_to_stderr  # noqa: PLC0415
    from kiosk.settings import BadSettingsError, load_webhook_settings  # noqa: PLC0415
    from kiosk.webhooks import PortTakenError, serve  # noqa: PLC0415

    with _sentences(BadSettingsError):
        url, taken_in = load_webhook_settings(settings)
    _check_address(url)
    log_to_stderr()
    with (
        Database(url) as database,
        _sentences(DatabaseUnavailableError, SchemaMismatchError, PortTakenError),
    ):
        serve(database, taken_in.secret, taken_in.port if port is None else port, typer.echo)


@app.command()
def ticket(
    code: TicketCode = None,
    again: Annotated[  # noqa: FBT002 - Typer's way
        bool, typer.Option("--print", help="Print it again on this kiosk's printer.")
    ] = False,
    payment: PaymentNumber = None,
    settings: SettingsFile = None,
) -> None:
    """Show what is known of a ticket, and print it again if that is asked for."""
    from core.db.database import Database  # noqa: PLC0415 - one command's imports
    from core.db.errors import DatabaseUnavailableError, SchemaMismatchError  # noqa: PLC0415
    from core.ids import PaymentId  # noqa: PLC0415
    from core.payments.refund_ledger import refunds_of  # noqa: PLC0415
    from core.tickets.codes import BadTicketCodeError  # noqa: PLC0415
    from kiosk.ticket_lookup import (  # noqa: PLC0415
        NotPrintedError,
        TicketUnknownError,
        find,
        lines_of,
        print_again,
    )

    loaded = _settings(settings) if again else None
    url = _database_url(settings) if loaded is None else loaded.database_url
    with (
        Database(url) as database,
        _sentences(
            BadTicketCodeError,
            TicketUnknownError,
            DatabaseUnavailableError,
            SchemaMismatchError,
            NotPrintedError,
        ),
    ):
        found = find(database, code, None if payment is None else PaymentId(payment))
        stay = found.reservation_id
        refunds = database.statement(lambda connection: refunds_of(connection, stay))
        for line in lines_of(found, refunds):
            typer.echo(line)
        if loaded is not None:
            print_again(database, loaded, found.ticket)
            typer.echo("It has been printed again." if found.prints else "It has been printed.")


@app.command()
def refund(
    *,
    reason: Annotated[str, typer.Option(help="Why, for whoever reads the books.")],
    code: TicketCode = None,
    amount: Annotated[
        str | None,
        typer.Option(help="How much, such as 3.00; without it, all that is left."),
    ] = None,
    end_stay: Annotated[
        bool, typer.Option("--end-stay", help="End the stay, too: the spot is free again.")
    ] = False,
    payment: PaymentNumber = None,
    settings: SettingsFile = None,
) -> None:
    """Give back to the card what was paid for a ticket, or a part of it."""
    from core.db.errors import DatabaseUnavailableError, SchemaMismatchError  # noqa: PLC0415
    from core.ids import PaymentId  # noqa: PLC0415
    from core.tickets.codes import BadTicketCodeError  # noqa: PLC0415 - one command's imports
    from kiosk.giving_back import NotRefundedError, give_back  # noqa: PLC0415
    from kiosk.ticket_lookup import TicketUnknownError  # noqa: PLC0415

    loaded = _settings(settings)
    with _sentences(
        BadTicketCodeError,
        TicketUnknownError,
        NotRefundedError,
        DatabaseUnavailableError,
        SchemaMismatchError,
    ):
        named = None if payment is None else PaymentId(payment)
        for sentence in give_back(
            loaded, code, amount, reason, end_stay=end_stay, payment_id=named
        ):
            typer.echo(sentence)


@report.command("payments")
def report_payments(
    day: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="A day of the garage; without it, yesterday."),
    ] = None,
    since: Annotated[
        datetime | None,
        typer.Option("--from", formats=["%Y-%m-%d"], help="The first of several days."),
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option("--to", formats=["%Y-%m-%d"], help="The last of them; else yesterday."),
    ] = None,
    settings: SettingsFile = None,
) -> None:
    """Compare Stripe with the database, line by line; exit code 1: they differ, 2: not compared."""
    from core.db.errors import DatabaseUnavailableError, SchemaMismatchError  # noqa: PLC0415
    from core.garage_store import UnknownGarageError  # noqa: PLC0415 - one command's imports
    from kiosk.payments_report import NotComparedError, compare_days  # noqa: PLC0415

    if (day is not None and (since or until)) or (until is not None and since is None):
        _fail("Give --day, or --from and --to, or nothing for yesterday.", NOT_COMPARED)
    first, last = day or since, day or until
    loaded = _settings(settings, NOT_COMPARED)
    with _sentences(
        NotComparedError,
        UnknownGarageError,
        DatabaseUnavailableError,
        SchemaMismatchError,
        exit_code=NOT_COMPARED,
    ):
        agree = compare_days(loaded, first and first.date(), last and last.date(), tell=typer.echo)
    raise typer.Exit(0 if agree else 1)


@db.command()
def upgrade(settings: SettingsFile = None) -> None:
    """Bring the schema up to date. Safe to run twice; refused while kiosks run."""
    from core.db import migrate  # noqa: PLC0415 - one command's imports
    from core.db.errors import DatabaseUnavailableError, SchemaMismatchError  # noqa: PLC0415

    url = _database_url(settings)
    with _sentences(DatabaseUnavailableError, SchemaMismatchError, migrate.KiosksRunningError):
        changed = migrate.upgrade(url)
    typer.echo(f"The schema {'is now' if changed else 'was already'} at {migrate.head()}.")


@db.command()
def status(settings: SettingsFile = None) -> None:
    """Say whether the schema is the one that this program needs."""
    from core.db.database import Database  # noqa: PLC0415 - one command's imports
    from core.db.errors import DatabaseUnavailableError, SchemaMismatchError  # noqa: PLC0415
    from core.db.schema import REVISION, check_schema  # noqa: PLC0415

    database = Database(_database_url(settings))
    with database, _sentences(DatabaseUnavailableError, SchemaMismatchError):
        check_schema(database)
    typer.echo(f"The schema is at {REVISION}.")


@db.command("repair")
def repair_free_time(settings: SettingsFile = None) -> None:
    """Put free time right where it is not what the reservations leave, while kiosks sell."""
    from core.db.errors import DatabaseUnavailableError, SchemaMismatchError  # noqa: PLC0415
    from kiosk.maintenance import repair_drift  # noqa: PLC0415 - one command's imports

    url = _database_url(settings)
    with _sentences(DatabaseUnavailableError, SchemaMismatchError):
        for sentence in repair_drift(url):
            typer.echo(sentence)


@spot.command("set")
def set_spot(
    slug: Annotated[str, typer.Argument(metavar="GARAGE", help="The garage's slug.")],
    floor: Annotated[int, typer.Argument(help="Negative below the ground: write -- before it.")],
    number: Annotated[int, typer.Argument(help="As written on the wall.")],
    status: Annotated[SpotStatus, typer.Argument(help="Who may take it from now on.")],
    settings: SettingsFile = None,
) -> None:
    """Take a spot out of service, keep it back for attendants, or give it back to everybody."""
    from core.db.errors import DatabaseUnavailableError, SchemaMismatchError  # noqa: PLC0415
    from core.garage_store import UnknownGarageError  # noqa: PLC0415 - one command's imports
    from core.spots import Place, UnknownSpotError  # noqa: PLC0415 - one command's imports
    from kiosk.maintenance import set_status  # noqa: PLC0415 - one command's imports

    url = _database_url(settings)
    with _sentences(
        UnknownGarageError, UnknownSpotError, DatabaseUnavailableError, SchemaMismatchError
    ):
        for sentence in set_status(url, slug, Place(floor, number), status):
            typer.echo(sentence)


@garage.command()
def load(
    file: Annotated[Path, typer.Argument(help="A garage's TOML file.", show_default=False)],
    settings: SettingsFile = None,
) -> None:
    """Load a garage from a TOML file, new or changed; its spots are added, never dropped."""
    from core.db.database import Database  # noqa: PLC0415 - one command's imports
    from core.db.errors import DatabaseUnavailableError, SchemaMismatchError  # noqa: PLC0415
    from core.garage_file import BadGarageFileError, read_garage_file  # noqa: PLC0415
    from core.garage_store import GarageConflictError, load_garage  # noqa: PLC0415

    database = Database(_database_url(settings))
    with (
        database,
        _sentences(
            BadGarageFileError, GarageConflictError, DatabaseUnavailableError, SchemaMismatchError
        ),
    ):
        plan = read_garage_file(file)
        added = load_garage(database, plan)
    typer.echo(f"{plan.name} is loaded: {len(plan.spots)} spots, {added} of them new.")
    if plan.kept_back:
        kept = ", ".join(f"{count} {kind}" for kind, count in plan.kept_back.items())
        typer.echo(f"Kept back for attendants: {kept}.")
    if plan.week:
        minutes = sum(one.closes - one.opens for one in plan.week)
        typer.echo(f"Open {minutes / 60:g} hours a week.")
    for closure in plan.closures:
        typer.echo(f"Closed for: {closure.reason}.")
    if plan.free_of_charge:
        typer.echo(f"Free of charge, without a card: {', '.join(plan.free_of_charge)}.")
    typer.echo("Kiosks that run take it over by themselves, each between two drivers.")


@garage.command("close")
def close_now(
    slug: Annotated[str, typer.Argument(help="The garage's slug.")],
    reason: Annotated[str, typer.Option(help="Why, in a few words; kept in the log.")],
    begin: LocalTime = None,
    until: UntilTime = None,
    settings: SettingsFile = None,
) -> None:
    """Close a garage that was not planned to be closed; kiosks that run hear of it at once."""
    from core.closing import NotInTheFutureError  # noqa: PLC0415 - one command's imports
    from core.db.errors import DatabaseUnavailableError, SchemaMismatchError  # noqa: PLC0415
    from core.garage_store import UnknownGarageError  # noqa: PLC0415
    from kiosk.maintenance import close  # noqa: PLC0415

    if not reason.strip():
        _fail("Say why it is closed: --reason TEXT.")
    url = _database_url(settings)
    with _sentences(
        UnknownGarageError, NotInTheFutureError, DatabaseUnavailableError, SchemaMismatchError
    ):
        for sentence in close(url, slug, begin, until, reason.strip()):
            typer.echo(sentence)


@garage.command("open")
def open_again(
    slug: Annotated[str, typer.Argument(help="The garage's slug.")],
    settings: SettingsFile = None,
) -> None:
    """End the closures of this moment; kiosks that run hear of it at once."""
    from core.db.errors import DatabaseUnavailableError, SchemaMismatchError  # noqa: PLC0415
    from core.garage_store import UnknownGarageError  # noqa: PLC0415 - one command's imports
    from kiosk.maintenance import reopen  # noqa: PLC0415

    url = _database_url(settings)
    with _sentences(UnknownGarageError, DatabaseUnavailableError, SchemaMismatchError):
        typer.echo(reopen(url, slug))


@attendant.command()
def listen(
    garage: Annotated[
        list[str] | None,
        typer.Option(
            help="Slug of a garage, once for each; without it, all garages.", show_default=False
        ),
    ] = None,
    settings: SettingsFile = None,
) -> None:
    """Show a line for each call of a driver, at the attendants' desk, until it is ended."""
    from core.db.database import Database  # noqa: PLC0415 - one command's imports
    from core.db.errors import DatabaseUnavailableError, SchemaMismatchError  # noqa: PLC0415
    from core.garage_store import UnknownGarageError  # noqa: PLC0415
    from kiosk.desk import listen  # noqa: PLC0415

    database = Database(_database_url(settings), pool_size=1)
    with (
        database,
        _sentences(DatabaseUnavailableError, SchemaMismatchError, UnknownGarageError),
    ):
        listen(database, garage or [], typer.echo)


def _settings(file: Path | None, exit_code: int = 1) -> Settings:
    from kiosk.settings import BadSettingsError, load_settings  # noqa: PLC0415

    with _sentences(BadSettingsError, exit_code=exit_code):
        settings = load_settings(file)
    _check_address(settings.database_url, exit_code)
    return settings


def _database_url(file: Path | None) -> str:
    from kiosk.settings import BadSettingsError, load_database_url  # noqa: PLC0415

    with _sentences(BadSettingsError):
        url = load_database_url(file)
    _check_address(url)
    return url


def _check_address(url: str, exit_code: int = 1) -> None:
    """Check it in full; a kiosk's start, which has no time, looks at it roughly."""
    from core.db.address import check_address  # noqa: PLC0415 - no settings, no imports
    from core.db.errors import BadAddressError  # noqa: PLC0415

    with _sentences(BadAddressError, exit_code=exit_code):
        check_address(url)


@contextmanager
def _sentences(*errors: type[Exception], exit_code: int = 1) -> Iterator[None]:
    """End the command with the error's sentences instead of a trace."""
    try:
        yield
    except errors as error:
        _fail(str(error), exit_code)


def _fail(sentences: str, exit_code: int = 1) -> NoReturn:
    for sentence in sentences.splitlines():
        typer.echo(f"kiosk: {sentence}", err=True)
    raise typer.Exit(exit_code)
