"""What a kiosk is told before it starts: a TOML file and the environment, checked in full.

``resources/kiosk.toml`` is a commented example. The environment wins over the file: the setting
``name`` of the table ``[database]`` is ``KIOSK_DATABASE_NAME``. Secrets are best given there, or in
files of their own (``url_file``, ``secret_key_file``, ``webhook_secret_file``).

Read by hand instead of by a settings library, into named tuples instead of dataclasses: a kiosk's
first picture must not wait for either (``docs/decisions/start-up.md``).
"""

from __future__ import annotations

import os
import re
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from core.written import Mistakes, read_tables
from kiosk.addresses import is_address, is_escaped, is_private
from kiosk.sizes import SMALLEST_LANDSCAPE, SMALLEST_PORTRAIT, Size, is_large_enough

if TYPE_CHECKING:
    from collections.abc import Mapping

ENVIRONMENT_PREFIX: Final = "KIOSK_"
FILE_VARIABLE: Final = "KIOSK_SETTINGS"
DEFAULT_FILES: Final = (Path("kiosk.toml"), Path("/etc/garage-kiosk/kiosk.toml"))
THEMES: Final = ("light", "dark", "contrast")
LANGUAGES: Final = ("en", "de")


class BadSettingsError(ValueError):
    """The settings cannot be used; one sentence for each mistake, one on each line."""


class WebhookSettings(NamedTuple):
    """How Stripe's events reach ``kiosk webhooks``: the endpoint's secret, a port of loopback."""

    secret: str
    port: int

    def __repr__(self) -> str:
        return f"WebhookSettings(port={self.port})"


class StripeSettings(NamedTuple):
    """How card payments reach Stripe. ``api_url`` is None for Stripe itself."""

    secret_key: str
    reader: str
    api_url: str | None
    webhooks: WebhookSettings | None = None
    """None where no events are taken in."""

    @property
    def live(self) -> bool:
        """Whether real money moves."""
        return "_live_" in self.secret_key

    def __repr__(self) -> str:
        return f"StripeSettings(reader={self.reader!r}, live={self.live})"


class PrinterSettings(NamedTuple):
    """A folder for the tickets' PDFs, or a queue of the system's printers."""

    folder: Path | None
    queue: str | None


class Settings(NamedTuple):
    """A kiosk's settings, complete and checked."""

    garage: str
    kiosk_name: str
    languages: tuple[str, ...]
    theme: str
    reduced_motion: bool
    window: Size | None
    """None for the whole screen."""
    database_url: str
    stripe: StripeSettings
    printer: PrinterSettings
    hold_for: timedelta
    card_window: timedelta
    """How long the reader asks for a card."""
    attendant_command: tuple[str, ...]
    """What is run to call an attendant; empty for nothing."""
    state: Path
    """Where the kiosk keeps what it must remember between starts."""

    def __repr__(self) -> str:
        return f"Settings(garage={self.garage!r}, kiosk_name={self.kiosk_name!r})"


def load_settings(
    file: Path | None = None, environment: Mapping[str, str] | None = None
) -> Settings:
    """Read, check and return the settings.

    Args:
        file: the TOML file; else the one that ``KIOSK_SETTINGS`` names, else ``kiosk.toml`` here,
            else ``/etc/garage-kiosk/kiosk.toml``, else the environment alone.
        environment: instead of the process's own.

    Raises:
        BadSettingsError: with a sentence for each mistake.
    """
    return _reading(file, environment).settings()


def load_database_url(
    file: Path | None = None, environment: Mapping[str, str] | None = None
) -> str:
    """Return only the database's address, for commands that need no kiosk.

    Raises:
        BadSettingsError: with a sentence for each mistake.
    """
    return _reading(file, environment).database_url()


def load_webhook_settings(
    file: Path | None = None, environment: Mapping[str, str] | None = None
) -> tuple[str, WebhookSettings]:
    """Return only the database's address and how events come in, for a machine without a kiosk.

    Raises:
        BadSettingsError: with a sentence for each mistake.
    """
    return _reading(file, environment).webhook_settings()


def _reading(file: Path | None, environment: Mapping[str, str] | None) -> _Reading:
    env = os.environ if environment is None else environment
    named = file or (Path(env[FILE_VARIABLE]) if FILE_VARIABLE in env else None)
    path = named or next((path for path in DEFAULT_FILES if path.is_file()), None)
    tables = {} if path is None else read_tables(path, "settings file", BadSettingsError)
    return _Reading(tables, env, path)


_WEBHOOKS: Final = ("webhook_secret", "webhook_secret_file", "webhook_port")
_SCHEMA: Final[dict[str, frozenset[str]]] = {
    "kiosk": frozenset(
        {"garage", "name", "languages", "theme", "reduced_motion", "window", "state"}
    ),
    "database": frozenset({"url", "url_file"}),
    "stripe": frozenset({"secret_key", "secret_key_file", "reader", "api_url", *_WEBHOOKS}),
    "printer": frozenset({"folder", "queue"}),
    "attendant": frozenset({"command"}),
    "payment": frozenset({"hold_seconds", "card_seconds"}),
}


