"""aiogram's types without what checks and writes them, until somebody asks for it: a third of its memory."""

from functools import cache
from typing import Any

from aiogram import types
from aiogram.types import TelegramObject
from pydantic_core import SchemaSerializer, SchemaValidator

# Where pydantic keeps what checks a model, and what writes it.
_MADE_OF = {"__pydantic_validator__": SchemaValidator, "__pydantic_serializer__": SchemaSerializer}


class _Later:
    """Stands in the place of what is made of a model's schema, and makes it when it is asked for anything."""

    def __init__(self, model: type[TelegramObject], place: str) -> None:
        self._model = model
        self._place = place

    def __getattr__(self, name: str) -> Any:
        return getattr(self.rebuild(), name)

    def rebuild(self) -> Any:
        """What pydantic asks its own stand-ins to do."""
        made = _MADE_OF[self._place](self._model.__pydantic_core_schema__)
        setattr(self._model, self._place, made)
        return made


@cache
def lighten() -> None:
    """Drop what is made when aiogram is imported, for each type with that of all types inside: no press needs it."""
    for model in vars(types).values():
        if isinstance(model, type) and issubclass(model, TelegramObject) and model.__pydantic_complete__:
            for place in _MADE_OF:
                setattr(model, place, _Later(model, place))
