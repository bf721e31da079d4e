"""Which methods of the stores have run on PostgreSQL: a whole run of the tests that leaves one out has failed.

Most stories run on SQLite alone; what they do in the database is proved on PostgreSQL by something else.
"""

import inspect
from collections.abc import Callable, Iterator
from functools import wraps
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

import storage

RAN: set[str] = set()


def public_methods() -> Iterator[tuple[type, str, Callable[..., Any]]]:
    """Every public method of every class of `storage` that works on a connection."""
    for module in walk_packages(storage.__path__, "storage."):
        if ".migrations." in module.name:
            continue
        for store in vars(import_module(module.name)).values():
            if inspect.isclass(store) and store.__module__ == module.name and _is_a_store(store):
                own = [(name, method) for name, method in vars(store).items() if inspect.isfunction(method)]
                yield from ((store, name, method) for name, method in own if not name.startswith("_"))


def _is_a_store(kind: type) -> bool:
    init = inspect.getattr_static(kind, "__init__")
    return not kind.__name__.startswith("_") and AsyncConnection in getattr(init, "__annotations__", {}).values()


def watch() -> None:
    """From now on note in `RAN` what is called on PostgreSQL."""
    for store, name, method in public_methods():
        setattr(store, name, _watched(_name(store, name), method))


def never_ran(ran: set[str]) -> list[str]:
    """What no test has called there."""
    return sorted({_name(store, name) for store, name, _ in public_methods()} - ran)


def _name(store: type, method: str) -> str:
    return f"{store.__module__}.{store.__qualname__}.{method}"


def _watched(name: str, method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def call(self: object, *args: Any, **named: Any) -> Any:
        if name not in RAN and _on_postgres(self):
            RAN.add(name)
        return method(self, *args, **named)

    return call


def _on_postgres(store: object) -> bool:
    [connection] = [value for value in vars(store).values() if isinstance(value, AsyncConnection)]
    return connection.dialect.name == "postgresql"
