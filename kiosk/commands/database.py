"""The database's schema, and what is derived in it."""

from __future__ import annotations

import typer

from kiosk.commands.given import SettingsFile, database_url, sentences

db = typer.Typer(help="The database's schema.", no_args_is_help=True)


@db.command()
def upgrade(settings: SettingsFile = None) -> None:
    """Bring the schema up to date. Safe to run twice; refused while kiosks run."""
    from core.db import migrate

    url = database_url(settings)
    with sentences(migrate.KiosksRunningError):
        changed = migrate.upgrade(url)
    typer.echo(f"The schema {'is now' if changed else 'was already'} at {migrate.head()}.")


@db.command()
def status(settings: SettingsFile = None) -> None:
    """Say whether the schema is the one that this program needs."""
    from core.db.database import Database
    from core.db.schema import REVISION, check_schema

    database = Database(database_url(settings))
    with database, sentences():
        check_schema(database)
    typer.echo(f"The schema is at {REVISION}.")


@db.command("repair")
def repair_free_time(settings: SettingsFile = None) -> None:
    """Put free time right where it is not what the reservations leave, while kiosks sell."""
    from kiosk.maintenance import repair_drift

    url = database_url(settings)
    with sentences():
        for sentence in repair_drift(url):
            typer.echo(sentence)