class _Reading:
    """The settings of all sources, read key by key; what is wrong is collected meanwhile."""

    def __init__(
        self, tables: Mapping[str, object], env: Mapping[str, str], path: Path | None
    ) -> None:
        self._env = env
        self._path = path
        self._mistakes = Mistakes()
        self._wrong = self._mistakes.add
        self._tables: dict[str, Mapping[str, object]] = {}
        for name, table in tables.items():
            if name not in _SCHEMA:
                self._wrong(f"There is no table [{name}]; there are {', '.join(sorted(_SCHEMA))}.")
            elif not isinstance(table, dict):
                self._wrong(f"{name} must be a table: write [{name}] on a line of its own.")
            else:
                self._tables[name] = table
                self._mistakes.add_unknown(f"[{name}]", table, _SCHEMA[name])

    def settings(self) -> Settings:
        settings = Settings(
            garage=self._text("kiosk", "garage", "the slug of a garage that is loaded"),
            kiosk_name=self._text("kiosk", "name", "this kiosk's name in its garage"),
            languages=self._languages(),
            theme=self._choice("kiosk", "theme", THEMES),
            reduced_motion=self._flag("kiosk", "reduced_motion"),
            window=self._window(),
            database_url=self._database_url(),
            stripe=self._stripe(),
            printer=self._printer(),
            hold_for=self._seconds("payment", "hold_seconds", default=120, least=30, most=900),
            card_window=self._seconds("payment", "card_seconds", default=90, least=5, most=600),
            attendant_command=self._attendant_command(),
            state=self._state(),
        )
        self._mistakes.raise_as(BadSettingsError)
        return settings

    def database_url(self) -> str:
        url = self._database_url()
        self._mistakes.raise_as(BadSettingsError)
        return url

    def webhook_settings(self) -> tuple[str, WebhookSettings]:
        url, webhooks = self._database_url(), self._webhooks(needed=True)
        self._mistakes.raise_as(BadSettingsError)
        if webhooks is None:
            raise AssertionError
        return url, webhooks

    def _value(self, table: str, key: str) -> object:
        """Return what the environment says, else the file, else None."""
        variable = f"{ENVIRONMENT_PREFIX}{table}_{key}".upper()
        if variable in self._env:
            return self._env[variable]
        return self._tables.get(table, {}).get(key)

    def _text(self, table: str, key: str, meaning: str) -> str:
        value = self._value(table, key)
        if isinstance(value, str) and value.strip():
            return value.strip()
        if value is None or isinstance(value, str):
            self._wrong(f"{table}.{key} is missing; give {meaning}.")
        else:
            self._wrong(f"{table}.{key} must be text, in quotes; give {meaning}.")
        return ""

    def _optional(self, table: str, key: str) -> str | None:
        value = self._value(table, key)
        if value is None or (isinstance(value, str) and value.strip()):
            return value.strip() if isinstance(value, str) else None
        self._wrong(f"{table}.{key} must be a text that is not empty.")
        return None

    def _choice(self, table: str, key: str, choices: tuple[str, ...]) -> str:
        value = self._value(table, key)
        if value is None:
            return choices[0]
        if isinstance(value, str) and value in choices:
            return value
        self._wrong(f"{table}.{key} must be one of {', '.join(choices)}.")
        return choices[0]

    def _flag(self, table: str, key: str) -> bool:
        value = self._value(table, key)
        if isinstance(value, str):
            value = {"true": True, "false": False}.get(value.lower(), value)
        if value is None or isinstance(value, bool):
            return bool(value)
        self._wrong(f"{table}.{key} must be true or false.")
        return False

    def _seconds(self, table: str, key: str, *, default: int, least: int, most: int) -> timedelta:
        return timedelta(seconds=self._number(table, key, default=default, least=least, most=most))

    def _number(self, table: str, key: str, *, default: int, least: int, most: int) -> int:
        value = self._value(table, key)
        if isinstance(value, str) and value.isdecimal():
            value = int(value)
        if value is None:
            value = default
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self._wrong(f"{table}.{key} must be a whole number from {least} to {most}.")
            value = default
        return value

    def _languages(self) -> tuple[str, ...]:
        value = self._value("kiosk", "languages")
        if isinstance(value, str):
            value = [code.strip() for code in value.split(",")]
        if value is None:
            return LANGUAGES
        if isinstance(value, list) and value and all(code in LANGUAGES for code in value):
            return tuple(dict.fromkeys(value))
        self._wrong(f"kiosk.languages must list some of {', '.join(LANGUAGES)}.")
        return LANGUAGES

    def _window(self) -> Size | None:
        value = self._optional("kiosk", "window")
        if value is None or value == "full":
            return None
        match = re.fullmatch(r"([1-9]\d{2,4})x([1-9]\d{2,4})(?:\+(\d{1,5})\+(\d{1,5}))?", value)
        if match is None:
            self._wrong('kiosk.window must be "full" or a size such as "1080x1920".')
            return None
        corner = (int(match[3]), int(match[4])) if match[3] else None
        size = Size(int(match[1]), int(match[2]), corner)
        if not is_large_enough(size):
            self._wrong(
                f"kiosk.window {size} is too small to read; give at least "
                f"{SMALLEST_PORTRAIT} (portrait) or {SMALLEST_LANDSCAPE} (landscape)."
            )
        return size

    def _secret(self, table: str, key: str, meaning: str) -> str:
        """Return a secret from the environment, from a file of its own, or from the settings."""
        named = self._optional(table, f"{key}_file")
        if named is not None and self._value(table, key) is None:
            return self._secret_file(table, key, Path(named))
        if self._path is not None and key in self._tables.get(table, {}):
            self._check_privacy(table, key, self._path)
        return self._text(table, key, meaning)

    def _secret_file(self, table: str, key: str, file: Path) -> str:
        try:
            secret = file.read_text(encoding="utf-8").strip()
            self._check_privacy(table, key, file)
        except (OSError, UnicodeDecodeError) as error:
            self._wrong(f"{table}.{key}_file cannot be read: {error}.")
            return ""
        if not secret:
            self._wrong(f"{table}.{key}_file {file} is empty; write the secret into it.")
        return secret

    def _check_privacy(self, table: str, key: str, file: Path) -> None:
        if file.stat().st_mode & 0o077:
            self._wrong(
                f"{file} holds {table}.{key} and may be read by others; run 'chmod 600 {file}'."
            )

    def _database_url(self) -> str:
        url = self._secret(
            "database", "url", "an address like postgresql://user:password@host/name"
        )
        scheme, separator, rest = url.partition("://")
        if not url:
            return ""
        if scheme not in {"postgresql", "postgresql+psycopg"} or not separator or not rest:
            self._wrong("database.url must begin with postgresql:// and name a server.")
        elif not is_address(url) or not is_escaped(url):
            self._wrong(
                "database.url is no address; a port is a number, and in a password the characters "
                "@ : / ? # [ ] % are written as %40 %3A %2F %3F %23 %5B %5D %25."
            )
        return f"postgresql+psycopg://{rest}"

    def _stripe(self) -> StripeSettings:
        key = self._secret("stripe", "secret_key", "a secret or restricted key of your account")
        if key and not re.fullmatch(r"(sk|rk)_(test|live)_\w+", key):
            self._wrong(
                "stripe.secret_key must begin with sk_test_, sk_live_, rk_test_ or rk_live_."
            )
        reader = self._text("stripe", "reader", "the id of this kiosk's card reader (tmr_...)")
        if reader and not reader.startswith("tmr_"):
            self._wrong("stripe.reader must be a reader's id, which begins with tmr_.")
        api_url = self._optional("stripe", "api_url")
        if api_url is not None and not is_private(api_url):
            self._wrong("stripe.api_url must begin with https://, or be on 127.0.0.1.")
        return StripeSettings(key, reader, api_url, self._webhooks(needed=False))

    def _webhooks(self, *, needed: bool) -> WebhookSettings | None:
        port = self._number("stripe", "webhook_port", default=8620, least=1024, most=65535)
        given = any(self._value("stripe", key) for key in ("webhook_secret", "webhook_secret_file"))
        if not given and not needed:
            return None
        secret = self._secret("stripe", "webhook_secret", "the webhook endpoint's, from Stripe")
        if secret and not re.fullmatch(r"whsec_\S+", secret):
            self._wrong("stripe.webhook_secret must begin with whsec_.")
        return WebhookSettings(secret, port)

    def _printer(self) -> PrinterSettings:
        folder = self._optional("printer", "folder")
        queue = self._optional("printer", "queue")
        if folder is not None and queue is not None:
            self._wrong("Give printer.folder or printer.queue, not both.")
        if folder is None and queue is None:
            return PrinterSettings(self._state() / "tickets", None)
        return PrinterSettings(Path(folder).expanduser() if folder else None, queue)

    def _attendant_command(self) -> tuple[str, ...]:
        value = self._value("attendant", "command")
        if isinstance(value, str):
            import shlex  # noqa: PLC0415 - most kiosks do without

            try:
                value = shlex.split(value)
            except ValueError:
                value = None  # a quotation mark without its partner
        elif value is None:
            return ()
        if (
            isinstance(value, list)
            and value
            and all(isinstance(word, str) and word for word in value)
            and Path(value[0]).is_absolute()
        ):
            return tuple(value)
        self._wrong(
            "attendant.command must be a program's whole path and its arguments, such as "
            '["/usr/local/bin/page-attendant"].'
        )
        return ()

    def _state(self) -> Path:
        named = self._optional("kiosk", "state")
        if named is not None:
            return Path(named).expanduser()
        home = self._env.get("XDG_STATE_HOME") or str(Path("~/.local/state").expanduser())
        return Path(home) / "garage-kiosk"
