"""``kiosk webhooks``: takes Stripe's events in, and lets the kiosk that waits for one look at once.

One of these runs for all kiosks of a database, behind a proxy that speaks TLS. Kiosks ask Stripe
anyway, about once a second, so it is never missed; with it a driver waits a little less.
"""

from __future__ import annotations

import logging
import signal
from contextlib import suppress
from http import HTTPStatus
from typing import TYPE_CHECKING

from core.db.errors import DatabaseUnavailableError
from core.db.schema import check_schema
from core.payments.news import pass_on
from core.payments.stripe_events import UnverifiedError, intent_told_of
from kiosk.webhook_server import HOST, WebhookServer

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.db.database import Database

log = logging.getLogger(__name__)


class PortTakenError(Exception):
    """Somebody else listens there; the message says what to do."""


class Webhooks:
    """Answers Stripe: 200 for what Stripe has sent, 400 for anything else. Safe to share."""

    def __init__(self, database: Database, secret: str) -> None:
        self._database = database
        self._secret = secret

    def take(self, body: bytes, signature: str) -> HTTPStatus:
        """Verify an event and pass on which payment it is about; nothing else in it is believed."""
        try:
            intent_id = intent_told_of(body, signature, self._secret)
            payment_id = None if intent_id is None else pass_on(self._database, intent_id)
        except UnverifiedError as error:
            log.warning("webhook refused", extra={"reason": str(error)})
            return HTTPStatus.BAD_REQUEST
        except DatabaseUnavailableError as error:  # Stripe sends it again later
            log.warning("webhook not passed on", extra={"reason": str(error)})
            return HTTPStatus.SERVICE_UNAVAILABLE
        if payment_id is not None:
            log.info("webhook passed on", extra={"payment": payment_id})
        return HTTPStatus.OK


def serve(database: Database, secret: str, port: int, say: Callable[[str], object]) -> None:
    """Take events in until Ctrl-C or SIGTERM; while the database is away, Stripe is told to wait.

    Raises:
        DatabaseUnavailableError, SchemaMismatchError, PortTakenError: if it cannot begin.
    """
    check_schema(database)
    try:
        server = WebhookServer(port, Webhooks(database, secret).take)
    except OSError as error:
        raise PortTakenError(
            f"Port {port} cannot be listened on ({error.strerror}); end what uses it, or choose "
            "another with stripe.webhook_port or --port."
        ) from error
    for number in (signal.SIGINT, signal.SIGTERM):  # a script's background has them ignored
        signal.signal(number, signal.default_int_handler)
    with server, suppress(KeyboardInterrupt):
        say(f"Stripe's events are taken in at http://{HOST}:{server.port}.")
        server.serve_forever()
