"""The part of a garage file that says when the garage is open: ``[hours]`` and ``[[closures]]``."""

from __future__ import annotations

import re
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from core import wall_clock
from core.opening_hours import DAY_MINUTES, Closure, OpenTime

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

    from core.written import Mistakes

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_STRETCH: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)\s*-\s*(24:00|([01]\d|2[0-3]):([0-5]\d))")


def read_week(table: object, mistakes: Mistakes) -> tuple[OpenTime, ...]:
    """Return the week of ``[hours]``; none at all without that table: always open."""
    if table is None:
        return ()
    if not isinstance(table, dict):
        mistakes.add('[hours] must be a table with a line for each day: monday = "06:00-23:00".')
        return ()
    mistakes.add_unknown("[hours]", table, set(WEEKDAYS))
    week = sorted(
        part
        for weekday, name in enumerate(WEEKDAYS, start=1)
        for part in _day(weekday, name, table.get(name), mistakes)
    )
    for one, next_one in pairwise(week):
        if one.weekday == next_one.weekday and next_one.opens < one.closes:
            mistakes.add(
                f"hours: two times of {WEEKDAYS[one.weekday - 1]} overlap; write each time once."
            )
    if not (week or mistakes):
        mistakes.add("[hours] has no day on which the garage is open; give at least one its times.")
    return tuple(week)


def read_closures(tables: object, zone: ZoneInfo, mistakes: Mistakes) -> tuple[Closure, ...]:
    """Return the planned closures of ``[[closures]]``, in the garage's time zone."""
    if tables is None:
        return ()
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        mistakes.add("Each [[closures]] must be a table with from, to and reason.")
        return ()
    found = (_closure(table, zone, mistakes) for table in tables)
    return tuple(closure for closure in found if closure is not None)


def _day(weekday: int, name: str, value: object, mistakes: Mistakes) -> list[OpenTime]:
    if value == "closed":
        return []
    stretches = value.split(",") if isinstance(value, str) else [""]
    matches = [_STRETCH.fullmatch(stretch.strip()) for stretch in stretches]
    parts = [part for match in matches if match for part in _parts(weekday, match)]
    if not all(matches) or not parts:
        mistakes.add(
            f'hours.{name} must be times such as "06:00-23:00" or "06:00-12:00, 14:00-22:00", '
            'or "closed".'
        )
    return parts


def _parts(weekday: int, match: re.Match[str]) -> list[OpenTime]:
    """Return a stretch as it is stored; what goes over midnight is split there."""
    opens = int(match[1]) * 60 + int(match[2])
    closes = DAY_MINUTES if match[3] in {"24:00", "00:00"} else int(match[4]) * 60 + int(match[5])
    if opens < closes and not (opens == 0 and match[3] == "00:00"):
        return [OpenTime(weekday, opens, closes)]
    if closes < opens:
        return [OpenTime(weekday, opens, DAY_MINUTES), OpenTime(weekday % 7 + 1, 0, closes)]
    return []


def _closure(table: Mapping[str, object], zone: ZoneInfo, mistakes: Mistakes) -> Closure | None:
    mistakes.add_unknown("[[closures]]", table, {"from", "to", "reason"})
    begin, end = _local(table.get("from")), _local(table.get("to"))
    reason = table.get("reason")
    if begin is None or end is None:
        mistakes.add(
            'closures.from and closures.to must be local times such as "2026-12-24 18:00".'
        )
    elif (closed_until := wall_clock.ends_at(end, zone)) <= (
        closed_from := wall_clock.begins_at(begin, zone)
    ):
        mistakes.add("A closure must end after it begins; choose a later closures.to.")
    elif not (isinstance(reason, str) and reason.strip() and reason.strip().isprintable()):
        mistakes.add("closures.reason must be a line of text that is not empty.")
    else:
        return Closure(closed_from, closed_until, reason.strip())
    return None


def _local(value: object) -> datetime | None:
    """Return the time that a clock shows, if it is one."""
    if isinstance(value, str):
        try:
            value = datetime.strptime(value, "%Y-%m-%d %H:%M")  # noqa: DTZ007 - of the garage's clock
        except ValueError:
            return None
    if not isinstance(value, datetime) or value.tzinfo is not None:
        return None
    return value
