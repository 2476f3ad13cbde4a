"""Garages described in files: read exactly, and a sentence for each mistake."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from core.garage_file import BadGarageFileError, GaragePlan, PlannedSpot, read_garage_file
from core.hours_file import WEEKDAYS
from core.opening_hours import Closure, OpenTime
from core.vehicles import VehicleType

if TYPE_CHECKING:
    from collections.abc import Callable

    Read = Callable[[str], GaragePlan]

COMPACT, REGULAR, LARGE = VehicleType
GOOD: Final = """
[garage]
slug = "small"
name = "Small"
address = "1 Test Street"
zipcode = "20457"
time_zone = "Europe/Berlin"
currency = "EUR"
step_minutes = 15

[rates]
compact = "3.00"
regular = "4.50"
large = 6

[[floors]]
floors = [1, -1]
compact = [1, 2]
large = [3, 3]
"""


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads a file of this content."""

    def read(content: str) -> GaragePlan:
        path = tmp_path / "garage.toml"
        path.write_text(content, encoding="utf-8")
        return read_garage_file(path)

    return read


def _mistakes(read: Read, content: str) -> list[str]:
    with pytest.raises(BadGarageFileError) as caught:
        read(content)
    return str(caught.value).splitlines()


def test_a_good_file_is_read_exactly(read: Read) -> None:
    plan = read(GOOD)

    assert (plan.slug, plan.name, plan.time_zone) == ("small", "Small", "Europe/Berlin")
    assert plan.rates == {COMPACT: Decimal("3.00"), REGULAR: Decimal("4.50"), LARGE: Decimal(6)}
    assert plan.step == timedelta(minutes=15)
    assert plan.spots == tuple(
        PlannedSpot(floor, number, kind)
        for floor in (1, -1)
        for number, kind in ((1, COMPACT), (2, COMPACT), (3, LARGE))
    )


def test_a_step_is_half_an_hour_unless_the_file_says_otherwise(read: Read) -> None:
    assert read(GOOD.replace("step_minutes = 15", "")).step == timedelta(minutes=30)


@pytest.mark.parametrize(
    "path",
    sorted((Path(__file__).parents[2] / "resources" / "garages").glob("*.toml")),
    ids=lambda path: path.stem,
)
def test_the_sample_garages_have_ten_floors_of_two_hundred_spots(path: Path) -> None:
    plan = read_garage_file(path)

    assert len({spot.floor for spot in plan.spots}) == 10
    assert len(plan.spots) == 2000


