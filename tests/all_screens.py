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
    yield "menu", menu.menu(catalogue, None)
    yield "menu after a word", menu.menu(catalogue, say("There is nothing here for you to open."))
    yield "help", help_.help_(catalogue, (10,))
    yield "privacy", help_.privacy()
    for hours, _ in RUSSIAN_ZONES:
        yield f"settings {hours}", settings.settings(catalogue, replace(person, zone_offset=hours * 60))
    yield "zones", settings.zones(catalogue)
    yield "stopped", settings.stopped()
    yield "empty plan", plan.empty()


def _exhibition(catalogue: Catalogue) -> Iterator[Named]:
    yield "floors", exhibition.floors(catalogue)
    for floor in catalogue.floors.values():
        for number in range(1, len(catalogue.stands_of(floor.id)) // exhibition.STANDS_ON_PAGE + 2):
            yield f"floor {floor.ref} {number}", exhibition.floor(catalogue, floor, number)
    for stand in catalogue.stands.values():
        yield f"stand {stand.ref}", exhibition.stand(catalogue, stand, "")
        for number in range(1, len(stand.products) + 1):
            yield f"product {stand.ref} {number}", exhibition.product(stand, number, "s12")
    for session in catalogue.sessions.values():
        if session.stands:
            yield f"stands of {session.ref}", exhibition.session_stands(catalogue, session)


def _programme(view: View) -> Iterator[Named]:
    catalogue = view.catalogue
    for number in (1, 2, 3):
        yield f"programme {number}", programme.programme(catalogue, number)
    for cluster in catalogue.clusters.values():
        days = catalogue.days_of(cluster.id)
        shown = programme.cluster(catalogue, cluster, days, unannounced=True, today=view.today)
        yield f"cluster {cluster.ref}", shown
        for on in (*(day.date for day in days), None):
            sessions = catalogue.sessions_of(cluster.id, on)
            if sessions:
                yield f"day {cluster.ref} {on}", programme.day(view, cluster, on, sessions, 1)
    running, soon = catalogue.running(view.now), catalogue.soon(view.now, SOON)
    for number in range(1, (len(running) + len(soon)) // programme.SESSIONS_ON_PAGE + 2):
        yield f"now {view.now} {number}", programme.now_and_soon(view, running, soon, number)
    for session in catalogue.sessions.values():
        yield f"session {session.ref} {view.now}", card.session(view, session, "")
        yield f"late for {session.ref}", card.session(view, session, "plan", link_now=True)


def _plan(view: View) -> Iterator[Named]:
    sessions = plan_rules.in_order((view.catalogue.sessions[number] for number in view.person.plan), view.now)
    for number in range(1, len(sessions) // plan.ON_PAGE + 2):
        yield f"plan {number}", plan.plan(view.catalogue, view.person, view.now, sessions, number)
        yield f"tidy {number}", plan.tidy(view.catalogue, sessions, number)


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
