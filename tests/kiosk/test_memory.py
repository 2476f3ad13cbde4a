"""What a kiosk remembers of its garage between two starts."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import pytest

from core.garages import Garage
from core.ids import GarageId
from core.money import currency
from core.opening_hours import Closure, OpenTime
from core.vehicles import VehicleType
from kiosk.memory import Memory

if TYPE_CHECKING:
    from pathlib import Path

GARAGE: Final = Garage(
    id=GarageId(7),
    slug="riverside",
    name="Am Fluß",
    address="12 Quay Street",
    zipcode="20457",
    time_zone="Europe/Berlin",
    currency=currency("KWD"),
    rates={kind: Decimal("0.125") for kind in VehicleType},
    step=timedelta(minutes=15),
)


def test_a_garage_is_remembered_exactly(tmp_path: Path) -> None:
    Memory(tmp_path / "state").keep(GARAGE)

    assert Memory(tmp_path / "state").recall("riverside") == GARAGE


def test_nothing_is_remembered_at_the_first_start(tmp_path: Path) -> None:
    assert Memory(tmp_path).recall("riverside") is None


def test_another_garage_is_not_taken_for_this_one(tmp_path: Path) -> None:
    Memory(tmp_path).keep(GARAGE)

    assert Memory(tmp_path).recall("central-station") is None


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "{",
        "[]",
        "null",
        '{"slug": "riverside"}',
        {"currency": "XXX"},
        {"rates": {"compact": "x"}},
        {"rates": {"bicycle": "1"}},
        {"rates": []},
        {"step": "x"},
        {"new": 1},
    ],
    ids=str,
)
def test_a_broken_memory_is_no_memory(tmp_path: Path, broken: str | dict[str, object]) -> None:
    memory = Memory(tmp_path)
    memory.keep(GARAGE)
    file = tmp_path / "garage.json"
    if isinstance(broken, dict):
        broken = json.dumps(json.loads(file.read_text(encoding="utf-8")) | broken)
    file.write_text(broken, encoding="utf-8")

    assert memory.recall("riverside") is None


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("not a folder", encoding="utf-8")

    Memory(tmp_path / "state").keep(GARAGE)


def test_hours_and_closures_are_remembered(tmp_path: Path) -> None:
    at = datetime(2026, 12, 24, 17, tzinfo=UTC)
    garage = replace(
        GARAGE,
        version=7,
        week=(OpenTime(1, 360, 1440),),
        closures=(Closure(at, at + timedelta(days=1), "Christmas"), Closure(at, None, "Water")),
    )

    Memory(tmp_path).keep(garage)

    assert Memory(tmp_path).recall("riverside") == garage


def test_what_an_earlier_version_remembered_is_still_a_picture(tmp_path: Path) -> None:
    Memory(tmp_path).keep(GARAGE)
    file = tmp_path / "garage.json"
    stored = json.loads(file.read_text())
    for later in ("version", "week", "closures"):
        del stored[later]
    file.write_text(json.dumps(stored))

    assert Memory(tmp_path).recall("riverside") == GARAGE
