"""What the installed Stripe SDK declares about its objects, read from its own annotations.

The SDK names most types in strings and imports them for type checkers only. Those imports are read
from its sources, so that each name means here what it means there.
"""

from __future__ import annotations

import ast
import builtins
import sys
from functools import cache
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

import typing_extensions

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType


_PARSING: Final = Lock()
"""Python 3.11 counts the depth of a tree for all threads together: only one may parse."""


class NamesOf(dict[str, Any]):
    """Every name that a module of the SDK uses in its annotations; imported when asked for."""

    def __init__(self, module: ModuleType, own: Mapping[str, Any] | None = None) -> None:
        super().__init__(own or {})
        self._module = module
        self._imported = _imported_names(module.__name__)

    def __missing__(self, name: str) -> Any:  # noqa: ANN401 - whatever the SDK declares
        if name in self._imported:
            module, there = self._imported[name]
            return getattr(import_module(module), there)
        if hasattr(self._module, name):
            return getattr(self._module, name)
        return vars(builtins)[name]


@cache
def _imported_names(module: str) -> dict[str, tuple[str, str]]:
    """Where each imported name comes from, and its name there; imports for type checkers too."""
    source = Path(str(sys.modules[module].__file__)).read_text(encoding="utf-8")
    with _PARSING:
        tree = ast.parse(source)
    return {
        name.asname or name.name: (node.module, name.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module is not None
        for name in node.names
    }


@cache
def fields_of(declared: type) -> dict[str, Any]:
    """An object's fields as Stripe writes them, each with its type."""
    names = NamesOf(sys.modules[declared.__module__], vars(declared))
    hints = typing_extensions.get_type_hints(declared, localns=names)
    return {
        name.removesuffix("_"): hints[name]
        for name in declared.__annotations__
        if not name.startswith("_") and name != "OBJECT_NAME"
    }


def resolved(annotation: str, module: ModuleType) -> Any:  # noqa: ANN401 - any type
    """The type that an annotation of a module means."""
    return eval(annotation, {}, NamesOf(module))  # noqa: S307 - the installed SDK's own words
