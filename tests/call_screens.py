"""Every screen of calls, of requests and of the route through the exhibition, of a fair."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

from dialogs.callback import rules
from dialogs.callback.rules import Bound
from dialogs.callback.screens import order, requests
from dialogs.callback.screens.words import View
from dialogs.kit.phrase import say
from dialogs.kit.screen import Screen
from dialogs.tour import rules as tour_rules
from dialogs.tour import screens as tour
from storage.fair.catalogue import Catalogue
from storage.fair.exhibition import Stand
from storage.leads.tables import LONGEST_TOPIC, Kind, Lead, State
from storage.people.people import Person

Named = tuple[str, Screen]
TOPIC = " ".join(["Как"] + ["заинтересовать"] * 20)[:LONGEST_TOPIC]


def request(number: int, stand: Stand, kind: Kind, state: State, starts: datetime | None, **others: Any) -> Lead:
    """A request in a state, with a topic as long as it may be."""
    at = datetime(2020, 4, 27, 6, 50, tzinfo=UTC)
    none = dict.fromkeys(("rating", "staff_says", "alarmed_at", "raised_at", "reminded_at", "asked_at"))
    values: dict[str, Any] = none | {
        "person_id": 1,
        "revision": 3,
        "repeats": 0,
        "topic": TOPIC,
        "ends": None if starts is None else starts + rules.WINDOW,
        "misses": 1 if state == "waits" else 0,
        "taken_by": None if state == "new" else 5,
        "visitor_says": None,
        "opened_at": at,
        "changed_at": at,
        "closed_at": at if state in ("closed", "cancelled") else None,
    }
    return Lead(id=number, stand_id=stand.id, number=number, kind=kind, state=state, starts=starts, **values | others)


def of_calls(catalogue: Catalogue, person: Person, moments: tuple[datetime, ...]) -> Iterator[Named]:
    """Ordering a call at every moment, then requests in all states."""
    for stand in catalogue.stands.values():
        yield f"unable to call {stand.ref}", order.unable(stand, say("Calls cannot be ordered here now."))
    for now in moments:
        view = View(catalogue, person, now)
        yield from _ordering(view, max(catalogue.stands.values(), key=lambda stand: len(stand.title)))
    yield from _requests(View(catalogue, person, moments[0], {5: "Константин Константинопольский"}))


def _ordering(view: View, stand: Stand) -> Iterator[Named]:
    again = view.now + timedelta(hours=20)
    for bound in (Bound("stand", again), Bound("day", again), Bound("open"), Bound("unproved")):
        for sharable in (True, False):
            yield f"too many calls {bound.why}", order.bounded(view, stand, bound, sharable=sharable)
    yield "call zones", order.zones(view, stand, 0)
    free = rules.days(view.catalogue, stand, view.now)
    if free:
        yield "call days", order.days(view, stand, 0, free, 0, say("I am sorry! The stand sees that now."))
    for day in free:
        windows = rules.windows(view.catalogue, stand, day, view.now)
        yield (
            f"call windows {day}",
            order.windows(view, stand, 7, day, windows, 0, others=[one for one in free if one != day]),
        )
        for ordered in (True, False):
            yield f"call topic {day}", order.topic(view, stand, windows[0], ordered=ordered)


def _requests(view: View) -> Iterator[Named]:
    stands = list(view.catalogue.stands.values())
    for stand in (max(stands, key=lambda stand: len(stand.title)), replace(stands[0], id=-1)):
        yield from _of(stand, view)
    silent = replace(view, silent=frozenset({1}))
    call = request(1, stands[0], "call", "new", view.now)
    yield "request silent", requests.one(call, silent)
    yield "receipt silent", requests.receipt(call, silent)
    yield "no requests of mine", requests.mine([], view, 0)


def _of(stand: Stand, view: View) -> Iterator[Named]:
    starts = view.now + timedelta(hours=13)
    shown = [
        request(number, stand, kind, state, starts if kind == "call" else None)
        for number, (kind, state) in enumerate(((k, s) for k in get_args(Kind) for s in get_args(State)), 1)
    ]
    for lead in shown:
        yield f"request {lead.kind} {lead.state}", requests.one(lead, view, 3)
        yield f"receipt of {lead.kind} {lead.state}", requests.receipt(lead, view)
    yield "my requests", requests.mine(shown, view, 0)
    call = shown[0]
    yield "call ordered", order.ordered(view, stand, call)
    yield "call topic told", order.topic_told(view, stand, call)
    yield "call moved", order.moved(view, stand, call)
    yield "receipt of a miss", requests.missed(shown[2], view)
    yield "receipt of too many misses", requests.given_up(shown[4], view)
    yield "receipt of nobody's call", requests.unanswered(call, view)
    yield "receipt whether they spoke", requests.spoken(call, view)
    yield "call spoken", requests.thanks(call, view)
    yield "desk call moved", requests.told_moved(call, stand, view)
    yield "desk call cancelled", requests.told_cancelled(call, stand)


def of_route(catalogue: Catalogue) -> Iterator[Named]:
    """The route: nothing, and every stand of the fair on it."""
    yield "empty route", tour.empty()
    stands = tour_rules.in_order(catalogue, list(catalogue.stands))
    at = datetime(2020, 4, 27, 6, 50, tzinfo=UTC)
    visited = {stand.id: at if number % 3 == 0 else None for number, stand in enumerate(stands)}
    yield "route", tour.tour(stands, visited, 0)
    yield "route behind", tour.tour(stands[:3], {stand.id: at for stand in stands[:3]}, 0)
