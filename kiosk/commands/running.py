"""The kiosk itself, its demo, and what is wrong with it."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - Typer reads it at run time
from typing import Annotated

import typer

from kiosk.commands.given import SettingsFile, settings_of

app = typer.Typer()


@app.command()
def run(settings: SettingsFile = None) -> None:
    """Show the kiosk on this machine's display until it is ended."""
    from kiosk.start import start

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
    from kiosk.demo.commands import run_demo

    raise typer.Exit(run_demo(tour=tour, fresh=fresh))


@app.command()
def doctor(settings: SettingsFile = None) -> None:
    """Look at everything that the kiosk needs, one line each; exit code 1 where one fails."""
    from kiosk.doctor import examine

    loaded = settings_of(settings)
    well = True
    for finding in examine(loaded):
        well = well and finding.well
        typer.echo(f"{'ok  ' if finding.well else 'FAIL'} {finding.name:<11} {finding.says}")
    raise typer.Exit(0 if well else 1)
