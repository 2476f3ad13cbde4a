"""A view model shows a frozen dataclass: each field is a QML property, and only changes are told.

    @dataclass(frozen=True, slots=True)
    class FullProps:
        next_free_text: str = ""

    @in_qml
    class FullViewModel(ViewModel[FullProps]): ...

QML then reads ``nextFreeText`` and hears ``nextFreeTextChanged``; Python reads
``view_model.props.next_free_text``. ``qmltypes.py`` tells qmllint about them.
"""

from __future__ import annotations

from dataclasses import fields
from types import FunctionType
from typing import (
    TYPE_CHECKING,
    Any,
    ClassVar,
    Final,
    Generic,
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

PropsT = TypeVar("PropsT")
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
        cls._name_slots(namespace)
        return cast("type", super().__new__(cls, name, bases, namespace))

    @staticmethod
    def _declare(props: type, namespace: dict[str, Any]) -> None:
        annotations = get_type_hints(props)
        for field in fields(props):
            name = qml_name(field.name)
            changed = namespace[f"{name}Changed"] = Signal()
            namespace[name] = _property(field.name, _qt_type(annotations[field.name]), changed)
        namespace["props_type"] = props

    @staticmethod
    def _name_slots(namespace: dict[str, Any]) -> None:
        # PySide 6.11 dies when QML calls a Slot(name="openHelp") whose class has no openHelp.
        for name, member in tuple(namespace.items()):
            if isinstance(member, FunctionType) and not name.startswith("_"):
                namespace.setdefault(qml_name(name), member)


class ViewModel(QObject, Generic[PropsT], metaclass=_ShowsProps):
    """Base of all view models.

    Args:
        props: what is shown until the first ``show``.
        parent: the owner, so that QML never takes the object over.
    """

    props_type: ClassVar[type]

    def __init__(self, props: PropsT, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.props = props

    def show(self, props: PropsT) -> None:
        """Show ``props``: all values are new before the first change is told."""
        before, self.props = self.props, props
        if before == props:
            return
        for field in fields(self.props_type):
            if getattr(before, field.name) != getattr(props, field.name):
                getattr(self, f"{qml_name(field.name)}Changed").emit()
