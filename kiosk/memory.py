"""What a kiosk remembers of its garage between starts, so that its first picture needs no answer.

Only what is shown: every price that is charged comes from the database.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from core.garages import Garage
from core.ids import GarageId
from core.money import currency
from core.opening_hours import Closure, OpenTime
from core.vehicles import VehicleType

if TYPE_CHECKING:
    from pathlib import Path


class Memory:
    """One small file in the kiosk's state folder."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "garage.json"

    def recall(self, slug: str) -> Garage | None:
        """Return the garage as it was last seen, or None if it never was."""
        try:
            stored: dict[str, Any] = json.loads(self._file.read_text(encoding="utf-8"))
            if stored["slug"] != slug:
                return None
            garage = Garage(
                **{
                    **stored,
                    "id": GarageId(stored["id"]),
                    "currency": currency(stored["currency"]),
                    "rates": {
                        VehicleType(kind): Decimal(rate) for kind, rate in stored["rates"].items()
                    },
                    "step": timedelta(seconds=stored["step"]),
                    "week": tuple(OpenTime(**one) for one in stored.get("week", ())),
                    "closures": tuple(map(_closure, stored.get("closures", ()))),
                }
            )
            if garage.rates.keys() != set(VehicleType) or garage.zone.key != garage.time_zone:
                return None
        except (OSError, ValueError, KeyError, TypeError, AttributeError, InvalidOperation):
            return None
        return garage

    def keep(self, garage: Garage) -> None:
        """Remember the garage. A folder that cannot be written costs a slower start, no more."""
        stored = asdict(garage)
        stored["rates"] = {kind.value: str(rate) for kind, rate in garage.rates.items()}
        stored["step"] = garage.step.total_seconds()
        for closure in stored["closures"]:
            closure["starts_at"] = closure["starts_at"].isoformat()
            closure["ends_at"] = closure["ends_at"] and closure["ends_at"].isoformat()
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            new = self._file.with_suffix(".new")
            new.write_text(json.dumps(stored), encoding="utf-8")
            new.replace(self._file)
        except OSError:
            return


def _closure(stored: dict[str, Any]) -> Closure:
    ends_at = stored["ends_at"]
    return Closure(
        datetime.fromisoformat(stored["starts_at"]),
        None if ends_at is None else datetime.fromisoformat(ends_at),
        stored["reason"],
    )
