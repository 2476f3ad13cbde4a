"""What commands are given, and how they end: with an exit code, and sentences, not a trace."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from datetime import datetime  # noqa: TC003 - Typer reads it at run time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from core.db.errors import BadAddressError, DatabaseUnavailableError, SchemaMismatchError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiosk.settings import Settings

SettingsFile = Annotated[
    Path | None,
    typer.Option("--settings", "-s", help="The TOML file with the settings.", show_default=False),
]


def settings_of(file: Path | None, exit_code: int = 1) -> Settings:
    """Return all settings; where they cannot be used, end the command and say why."""
    from kiosk.settings import BadSettingsError, load_settings

    with sentences(BadSettingsError, exit_code=exit_code):
        settings = load_settings(file)
    check_url(settings.database_url, exit_code)
    return settings


def database_url(file: Path | None) -> str:
    """Return the one setting that some commands need, or end the command."""
    from kiosk.settings import BadSettingsError, load_database_url

    with sentences(BadSettingsError):
        url = load_database_url(file)
    check_url(url)
    return url


def check_url(url: str, exit_code: int = 1) -> None:
    """Check it in full; a kiosk's start, which has no time, looks at it roughly."""
    from core.db.address import check_address

    with sentences(BadAddressError, exit_code=exit_code):
        check_address(url)


def sensible(moment: datetime | None) -> datetime | None:
    """Refuse, as Typer does, a year that nobody means; with some, nothing can be reckoned."""
    if moment is not None and not 2000 <= moment.year < 3000:  # noqa: PLR2004 - as the sentence says
        raise typer.BadParameter("Give a year from 2000 to 2999.")
    return moment


def confirmed(question: str) -> bool:
    """Ask whoever sits at the terminal; a script is not asked, it means what it says."""
    return not in_a_terminal() or typer.confirm(question, err=True)


def in_a_terminal() -> bool:
    """Return whether somebody can be asked."""
    return sys.stdin is not None and sys.stdin.isatty()


@contextmanager
def sentences(*errors: type[Exception], exit_code: int = 1) -> Iterator[None]:
    """End the command with the sentences of these errors, and of a database that cannot be used."""
    said: tuple[type[Exception], ...] = (*errors, DatabaseUnavailableError, SchemaMismatchError)
    try:
        yield
    except said as error:
        fail(str(error), exit_code)


def fail(said: str, exit_code: int = 1) -> NoReturn:
    """End the command; each line is one sentence."""
    for sentence in said.splitlines():
        typer.echo(f"kiosk: {sentence}", err=True)
    raise typer.Exit(exit_code)
