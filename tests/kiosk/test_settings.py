"""A kiosk's settings: what is read, what wins, and a sentence for each mistake."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from kiosk.settings import (
    BadSettingsError,
    PrinterSettings,
    Settings,
    load_database_url,
    load_settings,
    load_webhook_settings,
)
from kiosk.sizes import Size

if TYPE_CHECKING:
    from collections.abc import Callable

    Write = Callable[..., Path]

SECRET_KEY: Final = "sk_test_verysecret"
PASSWORD: Final = "hunter2"
GOOD: Final = {
    "KIOSK_KIOSK_GARAGE": "riverside",
    "KIOSK_KIOSK_NAME": "north",
    "KIOSK_DATABASE_URL": f"postgresql://kiosk:{PASSWORD}@db.example/garage",
    "KIOSK_STRIPE_SECRET_KEY": SECRET_KEY,
    "KIOSK_STRIPE_READER": "tmr_1",
    "XDG_STATE_HOME": "/var/lib/kiosk",
}
GOOD_FILE: Final = f"""
[kiosk]
garage = "riverside"
name = "north"
[database]
url = "postgresql://kiosk:{PASSWORD}@db.example/garage"
[stripe]
secret_key = "{SECRET_KEY}"
reader = "tmr_1"
"""


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a file that only its owner may read, and returns its path."""

    def write(text: str, name: str = "kiosk.toml", mode: int = 0o600) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        path.chmod(mode)
        return path

    return write


def _mistakes(environment: dict[str, str], file: Path | None = None) -> list[str]:
    with pytest.raises(BadSettingsError) as caught:
        load_settings(file, environment)
    return str(caught.value).splitlines()


def test_the_environment_alone_is_enough() -> None:
    settings = load_settings(None, GOOD)

    assert settings == Settings(
        garage="riverside",
        kiosk_name="north",
        languages=("en", "de"),
        theme="light",
        reduced_motion=False,
        window=None,
        database_url=f"postgresql+psycopg://kiosk:{PASSWORD}@db.example/garage",
        stripe=settings.stripe,
        printer=PrinterSettings(Path("/var/lib/kiosk/garage-kiosk/tickets"), None),
        hold_for=timedelta(seconds=120),
        card_window=timedelta(seconds=90),
        attendant_command=(),
        state=Path("/var/lib/kiosk/garage-kiosk"),
    )
    assert (settings.stripe.secret_key, settings.stripe.reader) == (SECRET_KEY, "tmr_1")
    assert (settings.stripe.live, settings.stripe.api_url) == (False, None)


def test_a_file_says_the_same_as_the_environment(write: Write) -> None:
    in_file = load_settings(write(GOOD_FILE), {"XDG_STATE_HOME": "/var/lib/kiosk"})

    assert in_file == load_settings(None, GOOD)


def test_the_environment_wins_over_the_file(write: Write) -> None:
    settings = load_settings(write(GOOD_FILE), {"KIOSK_KIOSK_NAME": "south"})

    assert (settings.kiosk_name, settings.garage) == ("south", "riverside")


def test_the_environment_may_name_the_file(write: Write) -> None:
    assert load_settings(None, {"KIOSK_SETTINGS": str(write(GOOD_FILE))}).garage == "riverside"


def test_the_commented_example_is_read_and_misses_nothing(write: Write) -> None:
    example = Path(__file__).parents[2] / "resources" / "kiosk.toml"
    secrets = {
        "KIOSK_DATABASE_URL": GOOD["KIOSK_DATABASE_URL"],
        "KIOSK_STRIPE_SECRET_KEY": SECRET_KEY,
    }

    load_settings(write(example.read_text(encoding="utf-8")), secrets)


def test_secrets_may_have_files_of_their_own(write: Write) -> None:
    environment = {
        **{name: value for name, value in GOOD.items() if "SECRET" not in name},
        "KIOSK_STRIPE_SECRET_KEY_FILE": str(write(f"{SECRET_KEY}\n", "key")),
    }

    assert load_settings(None, environment).stripe.secret_key == SECRET_KEY


