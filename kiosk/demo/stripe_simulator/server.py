"""The simulator, started in this process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from kiosk.demo.stripe_simulator.clock import Clock, utc_clock
from kiosk.demo.stripe_simulator.http_server import LoopbackServer
from kiosk.demo.stripe_simulator.postman import Postman
from kiosk.demo.stripe_simulator.simulator import Simulator
from kiosk.demo.stripe_simulator.store import Store

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType


class StripeSimulator:
    """A Stripe account on loopback that the real SDK talks to; also a context manager.

    Args:
        state_path: The SQLite file that holds everything; made when absent.
        clock: The account's time before the control interface moves it.
        port: 0 takes a free one.
    """

    def __init__(self, state_path: Path, clock: Clock = utc_clock, *, port: int = 0) -> None:
        self._store = Store(state_path)
        self._simulator = Simulator(self._store, clock)
        self._postman = Postman(self._store, clock)
        self._server = LoopbackServer(self._simulator.handle, port=port)

    @property
    def url(self) -> str:
        """Where it listens, such as ``http://127.0.0.1:41234``; valid once started."""
        return f"http://127.0.0.1:{self._server.port}"

    def start(self) -> Self:
        """Starts to answer; answers itself.

        Raises:
            OSError: The port is taken.
        """
        self._server.listen()
        self._postman.start()
        return self

    def refuse_connections(self) -> None:
        """Unreachable from now on: connecting is refused, open connections are closed."""
        self._server.refuse()

    def accept_connections(self) -> None:
        """Reachable again, at the same address."""
        self._server.listen()

    def stop(self) -> None:
        """Ends every connection and closes the state; it cannot be started again."""
        self._simulator.close()
        self._server.refuse()
        self._postman.stop()
        self._store.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
