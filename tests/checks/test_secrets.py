"""The check for secrets and machine paths finds what it is for, and nothing else."""

from __future__ import annotations

import pytest

from tests.checks.secrets import complaints


@pytest.mark.parametrize(
    ("line", "what"),
    [
        pytest.param("cd " + "/root" + "/project", "a path of one machine", id="path"),
        pytest.param("--index-" + "url https://x", "a package registry", id="index option"),
        pytest.param("https://pypi" + ".org/simple", "a package registry", id="registry"),
        pytest.param("sk_" + "live_0123456789", "a live Stripe key", id="Stripe key"),
        pytest.param("-----BEGIN " + "PRIVATE KEY-----", "a private key", id="private key"),
    ],
)
def test_a_line_that_should_not_be_there_is_named(line: str, what: str) -> None:
    assert list(complaints("file", f"fine\n{line}\n")) == [f"file:2: {what}"]


@pytest.mark.parametrize(
    "line", ["sk_test_0123456789", "/var/lib/kiosk", "below /home/kiosk/", "a/tmp/b"]
)
def test_an_innocent_line_is_left_alone(line: str) -> None:
    assert not list(complaints("file", line))
