"""One ticket: what is known of it, and giving back what was paid for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kiosk.commands.given import SettingsFile, confirmed, database_url, sentences, settings_of

if TYPE_CHECKING:
    from kiosk.ticket_lookup import Meant

app = typer.Typer()

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

ReservationNumber = Annotated[
    int | None,
    typer.Option(
        "--reservation",
        help="Instead of the code: the reservation's number, in the report or at 'kiosk spot set'.",
        show_default=False,
        min=1,
        max=2**63 - 1,
    ),
]


@app.command()
def ticket(
    code: TicketCode = None,
    again: Annotated[  # noqa: FBT002 - Typer's way
        bool, typer.Option("--print", help="Print it again on this kiosk's printer.")
    ] = False,
    payment: PaymentNumber = None,
    reservation: ReservationNumber = None,
    settings: SettingsFile = None,
) -> None:
    """Show what is known of a ticket, and print it again if that is asked for."""
    from core.db.database import Database
    from core.payments.refund_ledger import refunds_of
    from core.tickets.codes import BadTicketCodeError
    from kiosk.ticket_lookup import (
        NotPrintedError,
        TicketUnknownError,
        find,
        lines_of,
        print_again,
    )

    loaded = settings_of(settings) if again else None
    url = database_url(settings) if loaded is None else loaded.database_url
    with (
        Database(url) as database,
        sentences(BadTicketCodeError, TicketUnknownError, NotPrintedError),
    ):
        found = find(database, _meant(code, payment, reservation))
        stay = found.reservation_id
        refunds = database.statement(lambda connection: refunds_of(connection, stay))
        for line in lines_of(found, refunds):
            typer.echo(line)
        if loaded is not None:
            print_again(database, loaded, found)
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
    reservation: ReservationNumber = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="Do not ask first; in a terminal it does.")
    ] = False,
    settings: SettingsFile = None,
) -> None:
    """Give back to the card what was paid for a ticket, or a part of it."""
    from core.tickets.codes import BadTicketCodeError
    from kiosk.giving_back import NotRefundedError, give_back
    from kiosk.ticket_lookup import TicketUnknownError

    loaded = settings_of(settings)
    with sentences(BadTicketCodeError, TicketUnknownError, NotRefundedError):
        for sentence in give_back(
            loaded,
            _meant(code, payment, reservation),
            amount,
            reason,
            end_stay=end_stay,
            confirmed=lambda question: yes or confirmed(question),
        ):
            typer.echo(sentence)


def _meant(code: str | None, payment: int | None, reservation: int | None) -> Meant:
    from core.ids import PaymentId, ReservationId
    from kiosk.ticket_lookup import Meant

    return Meant(
        code,
        None if payment is None else PaymentId(payment),
        None if reservation is None else ReservationId(reservation),
    )