@pytest.mark.parametrize(
    ("right", "wrong", "sentence"),
    [
        ('"small"', '"Small"', "garage.slug may hold small letters, digits and hyphens only."),
        ('"small"', '"-small"', "garage.slug may hold small letters, digits and hyphens only."),
        ('"Small"', '" "', "garage.name must be a line of text that is not empty."),
        ('"Small"', "5", "garage.name must be a line of text that is not empty."),
        ('"Small"', r'"two\nlines"', "garage.name must be a line of text that is not empty."),
        ('"Small"', r'"nul\u0000"', "garage.name must be a line of text that is not empty."),
        ('zipcode = "20457"', "", "garage.zipcode must be a line of text that is not empty."),
        ("Europe/Berlin", "Europe/Nowhere", "garage.time_zone 'Europe/Nowhere' is no known zone"),
        ("Europe/Berlin", "Europe", "garage.time_zone 'Europe' is no known zone"),
        ("Europe/Berlin", "../etc/passwd", "garage.time_zone '../etc/passwd' is no known zone"),
        ('"EUR"', '"EURO"', "garage.currency: 'EURO' is no known currency; use one of AED,"),
        ('"EUR"', '""', "garage.currency must be a line of text that is not empty."),
        ("= 15", "= 0", "garage.step_minutes must be a whole number from 1 to 1440."),
        ("= 15", "= 1441", "garage.step_minutes must be a whole number from 1 to 1440."),
        ("= 15", "= 7.5", "garage.step_minutes must be a whole number from 1 to 1440."),
        ("= 15", "= true", "garage.step_minutes must be a whole number from 1 to 1440."),
        ("step_minutes", "steps", "[garage] has no setting 'steps'; it has address, currency,"),
        ('"3.00"', '"three"', 'rates.compact must be an amount in quotes, such as "3.00".'),
        ('"3.00"', "3.1", 'rates.compact must be an amount in quotes, such as "3.00".'),
        ('"3.00"', "true", 'rates.compact must be an amount in quotes, such as "3.00".'),
        ('compact = "3.00"', "", 'rates.compact must be an amount in quotes, such as "3.00".'),
        ('"3.00"', '"-1"', "rates.compact must be from 0 to less than 10000000."),
        ('"3.00"', '"10000000"', "rates.compact must be from 0 to less than 10000000."),
        ('"3.00"', '"NaN"', "rates.compact must be from 0 to less than 10000000."),
        ('"3.00"', '"Infinity"', "rates.compact must be from 0 to less than 10000000."),
        ('"3.00"', '"3.005"', "rates.compact has more than the 2 decimals that EUR has."),
        ("large = 6", "lorry = 6\nlarge = 6", "[rates] has no setting 'lorry'; it has compact"),
        ("[1, -1]", "[1]\nx = 1", "[[floors]] has no setting 'x'; it has compact, floors,"),
        ("[1, -1]", "[1, 1]", "Spot 1 on floor 1 is listed twice; so are 2 others."),
        ("[1, 2]", "[1, 3]", "Spot 3 on floor 1 is listed twice; so is 1 other."),
        (
            "[1, -1]",
            "[]",
            "floors must list the numbers of the floors that look like this: [1, 2].",
        ),
        ("compact = [1, 2]\nlarge = [3, 3]", "", "No [[floors]] table has a spot; write such as"),
        ("compact = [1, 2]\nlarge = [3, 3]", "compact = []", "No [[floors]] table has a spot"),
        ('"3.00"', '"0.49"', "rates.compact is less than a card can be charged; use 0.50 EUR or"),
        ('"3.00"', "1000000", "rates.compact is more than a card can be charged."),
        ("[1, -1]", "1", "floors must list the numbers of the floors that look like this: [1, 2]."),
        ("[1, -1]", "[1001]", "floors must list the numbers of the floors that look like this"),
        ("[1, -1]", "[true]", "floors must list the numbers of the floors that look like this"),
        ("[1, 2]", "[2, 1]", "compact must be [first, last], the numbers of the spots"),
        ("[1, 2]", "[0, 1]", "compact must be [first, last], the numbers of the spots"),
        ("[1, 2]", "[1, 40000]", "compact must be [first, last], the numbers of the spots"),
        ("[1, 2]", "[1]", "compact must be [first, last], the numbers of the spots"),
        ("[1, 2]", "[true, 2]", "compact must be [first, last], the numbers of the spots"),
        ("[1, -1]", "[1, 2, 3, 4]\nregular = [4, 30000]", "120000 spots are more than the 100000"),
        (
            "[rates]",
            "[prices]\n[rates]",
            "the file has no setting 'prices'; it has closures, floors,",
        ),
    ],
)
def test_a_mistake_gets_its_sentence(read: Read, right: str, wrong: str, sentence: str) -> None:
    assert right in GOOD
    mistakes = _mistakes(read, GOOD.replace(right, wrong, 1))

    assert mistakes[0].startswith(sentence)
    assert len(mistakes) == 1, "a mistake is told once, however many floors and spots it touches"


