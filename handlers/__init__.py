"""The messengers, one folder each, found by name: a new one touches nothing else.

settings    its section of the configuration      updates    native update → Event, pure
limits      what it can bear, as data             renderer   Screen → native call, pure
listening   polling or webhook                    messenger  the only place that sends
"""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from dialogs.engine.adapter import Adapter, Toolbox


def names() -> tuple[str, ...]:
    """All messengers there are."""
    return tuple(module.name for module in iter_modules(__path__) if module.ispkg)


def settings(name: str, section: Mapping[str, Any]) -> Any:
    """The checked section of a messenger's configuration; its `token` is None while it is off.

    :raises pydantic.ValidationError: a key is unknown or a value wrong.
    """
    return import_module(f"handlers.{name}.settings").Settings.model_validate(section)


def connect(name: str, section: Any, toolbox: Toolbox) -> Adapter:
    """The adapter of a messenger that is switched on.

    :raises WrongSettings: the section cannot be used as it is.
    """
    adapter: Adapter = import_module(f"handlers.{name}").connect(section, toolbox)
    return adapter
