"""All features, gathered: a new feature is one word here."""

from dialogs import (
    exhibition,
    help,  # noqa: A004 (the folder's name)
    menu,
    moderation,
    plan,
    privacy,
    programme,
    questions,
    reminders,
    settings,
    staff,
)
from dialogs.kit.feature import Book

FEATURES = (menu, programme, exhibition, plan, questions, reminders, settings, moderation, staff, privacy, help)

home = menu.home


def book() -> Book:
    """Everything that people can do.

    :raises ValueError: two features answer to one thing.
    """
    return Book(module.feature for module in FEATURES)
