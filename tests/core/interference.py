"""Something that happens just before or just after a call, once: the worst moment, every time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class Interference(Generic[T]):
    """Stands before an object and strikes its calls.

    ``before`` and ``after`` map a method's name to what happens there, the first time only. What
    is raised there replaces the answer: after the call, that is a lost answer.
    """

    def __init__(self, inner: T) -> None:
        self._inner = inner
        self.before: dict[str, Callable[[], object]] = {}
        self.after: dict[str, Callable[[], object]] = {}

    @property
    def stand_in(self) -> T:
        """The object with the interference, in its own type."""
        return cast("T", _StandIn(self))

    def call(self, name: str, *args: object, **more: object) -> object:
        """Make the call, struck."""
        self.before.pop(name, _nothing)()
        answer = getattr(self._inner, name)(*args, **more)
        self.after.pop(name, _nothing)()
        return answer


class _StandIn:
    def __init__(self, interference: Interference[Any]) -> None:
        self._interference = interference

    def __getattr__(self, name: str) -> Callable[..., object]:
        return lambda *args, **more: self._interference.call(name, *args, **more)


def _nothing() -> None:
    pass