@pytest.mark.parametrize(
    ("variable", "value", "name", "expected"),
    [
        ("KIOSK_KIOSK_LANGUAGES", "de, en", "languages", ("de", "en")),
        ("KIOSK_KIOSK_LANGUAGES", "de", "languages", ("de",)),
        ("KIOSK_KIOSK_THEME", "contrast", "theme", "contrast"),
        ("KIOSK_KIOSK_REDUCED_MOTION", "True", "reduced_motion", True),
        ("KIOSK_KIOSK_WINDOW", "full", "window", None),
        ("KIOSK_KIOSK_WINDOW", "1080x1920", "window", Size(1080, 1920)),
        ("KIOSK_KIOSK_WINDOW", "1280x800+24+0", "window", Size(1280, 800, (24, 0))),
        ("KIOSK_KIOSK_WINDOW", "800x1280", "window", Size(800, 1280)),
        ("KIOSK_KIOSK_WINDOW", "768x1366", "window", Size(768, 1366)),
        ("KIOSK_KIOSK_WINDOW", "1024x768", "window", Size(1024, 768)),
        ("KIOSK_KIOSK_STATE", "/state", "state", Path("/state")),
        ("KIOSK_PAYMENT_HOLD_SECONDS", "30", "hold_for", timedelta(seconds=30)),
        ("KIOSK_PAYMENT_CARD_SECONDS", "600", "card_window", timedelta(seconds=600)),
        ("KIOSK_PRINTER_FOLDER", "/t", "printer", PrinterSettings(Path("/t"), None)),
        ("KIOSK_ATTENDANT_COMMAND", "/bin/page 'now'", "attendant_command", ("/bin/page", "now")),
        ("KIOSK_PRINTER_QUEUE", "epson", "printer", PrinterSettings(None, "epson")),
    ],
)
def test_a_setting_is_read(variable: str, value: str, name: str, expected: object) -> None:
    assert getattr(load_settings(None, {**GOOD, variable: value}), name) == expected


@pytest.mark.parametrize(
    ("key", "live"),
    [("sk_test_1", False), ("rk_test_1", False), ("sk_live_1", True), ("rk_live_1", True)],
)
def test_the_key_says_whether_real_money_moves(key: str, *, live: bool) -> None:
    assert load_settings(None, {**GOOD, "KIOSK_STRIPE_SECRET_KEY": key}).stripe.live is live


@pytest.mark.parametrize(
    ("url", "normal"),
    [
        ("postgresql://h/d", "postgresql+psycopg://h/d"),
        ("postgresql+psycopg://h/d", "postgresql+psycopg://h/d"),
        ("postgresql://u:p%40w@h:6432/d", "postgresql+psycopg://u:p%40w@h:6432/d"),
        ("  postgresql://h/d\n", "postgresql+psycopg://h/d"),
    ],
)
def test_the_databases_address_names_the_driver(url: str, normal: str) -> None:
    assert load_database_url(None, {"KIOSK_DATABASE_URL": url}) == normal


@pytest.mark.parametrize(
    "api_url", ["http://127.0.0.1:4242", "https://api.stripe.com", "https://proxy.example:8443/x"]
)
def test_stripe_may_be_reached_at_another_private_address(api_url: str) -> None:
    settings = load_settings(None, {**GOOD, "KIOSK_STRIPE_API_URL": api_url})

    assert settings.stripe.api_url == api_url


