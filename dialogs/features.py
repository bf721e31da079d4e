"""All features, gathered: a new feature is one word here."""

from dialogs import (
    calendar,
    callback,
    contacts,
    enclosures,
    exhibition,
    help,  # noqa: A004 (the folder's name)
    leads,
    matching,
    materials,
    menu,
    moderation,
    plan,
    privacy,
    programme,
    questions,
    recordings,
    reminders,
    search,
    settings,
    speakers,
    staff,
    team,
    threads,
    tour,
    troubles,
)
from dialogs.engine.registry import Registry

FEATURES = (
    *(menu, search, programme, matching, speakers, exhibition, tour),
    *(plan, calendar, questions, recordings, reminders, settings),
    *(contacts, callback, materials, threads, enclosures),
    *(moderation, leads, staff, team, troubles, privacy, help),
)

home = menu.home


def registry() -> Registry:
    """Everything that people can do.

    :raises ValueError: two features answer to one thing.
    """
    return Registry(module.feature for module in FEATURES)
