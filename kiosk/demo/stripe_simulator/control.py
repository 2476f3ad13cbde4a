"""A typed client of the control interface (standard library only)."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from http.client import HTTPConnection
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from kiosk.demo.stripe_simulator.charge import Charge
from kiosk.demo.stripe_simulator.control_api import CONTROL_PREFIX
from kiosk.demo.stripe_simulator.faults import Fault, FaultKind
from kiosk.demo.stripe_simulator.payment_intent import PaymentIntent
from kiosk.demo.stripe_simulator.reader_view import ReaderView
from kiosk.demo.stripe_simulator.refund import Refund
from kiosk.demo.stripe_simulator.weather import Weather
from kiosk.demo.stripe_simulator.webhook_control import WebhookControl

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.demo.stripe_simulator.json_types import JsonObject
    from kiosk.demo.stripe_simulator.reader import ReaderConnection

__all__ = [
    "ControlRefusedError",
    "Fault",
    "FaultKind",
    "LoggedRequest",
    "SimulatorControl",
    "Weather",
]

_T = TypeVar("_T")


class ControlRefusedError(Exception):
    """The simulator did not do it; the message says why.

    Attributes:
        status: 400 nonsense, 404 not there, 409 not offered by the reader's screen now.
    """

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, kw_only=True)
class LoggedRequest:
    """One call that somebody made to the Stripe API.

    ``status`` is None where no answer was sent; ``fault`` names the scripted fault that struck;
    ``query`` and ``body`` are form-encoded.
    """

    seq: int
    request_id: str
    method: str
    path: str
    query: str
    body: str
    idempotency_key: str | None
    status: int | None
    replayed: bool
    fault: str | None
    milliseconds: float


class SimulatorControl:
    """Plays the people and the bad luck around a simulated Stripe account.

    Every method makes one request on a connection of its own and may be called from any thread.
    All raise ``ControlRefusedError`` where the simulator says no and ``OSError`` where it is not
    there.

    Attributes:
        webhooks: The same for the events that the account sends.

    Args:
        url: The simulator's address, such as ``http://127.0.0.1:41234``.
        timeout: Seconds to wait for an answer.
    """

    def __init__(self, url: str, *, timeout: float = 5.0) -> None:
        self._address = urlsplit(url).netloc
        self._timeout = timeout
        self.webhooks = WebhookControl(self._call)

    def ensure_reader(
        self, label: str, *, model: str = "simulated-s700", country: str = "DE"
    ) -> ReaderView:
        """The reader with this label, registered at a location of its own where it is new."""
        arguments = {"label": label, "model": model, "country": country}
        return ReaderView.from_record(self._call("POST", "readers", arguments))

    def readers(self) -> list[ReaderView]:
        """Every reader's screen, the latest registered first."""
        return self._list("readers", ReaderView.from_record)

    def reader(self, reader_id: str) -> ReaderView:
        """One reader's screen."""
        return ReaderView.from_record(self._call("GET", f"readers/{reader_id}"))

    def tap(
        self,
        reader_id: str,
        card: str = "good",
        *,
        issuer_seconds: float | None = 0.0,
        pin: str | None = None,
    ) -> ReaderView:
        """Holds a card to the reader.

        Args:
            reader_id: The reader, which must be waiting for a card.
            card: A name (``good``, ``declined``, ``insufficient_funds``, ``lost_card``,
                ``stolen_card``, ``expired_card``, ``processing_error``, ``refund_fails``,
                ``mastercard``, ...) or a test number.
            issuer_seconds: How long the issuer takes; None holds its answer back until
                ``let_issuer_answer``, and the reader is busy meanwhile.
            pin: What the driver enters if the issuer wants a PIN; None for a mere tap.
        """
        return self._reader(reader_id, "tap", card=card, issuer_seconds=issuer_seconds, pin=pin)

    def let_issuer_answer(self, reader_id: str) -> ReaderView:
        """Lets an issuer's answer arrive that ``tap(..., issuer_seconds=None)`` holds back."""
        return self._reader(reader_id, "answer")

    def press_cancel(self, reader_id: str) -> ReaderView:
        """Presses the reader's own cancel button, if the payment offers one."""
        return self._reader(reader_id, "cancel")

    def set_connection(self, reader_id: str, state: ReaderConnection) -> ReaderView:
        """Cuts or restores the reader's line; ``silent`` is noticed after two minutes."""
        return self._reader(reader_id, "connection", state=state)

    def reboot(self, reader_id: str, *, seconds: float = 180.0) -> ReaderView:
        """Lets the reader reboot, as each does every night; what it was doing is lost.

        Args:
            reader_id: The reader.
            seconds: How long it is silent, on the account's clock (``advance_clock``).
        """
        return self._reader(reader_id, "reboot", seconds=seconds)

    def update_software(self, reader_id: str, *, seconds: float = 180.0) -> ReaderView:
        """Lets the reader install an update: on line, but busy for ``seconds``."""
        return self._reader(reader_id, "update", seconds=seconds)

    def answer_by_itself(
        self, reader_id: str, card: str | None = "good", *, after_seconds: float = 0.0
    ) -> ReaderView:
        """From now on each payment is answered with this card; None ends that."""
        return self._reader(reader_id, "auto", card=card, after_seconds=after_seconds)

    def payment_intents(self) -> list[PaymentIntent]:
        """All payments, the latest first."""
        return self._list("payment_intents", PaymentIntent.from_record)

    def charges(self) -> list[Charge]:
        """All attempts on cards, the latest first."""
        return self._list("charges", Charge.from_record)

    def refunds(self) -> list[Refund]:
        """All refunds, the latest first."""
        return self._list("refunds", Refund.from_record)

    def requests(self, *, after: int = 0) -> list[LoggedRequest]:
        """The calls made to the Stripe API after log number ``after``, the oldest first."""
        return self._list(f"requests?after={after}", lambda entry: LoggedRequest(**entry))

    def forget_requests(self) -> None:
        """Empties the request log."""
        self._call("DELETE", "requests")

    def inject(self, fault: Fault) -> None:
        """Scripts a fault for the calls to come."""
        self._call("POST", "faults", asdict(fault))

    def faults(self) -> list[Fault]:
        """The scripted faults that have not struck yet."""
        return self._list("faults", Fault.from_record)

    def forget_faults(self) -> None:
        """Behaves well from now on."""
        self._call("DELETE", "faults")

    def set_weather(self, weather: Weather | None) -> None:
        """Lets faults strike by a seed from now on; None for fine weather.

        Scripted faults go first. A weather that is set again begins again.
        """
        if weather is None:
            self._call("DELETE", "weather")
        else:
            self._call("POST", "weather", asdict(weather))

    def misfortunes(self) -> dict[str, int]:
        """How often each misfortune struck since the weather was set."""
        met: dict[str, int] = self._call("GET", "weather")["met"]
        return met

    def now(self) -> float:
        """The account's time in Unix seconds."""
        return float(self._call("GET", "clock")["now"])

    def advance_clock(self, seconds: float) -> float:
        """Moves the account's time; answers the new time in Unix seconds."""
        return float(self._call("POST", "clock", {"seconds": seconds})["now"])

    def decline_by_amount(self, *, enabled: bool) -> None:
        """Whether amounts ending in 01, 02, 03, 05, 55, 65 and 75 are declined (at first: yes)."""
        self._call("POST", "amount_endings", {"decline": enabled})

    def forget_idempotency_keys(self) -> None:
        """As after a day: every key is fresh again."""
        self._call("DELETE", "idempotency_keys")

    def reset(self, *, readers: bool = False) -> None:
        """Forgets all payments, faults, keys, logs and settings; readers are idle and on line.

        Args:
            readers: Forget readers, locations and webhook endpoints too.
        """
        self._call("POST", "reset", {"readers": readers})

    def _reader(self, reader_id: str, command: str, **arguments: object) -> ReaderView:
        return ReaderView.from_record(
            self._call("POST", f"readers/{reader_id}/{command}", arguments)
        )

    def _list(self, name: str, read: Callable[[JsonObject], _T]) -> list[_T]:
        return [read(record) for record in self._call("GET", name)["data"]]

    def _call(self, method: str, name: str, arguments: JsonObject | None = None) -> JsonObject:
        body = None if arguments is None else json.dumps(arguments)
        status, said = self._answered(method, f"{CONTROL_PREFIX}{name}", body)
        answer: JsonObject = json.loads(said)
        if status != 200:  # noqa: PLR2004 - the one good status
            raise ControlRefusedError(status, str(answer["error"]))
        return answer

    def _answered(self, method: str, path: str, body: str | None) -> tuple[int, bytes | str]:
        """Return the status and the body of the answer; how they travel is decided here."""
        connection = HTTPConnection(self._address, timeout=self._timeout)
        try:
            connection.request(method, path, body)
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()
