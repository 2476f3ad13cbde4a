"""``kiosk refund CODE``: what an operator types, and what is said."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

import pytest
from sqlalchemy import text

from kiosk.demo.stripe_simulator import Fault, FaultKind
from kiosk.services import open_services
from kiosk.settings import load_settings
from tests.kiosk.test_cli import kiosk, write_settings

if TYPE_CHECKING:
    from pathlib import Path

    from core.outcomes import Hold
    from kiosk.demo.stripe_simulator import StripeSimulator
    from tests.core.shop import Shop

SOON_S: Final = 10
WHY: Final = ("--reason", "the lift is broken")


@pytest.fixture
def settings(tmp_path: Path, shop: Shop, simulator: StripeSimulator) -> Path:
    file = write_settings(tmp_path, shop.database.url)
    wired = file.read_text(encoding="utf-8").replace("http://127.0.0.1:9", simulator.url)
    file.write_text(wired.replace('"riverside"', '"small"'), encoding="utf-8")
    return file


def code_of(shop: Shop, hold: Hold) -> str:
    query = text("SELECT code FROM tickets WHERE reservation_id = :id")
    return str(
        shop.database.statement(
            lambda connection: connection.scalar(query, {"id": hold.reservation_id})
        )
    )


def test_all_of_it_goes_back_and_the_ticket_tells_it(settled: Shop, settings: Path) -> None:
    code = code_of(settled, settled.sell())

    result = kiosk("refund", code, *WHY, "-s", settings)
    shown = kiosk("ticket", code, "-s", settings)

    assert result.exit_code == 0, result.output
    assert result.output == ("3.00 EUR go back to the card; the bank shows it within some days.\n")
    assert "refund   3.00 EUR at " in shown.output
    assert ", succeeded (the lift is broken)\nstatus   paid\n" in shown.output


def test_a_part_goes_back_and_the_stay_ends(settled: Shop, settings: Path) -> None:
    hold = settled.sell()
    code = code_of(settled, hold)

    result = kiosk("refund", code, "--amount", "1.00", "--end-stay", *WHY, "-s", settings)
    shown = kiosk("ticket", code, "-s", settings)

    assert result.output == (
        "The stay is over, its spot is free, and the ticket is no longer good.\n"
        "1.00 EUR go back to the card; the bank shows it within some days.\n"
    )
    assert "status   completed, no longer good" in shown.output


@pytest.mark.parametrize(
    ("amount", "sentence"),
    [
        ("0", "The amount must be above zero; 3.00 EUR can be given back."),
        ("-1.00", "The amount must be above zero; 3.00 EUR can be given back."),
        ("3.01", "That is more than was paid and is left; 3.00 EUR can be given back."),
        ("3.00 USD", "The ticket was paid in EUR; give the amount in it."),
        ("", "'' is no amount of money; write it like 3.00 or 3.00 EUR."),
        ("all", "'all' is no amount of money; write it like 3.00 or 3.00 EUR."),
    ],
)
def test_an_amount_that_cannot_go_back_is_one_sentence(
    settled: Shop, settings: Path, amount: str, sentence: str
) -> None:
    code = code_of(settled, settled.sell())

    result = kiosk("refund", code, f"--amount={amount}", *WHY, "-s", settings)

    assert (result.exit_code, result.output) == (1, f"kiosk: {sentence}\n")
    assert settled.control.refunds() == []


@pytest.mark.parametrize(
    ("words", "question"),
    [
        ((), "Give 2.00 EUR back of the 3.00 EUR for spot 1 on floor 1 from "),
        (("--amount", "0.50"), "Give 0.50 EUR back of the 3.00 EUR for spot 1 on floor 1 from "),
    ],
    ids=["all that is left", "a part"],
)
def test_in_a_terminal_it_asks_first_and_does_nothing_on_a_no(
    settled: Shop,
    settings: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    question: str,
) -> None:
    hold = settled.sell()
    settled.refund(hold, 100)
    command = ("refund", code_of(settled, hold), *words, "--end-stay", *WHY, "-s", settings)
    monkeypatch.setattr("kiosk.commands.given.in_a_terminal", lambda: True)

    no = kiosk(*command, typed="n\n")
    unanswered = kiosk(*command, typed="")

    assert (no.exit_code, unanswered.exit_code) == (1, 1)
    assert no.stderr.startswith(question)
    assert no.stderr.endswith("kiosk: Nothing was given back.\n")
    assert " and end the stay? [y/N]:" in no.stderr
    assert settled.refunds() == [("succeeded", 100)]
    assert settled.state_of(hold) == ("paid", "captured")

    assert kiosk(*command, "--yes").exit_code == 0
    assert len(settled.refunds()) == 2


def test_where_no_money_is_left_it_asks_only_whether_the_stay_ends(
    settled: Shop, settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold = settled.sell()
    settled.refund(hold, None)
    monkeypatch.setattr("kiosk.commands.given.in_a_terminal", lambda: True)
    command = ("refund", code_of(settled, hold), "--end-stay", *WHY, "-s", settings)

    result = kiosk(*command, typed="n\n")

    assert result.stderr.startswith("End the stay on spot 1 on floor 1 from ")
    assert "? No money goes back. [y/N]:" in result.stderr
    assert result.exit_code == 1
    assert settled.state_of(hold) == ("paid", "captured")

    asked = kiosk(*command, "--amount", "3.00", typed="n\n")

    assert asked.stderr == result.stderr


@pytest.mark.parametrize(
    "words",
    [("--amount=0", *WHY), ("--amount=3.01", *WHY), ("--reason", "\x1b")],
    ids=["no amount", "too much", "no reason"],
)
def test_what_will_be_refused_is_not_asked(
    settled: Shop, settings: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    hold = settled.sell()
    monkeypatch.setattr("kiosk.commands.given.in_a_terminal", lambda: True)

    result = kiosk("refund", code_of(settled, hold), "--end-stay", *words, "-s", settings)

    assert result.exit_code == 1
    assert "[y/N]" not in result.stderr
    assert settled.state_of(hold) == ("paid", "captured")


def test_a_reason_is_one_line_of_the_books(settled: Shop, settings: Path) -> None:
    code = code_of(settled, settled.sell())

    kiosk("refund", code, "--reason", "the lift\n\x1b[31mis\tbroken", "-s", settings)

    assert "(the lift [31mis broken)" in kiosk("ticket", code, "-s", settings).output


def test_a_yes_in_a_terminal_gives_it_back(
    settled: Shop, settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.commands.given.in_a_terminal", lambda: True)

    result = kiosk("refund", code_of(settled, settled.sell()), *WHY, "-s", settings, typed="y\n")

    assert result.stdout.endswith(
        "3.00 EUR go back to the card; the bank shows it within some days.\n"
    )


@pytest.mark.parametrize(
    "command",
    [("refund", "--payment", "1", *WHY), ("settle",), ("settle", "--refund", "1")],
    ids=["refund", "settle", "settle one"],
)
def test_no_money_moves_in_tables_of_another_version(
    settled: Shop, settings: Path, command: tuple[str, ...]
) -> None:
    settled.sell()
    settled.execute("UPDATE alembic_version SET version_num = '9999'")

    result = kiosk(*command, "-s", settings)

    assert result.output == (
        "kiosk: The database is at revision 9999, newer than this program; update the program.\n"
    )
    assert settled.control.refunds() == []


def test_what_goes_wrong_meanwhile_is_told_with_its_facts_on_the_standard_error(
    settled: Shop, settings: Path
) -> None:
    code = code_of(settled, settled.sell())
    settled.control.inject(Fault(kind=FaultKind.DROP_BEFORE, path="/v1/refunds", times=2))

    result = kiosk("refund", code, *WHY, "-s", settings)

    assert "refund waits refund=1 error='Stripe cannot be reached'" in result.stderr
    assert result.stdout == (
        "The refund of 3.00 EUR is decided, but not sent yet (Stripe cannot be reached); a kiosk "
        "that runs sends it, or 'kiosk settle'.\n"
    )


def test_a_user_without_a_name_gives_money_back(
    settled: Shop, settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("os.getuid", lambda: 54321)

    result = kiosk("refund", code_of(settled, settled.sell()), *WHY, "-s", settings)

    assert result.output.startswith("3.00 EUR go back to the card;")


def test_a_second_refund_of_all_is_refused(settled: Shop, settings: Path) -> None:
    code = code_of(settled, settled.sell())
    kiosk("refund", code, *WHY, "-s", settings)

    result = kiosk("refund", code, *WHY, "-s", settings)

    assert result.exit_code == 1
    assert result.output == ("kiosk: All 3.00 EUR are given back already; nothing is left.\n")


def test_a_ticket_that_was_free_is_told_as_such(settled: Shop, settings: Path) -> None:
    hold = settled.hold()
    settled.reservations.waive(hold.reservation_id, reason="a test")

    result = kiosk("refund", code_of(settled, hold), *WHY, "-s", settings)

    assert result.output == (
        "kiosk: This ticket was not charged (a test); there is nothing to give back.\n"
    )


def test_the_stay_of_a_ticket_whose_money_went_back_before_can_still_be_ended(
    settled: Shop, settings: Path
) -> None:
    code = code_of(settled, settled.sell())
    kiosk("refund", code, *WHY, "-s", settings)

    result = kiosk("refund", code, "--end-stay", *WHY, "-s", settings)

    assert result.exit_code == 0
    assert result.output == (
        "The stay is over, its spot is free, and the ticket is no longer good.\n"
        "All 3.00 EUR are given back already; nothing is left.\n"
    )


def test_a_ticket_that_is_never_charged_is_told_by_the_doctor_and_its_stay_can_be_ended(
    shop: Shop, settings: Path
) -> None:
    code = code_of(shop, shop.sell_for_nothing())
    shop.run_out_of_lease()

    settled = kiosk("settle", "-s", settings)
    seen = kiosk("doctor", "-s", settings)
    shown = kiosk("ticket", code, "-s", settings)
    ended = kiosk("refund", "--payment", "1", "--end-stay", *WHY, "-s", settings)

    assert "payment 1, 3.00 EUR: lost (the authorisation ended before the" in settled.stdout
    assert "Tickets never charged: 1, such as payment 1 of 3.00 EUR" in seen.output
    assert "'kiosk refund --payment 1 --end-stay --reason ...'" in seen.output
    assert "price    3.00 EUR, never charged: the card's authorisation ended" in shown.output
    assert ended.output == (
        "The stay is over, its spot is free, and the ticket is no longer good.\n"
        "This ticket was not charged; there is nothing to give back.\n"
    )


def test_an_unknown_ticket_is_told_as_such(settings: Path) -> None:
    result = kiosk("refund", "7K3M-Q9TX-2B4D-HHRJ", *WHY, "-s", settings)

    assert (result.exit_code, result.output) == (
        1,
        "kiosk: The database has no ticket with this code.\n",
    )


def test_what_the_report_names_is_shown_and_given_back_without_the_code(
    settled: Shop, settings: Path
) -> None:
    settled.sell()
    code = code_of(settled, settled.sell())

    shown = kiosk("ticket", "--payment", "2", "-s", settings)
    given = kiosk("refund", "--payment", "2", *WHY, "-s", settings)

    assert "price    3.00 EUR, paid by card" in shown.output
    assert code not in shown.output
    assert given.output.startswith("3.00 EUR go back to the card;")
    assert "refund   3.00 EUR at " in kiosk("ticket", code, "-s", settings).output
    assert "refund" not in kiosk("ticket", "--payment", "1", "-s", settings).output


NAMED_ONCE = (
    "Give just one of these: the code on the paper, --payment or --reservation with its number."
)


@pytest.mark.parametrize("command", [("ticket",), ("refund", *WHY)], ids=["ticket", "refund"])
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), NAMED_ONCE),
        (("7K3M-Q9TX-2B4D-HHRJ", "--payment", "1"), NAMED_ONCE),
        (("--reservation", "1", "--payment", "1"), NAMED_ONCE),
        (("--payment", "9"), "The database has no ticket for payment 9."),
        (("--reservation", "9"), "The database has no ticket for reservation 9."),
    ],
    ids=["not at all", "twice", "twice by number", "unknown payment", "unknown reservation"],
)
def test_a_ticket_that_is_not_named_is_one_sentence(
    settings: Path, command: tuple[str, ...], words: tuple[str, ...], sentence: str
) -> None:
    result = kiosk(*command, *words, "-s", settings)

    assert (result.exit_code, result.output) == (1, f"kiosk: {sentence}\n")


def test_with_stripe_away_it_is_decided_and_settled_later(settled: Shop, settings: Path) -> None:
    code = code_of(settled, settled.sell())
    settled.control.inject(Fault(kind=FaultKind.DROP_BEFORE, path="/v1/refunds", times=2))

    result = kiosk("refund", code, *WHY, "-s", settings)
    later = kiosk("settle", "-s", settings)

    assert result.exit_code == 0
    assert result.stdout.startswith("The refund of 3.00 EUR is decided, but not sent yet (")
    assert later.output == ("Taken up: payments 0, refunds 1.\nrefund 1, 3.00 EUR: succeeded\n")
    assert settled.refunds() == [("succeeded", 300)]


def test_settling_by_hand_says_what_became_of_each_and_why_it_still_waits(
    shop: Shop, settings: Path
) -> None:
    shop.sell()
    shop.sell()
    shop.execute("UPDATE payments SET state = 'committed', lease_expires_at = now()")
    shop.execute("UPDATE payments SET intent_id = 'pi_gone', capture_tries = 7 WHERE id = 2")

    result = kiosk("settle", "-s", settings)

    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[:2] == [
        "Taken up: payments 2, refunds 0.",
        "payment 1, 3.00 EUR: captured",
    ]
    assert lines[2].startswith("payment 2, 3.00 EUR: still committed (No such payment_intent: ")
    assert 'capture refused payment=2 error="No such payment_intent:' in result.stderr


def test_settling_by_hand_looks_at_a_refund_that_is_not_due_for_long(
    shop: Shop, settings: Path
) -> None:
    shop.refund(shop.sell())
    shop.execute("UPDATE refunds SET state = 'pending', next_look_at = now() + interval '1 day'")

    assert "refund 1, 3.00 EUR: succeeded" in kiosk("settle", "-s", settings).stdout


def test_a_refund_that_nobody_looks_at_any_more_is_looked_at_by_its_number(
    shop: Shop, settings: Path
) -> None:
    shop.refund(shop.sell("refund_fails"))
    shop.control.advance_clock(61)
    shop.execute("UPDATE refunds SET next_look_at = NULL")

    looked = kiosk("settle", "--refund", "1", "-s", settings)
    unknown = kiosk("settle", "--refund", "2", "-s", settings)

    assert looked.stdout.startswith("refund 1, 3.00 EUR: failed (the bank refused it (")
    assert unknown.output == "kiosk: The database has no refund 2.\n"


def test_a_refund_that_fails_at_once_says_what_to_do(shop: Shop, settings: Path) -> None:
    hold = shop.sell()
    shop.terminal.call(
        "refund",
        shop.control.payment_intents()[0].id,
        hold.price,
        key="by hand",
        metadata={"refund": "0"},
    )

    result = kiosk("refund", code_of(shop, hold), *WHY, "-s", settings)

    assert result.exit_code == 1
    assert result.output.endswith("some of it in the processor's dashboard; nothing is left.\n")


def test_the_doctor_names_a_refund_that_failed(shop: Shop, settings: Path) -> None:
    hold = shop.sell("refund_fails")
    shop.refund(hold)
    assert "ok   money" in kiosk("doctor", "-s", settings).output
    shop.control.advance_clock(61)
    shop.settle_all()

    seen = kiosk("doctor", "-s", settings).output
    assert "FAIL money       Refunds that failed: 1, such as refund 1" in seen

    shop.sell()
    shop.execute("""
        UPDATE payments SET state = 'committed', created_at = now() - interval '2 h' WHERE id = 2
    """)
    seen = kiosk("doctor", "-s", settings).output
    assert "FAIL money       Payments or refunds that wait for too long: 1;" in seen
    assert " Refunds that failed: 1, such as refund 1" in seen
    shop.execute("UPDATE payments SET state = 'captured'")

    shop.refund(hold)
    assert "ok   money" in kiosk("doctor", "-s", settings).output


def test_a_kiosk_that_runs_sends_what_was_decided(
    settled: Shop, settings: Path, simulator: StripeSimulator
) -> None:
    hold = settled.sell()
    simulator.refuse_connections()
    settled.refund(hold)
    simulator.accept_connections()
    settled.run_out_of_lease()

    services = open_services(load_settings(settings))
    try:
        until = time.monotonic() + SOON_S
        while settled.refunds() != [("succeeded", 300)]:
            assert time.monotonic() < until, "nobody sent it"
    finally:
        services.close()