@pytest.mark.parametrize(
    ("code", "rate", "sentence"),
    [
        ("GBP", "0.30", None),
        ("GBP", "0.29", "is less than a card can be charged; use 0.30 GBP or more"),
        ("JPY", "50", None),
        ("JPY", "49", "is less than a card can be charged; use 50 JPY or more, or 0 for free"),
        ("HUF", "174.99", "is less than a card can be charged; use 175.00 HUF or more"),
        ("KWD", "1.230", None),
        ("KWD", "1.234", "must be a multiple of 0.010 KWD, as all charges."),
        ("ISK", "500.00", None),
        ("ISK", "500.50", "must be a multiple of 1.00 ISK, as all charges."),
        ("ZAR", "0.01", None),
        ("EUR", "0", None),
    ],
)
def test_a_rate_must_be_one_that_a_card_can_be_charged(
    read: Read, code: str, rate: str, sentence: str | None
) -> None:
    content = re.sub(r"= (\"\d+\.\d+\"|6)\n", f'= "{rate}"\n', GOOD).replace("EUR", code)
    if sentence is None:
        assert set(read(content).rates.values()) == {Decimal(rate)}
    else:
        mistakes = _mistakes(read, content)
        assert len(mistakes) == 3, "one for each vehicle type"
        assert all(sentence in mistake for mistake in mistakes)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "The table [garage] is missing; see the example garage for what goes in it."),
        ("floors = [5]\n" + GOOD.split("[[floors]]")[0], "Each [[floors]] must be a table."),
        (GOOD.split("[[floors]]")[0], "The file needs at least one [[floors]] table"),
    ],
    ids=["empty", "no table", "no floors"],
)
def test_a_missing_part_gets_its_sentence(read: Read, content: str, sentence: str) -> None:
    assert any(mistake.startswith(sentence) for mistake in _mistakes(read, content))


def test_all_mistakes_are_told_at_once(read: Read) -> None:
    wrong = GOOD.replace('"small"', '"S"').replace('"EUR"', '"E"').replace("= 15", "= 0")

    assert [mistake.split()[0] for mistake in _mistakes(read, wrong)] == [
        "garage.currency:",
        "garage.slug",
        "garage.step_minutes",
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"[", "is not valid TOML"), (b"\xff", "cannot be read"), (None, "There is no garage file")],
    ids=["no TOML", "no UTF-8", "missing"],
)
def test_a_file_that_is_none_is_named(tmp_path: Path, content: bytes | None, sentence: str) -> None:
    path = tmp_path / "garage.toml"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(BadGarageFileError, match=sentence) as caught:
        read_garage_file(path)
    assert str(path) in str(caught.value)


WEEK: Final = """
[hours]
monday = "06:00-12:00, 14:00-24:00"
tuesday = "00:00-24:00"
wednesday = "closed"
thursday = "18:00-00:00"
friday = "18:00-02:00"
saturday = "10:00 - 18:00"
sunday = "22:00-01:00"

[[closures]]
from = "2026-12-24 18:00"
to = 2026-12-26T08:00:00
reason = "Christmas"

[kept_back]
compact = 2
"""


def test_hours_closures_and_what_is_kept_back_are_read_exactly(read: Read) -> None:
    plan = read(GOOD + WEEK)

    assert plan.week == (
        OpenTime(1, 0, 60),  # of Sunday's night
        OpenTime(1, 360, 720),
        OpenTime(1, 840, 1440),
        OpenTime(2, 0, 1440),
        OpenTime(4, 1080, 1440),
        OpenTime(5, 1080, 1440),
        OpenTime(6, 0, 120),
        OpenTime(6, 600, 1080),
        OpenTime(7, 1320, 1440),
    )
    assert plan.closures == (
        Closure(
            datetime(2026, 12, 24, 17, tzinfo=UTC),
            datetime(2026, 12, 26, 7, tzinfo=UTC),
            "Christmas",
        ),
    )
    assert plan.kept_back == {COMPACT: 2}


