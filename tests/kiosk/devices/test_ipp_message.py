from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.ipp_message import (
    Attribute,
    BadIppMessageError,
    Operation,
    Request,
    Tag,
    decoded,
)

PRINT_JOB = (
    b"\x01\x01\x00\x02\x00\x00\x00\x01\x01"
    b"\x47\x00\x12attributes-charset\x00\x05utf-8"
    b"\x48\x00\x1battributes-natural-language\x00\x05en-us"
    b"\x45\x00\x0bprinter-uri\x00\x2cipp://printer.example.com/ipp/print/pinetree"
    b"\x42\x00\x08job-name\x00\x06foobar"
    b"\x22\x00\x16ipp-attribute-fidelity\x00\x01\x01"
    b"\x02\x21\x00\x06copies\x00\x04\x00\x00\x00\x14"
    b"\x44\x00\x05sides\x00\x13two-sided-long-edge\x03%!PDF"
)
"""RFC 8010, appendix A.1, in version 1.1."""

GET_JOBS_ANSWER = (
    b"\x01\x01\x00\x00\x00\x00\x00\x7b\x01"
    b"\x47\x00\x12attributes-charset\x00\x05utf-8"
    b"\x48\x00\x1battributes-natural-language\x00\x05en-us"
    b"\x41\x00\x0estatus-message\x00\x0dsuccessful-ok"
    b"\x02\x21\x00\x06job-id\x00\x04\x00\x00\x00\x93"
    b"\x36\x00\x08job-name\x00\x0c\x00\x05fr-ca\x00\x03fou"
    b"\x02\x02\x21\x00\x06job-id\x00\x04\x00\x00\x00\x95"
    b"\x36\x00\x08job-name\x00\x12\x00\x05de-CH\x00\x09isch guet\x03"
)
"""RFC 8010, appendix A.6: three jobs, of which the second may tell nothing."""


def test_a_request_is_the_standards_example_byte_for_byte() -> None:
    request = Request(
        Operation.PRINT_JOB,
        (
            Attribute("attributes-charset", Tag.CHARSET, ("utf-8",)),
            Attribute("attributes-natural-language", Tag.LANGUAGE, ("en-us",)),
            Attribute("printer-uri", Tag.URI, ("ipp://printer.example.com/ipp/print/pinetree",)),
            Attribute("job-name", Tag.NAME, ("foobar",)),
            Attribute("ipp-attribute-fidelity", Tag.BOOLEAN, (True,)),
        ),
        (
            Attribute("copies", Tag.INTEGER, (20,)),
            Attribute("sides", Tag.KEYWORD, ("two-sided-long-edge",)),
        ),
        b"%!PDF",
    )
    assert request.encoded(1) == PRINT_JOB


def test_the_standards_answer_is_read() -> None:
    answer = decoded(GET_JOBS_ANSWER)
    assert answer.status == 0
    assert answer.operation["status-message"] == ("successful-ok",)
    assert [job.get("job-id") for job in answer.jobs] == [(147,), None, (149,)]


def test_several_values_of_one_name_stay_together() -> None:
    message = b"\x01\x01\0\0\0\0\0\1\x04\x44\0\x01a\0\x01x\x44\0\0\0\x01y\x44\0\x01b\0\x01z\x03"
    assert decoded(message).printers == ({"a": ("x", "y"), "b": ("z",)},)


@given(end=st.integers(0, len(GET_JOBS_ANSWER) - 1))
def test_an_answer_that_is_cut_off_is_refused(end: int) -> None:
    with pytest.raises(BadIppMessageError):
        decoded(GET_JOBS_ANSWER[:end])


@given(noise=st.binary(max_size=200))
def test_noise_is_refused_or_read_but_never_crashes(noise: bytes) -> None:
    with suppress(BadIppMessageError):
        decoded(noise)
