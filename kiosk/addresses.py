"""What an address in the settings must look like; each is looked at before it is used.

Only roughly, because it is looked at before the first picture; ``core.db.address`` knows more.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit


def is_address(url: str) -> bool:
    """Return whether its parts can be told from each other."""
    try:
        urlsplit(url).port  # noqa: B018 - it is read when it is asked for
    except ValueError:
        return False
    return True


def is_escaped(url: str) -> bool:
    """Return whether every character that separates parts separates them: no password has one."""
    parts = urlsplit(url)
    user = parts.netloc.rpartition("@")[0]
    return (
        "@" not in user
        and user.count(":") <= 1
        and "@" not in url.partition(parts.netloc)[2]
        and re.search("%(?![0-9A-Fa-f]{2})", parts.netloc) is None
    )


def is_private(url: str) -> bool:
    """Return whether nobody on the way can read what is sent there."""
    if not is_address(url):
        return False
    parts = urlsplit(url)
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname == "127.0.0.1")
    )
