"""Every command as an operator types it, right and wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import metadata
from typing import TYPE_CHECKING, Final

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from core.db import migrate
from core.db.database import Database
from kiosk.cli import app
from kiosk.paths import GARAGES

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

RIVERSIDE = GARAGES / "riverside.toml"


@pytest.fixture(autouse=True)
def readable_window(monkeypatch: pytest.MonkeyPatch) -> None:
    """The display that tests run on is a small one."""
    monkeypatch.setenv("KIOSK_KIOSK_WINDOW", "1080x1920")


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Path:
    return write_settings(tmp_path, database_url)


def write_settings(folder: Path, database_url: str, more: str = "") -> Path:
    file = folder / "kiosk.toml"
    file.touch(mode=0o600)
    file.write_text(
        f"""
        [kiosk]
        garage = "riverside"
        name = "Test"
        state = "{folder}/state"
        [database]
        url = "{database_url}"
        [stripe]
        secret_key = "sk_test_cli"
        reader = "tmr_cli"
        api_url = "http://127.0.0.1:9"
        {more}
        """,
        encoding="utf-8",
    )
    return file


def kiosk(*words: str | Path, typed: str = "") -> Result:
    return CliRunner().invoke(app, [str(word) for word in words], input=typed)


def test_upgrade_says_what_it_did_and_the_second_time_that_nothing_was_to_do(
    tmp_path: Path, empty_database_url: str
) -> None:
    settings = write_settings(tmp_path, empty_database_url)
    first = kiosk("db", "upgrade", "-s", settings)
    second = kiosk("db", "upgrade", "-s", settings)
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.output == f"The schema is now at {migrate.head()}.\n"
    assert second.output == f"The schema was already at {migrate.head()}.\n"


def test_status_asks_for_an_upgrade_where_there_are_no_tables(
    tmp_path: Path, empty_database_url: str
) -> None:
    result = kiosk("db", "status", "-s", write_settings(tmp_path, empty_database_url))
    assert result.exit_code == 1
    assert result.output == ("kiosk: The database has no tables yet; run 'kiosk db upgrade'.\n")


def test_upgrade_leaves_a_database_alone_that_is_newer_than_the_program(
    settings: Path, database_url: str
) -> None:
    with Database(database_url) as database:
        database.statement(
            lambda connection: connection.execute(
                text("UPDATE alembic_version SET version_num = '9999'")
            )
        )
    result = kiosk("db", "upgrade", "-s", settings)
    assert result.exit_code == 1
    assert result.output == (
        "kiosk: The database is at revision 9999, newer than this program; update the program.\n"
    )


def test_a_garage_is_loaded_once_and_then_found_as_it_is(settings: Path) -> None:
    first = kiosk("garage", "load", RIVERSIDE, "-s", settings)
    again = kiosk("garage", "load", RIVERSIDE, "-s", settings)
    loaded = "Riverside Garage is loaded: 2000 spots, {} of them new.\n"
    assert first.output.startswith(loaded.format(2000))
    assert again.output.startswith(loaded.format(0))


def test_loading_says_who_parks_without_paying_and_that_kiosks_follow(
    settings: Path, tmp_path: Path
) -> None:
    file = tmp_path / "garage.toml"
    file.write_text(RIVERSIDE.read_text().replace('"3.00"', '"0"'))
    result = kiosk("garage", "load", file, "-s", settings)
    assert result.output.splitlines()[1:] == [
        "Free of charge, without a card: compact.",
        "Kiosks that run take it over by themselves, each between two drivers.",
    ]


def test_a_garage_file_with_mistakes_changes_nothing_and_names_each(
    settings: Path, tmp_path: Path
) -> None:
    file = tmp_path / "garage.toml"
    file.write_text(RIVERSIDE.read_text().replace("Europe/Berlin", "Mars").replace("3.00", "-3"))
    result = kiosk("garage", "load", file, "-s", settings)
    assert result.exit_code == 1
    assert [line[:6] for line in result.output.splitlines()] == ["kiosk:", "kiosk:"]
    assert "time_zone" in result.output
    assert "rates.compact" in result.output


def test_a_file_that_would_drop_a_spot_is_refused(settings: Path, tmp_path: Path) -> None:
    kiosk("garage", "load", RIVERSIDE, "-s", settings)
    file = tmp_path / "garage.toml"
    file.write_text(RIVERSIDE.read_text().replace("[171, 200]", "[171, 199]"))
    result = kiosk("garage", "load", file, "-s", settings)
    assert result.exit_code == 1
    assert "'kiosk spot set riverside 1 200 removed'" in result.output


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        pytest.param("{right}x", "no such database", id="unknown database"),
        pytest.param(
            "postgresql+psycopg://kiosk:wrong@127.0.0.1:{port}/postgres",
            "refuses the user or password",
            id="wrong password",
        ),
        pytest.param(
            "postgresql+psycopg://kiosk:x@127.0.0.1:9/kiosk", "cannot be reached", id="no server"
        ),
    ],
)
def test_a_database_that_cannot_be_used_is_one_sentence(
    tmp_path: Path, database_url: str, url: str, sentence: str
) -> None:
    port = database_url.rpartition(":")[2].partition("/")[0]
    wrong = url.format(right=database_url, port=port)
    result = kiosk("db", "status", "-s", write_settings(tmp_path, wrong))
    assert result.exit_code == 1
    assert result.output.count("\n") == 1
    assert sentence in result.output
    assert "wrong@" not in result.output


@pytest.mark.parametrize("command", [["db", "upgrade"], ["db", "status"], ["doctor"], ["settle"]])
@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("postgresql://kiosk:p@hunter2:w@127.0.0.1:9/kiosk", "database.url is no address"),
        ("postgresql://kiosk:hunter2@127.0.0.1:9/kiosk?sslmod=x", "unknown option sslmod"),
    ],
    ids=["password", "option"],
)
def test_an_address_that_cannot_be_used_is_one_sentence_without_the_password(
    tmp_path: Path, command: list[str], url: str, sentence: str
) -> None:
    result = kiosk(*command, "-s", write_settings(tmp_path, url))
    assert result.exit_code == 1
    assert result.output.startswith("kiosk: ")
    assert result.output.count("\n") == 1
    assert sentence in result.output
    assert "hunter2" not in result.output


def test_settings_with_mistakes_are_told_all_at_once(tmp_path: Path, database_url: str) -> None:
    settings = write_settings(tmp_path, database_url, "[payment]\nhold_seconds = 5\n[prnter]\n")
    result = kiosk("doctor", "-s", settings)
    assert result.exit_code == 1
    assert "payment.hold_seconds must be a whole number from 30 to 900." in result.output
    assert "There is no table [prnter]" in result.output


def test_the_doctor_has_a_line_for_everything_and_says_what_to_do(settings: Path) -> None:
    kiosk("garage", "load", RIVERSIDE, "-s", settings)
    result = kiosk("doctor", "-s", settings)
    lines = result.output.splitlines()
    assert [line.split()[1] for line in lines] == [
        "database",
        "migrations",
        "garage",
        "spots",
        "money",
        "clock",
        "stripe",
        "reader",
        "printer",
        "attendants",
        "display",
        "fonts",
    ]
    failed = [line.split()[1] for line in lines if line.startswith("FAIL")]
    assert failed == ["stripe", "reader", "attendants"]
    assert "check the network" in next(line for line in lines if "stripe" in line)
    assert result.exit_code == 1


def test_a_desk_for_a_garage_that_is_not_there_is_told(settings: Path) -> None:
    result = kiosk("attendant", "listen", "--garage", "rivreside", "-s", settings)
    assert result.exit_code == 1
    assert "no garage 'rivreside'" in result.output


def test_the_doctor_is_content_with_a_command_that_can_be_run(
    tmp_path: Path, database_url: str
) -> None:
    for command, line in (
        ("/bin/true", "ok   attendants  a call runs /bin/true"),
        ("/bin/tru", "FAIL attendants  /bin/tru cannot be run; correct attendant.command."),
    ):
        more = f'[attendant]\ncommand = ["{command}"]'
        result = kiosk("doctor", "-s", write_settings(tmp_path, database_url, more))
        assert line in result.output.splitlines()


def test_the_doctor_says_why_no_window_opens_also_without_a_locale(
    settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LANG", "LC_ALL", "LC_CTYPE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LC_CTYPE", "C")
    monkeypatch.setenv("QT_QPA_PLATFORM", "nowhere")
    result = kiosk("doctor", "-s", settings)
    (line,) = (line for line in result.output.splitlines() if " display " in line)
    assert "locale" not in line
    assert "nowhere" in line


def test_the_doctor_finds_a_display_that_is_too_small(
    tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = write_settings(tmp_path, database_url)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.delenv("KIOSK_KIOSK_WINDOW")
    (display,) = (
        line for line in kiosk("doctor", "-s", settings).output.splitlines() if "display" in line
    )
    assert display.startswith("FAIL")
    assert "has 800x800 pixels, too few to read the screens; use one of at least" in display


def test_the_doctor_says_which_garages_there_are(settings: Path) -> None:
    result = kiosk("doctor", "-s", settings)
    assert "no garage 'riverside' (it has none); load it with" in result.output


def test_the_version_is_told() -> None:
    result = kiosk("--version")
    assert (result.exit_code, result.output) == (
        0,
        f"garage-kiosk {metadata.version('garage-kiosk')}\n",
    )


def test_settling_with_nothing_to_settle_says_so(settings: Path) -> None:
    result = kiosk("settle", "-s", settings)
    assert (result.exit_code, result.output) == (0, "Taken up: payments 0, refunds 0.\n")


def test_a_spot_is_taken_out_of_service_and_an_unknown_one_is_told(settings: Path) -> None:
    kiosk("garage", "load", RIVERSIDE, "-s", settings)
    result = kiosk("spot", "set", "riverside", "1", "2", "out_of_service", "-s", settings)
    assert (result.exit_code, result.output) == (
        0,
        "Spot 2 on floor 1 of Riverside Garage is out of service.\n",
    )

    result = kiosk("spot", "set", "riverside", "99", "2", "in_service", "-s", settings)
    assert result.exit_code == 1
    assert "no spot 2 on floor 99; check floor and number." in result.output


def test_drift_is_seen_by_the_doctor_and_repaired(settings: Path, database_url: str) -> None:
    kiosk("garage", "load", RIVERSIDE, "-s", settings)
    assert "nothing to repair" in kiosk("db", "repair", "-s", settings).output
    with Database(database_url) as database:
        forget = text("DELETE FROM free_intervals WHERE number = 3 AND floor = 1")
        database.transaction(lambda connection: connection.execute(forget))

    seen = kiosk("doctor", "-s", settings).output
    assert "1 of them have free time that their reservations do not leave" in seen
    repaired = kiosk("db", "repair", "-s", settings)
    assert repaired.output == "Spot 3 on floor 1 of 'riverside' was put right.\n"
    assert "nothing to repair" in kiosk("db", "repair", "-s", settings).output


@pytest.mark.parametrize(
    "command",
    [
        [],
        ["run"],
        ["demo"],
        ["doctor"],
        ["db"],
        ["garage"],
        ["spot"],
        ["attendant", "listen"],
        ["refund"],
        ["webhooks"],
        ["report", "payments"],
    ],
)
def test_every_command_explains_itself(command: list[str]) -> None:
    result = kiosk(*command, "--help")
    assert result.exit_code == 0
    assert "Usage:" in result.output


def test_a_garage_is_closed_and_opened_again(settings: Path) -> None:
    kiosk("garage", "load", RIVERSIDE, "-s", settings)

    closed = kiosk("garage", "close", "riverside", "--reason", "Water", "-s", settings)
    opened = kiosk("garage", "open", "riverside", "-s", settings)
    again = kiosk("garage", "open", "riverside", "-s", settings)

    assert closed.output == (
        "Riverside Garage sells no stay from now on, until 'kiosk garage open riverside'.\n"
    )
    assert opened.output == "Riverside Garage is open.\n"
    assert again.output == "Riverside Garage was not closed, but for its opening hours.\n"


SKIPPED: Final = ("--from", "2040-03-25 02:30", "--until", "2040-03-25 03:00")
"""What no clock of the garage shows: it is put forward from 02:00 to 03:00."""


def test_a_garage_is_closed_for_a_time_on_its_own_clock(settings: Path) -> None:
    kiosk("garage", "load", RIVERSIDE, "-s", settings)
    times = ("--from", "2040-12-24 18:00", "--until", "2040-12-26 08:00")

    closed = kiosk("garage", "close", "riverside", "--reason", "Party", *times, "-s", settings)

    back = kiosk("garage", "open", "riverside", "--at", "2040-12-25 12:00", "-s", settings)

    assert closed.output == (
        "Riverside Garage sells no stay from 2040-12-24 18:00 to 2040-12-26 08:00.\n"
    )
    assert back.output == "Closures of Riverside Garage taken back: 1.\n"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("small", "--reason", "Water"), "The database has no garage 'small' (it has riverside)"),
        (
            ("riverside", "--reason", "Water", "--until", "2020-01-01 00:00"),
            "The closure must end after now and after its begin.",
        ),
        (
            ("riverside", "--reason", "Water", *SKIPPED),
            "The closure must end after now and after its begin.",
        ),
        (("riverside", "--reason", " "), "Say why it is closed: --reason TEXT."),
    ],
    ids=["unknown", "over", "skipped by the clock", "without a reason"],
)
def test_a_closing_that_is_none_says_why(
    settings: Path, words: tuple[str, ...], sentence: str
) -> None:
    kiosk("garage", "load", RIVERSIDE, "-s", settings)
    result = kiosk("garage", "close", *words, "-s", settings)
    assert result.exit_code == 1
    assert result.output.startswith(f"kiosk: {sentence}")


@pytest.mark.parametrize(
    "words",
    [
        ("garage", "close", "riverside", "--reason", "Water", "--from", "0001-01-01 00:00"),
        ("garage", "close", "riverside", "--reason", "Water", "--until", "9999-12-31 23:59"),
        ("garage", "open", "riverside", "--at", "0001-01-01 00:00"),
        ("report", "payments", "--day", "0001-01-01"),
        ("report", "payments", "--from", "9999-12-31"),
    ],
)
def test_a_year_that_nobody_means_is_a_mistake_of_the_command_line(
    settings: Path, words: tuple[str, ...]
) -> None:
    result = kiosk(*words, "-s", settings)

    assert result.exit_code == 2
    assert "Give a year from 2000 to 2999." in result.stderr


def test_without_a_display_the_kiosk_ends_with_a_sentence(settings: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "kiosk", "run", "-s", str(settings)],
        env={**os.environ, "QT_QPA_PLATFORM": "nowhere", "LC_ALL": "C"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert ended.returncode == 1
    assert ended.stderr.startswith(
        'kiosk: No window can be opened (Could not find the Qt platform plugin "nowhere"'
    )
    assert ended.stderr.endswith(
        "); start the kiosk within a graphical session, or set QT_QPA_PLATFORM.\n"
    )
    assert ended.stderr.count("\n") == 1


def test_loading_says_what_is_kept_back_and_when_it_is_open(settings: Path, tmp_path: Path) -> None:
    file = tmp_path / "garage.toml"
    lines = [line.removeprefix("# ") for line in RIVERSIDE.read_text().splitlines()]
    tables = [line for line in lines if line.startswith(("[", "compact =")) or " = " in line]
    file.write_text("\n".join(tables))
    result = kiosk("garage", "load", file, "-s", settings)
    assert result.output.splitlines()[1:4] == [
        "Kept back for attendants: 3 compact.",
        "Open 88 hours a week.",
        "Closed for: Christmas.",
    ]
