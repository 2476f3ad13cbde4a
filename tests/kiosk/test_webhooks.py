"""Stripe's events make a kiosk look sooner, whatever becomes of them, and change nothing else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYetError
from contextlib import contextmanager
from http import HTTPStatus
from queue import Queue
from typing import TYPE_CHECKING, Final

import pytest
from sqlalchemy import text

from core.clock import SystemClock
from core.db.database import Database
from core.outcomes import Approved, Declined, Stopped
from core.payments import watching
from core.payments.news import PaymentNews
from core.payments.settler import Settler
from kiosk.demo.stripe_simulator import Manner
from kiosk.doctor import Finding, examine
from kiosk.settings import load_settings
from kiosk.webhook_server import HOST
from kiosk.webhooks import Webhooks
from tests.kiosk.events import (
    SECRET,
    SOON_S,
    event,
    heard_by,
    send,
    serving,
    signed,
    taken_in,
    wait_until,
)
from tests.kiosk.test_cli import kiosk, write_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from core.outcomes import PayOutcome
    from tests.core.shop import Shop

FAR_S: Final = 25.0
"""The next poll; the reader asks for a card for 30 s."""
A_WHILE_S: Final = 0.5
CARD_EVENTS: Final = 2
"""The intent and the reader tell of each card that was presented."""


@pytest.fixture
def rarely(hurry: None, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001 - it goes first
    """A kiosk that polls so rarely that only news can make it look in time."""
    monkeypatch.setattr(watching, "POLL_S", FAR_S)
    monkeypatch.setattr(watching, "HEARTBEAT_S", FAR_S)


@pytest.fixture
def listening(settled: Shop) -> Iterator[Shop]:
    """A shop whose kiosk hears news of its payments, and settles."""
    settler = Settler(
        settled.settlement, clock=SystemClock(), every_s=3600, after=settled.refunding.settle_due
    )
    settler.start()
    with heard_by(settled, PaymentNews(settled.payments, settler, SystemClock()).hear):
        yield settled
    settler.close()


@pytest.fixture
def answered(listening: Shop) -> Iterator[Queue[int]]:
    """What is answered to the events of the simulated account, which come in from now on."""
    with taken_in(listening.database, listening.control) as answered:
        yield answered


@contextmanager
def paying(shop: Shop, after_the_first_look: Callable[[], object]) -> Iterator[Future[PayOutcome]]:
    """Pay beside the test; the kiosk has looked once before the driver does anything."""
    hold = shop.hold()
    shop.terminal.after["reader"] = after_the_first_look
    with ThreadPoolExecutor(1) as beside:
        outcome = beside.submit(shop.pay, hold)
        try:
            yield outcome
        finally:
            shop.payments.stop(hold)


def rows(database: Database) -> list[str]:
    """Return all that is written down about the money."""
    query = text("""
        SELECT CAST(p AS text) FROM payments p UNION ALL SELECT CAST(t AS text) FROM tickets t
        UNION ALL SELECT CAST(r AS text) FROM reservations r UNION ALL
        SELECT CAST((f.id, f.state, f.tries, f.amount_minor) AS text) FROM refunds f ORDER BY 1
    """)
    return list(database.statement(lambda connection: connection.scalars(query).all()))


def intent_of(shop: Shop) -> str:
    """Return the intent of the payment that waits for a card."""
    query = text("SELECT intent_id FROM payments WHERE state = 'armed'")
    return str(shop.database.statement(lambda connection: connection.scalars(query).one()))


@pytest.mark.parametrize(("card", "ends"), [("good", Approved), ("declined", Declined)])
@pytest.mark.usefixtures("rarely", "answered")
def test_a_card_is_noticed_although_the_next_poll_is_far_away(
    listening: Shop, card: str, ends: type
) -> None:
    with paying(listening, lambda: listening.tap(card)) as outcome:
        assert isinstance(outcome.result(SOON_S), ends)


@pytest.mark.usefixtures("rarely")
def test_control_without_its_events_it_is_not_noticed_before_the_poll(
    listening: Shop, answered: Queue[int]
) -> None:
    listening.control.webhooks.deliver(Manner(copies=0))

    with paying(listening, listening.tap) as outcome:
        wait_until(lambda: bool(listening.control.charges()), "the card")
        with pytest.raises(NotYetError):
            outcome.result(A_WHILE_S)
    assert isinstance(outcome.result(SOON_S), Stopped), "a stop is noticed at once all the same"
    assert answered.empty()


@pytest.mark.parametrize(
    "manner",
    [
        Manner(copies=0),
        Manner(copies=3),
        Manner(late_seconds=1800),
        Manner(copies=2, late_seconds=1800, newest_first=True),
    ],
    ids=["never", "three times", "late", "twice, late and the newest first"],
)
def test_however_events_come_the_money_is_the_same(
    listening: Shop, answered: Queue[int], manner: Manner
) -> None:
    listening.control.webhooks.deliver(manner)
    hold = listening.hold()
    assert isinstance(listening.pay(hold, lambda: listening.tap("declined")), Declined)
    assert isinstance(listening.pay(hold, listening.tap), Approved)
    listening.refund(listening.sell(), 100)
    stopped = listening.hold()
    listening.pay(stopped, lambda: listening.payments.stop(stopped))
    listening.settle_all()
    before = rows(listening.database)

    listening.control.advance_clock(3600)
    wait_until(
        lambda: all(one.state == "delivered" for one in listening.control.webhooks.deliveries()),
        "the last event",
    )

    assert rows(listening.database) == before
    assert answered.qsize() >= 3 * CARD_EVENTS * manner.copies
    assert {answered.get() for _ in range(answered.qsize())} <= {HTTPStatus.OK}


def long_given_back(shop: Shop) -> None:
    """Give back to a card whose bank will refuse it, long ago: the next look is a day away."""
    shop.refund(shop.sell("refund_fails"), 100)
    shop.execute("""
        UPDATE refunds SET created_at = now() - interval '5 days',
            next_look_at = now() + interval '1 day'
    """)
    assert shop.refunds() == [("succeeded", 100)]


def test_a_refund_that_fails_days_later_is_known_at_once(listening: Shop) -> None:
    long_given_back(listening)

    with taken_in(listening.database, listening.control):
        listening.control.advance_clock(3600)

        wait_until(lambda: listening.refunds() == [("failed", 100)], "the failure")


def test_control_a_failure_that_nobody_tells_is_not_known(listening: Shop) -> None:
    long_given_back(listening)

    listening.control.advance_clock(3600)

    assert listening.refunding.settle_due() == 0
    assert listening.refunds() == [("succeeded", 100)]


def test_news_of_a_refund_that_somebody_works_on_leaves_it_to_them(
    listening: Shop, answered: Queue[int]
) -> None:
    listening.refund(listening.sell("refund_fails"), 100)
    listening.execute("UPDATE refunds SET next_look_at = now() + interval '59 s'")
    due = text("SELECT next_look_at FROM refunds")
    before = listening.database.statement(lambda connection: connection.scalars(due).one())
    while not answered.empty():
        answered.get()

    listening.control.advance_clock(3600)
    assert answered.get(timeout=SOON_S) == HTTPStatus.OK

    after = listening.database.statement(lambda connection: connection.scalars(due).one())
    assert after == before


@pytest.mark.usefixtures("rarely")
def test_what_an_event_claims_is_not_believed(listening: Shop) -> None:
    """It is signed, it says that the money is there, and nobody has presented a card."""
    webhooks = Webhooks(listening.database, SECRET)

    with paying(listening, lambda: None) as outcome:
        wait_until(lambda: "reader" not in listening.terminal.after, "the first look")
        asked = listening.control.requests()[-1].seq
        body = event(intent_of(listening))
        assert webhooks.take(body, signed(body)) is HTTPStatus.OK
        wait_until(lambda: len(listening.control.requests(after=asked)) >= 2, "the look")
        assert not outcome.done()
    assert isinstance(outcome.result(SOON_S), Stopped)


@pytest.mark.usefixtures("rarely")
def test_only_what_stripe_has_signed_in_the_last_minutes_rings(
    settled: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    rung: Queue[str] = Queue()
    webhooks = Webhooks(settled.database, SECRET)

    with heard_by(settled, rung.put), paying(settled, lambda: None):
        wait_until(lambda: "reader" not in settled.terminal.after, "the first look")
        body = event(intent_of(settled))
        for refused in (
            "",
            "t=1,v1=",
            "v1=\xe4\xf6",
            "t=\xb2,v1=0",
            signed(body, "whsec_of_somebody_else"),
            signed(body, age_s=301),
            signed(event("pi_other")),
        ):
            assert webhooks.take(body, refused) is HTTPStatus.BAD_REQUEST
        assert len(caplog.records) == 7, "a line for each"
        assert "pi_" not in "".join(str(vars(record)) for record in caplog.records)

        # The control: the same body, signed well, is the first to ring.
        assert webhooks.take(body, signed(body, age_s=200)) is HTTPStatus.OK
        assert rung.get(timeout=SOON_S).isdecimal()
        assert rung.empty()


@pytest.mark.parametrize(
    "body",
    [
        b"{}",
        b"[]",
        b"null",
        b'{"type": 5}',
        b'{"type": "charge.captured", "data": {"object": {"id": "ch_1"}}}',
        b'{"type": "refund.failed", "data": {"object": null}}',
        b'{"type": "terminal.reader.action_failed", "data": {"object": {"action": null}}}',
        event(None),
        event(["pi_1"]),
        event("pi_of_somebody_else"),
        event("'; DROP TABLE payments; --"),
    ],
    ids=range(11),
)
def test_what_stripe_tells_of_others_is_taken_and_forgotten(
    database: Database, body: bytes
) -> None:
    assert Webhooks(database, SECRET).take(body, signed(body)) is HTTPStatus.OK


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"no json"], ids=repr)
def test_garbage_is_refused_even_where_it_is_signed(database: Database, body: bytes) -> None:
    signature = signed(body) if body.isascii() else signed(b"")
    assert Webhooks(database, SECRET).take(body, signature) is HTTPStatus.BAD_REQUEST


def test_while_the_database_is_away_stripe_is_asked_to_come_again() -> None:
    with Database(f"postgresql+psycopg://nobody@{HOST}:9/nothing") as away:
        body = event("pi_1")
        assert Webhooks(away, SECRET).take(body, signed(body)) is HTTPStatus.SERVICE_UNAVAILABLE


def test_a_command_of_its_own_takes_them_in_for_the_kiosk(
    listening: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "POLL_S", FAR_S)
    port = 0

    def proxy(body: bytes, signature: str) -> HTTPStatus:
        return HTTPStatus(send(port, body, {"Stripe-Signature": signature}))

    with serving(proxy) as outside:
        secret = listening.control.webhooks.send_to(f"http://{HOST}:{outside.port}/stripe")
        file = write_settings(
            tmp_path, listening.database.url, f'webhook_secret = "{secret}"\nwebhook_port = 8621'
        )
        with subprocess.Popen(
            [sys.executable, "-m", "kiosk", "webhooks", "--port", "0", "-s", str(file)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        ) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            try:
                line = process.stdout.readline()
                port = int(line.rpartition(":")[2].rstrip(".\n"))
                with paying(listening, listening.tap) as outcome:
                    assert isinstance(outcome.result(SOON_S), Approved)
                listening.control.webhooks.forget()
            finally:
                process.send_signal(signal.SIGINT)
                said = process.stderr.read()
                assert process.wait(SOON_S) == 0, said
    assert "kiosk.webhooks: webhook passed on payment=" in said
    assert secret not in line + said


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_command_ends_well_when_told_to_also_in_a_scripts_background(
    tmp_path: Path, database_url: str, number: signal.Signals
) -> None:
    file = write_settings(tmp_path, database_url, f'webhook_secret = "{SECRET}"')
    command = [sys.executable, "-m", "kiosk", "webhooks", "--port", "0", "-s", str(file)]
    with subprocess.Popen(
        ["sh", "-c", """trap '' INT; exec "$@" """, "sh", *command],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline()
            process.send_signal(number)
            assert process.wait(SOON_S) == 0
        finally:
            process.kill()


def test_a_secret_that_is_missing_or_none_is_one_sentence(
    tmp_path: Path, database_url: str
) -> None:
    missing = kiosk("webhooks", "-s", write_settings(tmp_path, database_url))
    assert (missing.exit_code, missing.stderr) == (
        1,
        "kiosk: stripe.webhook_secret is missing; give the webhook endpoint's, from Stripe.\n",
    )
    wrong = write_settings(tmp_path, database_url, 'webhook_secret = "sk_test_mixed_up"')
    assert kiosk("webhooks", "-s", wrong).stderr == (
        "kiosk: stripe.webhook_secret must begin with whsec_.\n"
    )


def test_a_port_that_is_taken_is_one_sentence(tmp_path: Path, database_url: str) -> None:
    more = f'webhook_secret = "{SECRET}"'
    with serving(lambda *_: HTTPStatus.OK) as other:
        file = write_settings(tmp_path, database_url, more)
        result = kiosk("webhooks", "--port", str(other.port), "-s", file)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"kiosk: Port {other.port} cannot be listened on (")


def test_the_doctor_looks_for_it_only_where_it_is_to_run(tmp_path: Path, database_url: str) -> None:
    def found(more: str) -> Finding:
        settings = load_settings(write_settings(tmp_path, database_url, more), {})
        return next(
            finding for finding in examine(settings) if finding.name in {"webhooks", "printer"}
        )

    assert found("").name == "printer", "that comes next"
    with serving(lambda *_: HTTPStatus.OK) as server:
        more = f'webhook_secret = "{SECRET}"\nwebhook_port = {server.port}'
        well = f"events are taken in on port {server.port}"
        assert found(more) == Finding("webhooks", well=True, says=well)
    silent = found(more)
    assert not silent.well
    assert silent.says.startswith(f"'kiosk webhooks' does not answer on port {server.port}; ")
