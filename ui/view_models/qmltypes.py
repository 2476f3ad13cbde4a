"""Writes the QML module description that qmllint and editors check the screens against.

The properties exist only at run time (see ``view_model.py``), so the description is read from the
classes themselves: ``python -m ui.view_models.qmltypes build/qmltypes``, then
``pyside6-qmllint -I build/qmltypes -I ui/qml ...``.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QMetaMethod, QObject

from ui.view_models.app import AppViewModel
from ui.view_models.duration import DurationViewModel, PresetViewModel
from ui.view_models.fault import FaultViewModel
from ui.view_models.full import FullViewModel
from ui.view_models.pay import PayViewModel
from ui.view_models.screens import ScreensViewModel
from ui.view_models.ticket import TicketViewModel
from ui.view_models.view_model import MODULE, VERSION
from ui.view_models.welcome import VehicleTileViewModel, WelcomeViewModel

if TYPE_CHECKING:
    from PySide6.QtCore import QMetaObject, QMetaProperty

TYPES: Final[tuple[type[QObject], ...]] = (
    AppViewModel,
    WelcomeViewModel,
    VehicleTileViewModel,
    ScreensViewModel,
    DurationViewModel,
    PresetViewModel,
    PayViewModel,
    TicketViewModel,
    FullViewModel,
    FaultViewModel,
)
"""Every type that QML binds to."""


def qmltypes() -> str:
    """Return the description of all view models in qmltypes syntax."""
    components = "".join(_component(qml_type) for qml_type in TYPES)
    return f"import QtQuick.tooling 1.2\nModule {{\n{components}}}\n"


def write_module(folder: Path) -> Path:
    """Write ``qmldir`` and ``*.qmltypes`` below an import path, and return where."""
    target = folder.joinpath(*MODULE.split("."))
    target.mkdir(parents=True, exist_ok=True)
    (target / "view_models.qmltypes").write_text(qmltypes(), "utf-8")
    (target / "qmldir").write_text(f"module {MODULE}\ntypeinfo view_models.qmltypes\n", "utf-8")
    return target


def _component(qml_type: type[QObject]) -> str:
    meta = _meta_object(qml_type)
    every = _meta_object(QObject)
    properties = range(every.propertyCount(), meta.propertyCount())
    methods = range(every.methodCount(), meta.methodCount())
    name, (major, minor) = qml_type.__name__, VERSION
    return "".join(
        (
            "    Component {\n",
            f'        name: "{name}"\n',
            '        accessSemantics: "reference"\n',
            '        prototype: "QObject"\n',
            f'        exports: ["{MODULE}/{name} {major}.{minor}"]\n',
            "        isCreatable: false\n",
            f"        exportMetaObjectRevisions: [{major * 256 + minor}]\n",
            *(_property(meta.property(index)) for index in properties),
            *(_method(meta.method(index)) for index in methods),
            "    }\n",
        )
    )


def _meta_object(qml_type: type[QObject]) -> QMetaObject:
    # PySide's stubs leave out the attribute that every QObject class has.
    return cast("QMetaObject", vars(qml_type)["staticMetaObject"])


def _property(entry: QMetaProperty) -> str:
    type_name = str(entry.typeName())
    words = [f'name: "{entry.name()!s}"', f'type: "{type_name.removesuffix("*")}"']
    if type_name.endswith("*"):
        words.append("isPointer: true")
    if entry.hasNotifySignal():
        words.append(f'notify: "{entry.notifySignal().name().toStdString()}"')
    if entry.isConstant():
        words.append("isPropertyConstant: true")
    return f"        Property {{ {'; '.join([*words, 'isReadonly: true'])} }}\n"


def _method(method: QMetaMethod) -> str:
    kind = "Signal" if method.methodType() is QMetaMethod.MethodType.Signal else "Method"
    parameters = "".join(
        f'; Parameter {{ name: "a{place}"; type: "{type_name.toStdString()}" }}'
        for place, type_name in enumerate(method.parameterTypes())
    )
    return f'        {kind} {{ name: "{method.name().toStdString()}"{parameters} }}\n'


if __name__ == "__main__":
    sys.stdout.write(f"{write_module(Path(sys.argv[1]))}\n")
