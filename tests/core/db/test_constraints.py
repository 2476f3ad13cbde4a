"""What PostgreSQL refuses by itself, whatever the program does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import psycopg
import pytest

from tests.core.db.reservation import NINE_TO_TEN, reserve

if TYPE_CHECKING:
    from collections.abc import Iterator

HASH: Final = "$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA"
PAY: Final = """
    INSERT INTO payments (reservation_id, kiosk_id, reader_id, amount_minor, currency, state,
                          intent_id, lease_expires_at)
    VALUES ({reservation}, 1, '{reader}', 300, 'EUR', '{state}', {intent}, now())
"""


@pytest.fixture
def sql(database_url: str) -> Iterator[psycopg.Connection]:
    """A connection to a garage with two spots, a kiosk, and a spot 1 that is held from 9 to 10."""
    address = database_url.replace("+psycopg", "", 1)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("""
            INSERT INTO garages (slug, name, address, zipcode, time_zone, currency,
                                 rate_compact, rate_regular, rate_large)
            VALUES ('small', 'Small', 'Street', '1', 'UTC', 'EUR', 1, 1, 1);
            INSERT INTO spots (garage_id, floor, number, vehicle_type)
            VALUES (1, 1, 1, 'compact'), (1, 1, 2, 'compact');
            INSERT INTO kiosks (garage_id, name) VALUES (1, 'north');
        """)
        connection.execute(reserve())
        yield connection


def _pay(
    reservation: int = 1, reader: str = "tmr_1", state: str = "new", intent: str = "NULL"
) -> bytes:
    return PAY.format(reservation=reservation, reader=reader, state=state, intent=intent).encode()


@pytest.mark.parametrize(
    "period",
    [
        NINE_TO_TEN,
        "[2030-01-01 09:59Z, 2030-01-01 11:00Z)",
        "[2030-01-01 08:00Z, 2030-01-01 09:01Z)",
        "[2030-01-01 09:10Z, 2030-01-01 09:20Z)",
    ],
    ids=["the same", "the end", "the start", "the middle"],
)
@pytest.mark.parametrize("status", ["held", "paid"])
def test_a_spot_is_never_sold_twice_at_a_time(
    sql: psycopg.Connection, period: str, status: str
) -> None:
    with pytest.raises(psycopg.errors.ExclusionViolation, match="reservations_no_overlap"):
        sql.execute(reserve(period=period, status=status))


@pytest.mark.parametrize(
    "other",
    [
        reserve(period="[2030-01-01 10:00Z, 2030-01-01 11:00Z)"),
        reserve(spot=2),
        reserve(status="cancelled"),
        reserve(status="completed"),
    ],
    ids=["afterwards", "another spot", "cancelled", "completed"],
)
def test_what_shares_no_moment_of_a_spot_is_sold(sql: psycopg.Connection, other: bytes) -> None:
    sql.execute(other)


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        (reserve(2, expires="NULL"), "reservations_hold_check"),
        (reserve(2, status="paid", expires="now()"), "reservations_hold_check"),
        (reserve(2, period="empty"), "reservations_period_check"),
        (reserve(2, period="[2030-01-01, 2030-01-02]"), "reservations_period_check"),
        (reserve(2, period="[2030-01-01, infinity)"), "reservations_period_check"),
        (reserve(2, period="[2030-01-01,)"), "reservations_period_check"),
        (reserve(2).replace(b"300", b"-1"), "reservations_price_minor_check"),
        (reserve(2).replace(b"EUR", b"eur"), "reservations_currency_check"),
        (_pay(state="ready"), "payments_intent_check"),
        (_pay(state="captured"), "payments_intent_check"),
        (_pay().replace(b"300", b"0"), "payments_amount_minor_check"),
        (b"INSERT INTO tickets (reservation_id, code) VALUES (1, 'O')", "tickets_code_check"),
        (b"UPDATE garages SET slug = 'Big Garage'", "garages_slug_check"),
        (b"UPDATE garages SET rate_large = -1", "garages_rates_check"),
        (b"UPDATE garages SET step_minutes = 0", "garages_step_minutes_check"),
        (b"INSERT INTO users (email, password) VALUES ('a@b', 'hunter2')", "users_password_arg"),
        (b"INSERT INTO users (email, password) VALUES ('ab', '$argon2id$')", "users_email_check"),
        (
            b"INSERT INTO attendants (garage_id, login, name, pin) VALUES (1, 'a', 'A', '1234')",
            "attendants_pin_argon2id_check",
        ),
    ],
)
def test_a_row_that_breaks_a_rule_is_refused(
    sql: psycopg.Connection, statement: bytes, constraint: str
) -> None:
    with pytest.raises(psycopg.errors.CheckViolation, match=constraint):
        sql.execute(statement)


def test_a_reservation_of_another_garages_spot_is_refused(sql: psycopg.Connection) -> None:
    with pytest.raises(psycopg.errors.ForeignKeyViolation, match="spot_id_garage_id"):
        sql.execute(reserve(2).replace(b"VALUES (1,", b"VALUES (2,"))


def test_an_address_is_one_account_in_any_case(sql: psycopg.Connection) -> None:
    add = "INSERT INTO users (email, password) VALUES (%s, %s)"
    sql.execute(add, ["Anna@example.org", HASH])

    with pytest.raises(psycopg.errors.UniqueViolation, match="users_email_key"):
        sql.execute(add, ["anna@EXAMPLE.org", HASH])


@pytest.mark.parametrize("state", ["new", "ready", "armed", "committed", "captured"])
def test_a_reservation_has_one_payment_that_may_charge(sql: psycopg.Connection, state: str) -> None:
    sql.execute(_pay(state=state, intent="'pi_1'"))

    with pytest.raises(psycopg.errors.UniqueViolation, match="payments_one_per_reservation_key"):
        sql.execute(_pay(reader="tmr_2"))


@pytest.mark.parametrize("state", ["new", "ready", "armed", "voiding"])
def test_a_reader_has_one_payment_that_may_ask_for_a_card(
    sql: psycopg.Connection, state: str
) -> None:
    sql.execute(reserve(2))
    sql.execute(_pay(state=state, intent="'pi_1'"))

    with pytest.raises(psycopg.errors.UniqueViolation, match="payments_one_per_reader_key"):
        sql.execute(_pay(2))


@pytest.mark.parametrize("state", ["voiding", "voided"])
def test_a_payment_that_was_given_up_makes_room_for_the_next(
    sql: psycopg.Connection, state: str
) -> None:
    sql.execute(_pay(state=state))

    sql.execute(_pay(reader="tmr_2"))


def test_paid_is_what_the_status_says(sql: psycopg.Connection) -> None:
    for status, paid in [("paid", True), ("completed", True), ("cancelled", False)]:
        sql.execute(
            b"UPDATE reservations SET hold_expires_at = NULL, status = '%s'" % status.encode()
        )
        assert sql.execute("SELECT paid FROM reservations").fetchone() == (paid,)


def test_a_promised_spot_is_kept(sql: psycopg.Connection) -> None:
    with pytest.raises(psycopg.errors.RestrictViolation, match="keeps its spot, which was promis"):
        sql.execute("UPDATE reservations SET spot_id = 2")
    assert sql.execute("SELECT spot_id FROM reservations").fetchall() == [(1,)]


def test_a_spot_that_was_not_promised_may_change(sql: psycopg.Connection) -> None:
    sql.execute("UPDATE reservations SET spot_promised = false")

    sql.execute("UPDATE reservations SET spot_id = 2")

    assert sql.execute("SELECT spot_id FROM reservations").fetchall() == [(2,)]


@pytest.mark.parametrize(
    "change",
    ["UPDATE audit_log SET actor = 'me'", "DELETE FROM audit_log", "TRUNCATE audit_log"],
)
def test_what_is_in_the_audit_log_stays_there(sql: psycopg.Connection, change: str) -> None:
    sql.execute(
        "INSERT INTO audit_log (actor_kind, actor, action, table_name, row_id)"
        " VALUES ('operator', 'anna', 'looked', 'spots', '1')"
    )

    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"):
        sql.execute(change.encode())
    assert sql.execute("SELECT actor FROM audit_log").fetchall() == [("anna",)]
