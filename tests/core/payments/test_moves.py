"""The moves that the database makes are the moves that are drawn, no more and no fewer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import pytest
from psycopg.types.json import Jsonb
from sqlalchemy import TextClause, text

from core.payments import moves
from core.payments.states import MOVES, PaymentState
from tests.core.payments.model.writes import WRITES

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from core.db.database import Database
    from core.garages import Garage

STATEMENTS: Final[dict[str, TextClause]] = {
    name: statement
    for name, statement in vars(moves).items()
    if isinstance(statement, TextClause) and "UPDATE payments SET state = '" in statement.text
}
EVERYTHING: Final = {
    "reservation_id": 1,
    "id": 1,
    "intent_id": "pi_moved",
    "window": timedelta(seconds=1),
    "lease": timedelta(seconds=1),
    "card": Jsonb({}),
    "problem": "a problem",
}


@pytest.fixture
def payment(database: Database, garage: Garage) -> Database:
    """A database with one payment, whose id is 1."""
    database.transaction(
        lambda connection: connection.execute(
            text(f"""
            INSERT INTO kiosks (garage_id, name) VALUES ({garage.id}, 'north');
            INSERT INTO reservations (garage_id, spot_id, vehicle_type, period, hold_expires_at,
                                      price_minor, currency)
            SELECT garage_id, id, vehicle_type, tstzrange(now(), now() + interval '1 hour'), now(),
                300, 'EUR' FROM spots LIMIT 1;
            INSERT INTO payments (reservation_id, kiosk_id, reader_id, amount_minor, currency,
                                  intent_id, lease_expires_at)
            SELECT r.id, k.id, 'tmr_1', 300, 'EUR', 'pi_1', now() FROM reservations r, kiosks k;
            """)  # noqa: S608 - the garage's id is a number of ours
        )
    )
    return database


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_statement_moves_a_payment_only_along_a_drawn_line(payment: Database, name: str) -> None:
    moved = {
        (origin, to)
        for origin in PaymentState
        if (to := _try(payment, origin, STATEMENTS[name])) is not origin
    }

    assert all(to in MOVES[origin] for origin, to in moved), moved
    assert moved or name.endswith("_AGAIN"), "it moves nothing"


def test_every_line_that_is_drawn_has_its_statement(payment: Database) -> None:
    made = {
        (origin, to)
        for statement in STATEMENTS.values()
        for origin in PaymentState
        if (to := _try(payment, origin, statement)) is not origin
    }

    assert made == {(origin, to) for origin, ways in MOVES.items() for to in ways}


def test_the_model_of_the_protocol_writes_what_the_database_writes(payment: Database) -> None:
    assert WRITES.keys() == STATEMENTS.keys()
    for name, statement in STATEMENTS.items():
        for origin in PaymentState:
            assert _try(payment, origin, statement) is WRITES[name].get(origin, origin), name


def test_a_payment_that_is_over_never_moves_again(payment: Database) -> None:
    ends = {state for state, ways in MOVES.items() if not ways}

    assert ends == {PaymentState.CAPTURED, PaymentState.LOST, PaymentState.VOIDED}
    for end in ends:
        for statement in STATEMENTS.values():
            assert _try(payment, end, statement) is end


def _try(database: Database, origin: PaymentState, statement: TextClause) -> PaymentState:
    """Put the payment into a state, execute the statement, and return the state it is in then."""
    names = statement.compile().params
    put = text("UPDATE payments SET state = CAST(:state AS payment_state), intent_id = 'pi_1'")

    def work(connection: Connection) -> str:
        connection.execute(put, {"state": origin.value})
        connection.execute(statement, {name: EVERYTHING[name] for name in names})
        return str(connection.scalar(text("SELECT state FROM payments")))

    return PaymentState(database.transaction(work))