@pytest.mark.parametrize(
    ("begin", "end", "closed"),
    [
        ("2026-03-29 02:30", "2026-03-29 04:00", ("2026-03-29 01:00", "2026-03-29 02:00")),
        ("2026-03-29 01:00", "2026-03-29 02:30", ("2026-03-29 00:00", "2026-03-29 01:00")),
        ("2026-10-25 02:30", "2026-10-25 02:45", ("2026-10-25 00:30", "2026-10-25 01:45")),
        ("2026-10-25 02:00", "2026-10-26 00:00", ("2026-10-25 00:00", "2026-10-25 23:00")),
    ],
    ids=["begin skipped", "end skipped", "both shown twice", "until midnight"],
)
def test_a_closure_of_a_daylight_saving_night_leaves_nothing_open(
    read: Read, begin: str, end: str, closed: tuple[str, str]
) -> None:
    closure = f'[[closures]]\nfrom = "{begin}"\nto = "{end}"\nreason = "works"\n'
    starts_at, ends_at = (datetime.fromisoformat(f"{moment}Z") for moment in closed)

    assert read(GOOD + closure).closures == (Closure(starts_at, ends_at, "works"),)


def test_a_garage_without_hours_is_always_open(read: Read) -> None:
    plan = read(GOOD)

    assert (plan.week, plan.closures, plan.kept_back) == ((), (), {})


@pytest.mark.parametrize(
    ("right", "wrong", "sentence"),
    [
        ('"closed"', '"shut"', 'hours.wednesday must be times such as "06:00-23:00" or'),
        ('"closed"', '"06:00-25:00"', "hours.wednesday must be times such as"),
        ('"closed"', '"24:00-24:00"', "hours.wednesday must be times such as"),
        ('"closed"', '"00:00-00:00"', "hours.wednesday must be times such as"),
        ('"closed"', '"06:00-06:00"', "hours.wednesday must be times such as"),
        ('"closed"', '"06:00-12:00,"', "hours.wednesday must be times such as"),
        ('"closed"', "6", "hours.wednesday must be times such as"),
        ('wednesday = "closed"', "", "hours.wednesday must be times such as"),
        (
            'wednesday = "closed"',
            'wednesday = "closed"\nmidweek = ""',
            "[hours] has no setting 'mi",
        ),
        ('"10:00 - 18:00"', '"01:00-18:00"', "hours: two times of saturday overlap; write each"),
        ("06:00-12:00, 14", "06:00-12:00, 11", "hours: two times of monday overlap; write each"),
        ('"2026-12-24 18:00"', '"24.12.2026"', "closures.from and closures.to must be local times"),
        ("2026-12-26T08:00:00", "2026-12-26", "closures.from and closures.to must be local times"),
        ("2026-12-26T08:00:00", "2026-12-26T08:00:00Z", "closures.from and closures.to must be"),
        ("2026-12-26T08:00:00", '"2026-12-24 18:00"', "A closure must end after it begins;"),
        ('"Christmas"', '" "', "closures.reason must be a line of text that is not empty."),
        ("reason", "why = 1\nreason", "[[closures]] has no setting 'why'; it has from, reason,"),
        ("[[closures]]", "[closures]", "Each [[closures]] must be a table with from, to and"),
        ("compact = 2\n", "compact = -1\n", "kept_back.compact must be a whole number of spots"),
        ("compact = 2\n", "compact = true\n", "kept_back.compact must be a whole number of spots"),
        ("compact = 2\n", "compact = 5\n", "kept_back.compact is more than the 4 spots of that"),
        ("compact = 2\n", "lorry = 5\n", "[kept_back] has no setting 'lorry'; it has compact"),
    ],
)
def test_a_mistake_in_the_hours_gets_its_sentence(
    read: Read, right: str, wrong: str, sentence: str
) -> None:
    assert right in WEEK
    mistakes = _mistakes(read, GOOD + WEEK.replace(right, wrong, 1))

    assert mistakes[0].startswith(sentence)
    assert len(mistakes) == 1


@pytest.mark.parametrize("table", ["hours", "kept_back"])
def test_what_is_no_table_gets_its_sentence(read: Read, table: str) -> None:
    assert any(f"[{table}] must be a table" in one for one in _mistakes(read, f"{table} = 1{GOOD}"))


def test_a_garage_that_never_opens_is_refused(read: Read) -> None:
    week = "[hours]\n" + "".join(f'{day} = "closed"\n' for day in WEEKDAYS)

    assert _mistakes(read, GOOD + week)[0].startswith("[hours] has no day on which the garage is")
