"""``kiosk report payments``: both sides of the money, compared day by day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from core.money import Money, currency
from kiosk.payments_report import compare_days
from kiosk.settings import load_settings
from tests.kiosk.test_cli import kiosk, write_settings

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.demo.stripe_simulator import StripeSimulator
    from kiosk.settings import Settings
    from tests.core.shop import Shop

EUR = currency("EUR")
BERLIN = ZoneInfo("Europe/Berlin")
"""Where the garage stands."""


@pytest.fixture
def file(tmp_path: Path, shop: Shop, simulator: StripeSimulator) -> Path:
    file = write_settings(tmp_path, shop.database.url)
    wired = file.read_text(encoding="utf-8").replace("http://127.0.0.1:9", simulator.url)
    file.write_text(wired.replace('"riverside"', '"small"'), encoding="utf-8")
    shop.execute("ALTER TABLE tickets ALTER prints SET DEFAULT 1")  # each comes out of a printer
    return file


@pytest.fixture
def settings(file: Path) -> Settings:
    return load_settings(file)


def told(settings: Settings, *, later: timedelta = timedelta(hours=2)) -> list[str]:
    """Return the report on today as it is given so much later; the last line says the verdict."""
    lines: list[str] = []
    now = datetime.now(BERLIN)
    agree = compare_days(
        settings,
        now.date() - timedelta(days=1),
        (now.astimezone(UTC) + later).astimezone(BERLIN).date(),
        tell=lines.append,
        now=now.astimezone(UTC) + later,
    )
    assert lines[-1].endswith("agree." if agree else "differ.")
    return lines


def test_both_sides_agree_on_a_days_business(shop: Shop, settings: Settings) -> None:
    shop.sell()
    shop.refund(shop.sell(), 100)
    shop.reservations.waive(shop.hold().reservation_id, reason="a test")

    lines = told(settings)

    assert lines[:4] == [
        "database  captured 6.00 EUR, refunded 1.00 EUR, net 5.00 EUR",
        "stripe    captured 6.00 EUR, refunded 1.00 EUR, net 5.00 EUR",
        "database  2 tickets paid for, 1 waived",
        "stripe    2 payments captured",
    ]
    assert len(lines) == 5


def test_what_changed_just_now_is_counted_and_not_compared(shop: Shop, settings: Settings) -> None:
    shop.refund(shop.sell(), 100)
    shop.sell()
    shop.execute("DELETE FROM tickets")

    lines = told(settings, later=timedelta())

    assert lines[-2:-1] == [
        (
            "Payments and refunds that changed in the last 5 minutes are in the sums, but were not "
            "compared: 3."
        )
    ]
    assert lines[-1].endswith("both sides agree.")
    assert told(settings)[-1].endswith("the two sides differ.")


def test_who_left_without_a_paper_is_named_and_found_without_the_code(
    shop: Shop, file: Path, settings: Settings
) -> None:
    printed = shop.sell().reservation_id
    without = shop.sell().reservation_id
    ended = shop.sell()
    shop.refund(ended, 100, end_stay=True)
    given_back = shop.sell()
    shop.refund(given_back, 100)
    waived = shop.hold()
    shop.reservations.waive(waived.reservation_id, reason="a test")
    shop.refund(waived, end_stay=True)
    shop.execute("UPDATE reservations SET status = 'completed' WHERE status = 'cancelled'")
    shop.execute("UPDATE tickets SET prints = 0")
    shop.execute("UPDATE tickets SET prints = 1 WHERE reservation_id = :it", it=printed)

    lines = told(settings)
    new = told(settings, later=timedelta())

    named = [line for line in lines if "never came out of a printer" in line]
    assert named == [
        (
            f"reservation {without}: its ticket never came out of a printer; see 'kiosk ticket "
            f"--reservation {without}'"
        )
    ]
    assert lines[-1].endswith("both sides agree.")
    assert not any("never came out" in line for line in new)
    found = kiosk("ticket", "--reservation", f"{without}", "-s", file)
    assert "printed  0 times" in found.output


def test_a_refund_that_failed_does_not_make_up_for_a_missing_paper(
    shop: Shop, settings: Settings
) -> None:
    shop.refund(shop.sell("refund_fails"))
    shop.execute("UPDATE tickets SET prints = 0")
    before = told(settings)
    shop.control.advance_clock(61)
    shop.settle_all()

    after = told(settings)

    assert not any("never came out" in line for line in before)
    assert any("its ticket never came out of a printer" in line for line in after)


def test_where_no_paper_comes_out_at_all_the_printer_is_named(
    shop: Shop, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.payments_report.MOST_UNPRINTED", 1)
    for _ in range(3):
        shop.sell()
    shop.execute("UPDATE tickets SET prints = 0")

    lines = told(settings)

    assert "and 2 more never came out; look at the printer" in lines


def test_others_in_the_same_account_are_none_of_ours(shop: Shop, settings: Settings) -> None:
    shop.terminal.call("create", Money(999, EUR), key="shop", metadata={"order": "1"})

    assert len(told(settings)) == 3


def test_what_was_refunded_in_the_dashboard_is_told(shop: Shop, settings: Settings) -> None:
    hold = shop.sell()
    intent = shop.control.payment_intents()[0].id
    shop.terminal.call("refund", intent, hold.price, key="by hand", metadata={})

    lines = told(settings)

    refund = shop.control.refunds()[0].id
    assert lines[0].startswith(
        f"payment 1, {refund}: 3.00 EUR were given back, and not by this program;"
    )


def test_a_capture_whose_ticket_is_gone_and_a_ticket_that_nobody_paid_are_told(
    shop: Shop, settings: Settings
) -> None:
    shop.sell()
    shop.execute("DELETE FROM tickets")
    free = shop.hold()
    shop.reservations.waive(free.reservation_id, reason="a test")
    shop.execute("UPDATE reservations SET waiver = NULL")

    lines = told(settings)

    assert "3.00 EUR are captured, and there is no ticket" in lines[0]
    assert lines[1].startswith(f"reservation {free.reservation_id}: there is a ticket, and Stripe")


@pytest.mark.parametrize("known", [True, False], ids=["a payment without a ticket", "unknown"])
def test_a_charge_without_a_ticket_is_told_until_all_of_it_was_given_back_in_the_dashboard(
    shop: Shop, settings: Settings, *, known: bool
) -> None:
    shop.sell()
    shop.execute("DELETE FROM tickets")
    shop.execute("UPDATE payments SET state = 'voided'" if known else "DELETE FROM payments")
    intent = shop.control.payment_intents()[0].id

    lines = []
    for minor in (100, 200):
        shop.terminal.call("refund", intent, Money(minor, EUR), key=f"{minor}", metadata={})
        lines.append(told(settings))

    assert "2.00 EUR are captured, and there is no ticket; refund it" in lines[0][0]
    assert not any(intent in line or "given back" in line for line in lines[0][1:] + lines[1])


def test_a_ticket_that_is_never_charged_is_told_on_the_day_of_its_sale_and_when_it_was_lost(
    shop: Shop, settings: Settings
) -> None:
    shop.sell_for_nothing()
    shop.settle_all()
    intent = shop.control.payment_intents()[0].id
    line = f"payment 1, {intent}: there is a ticket, and Stripe has not taken the money; end the"

    on_its_day = told(settings)
    shop.execute("UPDATE payments SET created_at = created_at - interval '3 days'")
    when_lost = told(settings)

    for lines in (on_its_day, when_lost):
        assert [text[: len(line)] for text in lines if "payment 1" in text] == [line]


def test_a_payment_of_ours_that_the_database_lost_is_told(shop: Shop, settings: Settings) -> None:
    shop.sell()
    shop.execute("DELETE FROM payments")

    lines = told(settings)

    intent = shop.control.payment_intents()[0].id
    assert lines[0].startswith(f"{intent}: 3.00 EUR are captured, and there is no ticket;")


def test_another_account_is_told(shop: Shop, settings: Settings) -> None:
    shop.sell()
    shop.control.reset()

    assert "Stripe does not list it; check that stripe.secret_key" in told(settings)[0]


def test_a_refund_that_failed_or_was_never_sent_is_told(
    shop: Shop, settings: Settings, simulator: StripeSimulator
) -> None:
    failing, waiting = shop.sell("refund_fails"), shop.sell()
    shop.refund(failing)
    shop.control.advance_clock(61)
    shop.settle_all()
    simulator.refuse_connections()
    shop.refund(waiting)
    simulator.accept_connections()

    lines = told(settings)

    assert lines[0].startswith("refund 1, payment 1, re_")
    assert "failed: the bank refused it (expired_or_canceled_card); refund again" in lines[0]
    assert lines[1].startswith("refund 2, payment 2: 3.00 EUR were to be given back more than")


def test_a_payment_that_waits_has_one_line_that_says_the_most(
    shop: Shop, settings: Settings
) -> None:
    shop.sell()
    shop.execute("UPDATE payments SET state = 'committed'")
    waiting = told(settings)
    intent = shop.control.payment_intents()[0].id
    shop.terminal.call("refund", intent, Money(100, EUR), key="by hand", metadata={})
    by_hand = told(settings)
    shop.execute("UPDATE payments SET intent_id = 'pi_gone'")
    shop.control.reset()
    missing = told(settings)

    assert "payment 1" in waiting[0]
    assert "committed for more than an hour" in waiting[0]
    assert "given back, and not by this program" in by_hand[0]
    assert "committed for more than an hour" in by_hand[1]
    (line,) = (line for line in missing if "payment 1" in line)
    assert line.startswith("payment 1, pi_gone: Stripe does not list it;")


def test_a_refund_that_stripe_keeps_for_days_is_told(shop: Shop, settings: Settings) -> None:
    shop.refund(shop.sell())
    shop.execute("UPDATE refunds SET state = 'pending', next_look_at = now()")

    lines = told(settings, later=timedelta(days=6))

    assert any("Stripe works on the refund of 3.00 EUR for days" in line for line in lines)


def test_a_refund_that_stripe_has_lost_or_changed_is_told(shop: Shop, settings: Settings) -> None:
    hold = shop.sell()
    shop.refund(hold, 100)
    shop.refund(hold, 100)
    shop.execute("UPDATE refunds SET stripe_refund_id = 're_gone' WHERE id = 1")
    shop.execute("UPDATE refunds SET amount_minor = 90 WHERE id = 2")

    lines = told(settings)

    assert any("re_gone: Stripe has no such refund of 1.00 EUR" in line for line in lines)
    assert any("0.90 EUR were to be given back, Stripe says 1.00 EUR" in line for line in lines)


def test_more_than_a_page_of_payments_is_read(shop: Shop, settings: Settings) -> None:
    shop.sell()
    for number in range(120):
        shop.terminal.call("create", Money(300, EUR), key=f"{number}", metadata={})

    assert told(settings)[-1].endswith("both sides agree."), "the oldest is on the last page"


def test_stripe_away_is_one_sentence(file: Path, simulator: StripeSimulator) -> None:
    simulator.refuse_connections()
    result = kiosk("report", "payments", "-s", file)
    simulator.accept_connections()

    assert (result.exit_code, result.output) == (
        2,
        "kiosk: Stripe does not answer, so nothing can be said; check the network and try again.\n",
    )


def test_yesterday_is_what_is_compared_where_nothing_is_said(shop: Shop, file: Path) -> None:
    yesterday = datetime.now(shop.garage.zone).date() - timedelta(days=1)

    result = kiosk("report", "payments", "-s", file)

    assert result.exit_code == 0, result.output
    assert result.output.endswith(f"{yesterday}, Europe/Berlin: both sides agree.\n")


def test_differences_end_with_exit_code_1(shop: Shop, file: Path) -> None:
    shop.sell()
    shop.execute("DELETE FROM tickets")
    shop.execute("UPDATE payments SET updated_at = updated_at - interval '1 h'")
    today = datetime.now(shop.garage.zone).date()

    result = kiosk("report", "payments", "--day", f"{today}", "-s", file)

    assert result.exit_code == 1
    assert result.output.endswith("the two sides differ.\n")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--to", "2026-01-01"], "Give --day, or --from and --to, or nothing for yesterday."),
        (
            ["--day", "2026-01-01", "--from", "2026-01-01"],
            "Give --day, or --from and --to, or nothing for yesterday.",
        ),
        (
            ["--from", "2026-01-02", "--to", "2026-01-01"],
            "The last day is before the first; put them the other way round.",
        ),
        (["--day", "2900-01-01"], "That day has not come yet; choose today or an earlier one."),
    ],
)
def test_days_that_make_no_sense_are_one_sentence(
    file: Path, words: list[str], sentence: str
) -> None:
    result = kiosk("report", "payments", *words, "-s", file)

    assert (result.exit_code, result.output) == (2, f"kiosk: {sentence}\n")


def test_today_alone_as_the_first_day_says_what_is_missing(shop: Shop, file: Path) -> None:
    today = datetime.now(shop.garage.zone).date()

    result = kiosk("report", "payments", "--from", f"{today}", "-s", file)

    assert (result.exit_code, result.output) == (
        2,
        "kiosk: Without --to the report ends yesterday; give --to, or --day.\n",
    )


def test_a_night_of_25_hours_is_one_day(shop: Shop, settings: Settings) -> None:
    """The hour that comes twice belongs to the day, whichever of the two it is."""
    shop.sell()
    shop.execute(
        "UPDATE payments SET created_at = '2025-10-26 22:59Z', updated_at = '2025-10-26 22:59Z'"
    )
    day = datetime(2025, 10, 26, tzinfo=UTC).date()
    lines: list[str] = []

    assert not compare_days(settings, day, day, tell=lines.append)
    assert "Stripe does not list it" in lines[0]
    assert "database  1 tickets paid for, 0 waived" in lines
