"""Which parameters each call takes, read from the installed Stripe SDK's own types.

The SDK declares every parameter of every call as a ``TypedDict``. Its source is parsed, never
imported: a misspelt or removed parameter is refused because the SDK does not know it either.
"""

from __future__ import annotations

import ast
import importlib.util
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Text:
    """Any string."""


@dataclass(frozen=True)
class Whole:
    """An integer."""


@dataclass(frozen=True)
class Number:
    """A decimal number."""


@dataclass(frozen=True)
class Flag:
    """``true`` or ``false``."""


@dataclass(frozen=True)
class OneOf:
    """One of these words."""

    words: tuple[str, ...]


@dataclass(frozen=True)
class ListOf:
    """A list of ``item``."""

    item: Shape


@dataclass(frozen=True)
class MapOf:
    """Free keys, each with a ``value``."""

    value: Shape


@dataclass(frozen=True, eq=False)
class Record:
    """Known fields only; ``required`` ones must be there. Equal only to itself."""

    fields: Mapping[str, Shape]
    required: frozenset[str]


@dataclass(frozen=True)
class AnyOf:
    """Whichever option fits."""

    options: tuple[Shape, ...]


Shape: TypeAlias = Text | Whole | Number | Flag | OneOf | ListOf | MapOf | Record | AnyOf

_SCALARS: Mapping[str, Shape] = {
    "str": Text(),
    "int": Whole(),
    "float": Number(),
    "Decimal": Number(),
    "bool": Flag(),
    "Any": Text(),
}


def sdk_folder() -> Path:
    """Where the installed SDK's sources are.

    Raises:
        RuntimeError: The ``stripe`` package is not installed.
    """
    spec = importlib.util.find_spec("stripe")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("the stripe package is not installed: pip install stripe")
    return Path(spec.submodule_search_locations[0])


@lru_cache
def sdk_api_version() -> str:
    """The API version that the installed SDK pins, such as ``2026-10-28.endive``.

    Raises:
        RuntimeError: The SDK's source does not say.
    """
    tree = ast.parse((sdk_folder() / "_api_version.py").read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Assign)
            and ast.unparse(node.targets[0]) == "CURRENT"
            and isinstance(node.value, ast.Constant)
        ):
            return str(node.value.value)
    raise RuntimeError("the installed stripe package names no API version")


@lru_cache
def sdk_parameters(module: str) -> Record:
    """The parameters of one call.

    Args:
        module: Path below ``stripe/params`` without the ending, such as
            ``terminal/_reader_create_params``. Its first class is the call's parameters.
    """
    source = (sdk_folder() / "params" / f"{module}.py").read_text(encoding="utf-8")
    return _Module(ast.parse(source)).first_record()


class _Module:
    """One module of parameter types."""

    def __init__(self, tree: ast.Module) -> None:
        self._classes = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
        self._functional = {
            ast.unparse(node.targets[0]): node.value
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)
        }
        self._open: list[str] = []

    def first_record(self) -> Record:
        return self._record(next(iter(self._classes)))

    def _record(self, name: str) -> Record:
        fields: dict[str, Shape] = {}
        required: set[str] = set()
        for field, annotation in self._declared(name):
            optional = isinstance(annotation, ast.Subscript) and (
                ast.unparse(annotation.value) == "NotRequired"
            )
            fields[field] = self._shape(annotation)
            if not optional:
                required.add(field)
        return Record(fields, frozenset(required))

    def _declared(self, name: str) -> list[tuple[str, ast.expr]]:
        declared: list[tuple[str, ast.expr]] = []
        node = self._classes[name]
        for base in node.bases:
            call = self._functional.get(ast.unparse(base))
            if call is not None and isinstance(call.args[1], ast.Dict):
                declared += [
                    (ast.literal_eval(key), value)
                    for key, value in zip(call.args[1].keys, call.args[1].values, strict=True)
                    if key is not None
                ]
        declared += [
            (item.target.id.removesuffix("_"), item.annotation)
            for item in node.body
            if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name)
        ]
        return declared

    def _shape(self, node: ast.expr) -> Shape:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return self._shape(ast.parse(node.value, mode="eval").body)
        if isinstance(node, ast.Name):
            return self._named(node.id)
        if isinstance(node, ast.BinOp):
            return _union((self._shape(node.left), self._shape(node.right)))
        if isinstance(node, ast.Subscript):
            return self._subscripted(ast.unparse(node.value), node.slice)
        return Text()

    def _named(self, name: str) -> Shape:
        if name in _SCALARS:
            return _SCALARS[name]
        if name not in self._classes:
            raise ValueError(f"the SDK's parameter type {name} is not understood")
        if name in self._open:
            raise ValueError(f"the SDK's parameter type {name} contains itself")
        self._open.append(name)
        try:
            return self._record(name)
        finally:
            self._open.pop()

    def _subscripted(self, outer: str, inner: ast.expr) -> Shape:
        arguments = inner.elts if isinstance(inner, ast.Tuple) else [inner]
        match outer:
            case "NotRequired" | "Required" | "Optional":
                return self._shape(arguments[0])
            case "Literal":
                return OneOf(tuple(str(ast.literal_eval(word)) for word in arguments))
            case "List" | "Sequence":
                return ListOf(self._shape(arguments[0]))
            case "Dict" | "Mapping" | "UntypedStripeObject":
                return MapOf(self._shape(arguments[-1]))
            case "Union":
                return _union(tuple(self._shape(option) for option in arguments))
            case _:
                raise ValueError(f"the SDK's parameter type {outer}[...] is not understood")


def _union(shapes: tuple[Shape, ...]) -> Shape:
    """One shape for all; ``Literal[words] | str`` narrows to the words: Stripe refuses others."""
    flat: list[Shape] = []
    for shape in shapes:
        flat += shape.options if isinstance(shape, AnyOf) else (shape,)
    if any(isinstance(shape, OneOf) and shape.words != ("",) for shape in flat):
        flat = [shape for shape in flat if not isinstance(shape, Text)]
    unique = tuple(dict.fromkeys(shape for shape in flat if not isinstance(shape, Record)))
    records = tuple(shape for shape in flat if isinstance(shape, Record))
    options = unique + records
    return options[0] if len(options) == 1 else AnyOf(options)