@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("KIOSK_KIOSK_GARAGE", " ", "kiosk.garage is missing; give the slug of a garage"),
        ("KIOSK_KIOSK_NAME", "", "kiosk.name is missing; give this kiosk's name"),
        ("KIOSK_KIOSK_LANGUAGES", "en,fr", "kiosk.languages must list some of en, de."),
        ("KIOSK_KIOSK_LANGUAGES", "", "kiosk.languages must list some of en, de."),
        ("KIOSK_KIOSK_THEME", "pink", "kiosk.theme must be one of light, dark, contrast."),
        ("KIOSK_KIOSK_REDUCED_MOTION", "yes", "kiosk.reduced_motion must be true or false."),
        ("KIOSK_KIOSK_WINDOW", "big", 'kiosk.window must be "full" or a size such as "1080x1920".'),
        ("KIOSK_KIOSK_WINDOW", "000x000", 'kiosk.window must be "full" or a size'),
        ("KIOSK_KIOSK_WINDOW", "540x960", "kiosk.window 540x960 is too small to read; give at"),
        ("KIOSK_KIOSK_WINDOW", "1280x720", "kiosk.window 1280x720 is too small to read; give"),
        ("KIOSK_KIOSK_STATE", " ", "kiosk.state must be a text that is not empty."),
        ("KIOSK_DATABASE_URL", "", "database.url is missing; give an address like postgresql://"),
        ("KIOSK_DATABASE_URL", "mysql://h/d", "database.url must begin with postgresql://"),
        ("KIOSK_DATABASE_URL", "postgresql:", "database.url must begin with postgresql://"),
        ("KIOSK_DATABASE_URL", "postgresql://", "database.url must begin with postgresql://"),
        ("KIOSK_DATABASE_URL", "postgresql://u:p@h:port/d", "database.url is no address; a port"),
        ("KIOSK_DATABASE_URL", "postgresql://u:p[w@h/d", "database.url is no address"),
        ("KIOSK_DATABASE_URL", "postgresql://u:p@ss:w@h:5432/d", "database.url is no address"),
        ("KIOSK_DATABASE_URL", "postgresql://u:p:w@h/d", "database.url is no address"),
        ("KIOSK_DATABASE_URL", "postgresql://u:1/w@h/d", "database.url is no address"),
        ("KIOSK_DATABASE_URL", "postgresql://u:1?w@h/d", "database.url is no address"),
        ("KIOSK_DATABASE_URL", "postgresql://u:1#w@h/d", "database.url is no address"),
        ("KIOSK_DATABASE_URL", "postgresql://u:5%w@h/d", "database.url is no address"),
        ("KIOSK_STRIPE_SECRET_KEY", "", "stripe.secret_key is missing; give a secret"),
        ("KIOSK_STRIPE_SECRET_KEY", "pk_test_1", "stripe.secret_key must begin with sk_test_"),
        ("KIOSK_STRIPE_SECRET_KEY", "sk_test_1 2", "stripe.secret_key must begin with sk_test_"),
        ("KIOSK_STRIPE_READER", "", "stripe.reader is missing; give the id of this kiosk's"),
        ("KIOSK_STRIPE_READER", "reader", "stripe.reader must be a reader's id"),
        ("KIOSK_STRIPE_API_URL", "http://stripe.example", "stripe.api_url must begin with https"),
        ("KIOSK_STRIPE_API_URL", "http://127.0.0.1.evil.example", "stripe.api_url must begin"),
        ("KIOSK_STRIPE_API_URL", "http://127.0.0.1@evil.example", "stripe.api_url must begin"),
        ("KIOSK_STRIPE_API_URL", "https://", "stripe.api_url must begin with https"),
        ("KIOSK_PAYMENT_HOLD_SECONDS", "29", "payment.hold_seconds must be a whole number from 30"),
        ("KIOSK_PAYMENT_HOLD_SECONDS", "1.5", "payment.hold_seconds must be a whole number"),
        ("KIOSK_PAYMENT_CARD_SECONDS", "601", "payment.card_seconds must be a whole number from 5"),
        ("KIOSK_ATTENDANT_COMMAND", "page", "attendant.command must be a program's whole path"),
        ("KIOSK_ATTENDANT_COMMAND", "/page '", "attendant.command must be a program's whole path"),
        ("KIOSK_PRINTER_QUEUE", "", "printer.queue must be a text that is not empty."),
    ],
)
def test_a_mistake_gets_its_sentence_and_no_other(variable: str, value: str, sentence: str) -> None:
    mistakes = _mistakes({**GOOD, variable: value})

    assert len(mistakes) == 1
    assert mistakes[0].startswith(sentence)


@pytest.mark.parametrize(
    ("addition", "sentence"),
    [
        (
            "[printers]\n",
            "There is no table [printers]; there are attendant, database, kiosk, payment,",
        ),
        ("[printer]\nque = 'x'\n", "[printer] has no setting 'que'; it has folder, queue."),
        ("[payment]\nhold_seconds = true\n", "payment.hold_seconds must be a whole number"),
        ("[payment]\nhold_seconds = 'x'\n", "payment.hold_seconds must be a whole number"),
        ("[printer]\nfolder = 5\n", "printer.folder must be a text that is not empty."),
        ("[printer]\nfolder='a'\nqueue='b'\n", "Give printer.folder or printer.queue, not both."),
    ],
    ids=["table", "key", "flag for number", "text for number", "number for text", "both"],
)
def test_a_mistake_in_the_file_gets_its_sentence(
    write: Write, addition: str, sentence: str
) -> None:
    mistakes = _mistakes({}, write(GOOD_FILE + addition))

    assert len(mistakes) == 1
    assert mistakes[0].startswith(sentence)


def test_a_number_where_text_belongs_is_not_called_missing(write: Write) -> None:
    content = GOOD_FILE.replace('"north"', "1").replace(f'"{SECRET_KEY}"', "42")

    name, key = _mistakes({}, write(content))
    assert name == "kiosk.name must be text, in quotes; give this kiosk's name in its garage."
    assert key.startswith("stripe.secret_key must be text, in quotes; give a secret")


def test_a_table_that_is_none_is_told(write: Write) -> None:
    assert (
        "printer must be a table: write [printer]"
        in _mistakes({}, write("printer = 'epson'\n" + GOOD_FILE))[0]
    )


def test_all_mistakes_are_told_at_once() -> None:
    mistakes = _mistakes({"KIOSK_KIOSK_THEME": "pink", "KIOSK_STRIPE_READER": "x"})

    assert [mistake.split()[0] for mistake in mistakes] == [
        "kiosk.garage",
        "kiosk.name",
        "kiosk.theme",
        "database.url",
        "stripe.secret_key",
        "stripe.reader",
    ]


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604], ids=oct)
def test_a_file_with_secrets_that_others_may_read_is_refused(write: Write, mode: int) -> None:
    path = write(GOOD_FILE, mode=mode)

    mistakes = _mistakes({}, path)

    assert mistakes == [
        f"{path} holds {secret} and may be read by others; run 'chmod 600 {path}'."
        for secret in ("database.url", "stripe.secret_key")
    ]


