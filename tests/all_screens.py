"""Every screen that the program can show of a fair, at several moments; nothing here needs a database."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from dialogs.exhibition import screens as exhibition
from dialogs.help import screens as help_
from dialogs.kit.phrase import say
from dialogs.kit.screen import Screen
from dialogs.menu import screens as menu
from dialogs.plan import rules as plan_rules
from dialogs.plan import screens as plan
from dialogs.programme import card
from dialogs.programme import screens as programme
from dialogs.programme.rules import SOON
from dialogs.programme.screens import View
from dialogs.reminders import screens as reminders
from dialogs.settings import screens as settings
from dialogs.settings.rules import RUSSIAN_ZONES
from storage.catalogue import Catalogue
from storage.people import Person
from storage.programme import Session

Named = tuple[str, Screen]


def reader(catalogue: Catalogue) -> Person:
    """A person far away who has planned very much."""
    plan = frozenset(list(catalogue.sessions)[::9])
    return Person(1, "paper", "1", "ru", datetime(2020, 4, 1, tzinfo=UTC), zone_offset=9 * 60, plan=plan)


def all_screens(catalogue: Catalogue, moments: Sequence[datetime]) -> Iterator[Named]:
    """All screens with names to find them by."""
    person = reader(catalogue)
    yield from _standing(catalogue, person)
    yield from _exhibition(catalogue)
    for now in moments:
        view = View(catalogue, person, now)
        yield from _programme(view)
        yield from _plan(view)
        yield from _letters(view)


def _standing(catalogue: Catalogue, person: Person) -> Iterator[Named]:
    yield "welcome", menu.welcome(catalogue, ask_language=True)
    yield "welcome by name", menu.welcome(catalogue, name="Анна", ask_language=False)
    yield "menu", menu.menu(catalogue, None)
    yield "menu after a word", menu.menu(catalogue, say("There is nothing here for you to open."))
    yield "help", help_.help_(catalogue, (10,))
    yield "privacy", help_.privacy(48)
    for hours, _ in RUSSIAN_ZONES:
        yield f"settings {hours}", settings.settings(catalogue, replace(person, zone_offset=hours * 60))
    yield "zones", settings.zones(catalogue, 0)
    yield "stopped", settings.stopped()
    yield "empty plan", plan.empty()
    yield "nothing left of a reminder", reminders.nothing_left()


def _exhibition(catalogue: Catalogue) -> Iterator[Named]:
    yield "floors", exhibition.floors(catalogue, 0)
    for floor in catalogue.floors.values():
        yield f"floor {floor.ref}", exhibition.floor(catalogue, floor, 0)
    for stand in catalogue.stands.values():
        yield f"stand {stand.ref}", exhibition.stand(catalogue, stand, "")
        for number in range(len(stand.products)):
            yield f"product {stand.ref} {number}", exhibition.product(stand, number, "s12")
    for session in catalogue.sessions.values():
        if session.stands:
            yield f"stands of {session.ref}", exhibition.session_stands(catalogue, session, 0)


def _programme(view: View) -> Iterator[Named]:
    catalogue = view.catalogue
    yield "programme", programme.programme(catalogue, 0)
    for cluster in catalogue.clusters.values():
        yield f"cluster {cluster.ref}", programme.cluster(view, cluster, 0)
        for on in (*(day.date for day in catalogue.days_of(cluster.id)), None):
            if sessions := catalogue.sessions_of(cluster.id, on):
                yield f"day {cluster.ref} {on}", programme.day(view, cluster, on, sessions, 0)
    running, soon = catalogue.running(view.now), catalogue.soon(view.now, SOON)
    yield f"now {view.now}", programme.now_and_soon(view, running, soon, 0)
    for session in catalogue.sessions.values():
        yield f"session {session.ref} {view.now}", card.session(view, session, "")
        yield f"late for {session.ref}", card.session(view, session, "plan3", link_now=True)


def _plan(view: View) -> Iterator[Named]:
    sessions = plan_rules.in_order((view.catalogue.sessions[number] for number in view.person.plan), view.now)
    yield "plan", plan.plan(view.catalogue, view.person, view.now, sessions, 0)
    yield "tidy", plan.tidy(view.catalogue, sessions, 0)


def _letters(view: View) -> Iterator[Named]:
    catalogue, person = view.catalogue, view.person
    was = view.now - timedelta(days=1)
    for session in catalogue.sessions.values():
        yield f"change of {session.ref}", reminders.change(catalogue, person, view.now, session, was)
        yield f"announcement of {session.ref}", reminders.change(catalogue, person, view.now, session, None)
        yield f"change back of {session.ref}", reminders.change(catalogue, person, view.now, session, was, off=True)
        yield f"reminder moved away {session.ref}", reminders.moved_away(catalogue, person, session)
    slots: dict[datetime, list[Session]] = {}
    for session in catalogue.sessions.values():
        if session.starts:
            slots.setdefault(session.starts, []).append(session)
    for slot, sessions in slots.items():
        for at in (slot - timedelta(minutes=9), slot, slot + timedelta(minutes=21)):
            yield f"reminder of all at {slot}", reminders.reminder(catalogue, person, at, slot, sessions)
            yield f"reminder of one at {slot}", reminders.reminder(catalogue, person, at, slot, sessions[:1])
