"""The part of the control interface's client that is about webhooks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, TypeAlias

from kiosk.demo.stripe_simulator.deliveries import Delivery, Manner
from kiosk.demo.stripe_simulator.json_types import JsonObject

if TYPE_CHECKING:
    from collections.abc import Sequence

Call: TypeAlias = Callable[[str, str, JsonObject | None], JsonObject]


class WebhookControl:
    """Registers receivers, and makes deliveries as bad as a receiver must bear.

    Args:
        call: Makes a control request: HTTP method, name and arguments; answers the JSON.
    """

    def __init__(self, call: Call) -> None:
        self._call = call

    def send_to(self, url: str, *, types: Sequence[str] = ("*",)) -> str:
        """Sends events there from now on; answers the secret that signs them.

        Args:
            url: On this machine, such as ``http://127.0.0.1:4242/stripe``.
            types: Which events; ``*`` stands for any part of a type.
        """
        return str(self._call("POST", "webhooks", {"url": url, "types": list(types)})["secret"])

    def forget(self) -> None:
        """Sends nothing any more, also not what still waits."""
        self._call("DELETE", "webhooks", None)

    def deliver(self, manner: Manner) -> None:
        """Delivers what happens from now on in this manner; the latest that fits counts."""
        self._call("POST", "manners", asdict(manner))

    def deliver_well(self) -> None:
        """Once and at once again."""
        self._call("DELETE", "manners", None)

    def deliveries(self) -> list[Delivery]:
        """Every copy of every event that was to be delivered, the oldest first."""
        return [Delivery(**record) for record in self._call("GET", "deliveries", None)["data"]]
