"""A view model shows a named tuple: each field is a QML property, and only changes are told.

    class FullProps(NamedTuple):
        next_free_text: str = ""

    @in_qml
    class FullViewModel(ViewModel[FullProps]):
        look_again = Signal(name="lookAgain")

QML then reads ``nextFreeText`` and hears ``nextFreeTextChanged``; Python reads
``view_model.props.next_free_text``. What a touch asks for is a signal, which QML calls and Python
hears. ``qmltypes.py`` tells qmllint about them.

Properties are named tuples and no dataclasses, because Python makes such a class in a third of the
time, and the first frame waits for it (``docs/decisions/start-up.md``). Only properties of one type
are ever compared.
"""

from __future__ import annotations

from typing import (
    TYPE_CHECKING,
    Any,
    Final,
    Generic,
    NamedTuple,
    TypeVar,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import qmlRegisterUncreatableType

if TYPE_CHECKING:
    from collections.abc import Callable

PropsT = TypeVar("PropsT", bound=NamedTuple)
T = TypeVar("T")
QObjectT = TypeVar("QObjectT", bound=QObject)

MODULE: Final = "Garage.ViewModels"
VERSION: Final = (1, 0)
"""What QML imports."""


def in_qml(view_model: type[QObjectT]) -> type[QObjectT]:
    """Register the decorated class in QML, as a type that only Python makes."""
    name = view_model.__name__
    # The stubs say bytes, the function takes only str.
    qmlRegisterUncreatableType(view_model, MODULE, *VERSION, name, "Python makes it.")  # type: ignore[arg-type]
    return view_model


def constant(qml_type: type) -> Callable[[Callable[[Any], T]], T]:
    """Make the decorated method a property that never changes, such as a part of a view model."""
    return cast("Callable[[Callable[[Any], T]], T]", Property(qml_type, constant=True))


def qml_name(field: str) -> str:
    """Return the QML spelling of a Python name: ``next_free_text`` is ``nextFreeText``."""
    first, *rest = field.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _qt_type(annotation: Any) -> type:  # noqa: ANN401 - any type can be annotated
    if annotation in (str, int, bool, float):
        return cast("type", annotation)
    if get_origin(annotation) is tuple:
        return list
    raise TypeError(f"{annotation} has no QML type; use str, int, bool, float or a tuple.")


def _property(field: str, qt_type: type, notify: Signal) -> Property:
    def read(self: ViewModel[Any]) -> object:
        value = getattr(self.props, field)
        return list(value) if isinstance(value, tuple) else value

    return Property(qt_type, read, notify=notify)


class _ShowsProps(type(QObject)):  # type: ignore[misc] # Qt's metaclass has no name of its own
    """Turns the fields of ``ViewModel[Props]`` into properties before Qt reads the class."""

    def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> type:
        for base in namespace.get("__orig_bases__", ()):
            for props in get_args(base):
                if isinstance(props, type):
                    cls._declare(props, namespace)
        return cast("type", super().__new__(cls, name, bases, namespace))

    @staticmethod
    def _declare(props: type, namespace: dict[str, Any]) -> None:
        for field, annotation in get_type_hints(props).items():
            name = qml_name(field)
            changed = namespace[f"{name}Changed"] = Signal()
            namespace[name] = _property(field, _qt_type(annotation), changed)


class ViewModel(QObject, Generic[PropsT], metaclass=_ShowsProps):
    """Base of all view models.

    Args:
        props: what is shown until the first ``show``.
        parent: the owner, so that QML never takes the object over.
    """

    def __init__(self, props: PropsT, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.props = props

    def show(self, props: PropsT) -> None:
        """Show ``props``: all values are new before the first change is told."""
        before, self.props = self.props, props
        if before == props:
            return
        for field, old, new in zip(props._fields, before, props, strict=True):
            if old != new:
                getattr(self, f"{qml_name(field)}Changed").emit()
