"""The kiosk's log: one line per event, with its facts as ``key=value``, on the standard error.

A service manager gives the lines their place and keeps them. Secrets and card data are never
facts of an event.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_ORDINARY: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}


class FactsFormatter(logging.Formatter):
    """``2026-11-22 14:35:07 WARNING core.live: ring lost garage=1 error='...'``."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s", "%Y-%m-%d %H:%M:%S")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        """Return the line with the event's facts behind it."""
        facts = {key: value for key, value in vars(record).items() if key not in _ORDINARY}
        line = super().formatMessage(record)
        return " ".join([line, *(f"{key}={_plain(value)}" for key, value in facts.items())])


def log_to_stderr() -> None:
    """Let warnings and errors, and the kiosk's own events, be seen."""
    handler = logging.StreamHandler()
    handler.setFormatter(FactsFormatter())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for ours in ("core", "ui", "kiosk"):
        logging.getLogger(ours).setLevel(logging.INFO)


@contextmanager
def warnings_to_stderr() -> Iterator[None]:
    """Let warnings and errors be seen with their facts, for the time of a command."""
    handler = logging.StreamHandler()
    handler.setLevel(logging.WARNING)
    handler.setFormatter(FactsFormatter())
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        yield
    finally:
        root.removeHandler(handler)


def _plain(value: object) -> str:
    text = str(value)
    return text if text.isprintable() and " " not in text else repr(text)
