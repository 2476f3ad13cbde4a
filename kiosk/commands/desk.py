"""The attendants' desk."""

from __future__ import annotations

from typing import Annotated

import typer

from kiosk.commands.given import SettingsFile, database_url, sentences

attendant = typer.Typer(help="Drivers' calls for an attendant.", no_args_is_help=True)


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
    from core.db.database import Database
    from core.garage_store import UnknownGarageError
    from kiosk.desk import listen

    database = Database(database_url(settings), pool_size=1)
    with database, sentences(UnknownGarageError):
        listen(database, garage or [], typer.echo)