def test_a_file_without_secrets_may_be_read_by_anybody(write: Write) -> None:
    load_settings(write("[kiosk]\ntheme = 'dark'\n", mode=0o644), GOOD)


@pytest.mark.parametrize(
    ("text", "mode", "sentence"),
    [
        (SECRET_KEY, 0o644, "may be read by others; run 'chmod 600"),
        ("\n", 0o600, "is empty; write the secret into it."),
        (None, 0o600, "stripe.secret_key_file cannot be read: [Errno 2]"),
    ],
    ids=["readable by others", "empty", "missing"],
)
def test_a_secrets_own_file_must_be_private_and_hold_something(
    write: Write, tmp_path: Path, text: str | None, mode: int, sentence: str
) -> None:
    path = tmp_path / "key" if text is None else write(text, "key", mode)
    environment = {name: value for name, value in GOOD.items() if "SECRET" not in name}

    mistakes = _mistakes({**environment, "KIOSK_STRIPE_SECRET_KEY_FILE": str(path)})

    assert len(mistakes) == 1
    assert sentence in mistakes[0]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"[kiosk\n", "is not valid TOML"),
        (b"\xff", "cannot be read"),
        (None, "There is no settings file"),
    ],
    ids=["no TOML", "no UTF-8", "missing"],
)
def test_a_file_that_cannot_be_used_is_named(
    tmp_path: Path, content: bytes | None, sentence: str
) -> None:
    path = tmp_path / "kiosk.toml"
    if content is not None:
        path.write_bytes(content)

    (mistake,) = _mistakes(GOOD, path)

    assert str(path) in mistake
    assert sentence in mistake


@pytest.mark.parametrize("show", [repr, str, "{!r:}".format], ids=["repr", "str", "format"])
def test_no_secret_is_ever_shown(show: Callable[[object], str]) -> None:
    settings = load_settings(None, GOOD)

    for shown in (show(settings), show(settings.stripe)):
        assert SECRET_KEY not in shown
        assert PASSWORD not in shown


def test_no_mistake_shows_a_secret() -> None:
    mistakes = _mistakes(
        {
            "KIOSK_DATABASE_URL": f"mysql://kiosk:{PASSWORD}@h:x/d",
            "KIOSK_STRIPE_SECRET_KEY": f"pk{SECRET_KEY}",
        }
    )

    assert PASSWORD not in str(mistakes)
    assert SECRET_KEY not in str(mistakes)


def test_a_command_without_a_kiosk_needs_only_the_database() -> None:
    url = {"KIOSK_DATABASE_URL": "postgresql://h/d"}

    assert load_database_url(None, url) == "postgresql+psycopg://h/d"
    with pytest.raises(BadSettingsError, match=r"^database.url is missing"):
        load_database_url(None, {})


def test_webhooks_need_the_database_and_a_secret_of_their_own(write: Write) -> None:
    secret = write("whsec_verysecret\n", "webhook-secret")
    address = f'[database]\nurl = "{GOOD["KIOSK_DATABASE_URL"]}"\n'
    file = write(f'{address}[stripe]\nwebhook_secret_file = "{secret}"\nwebhook_port = 9999')

    url, taken_in = load_webhook_settings(file, {})

    assert url.endswith("@db.example/garage")
    assert (taken_in.secret, taken_in.port) == ("whsec_verysecret", 9999)
    assert "secret" not in repr(taken_in)


def test_webhooks_are_off_unless_there_is_a_secret(write: Write) -> None:
    assert load_settings(write(GOOD_FILE), {}).stripe.webhooks is None
    given = {**GOOD, "KIOSK_STRIPE_WEBHOOK_SECRET": "whsec_verysecret"}
    taken_in = load_settings(None, given).stripe.webhooks
    assert taken_in is not None
    assert taken_in.port == 8620


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("SECRET", "sk_test_mixed_up", "stripe.webhook_secret must begin with whsec_."),
        ("PORT", "80", "stripe.webhook_port must be a whole number from 1024 to 65535."),
        ("SECRET_FILE", "/none", "stripe.webhook_secret_file cannot be read: [Errno 2]"),
    ],
)
def test_a_mistake_about_webhooks_is_told(key: str, value: str, sentence: str) -> None:
    (mistake,) = _mistakes({**GOOD, f"KIOSK_STRIPE_WEBHOOK_{key}": value})
    assert mistake.startswith(sentence)
