"""The log's lines."""

from __future__ import annotations

import logging

from kiosk.logs import FactsFormatter


def test_an_event_s_facts_stand_behind_it() -> None:
    record = logging.makeLogRecord(
        {"name": "core.live", "levelname": "WARNING", "msg": "ring lost", "garage": 7}
    )
    record.error = "no route"
    line = FactsFormatter().format(record)
    assert line.endswith("WARNING core.live: ring lost garage=7 error='no route'")
