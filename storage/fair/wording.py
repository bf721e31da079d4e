"""Texts of the fair in more than one language: which there are, and how the rows of things keep them.

A thing's own columns hold its texts in their first language, which is Russian wherever they are given in it; what the
file says in the other ones stands in `translations`: language, field, text.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import JSON, Column

LANGUAGES = ("ru", "en")  # those that the assistant speaks; whoever reads another one gets the first
TRANSLATIONS = "translations"

Texts = Mapping[str, Any]  # the texts of one thing, by the names of its fields
Wording = Mapping[tuple[str, Any], Texts]  # of all things, by the name of their table and their key there


def translations() -> Column[Any]:
    """The column of what a thing's texts are in the other languages; nothing where they are given in one only."""
    return Column(TRANSLATIONS, JSON(none_as_null=True))
