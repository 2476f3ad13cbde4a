"""``kiosk report payments``: a line for each difference between Stripe and the database."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final, assert_never

from core.db.database import Database
from core.garage_store import find_garage
from core.money import Money
from core.payments.books import compare_day, stuck_before, time_of, unprinted_within
from core.payments.differences import AT_REST, Books, DifferenceKind
from core.payments.provider import ProviderError, ProviderUnreachableError
from core.periods import Period
from kiosk.services import account_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from zoneinfo import ZoneInfo

    from core.ids import PaymentId, ReservationId
    from core.payments.differences import Difference
    from kiosk.settings import Settings


MOST_UNPRINTED: Final = 20
"""So many tickets without a paper are named; where there are more, the printer is the trouble."""


class NotComparedError(RuntimeError):
    """The two sides could not be compared; the message says why, and what to do."""


def compare_days(
    settings: Settings,
    first: date | None,
    last: date | None,
    *,
    tell: Callable[[str], object],
    now: datetime | None = None,
) -> bool:
    """Compare day after day, telling each difference as it is found; return whether all agree.

    Args:
        settings: whose database, Stripe account and garage; the days are this garage's.
        first: the first day; None is yesterday.
        last: the last day; None is yesterday.
        tell: is given each line.
        now: the time of day, if it is not the database's.

    Raises:
        NotComparedError: if there are no such days, or if Stripe cannot be read.
        UnknownGarageError, DatabaseUnavailableError, SchemaMismatchError
    """
    account = account_of(settings)
    ours, theirs, moving, agree = Books(), Books(), 0, True
    unprinted: list[ReservationId] = []
    with Database(settings.database_url, pool_size=1) as database:
        zone = find_garage(database, settings.garage).zone
        now = now or time_of(database)
        yesterday = now.astimezone(zone).date() - timedelta(days=1)
        if last is None and first is not None and first > yesterday:
            raise NotComparedError("Without --to the report ends yesterday; give --to, or --day.")
        first, last = first or yesterday, last or yesterday
        _check(first, last, now.astimezone(zone).date())
        end = _day(last, zone).ends_at
        named: set[PaymentId | None] = set()
        for day in _days(first, last):
            period = _day(day, zone)
            with _stripe_answers():
                compared = compare_day(
                    database, account, period, now=now, live=settings.stripe.live
                )
            unprinted += unprinted_within(database, period, now=now)
            ours, theirs = ours + compared.ours, theirs + compared.theirs
            moving += compared.moving
            for difference in compared.differences:
                agree = False
                tell(line_of(difference))
                of_refund = difference.refund_id is not None
                if not of_refund and difference.kind is not DifferenceKind.REFUND_UNKNOWN:
                    named.add(difference.payment_id)
        for stuck in stuck_before(database, end, now=now):
            # What is known of a payment says more than that it waits.
            if stuck.refund_id is not None or stuck.payment_id not in named:
                agree = False
                tell(line_of(stuck))
    for line in (*_never_printed(unprinted), *_sums(ours, theirs)):
        tell(line)
    if moving:
        minutes = AT_REST // timedelta(minutes=1)
        tell(
            f"Payments and refunds that changed in the last {minutes} minutes are in the sums, but "
            f"were not compared: {moving}."
        )
    days = f"{first}" if first == last else f"{first} to {last}"
    tell(f"{days}, {zone}: " + ("both sides agree." if agree else "the two sides differ."))
    return agree


@contextmanager
def _stripe_answers() -> Iterator[None]:
    """Say what to do where it does not."""
    try:
        yield
    except ProviderUnreachableError as error:
        raise NotComparedError(
            "Stripe does not answer, so nothing can be said; check the network and try again."
        ) from error
    except ProviderError as error:
        raise NotComparedError(f"{error}; check stripe.secret_key and its rights.") from error


def line_of(difference: Difference) -> str:
    """Return what is different, and what to do about it."""
    return f"{_subject(difference)}: {_sentence(difference)}"


def _subject(difference: Difference) -> str:
    words = []
    if difference.reservation_id is not None:
        words.append(f"reservation {difference.reservation_id}")
    if difference.refund_id is not None:
        words.append(f"refund {difference.refund_id}")
    if difference.payment_id is not None:
        words.append(f"payment {difference.payment_id}")
    if difference.processor_id is not None:
        words.append(difference.processor_id)
    return ", ".join(words)


def _sentence(difference: Difference) -> str:  # noqa: C901, PLR0911, PLR0912 - one for each kind
    kind, ours, theirs = difference.kind, difference.ours, difference.theirs
    match kind:
        case DifferenceKind.CAPTURED_WITHOUT_TICKET:
            return f"{theirs} are captured, and there is no ticket; refund it in Stripe's dashboard"
        case DifferenceKind.TICKET_WITHOUT_CAPTURE:
            return (
                "there is a ticket, and Stripe has not taken the money; end the stay, or let it be"
            )
        case DifferenceKind.CAPTURED_AFTER_ALL:
            return (
                f"{theirs} are captured, although the authorisation seemed to have ended; if its "
                "stay was ended, refund it in Stripe's dashboard"
            )
        case DifferenceKind.AMOUNTS_DIFFER:
            return f"the ticket costs {ours}, Stripe took {theirs}; refund or write off the rest"
        case DifferenceKind.AUTHORISED_UNKNOWN:
            return f"{theirs} are kept on a card for nothing; cancel it in Stripe's dashboard"
        case DifferenceKind.INTENT_UNKNOWN:
            return (
                "the database has no such payment, and nothing is charged; find out whether "
                "another database uses this Stripe account"
            )
        case DifferenceKind.INTENT_MISSING:
            return (
                "Stripe does not list it; check that stripe.secret_key is this account's and mode's"
            )
        case DifferenceKind.MODES_MIXED:
            return "live and test are mixed up; check stripe.secret_key"
        case DifferenceKind.PAYMENT_STUCK:
            return (
                f"{ours} are {difference.state} for more than an hour; run 'kiosk settle', and "
                "look at the log"
            )
        case DifferenceKind.REFUND_UNKNOWN:
            return (
                f"{theirs} were given back, and not by this program; note who did it in Stripe's "
                "dashboard, and do not refund the ticket again"
            )
        case DifferenceKind.REFUND_MISSING:
            return f"Stripe has no such refund of {ours}; check that the key is this account's"
        case DifferenceKind.REFUND_AMOUNTS_DIFFER:
            return f"{ours} were to be given back, Stripe says {theirs}; look at Stripe's dashboard"
        case DifferenceKind.REFUND_STATES_DIFFER:
            return (
                f"Stripe says that the refund of {ours} failed, the database says otherwise; run "
                f"'kiosk settle --refund {difference.refund_id}'"
            )
        case DifferenceKind.REFUND_MADE_AFTER_ALL:
            return (
                f"the refund of {ours} failed here, and Stripe says that it is "
                f"{difference.state}; do not give the money back again"
            )
        case DifferenceKind.REFUND_STUCK:
            return (
                f"{ours} were to be given back more than an hour ago ({difference.problem}); run "
                "'kiosk settle', and look at the log"
            )
        case DifferenceKind.REFUND_SLOW:
            return (
                f"Stripe works on the refund of {ours} for days; look in Stripe's dashboard what "
                "it waits for, and tell the driver"
            )
        case DifferenceKind.REFUND_FAILED:
            return f"the refund of {ours} failed: {difference.problem}"
        case _:
            assert_never(kind)


def _never_printed(reservations: Sequence[ReservationId]) -> Iterator[str]:
    """Yield whose drivers left without a paper; it is no difference, but they may ask for one."""
    for reservation in reservations[:MOST_UNPRINTED]:
        yield (
            f"reservation {reservation}: its ticket never came out of a printer; see 'kiosk ticket "
            f"--reservation {reservation}'"
        )
    if len(reservations) > MOST_UNPRINTED:
        yield f"and {len(reservations) - MOST_UNPRINTED} more never came out; look at the printer"


def _sums(ours: Books, theirs: Books) -> Iterator[str]:
    for code in sorted({*ours.captured, *theirs.captured, *ours.refunded, *theirs.refunded}):
        for name, books in (("database", ours), ("stripe", theirs)):
            captured, refunded = books.captured[code], books.refunded[code]
            yield (
                f"{name:<9} captured {Money(captured, code)}, refunded {Money(refunded, code)}, "
                f"net {Money(captured - refunded, code)}"
            )
    yield f"database  {ours.sold} tickets paid for, {ours.waived} waived"
    yield f"stripe    {theirs.sold} payments captured"


def _check(first: date, last: date, today: date) -> None:
    if last < first:
        raise NotComparedError("The last day is before the first; put them the other way round.")
    if last > today:
        raise NotComparedError("That day has not come yet; choose today or an earlier one.")


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += timedelta(days=1)


def _day(day: date, zone: ZoneInfo) -> Period:
    """Return the day on the garage's wall clock: 23 or 25 hours where the clocks are changed."""
    starts, ends = (
        datetime.combine(when, time.min, zone).astimezone(UTC)
        for when in (day, day + timedelta(days=1))
    )
    return Period(starts, ends)
