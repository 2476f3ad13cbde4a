"""Stripe without a network: the SDK's requests go into the simulator's own code, in this process.

The faults are the simulator's own where it has them; what a network does, is done here.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import stripe

from kiosk.demo.stripe_simulator import Fault, FaultKind, SimulatorControl
from kiosk.demo.stripe_simulator.faults import TAP
from kiosk.demo.stripe_simulator.messages import Answer, HangUp, Request
from kiosk.demo.stripe_simulator.simulator import Simulator
from kiosk.demo.stripe_simulator.store import Store

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.schedules.actors import Actors, VirtualClock
    from tests.schedules.fate import Fate

READ_TIMEOUT_S: Final = 10.0
LATENCY_S: Final = 0.2

_ANY_CALL: Final = (
    (FaultKind.DROP_BEFORE, ""),
    (FaultKind.DROP_AFTER, ""),
    (FaultKind.GARBAGE_AFTER, ""),
    (FaultKind.TRUNCATE_AFTER, ""),
    (FaultKind.ERROR_BEFORE, "rate_limited"),
    (FaultKind.ERROR_BEFORE, "lock_timeout"),
    (FaultKind.ERROR_BEFORE, "unavailable"),
    (FaultKind.ERROR_AFTER, "unavailable"),
    (FaultKind.STATUS_500_BEFORE, ""),
    (FaultKind.STATUS_500_AFTER, ""),
    (FaultKind.DELAY_BEFORE, ""),
    (FaultKind.DELAY_AFTER, ""),
)
_AT_THE_READER: Final = (
    (FaultKind.ERROR_BEFORE, "reader_busy"),
    (FaultKind.ERROR_BEFORE, "reader_offline"),
    (FaultKind.ERROR_BEFORE, "reader_timeout"),
    (FaultKind.ERROR_AFTER, "reader_timeout"),
)


class Account:
    """A Stripe account for one schedule; what it holds survives its own restarts."""

    def __init__(self, actors: Actors, fate: Fate, clock: VirtualClock) -> None:
        self.store = Store(Path(":memory:"))
        self.clock = clock
        self.down = False
        """Whether connections are refused at the moment."""
        self.latency_s = LATENCY_S
        """How long a request, and how long an answer is under way at most."""
        self.touched = True
        self._actors = actors
        self._fate = fate
        self._simulator = Simulator(self.store, clock.now)
        self._nonces: dict[str, int] = {}

    def tell(self, key: str) -> str:
        """Return an idempotency key as it is again when the same seed is played again."""
        what, nonce, step = key.split(":", 2)
        return f"{what}:{self._nonces.setdefault(nonce, len(self._nonces) + 1)}:{step}"

    def restart(self) -> None:
        """Begin again with what is in the store."""
        self._simulator = Simulator(self.store, self.clock.now)

    def handle(self, request: Request) -> Answer | HangUp:
        """Let the simulator answer."""
        self.touched = True
        return self._simulator.handle(request)

    def script(self, kind: FaultKind, method: str, path: str, error: str = "") -> None:
        """Let the next such call go wrong."""
        fault = Fault(kind=kind, method=method, path=path, error=error)
        with self.store.transaction():
            self.store.add_fault(asdict(fault))

    def tap(self, control: SimulatorControl, reader_id: str, card: str, issuer_s: float) -> None:
        """Hold a card to the reader, which may not report what comes of it."""
        kind = None
        if not self._actors.calm and self._fate.chance(self._fate.tap_faults):
            kind = self._fate.one_of((FaultKind.TAP_CONNECTION_ERROR, FaultKind.TAP_NEVER_REPORTED))
            self.script(kind, TAP, "*")
        try:
            control.tap(reader_id, card, issuer_seconds=issuer_s)
            if kind is not None:
                self._fate.meet(f"tap: {kind.value}")
        finally:
            with self.store.transaction():
                self.store.forget_faults()


class Control(SimulatorControl):
    """The control interface, without its socket."""

    def __init__(self, account: Account) -> None:
        super().__init__("http://in.process")
        self._account = account

    def _answered(self, method: str, path: str, body: str | None) -> tuple[int, bytes | str]:
        answer = self._account.handle(
            Request(
                method=method,
                path=path.partition("?")[0],
                body=body or "",
                query=path.partition("?")[2],
            )
        )
        assert isinstance(answer, Answer)
        return answer.status, answer.body


class Wire(stripe.HTTPClient):
    """How one kiosk's requests travel; each is a step of its actor."""

    name = "in-process"

    def __init__(self, account: Account, actors: Actors, fate: Fate) -> None:
        super().__init__()
        self._kinds = fate.some_of(_ANY_CALL)
        self._account = account
        self._actors = actors
        self._fate = fate

    def request(  # type: ignore[override]  # the SDK's own clients return bytes or str as well
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None,
        post_data: str | None = None,
        *,
        _usage: list[str] | None = None,
    ) -> tuple[str, int, Mapping[str, str]]:
        """Take the request there and the answer back."""
        address = urlsplit(url)
        request = Request(
            method=method.upper(),
            path=address.path,
            query=address.query,
            headers={name.lower(): value for name, value in (headers or {}).items()},
            body=post_data or "",
        )
        key = request.headers.get("idempotency-key", "")
        key = self._account.tell(key) if key.startswith(("pay:", "refund:")) else ""
        self._actors.pause(self._fate.up_to(self._account.latency_s))
        self._actors.note(f"{request.method} {_shape(request.path)} {key}".rstrip())
        if self._account.down and not self._actors.calm:
            self._fate.meet("stripe: connection refused")
            raise _no_answer("refused")
        kind, error = self._strike(request)
        if kind is FaultKind.DELAY_BEFORE:
            self._actors.enter("late request", lambda: self._late(request))
            self._actors.pause(READ_TIMEOUT_S)
            raise _no_answer("read time-out")
        if kind is not None and kind is not FaultKind.DELAY_AFTER:
            self._account.script(kind, request.method, request.path, error)
        outcome = self._account.handle(request)
        self._actors.pause(self._fate.up_to(self._account.latency_s))
        if kind is FaultKind.DELAY_AFTER:
            self._actors.pause(READ_TIMEOUT_S)
            raise _no_answer("read time-out")
        if isinstance(outcome, HangUp) or outcome.truncated:
            raise _no_answer("connection closed")
        return outcome.body, outcome.status, dict(outcome.headers)

    def close(self) -> None:
        """Nothing is open."""

    def _sleep_time_seconds(self, num_retries: int) -> float:  # noqa: ARG002 - the SDK's signature
        return 0.0

    def _strike(self, request: Request) -> tuple[FaultKind | None, str]:
        posts = request.method == "POST"
        likely = self._fate.stripe_faults * (3 if posts else 1)
        if self._actors.calm or not self._fate.chance(likely):
            return None, ""
        at_reader = posts and "/readers/" in request.path
        kind, error = self._fate.one_of(
            _AT_THE_READER if at_reader and self._fate.chance(0.5) else self._kinds
        )
        name = f"stripe: {kind.value} {error}".rstrip()
        self._fate.meet(name)
        self._actors.note(f"... {name}")
        return kind, error

    def _late(self, request: Request) -> None:
        """Arrive after the caller has given up."""
        self._actors.pause(self._fate.up_to(3 * READ_TIMEOUT_S))
        self._actors.note(f"arrives late: {request.method} {_shape(request.path)}")
        self._account.handle(request)


def _no_answer(why: str) -> stripe.APIConnectionError:
    return stripe.APIConnectionError(why, should_retry=True)


def _shape(path: str) -> str:
    """Return the path without ids, which differ each time."""
    return "/".join(
        "*" if "_" in part and part[:3] in {"pi_", "re_", "tmr"} else part
        for part in path.split("/")[2:]
    )
