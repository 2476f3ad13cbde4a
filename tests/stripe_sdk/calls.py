"""Every call that the installed Stripe SDK can make, read from its service classes."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.stripe_sdk.declared import resolved

if TYPE_CHECKING:
    from types import ModuleType


@dataclass(frozen=True)
class SdkCall:
    """One method of a service.

    Attributes:
        chain: How it is reached from ``client.v1``, such as ``terminal.readers.retrieve``.
        method: GET, POST or DELETE.
        template: The path; ``{name}`` is one segment.
        parameters: The module of its parameters' types, below ``stripe/params``.
        answer: The type of its answer.
    """

    chain: str
    method: str
    template: str
    parameters: str
    answer: Any

    def matches(self, method: str, path: str) -> bool:
        """Whether this is the call that a request makes."""
        pattern = re.sub(r"\{\w+\}", "[^/]+", self.template)
        return method.upper() == self.method and re.fullmatch(pattern, path) is not None


def call_of_request(method: str, path: str) -> SdkCall | None:
    """The call that makes a request, or None where the SDK has none."""
    words = path.removeprefix("/v1/").split("/")
    for call in _calls_of(_service_words(words)):
        if call.matches(method, path):
            return call
    return None


def call_of_chain(chain: str) -> SdkCall:
    """The call that is reached as ``client.v1.<chain>``."""
    service, _, _ = chain.rpartition(".")
    return next(call for call in _calls_of(tuple(service.split("."))) if call.chain == chain)


def _service_words(words: list[str]) -> tuple[str, ...]:
    """The longest beginning of a path that names a service."""
    found: list[str] = []
    module = import_module("stripe._v1_services")
    for word in words:
        services = getattr(module, "_subservices", {})
        if word not in services:
            break
        found.append(word)
        module = import_module(services[word][0])
    return tuple(found)


@cache
def _calls_of(service: tuple[str, ...]) -> tuple[SdkCall, ...]:
    """The calls of one service itself, without those of the services below it."""
    module = import_module("stripe._v1_services")
    for word in service:
        module = import_module(module._subservices[word][0])
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    chain = ".".join(service)
    return tuple(
        _call(chain, node, module)
        for each in tree.body
        if isinstance(each, ast.ClassDef)
        for node in each.body
        if isinstance(node, ast.FunctionDef) and "params" in {arg.arg for arg in _arguments(node)}
    )


def _call(chain: str, node: ast.FunctionDef, module: ModuleType) -> SdkCall:
    request = next(
        each
        for each in ast.walk(node)
        if isinstance(each, ast.Call) and ast.unparse(each.func) == "self._request"
    )
    method, path = request.args[0], request.args[1]
    template = path.func.value if isinstance(path, ast.Call) else path  # "...{id}".format(id=...)
    params = next(arg for arg in _arguments(node) if arg.arg == "params")
    assert node.returns is not None
    return SdkCall(
        chain=f"{chain}.{node.name}",
        method=str(ast.literal_eval(method)).upper(),
        template=ast.literal_eval(template),
        parameters=_parameters_module(ast.unparse(params.annotation), module),
        answer=resolved(ast.literal_eval(node.returns), module),
    )


def _parameters_module(annotation: str, module: ModuleType) -> str:
    (name,) = re.findall(r"\w+Params", annotation)
    found = resolved(name, module).__module__
    return found.removeprefix("stripe.params.").replace(".", "/")


def _arguments(node: ast.FunctionDef) -> list[ast.arg]:
    return [*node.args.posonlyargs, *node.args.args]
