"""Messages of the Internet Printing Protocol, as bytes and back (RFC 8010).

Only what asking a printer and sending it a document needs: of the answer's values, integers, enums,
booleans and texts are read; any other syntax is kept as its bytes.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Value: TypeAlias = int | bool | str | bytes
Attributes: TypeAlias = "Mapping[str, tuple[Value, ...]]"

_VERSION: Final = (1, 1)
"""Every IPP printer speaks 1.1; nothing newer is needed."""
_LAST_GROUP: Final = 0x0F
_MINIMUM: Final = 9


class BadIppMessageError(ValueError):
    """The bytes are no IPP message."""


class Operation(IntEnum):
    """The operations that are used (RFC 8011, 5.4.15)."""

    PRINT_JOB = 0x0002
    CANCEL_JOB = 0x0008
    GET_JOB_ATTRIBUTES = 0x0009
    GET_JOBS = 0x000A
    GET_PRINTER_ATTRIBUTES = 0x000B


class Group(IntEnum):
    """Which object the attributes after it belong to."""

    OPERATION = 0x01
    JOB = 0x02
    END = 0x03
    PRINTER = 0x04


class Tag(IntEnum):
    """The syntaxes of values."""

    INTEGER = 0x21
    BOOLEAN = 0x22
    ENUM = 0x23
    TEXT = 0x41
    NAME = 0x42
    KEYWORD = 0x44
    URI = 0x45
    CHARSET = 0x47
    LANGUAGE = 0x48
    MIME = 0x49


_WORDS: Final = frozenset(range(0x41, 0x4A)) - {0x43}


@dataclass(frozen=True, slots=True)
class Attribute:
    """A name with values of one syntax."""

    name: str
    tag: Tag
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Request:
    """One question to a printer; ``document`` follows the attributes."""

    operation: Operation
    attributes: Sequence[Attribute]
    job_attributes: Sequence[Attribute] = ()
    document: bytes = b""

    def encoded(self, request_id: int) -> bytes:
        """Return the request as it goes over the wire."""
        parts = [struct.pack(">BBHi", *_VERSION, self.operation, request_id)]
        for group, attributes in (
            (Group.OPERATION, self.attributes),
            (Group.JOB, self.job_attributes),
        ):
            if attributes:
                parts.append(bytes([group]))
                parts.extend(_encoded(attribute) for attribute in attributes)
        parts += [bytes([Group.END]), self.document]
        return b"".join(parts)


@dataclass(frozen=True, slots=True)
class Response:
    """A printer's answer: the status and the objects that it tells of, in their order."""

    status: int
    operation: Attributes
    jobs: tuple[Attributes, ...]
    printers: tuple[Attributes, ...]


def decoded(message: bytes) -> Response:
    """Read an answer.

    Raises:
        BadIppMessageError: if the bytes are cut off or no IPP message at all.
    """
    if len(message) < _MINIMUM:
        raise BadIppMessageError(f"An IPP answer has {_MINIMUM} bytes at least.")
    try:
        groups = _groups(message)
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise BadIppMessageError(f"The IPP answer is damaged: {error}.") from error
    objects: dict[int, list[Attributes]] = {}
    for group, attributes in groups:
        frozen = {name: tuple(values) for name, values in attributes.items()}
        objects.setdefault(group, []).append(frozen)
    return Response(
        status=struct.unpack_from(">H", message, 2)[0],
        operation=objects.get(Group.OPERATION, [{}])[0],
        jobs=tuple(objects.get(Group.JOB, ())),
        printers=tuple(objects.get(Group.PRINTER, ())),
    )


def _encoded(attribute: Attribute) -> bytes:
    parts: list[bytes] = []
    name = attribute.name.encode()
    for value in attribute.values:
        content = _content(value)
        parts.append(struct.pack(">BH", attribute.tag, len(name)) + name)
        parts.append(struct.pack(">H", len(content)) + content)
        name = b""  # an attribute's further values have no name
    return b"".join(parts)


def _content(value: Value) -> bytes:
    match value:
        case bool():
            return struct.pack(">?", value)
        case int():
            return struct.pack(">i", value)
        case str():
            return value.encode()
        case bytes():
            return value


def _groups(message: bytes) -> list[tuple[int, dict[str, list[Value]]]]:
    """Walk over ``tag, name length, name, value length, value`` up to the end-of-attributes tag."""
    groups: list[tuple[int, dict[str, list[Value]]]] = []
    at = 8
    name = ""
    while message[at] != Group.END:
        tag = message[at]
        at += 1
        if tag <= _LAST_GROUP:
            groups.append((tag, {}))
            continue
        found, at = _field(message, at)
        content, at = _field(message, at)
        name = found.decode() or name
        groups[-1][1].setdefault(name, []).append(_value(tag, content))
    return groups


def _field(message: bytes, at: int) -> tuple[bytes, int]:
    (length,) = struct.unpack_from(">H", message, at)
    end = at + 2 + length
    if end > len(message):
        raise IndexError("a value is cut off")
    return message[at + 2 : end], end


def _value(tag: int, content: bytes) -> Value:
    if tag in {Tag.INTEGER, Tag.ENUM}:
        return int(struct.unpack(">i", content)[0])
    if tag == Tag.BOOLEAN:
        return content != b"\0"
    if tag in _WORDS:
        return content.decode()
    return content
