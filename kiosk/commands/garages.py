"""Garages and their spots, and when they are open."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path  # noqa: TC003 - Typer reads it at run time
from typing import Annotated

import typer

from core.spot_status import SpotStatus  # noqa: TC001 - Typer reads it at run time
from kiosk.commands.given import SettingsFile, database_url, fail, sensible, sentences

garage = typer.Typer(help="The garages in the database.", no_args_is_help=True)
spot = typer.Typer(help="The spots of a garage.", no_args_is_help=True)

_CLOCK_FORMATS = ["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"]
LocalTime = Annotated[
    datetime | None,
    typer.Option(
        "--from",
        formats=_CLOCK_FORMATS,
        callback=sensible,
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
        callback=sensible,
        metavar="TIME",
        help="Until when; without it, until 'kiosk garage open'.",
        show_default=False,
    ),
]
ClosedTime = Annotated[
    datetime | None,
    typer.Option(
        "--at",
        formats=_CLOCK_FORMATS,
        callback=sensible,
        metavar="TIME",
        help="Take back instead the closures of this time that have not begun.",
        show_default=False,
    ),
]


@garage.command()
def load(
    file: Annotated[Path, typer.Argument(help="A garage's TOML file.", show_default=False)],
    settings: SettingsFile = None,
) -> None:
    """Load a garage from a TOML file, new or changed; its spots are added, never dropped."""
    from core.db.database import Database
    from core.garage_file import BadGarageFileError, read_garage_file
    from core.garage_store import GarageConflictError, find_garage, load_garage, removed_spots
    from kiosk.operator_name import operator_name

    database = Database(database_url(settings))
    with database, sentences(BadGarageFileError, GarageConflictError):
        plan = read_garage_file(file)
        added = load_garage(database, plan, actor=operator_name())
        removed = removed_spots(database, find_garage(database, plan.slug), plan)
    typer.echo(f"{plan.name} is loaded: {len(plan.spots)} spots, {added} of them new.")
    for place in removed:
        typer.echo(
            f"Spot {place.number} on floor {place.floor} stays removed; 'kiosk spot set' gives it "
            "back."
        )
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
    from core.closing import NotInTheFutureError
    from core.garage_store import UnknownGarageError
    from kiosk.maintenance import close

    if not reason.strip():
        fail("Say why it is closed: --reason TEXT.")
    url = database_url(settings)
    with sentences(UnknownGarageError, NotInTheFutureError):
        for sentence in close(url, slug, begin, until, reason.strip()):
            typer.echo(sentence)


@garage.command("open")
def open_again(
    slug: Annotated[str, typer.Argument(help="The garage's slug.")],
    at: ClosedTime = None,
    settings: SettingsFile = None,
) -> None:
    """End the closures of this moment; kiosks that run hear of it at once."""
    from core.garage_store import UnknownGarageError
    from kiosk.maintenance import reopen

    url = database_url(settings)
    with sentences(UnknownGarageError):
        for sentence in reopen(url, slug, at):
            typer.echo(sentence)


@spot.command("set")
def set_spot(
    slug: Annotated[str, typer.Argument(metavar="GARAGE", help="The garage's slug.")],
    floor: Annotated[int, typer.Argument(help="Negative below the ground: write -- before it.")],
    number: Annotated[int, typer.Argument(help="As written on the wall.")],
    status: Annotated[SpotStatus, typer.Argument(help="Who may take it from now on.")],
    settings: SettingsFile = None,
) -> None:
    """Take a spot out of service or out for good, keep it back, or give it back to everybody."""
    from core.garage_store import UnknownGarageError
    from core.spots import Place, UnknownSpotError
    from kiosk.maintenance import set_status

    url = database_url(settings)
    with sentences(UnknownGarageError, UnknownSpotError):
        for sentence in set_status(url, slug, Place(floor, number), status):
            typer.echo(sentence)
