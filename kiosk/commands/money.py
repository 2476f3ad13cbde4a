"""All payments: settling them, comparing them with Stripe, and hearing of them sooner."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - Typer reads it at run time
from typing import Annotated

import typer

from kiosk.commands.given import SettingsFile, check_url, fail, sensible, sentences, settings_of

app = typer.Typer()
report = typer.Typer(help="What happened to the money.", no_args_is_help=True)
app.add_typer(report, name="report")

_DAYS = ["%Y-%m-%d"]
NOT_COMPARED = 2
"""The exit code of a report that could not be made."""


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
    from core.ids import RefundId
    from kiosk.settling import (
        RefundUnknownError,
        look_at_refund,
        settle_by_hand,
    )

    loaded = settings_of(settings)
    with sentences(RefundUnknownError):
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
    from core.db.database import Database
    from kiosk.logs import log_to_stderr
    from kiosk.settings import BadSettingsError, load_webhook_settings
    from kiosk.webhooks import PortTakenError, serve

    with sentences(BadSettingsError):
        url, taken_in = load_webhook_settings(settings)
    check_url(url)
    log_to_stderr()
    with Database(url) as database, sentences(PortTakenError):
        serve(database, taken_in.secret, taken_in.port if port is None else port, typer.echo)


@report.command("payments")
def report_payments(
    day: Annotated[
        datetime | None,
        typer.Option(
            formats=_DAYS, callback=sensible, help="A day of the garage; without it, yesterday."
        ),
    ] = None,
    since: Annotated[
        datetime | None,
        typer.Option("--from", formats=_DAYS, callback=sensible, help="The first of several days."),
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option(
            "--to", formats=_DAYS, callback=sensible, help="The last of them; else yesterday."
        ),
    ] = None,
    settings: SettingsFile = None,
) -> None:
    """Compare Stripe with the database, line by line; exit code 1: they differ, 2: not compared."""
    from core.garage_store import UnknownGarageError
    from kiosk.payments_report import NotComparedError, compare_days

    if (day is not None and (since or until)) or (until is not None and since is None):
        fail("Give --day, or --from and --to, or nothing for yesterday.", NOT_COMPARED)
    first, last = day or since, day or until
    loaded = settings_of(settings, NOT_COMPARED)
    with sentences(NotComparedError, UnknownGarageError, exit_code=NOT_COMPARED):
        agree = compare_days(loaded, first and first.date(), last and last.date(), tell=typer.echo)
    raise typer.Exit(0 if agree else 1)
