"""``kiosk refund CODE``: money goes back to a card, told in sentences."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, assert_never
from uuid import uuid4

from core.db.database import Database
from core.db.errors import DatabaseUnavailableError
from core.db.schema import check_schema
from core.live import DatabaseBell
from core.money import BadAmountError, Money, parse_money
from core.payments.refund_ledger import RefundLedger, refunds_of
from core.payments.refunding import Refunding
from core.payments.refunds import Decided, RefundRefusal, RefundRequest, RefundState, Refused
from kiosk.logs import warnings_to_stderr
from kiosk.operator_name import operator_name
from kiosk.services import account_of
from kiosk.ticket_lookup import find

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from core.payments.refunds import Refund
    from core.tickets.records import IssuedTicket
    from kiosk.settings import Settings
    from kiosk.ticket_lookup import Meant


STAY_OVER: Final = "The stay is over, its spot is free, and the ticket is no longer good."


class NotRefundedError(RuntimeError):
    """Nothing was given back; the message says why, and what to do."""


def give_back(
    settings: Settings,
    meant: Meant,
    amount: str | None,
    reason: str,
    *,
    end_stay: bool,
    confirmed: Callable[[str], bool] = lambda _: True,
) -> Iterator[str]:
    """Refund a ticket, or a part of it; yield what happened.

    Args:
        settings: whose database and Stripe account.
        meant: which ticket.
        amount: such as ``3.00`` or ``3.00 EUR``, or None for all that is left.
        reason: why.
        end_stay: whether the stay ends, too; also where no money is left to give back.
        confirmed: is asked once, before anything is decided, whether so much is to go back.

    Raises:
        BadTicketCodeError: if the code is none.
        TicketUnknownError: if there is no such ticket.
        NotRefundedError: if nothing is given back, or if that is not known.
        DatabaseUnavailableError, SchemaMismatchError
    """
    with Database(settings.database_url) as database, warnings_to_stderr():
        check_schema(database)  # what moves money is the program that the tables were made for
        issued = find(database, meant)
        request = _request(issued, amount, reason, end_stay=end_stay)
        left = _left(database, issued)
        question = _question(issued, request, left)
        if question is not None and not confirmed(question):
            raise NotRefundedError("Nothing was given back.")
        if request.amount is None and left.minor > 0:
            request = replace(request, amount=left)
        bell = DatabaseBell(database)
        try:
            refunding = Refunding(RefundLedger(database, bell), account_of(settings))
            outcome = refunding.refund(issued.reservation_id, request)
        except DatabaseUnavailableError as error:
            raise NotRefundedError(
                f"{error}\nWhether the refund was decided is not known; 'kiosk ticket' shows it."
            ) from error
        finally:
            bell.close()
    match outcome:
        case Refused(stay_ended=True):
            yield STAY_OVER
            yield _why(outcome, issued)
        case Refused():
            raise NotRefundedError(_why(outcome, issued))
        case Decided(refund):
            if end_stay:
                yield STAY_OVER
            if refund.state is RefundState.FAILED:
                raise NotRefundedError(f"The refund of {refund.amount} failed: {refund.problem}.")
            yield _what_happens(refund)
        case _:
            assert_never(outcome)


def _request(
    issued: IssuedTicket, amount: str | None, reason: str, *, end_stay: bool
) -> RefundRequest:
    try:
        asked = None if amount is None else parse_money(amount, issued.ticket.price.currency)
    except BadAmountError as error:
        raise NotRefundedError(str(error)) from error
    return RefundRequest(
        amount=asked,
        reason=" ".join("".join(one if one.isprintable() else " " for one in reason).split()),
        actor=operator_name(),
        end_stay=end_stay,
        id=uuid4(),
    )


def _left(database: Database, issued: IssuedTicket) -> Money:
    """Return how much of the ticket's price has not gone back. It is checked when it is decided."""
    price = issued.ticket.price
    if issued.ticket.waiver is not None or issued.lost:
        return Money(0, price.currency)
    stay = issued.reservation_id
    refunds = database.statement(lambda connection: refunds_of(connection, stay))
    gone = sum(one.amount.minor for one in refunds if one.state is not RefundState.FAILED)
    return Money(max(price.minor - gone, 0), price.currency)


def _question(issued: IssuedTicket, request: RefundRequest, left: Money) -> str | None:
    """Return what is asked first; None where nothing will happen, and why is said."""
    ticket, goes_back = issued.ticket, request.amount or left
    ends_alone = left.minor <= 0 and request.end_stay
    if not request.reason or not (ends_alone or 0 < goes_back.minor <= left.minor):
        return None
    begins = ticket.period.starts_at.astimezone(ticket.zone).strftime("%Y-%m-%d %H:%M")
    spot = f"spot {ticket.spot_number} on floor {ticket.floor} from {begins}"
    if ends_alone:
        return f"End the stay on {spot}? No money goes back."
    ends = " and end the stay" if request.end_stay else ""
    return f"Give {goes_back} back of the {ticket.price} for {spot}{ends}?"


def _what_happens(refund: Refund) -> str:
    if refund.state is RefundState.SUCCEEDED:
        return f"{refund.amount} go back to the card; the bank shows it within some days."
    if refund.processor_id is not None:
        return f"Stripe has taken the refund of {refund.amount} and works on it."
    if not refund.captured:
        return (
            f"The refund of {refund.amount} is decided; it is sent by itself once the payment "
            "is captured."
        )
    return (
        f"The refund of {refund.amount} is decided, but not sent yet ({refund.problem}); a kiosk "
        "that runs sends it, or 'kiosk settle'."
    )


def _why(refused: Refused, issued: IssuedTicket) -> str:  # noqa: PLR0911 - a sentence for each
    left = refused.left
    why = refused.why
    match why:
        case RefundRefusal.NO_REASON:
            return "Say with --reason why the money goes back."
        case RefundRefusal.NOTHING_CHARGED:
            because = f" ({issued.ticket.waiver})" if issued.ticket.waiver else ""
            return f"This ticket was not charged{because}; there is nothing to give back."
        case RefundRefusal.NOTHING_LEFT:
            return f"All {issued.ticket.price} are given back already; nothing is left."
        case RefundRefusal.NOT_POSITIVE:
            return f"The amount must be above zero; {left} can be given back."
        case RefundRefusal.TOO_MUCH:
            return f"That is more than was paid and is left; {left} can be given back."
        case RefundRefusal.OTHER_CURRENCY:
            return f"The ticket was paid in {issued.ticket.price.currency}; give the amount in it."
        case RefundRefusal.NO_COIN:
            return f"Card networks do not count that finely; {left} can be given back."
        case _:
            assert_never(why)
