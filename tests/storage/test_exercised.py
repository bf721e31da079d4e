"""The watch over what has run on PostgreSQL sees every store that a transaction has."""

import inspect
from collections.abc import Iterator

from storage.database import Storage
from tests.exercised import never_ran, public_methods


def stores(of: object) -> Iterator[object]:
    """What hangs on a transaction's work, however deep, and waits for the database."""
    for name in dir(of):
        found = None if name.startswith("_") else getattr(of, name)
        if type(found).__module__.startswith("storage."):
            methods = [inspect.unwrap(method) for method in vars(type(found)).values() if callable(method)]
            yield from [found] if any(map(inspect.iscoroutinefunction, methods)) else []
            yield from stores(found)


async def test_every_store_is_watched(storage: Storage) -> None:
    watched = {store for store, _, _ in public_methods()}
    async with storage.reading() as work:
        assert {type(store) for store in stores(work)} <= watched


def test_what_no_test_has_called_is_named() -> None:
    assert "storage.post.outbox.Outbox.put" in never_ran(set())
