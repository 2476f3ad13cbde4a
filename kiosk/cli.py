"""Every command. Each says in its help what it does, and ends with one sentence where it fails."""

from __future__ import annotations

from typing import Annotated

import typer

from kiosk import __version__
from kiosk.commands import database, desk, garages, money, running, tickets

app = typer.Typer(
    help="A parking-garage kiosk.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for commands in (running.app, money.app, tickets.app):
    app.add_typer(commands)
app.add_typer(database.db, name="db")
app.add_typer(garages.garage, name="garage")
app.add_typer(garages.spot, name="spot")
app.add_typer(desk.attendant, name="attendant")


def _tell_version(asked: bool) -> None:  # noqa: FBT001 - Typer's way
    if asked:
        typer.echo(f"garage-kiosk {__version__}")
        raise typer.Exit


@app.callback()
def main(
    _version: Annotated[  # noqa: FBT002 - Typer's way
        bool,
        typer.Option(
            "--version", callback=_tell_version, is_eager=True, help="Tell the program's version."
        ),
    ] = False,
) -> None:
    """Take the options that belong to no command."""
