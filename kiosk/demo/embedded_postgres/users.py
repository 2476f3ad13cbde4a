"""Who uses a server's folder: locks that the system lets go by itself when a process dies."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class FolderUsers:
    """The processes that use one server, each holding a shared lock on the same file.

    The server's watcher waits for the exclusive lock on that file and so learns that the last
    user has gone, however it went (see `launch`). The locks belong to open files, which are not
    inherited by programs that this process starts.
    """

    def __init__(self, folder: Path) -> None:
        self.file = folder / "users.lock"
        self._turn_file = folder / "turn.lock"
        self._held: int | None = None

    @property
    def joined(self) -> bool:
        """Whether this object counts as a user."""
        return self._held is not None

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Start and stop one at a time: waits until no other process is at it."""
        descriptor = _open(self._turn_file)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def join(self) -> bool:
        """Become a user of the server.

        Returns:
            Whether there was no other user.
        """
        if self._held is not None:
            return False
        self._held = _open(self.file)
        alone = _without_users(self._held)
        fcntl.flock(self._held, fcntl.LOCK_SH)
        return alone

    def leave(self) -> bool:
        """Be no user any more.

        Returns:
            Whether no other user is left.
        """
        if self._held is None:
            return False
        descriptor, self._held = self._held, None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_UN)
            return _without_users(descriptor)
        finally:
            os.close(descriptor)


def _open(file: Path) -> int:
    return os.open(file, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)


def _without_users(descriptor: int) -> bool:
    """Tell whether no other process is a user, from one that holds the turn.

    Users share the lock. The watcher takes it for itself, once, and only when the last user has
    gone: so a lock that cannot be shared is the watcher's, and says the same as one that is free.
    """
    for _ in range(2):  # the watcher may let go between the two questions
        if _get(descriptor, fcntl.LOCK_EX) or not _get(descriptor, fcntl.LOCK_SH):
            return True
    return False


def _get(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
