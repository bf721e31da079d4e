"""All tables in one place, for the migrations and for tests that look at every one of them."""

from importlib import import_module
from pkgutil import iter_modules

from sqlalchemy import MetaData

from storage import fair, leads, people, plans, post, privacy, questions, staff
from storage.engine.schema import METADATA


def all_tables() -> MetaData:
    """The metadata with every table in it."""
    for package in (fair, post, people, plans, staff, privacy, questions, leads):
        for module in iter_modules(package.__path__):
            import_module(f"{package.__name__}.{module.name}")
    return METADATA
