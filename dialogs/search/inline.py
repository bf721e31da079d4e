"""Putting a session, a stand or one's plan into another chat: `@bot words`, in a messenger that has that."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta

from dialogs.kit.kinds import KINDS
from dialogs.kit.phrase import Capital, Phrase, Value, say, say_n
from dialogs.kit.screen import Bold, Line, Link, LinkButton, Offer, paragraph
from dialogs.kit.times import DayName, clocks_of, when
from dialogs.kit.visit import Reply, Visit
from dialogs.kit.vocabulary import vocabulary
from dialogs.kit.words import fit, plain
from dialogs.search.feature import feature
from dialogs.search.index.asking import readable_query
from dialogs.search.index.searching import Narrowed
from dialogs.search.shelf import shelf_of
from storage.fair.exhibition import Stand
from storage.fair.programme import Session

MOST = 12  # what a list shows that nobody scrolls far
_SOON = timedelta(hours=3)
_MOST_OF_PLAN = 20
_ABOUT = 200


@feature.offer
async def offer(visit: Visit, query: str) -> Reply:
    """Nothing written offers the own plan, and what begins soon."""
    if not visit.policy.shared(visit.person.messenger, "x"):
        return Reply(offers=())
    said = readable_query(query)
    plan = _plan(visit) if not said or vocabulary().doors.get(plain(said)) == "plan" else None
    found = [_session(visit, one) for one in _soon(visit)] if not said else [one async for one in _found(visit, said)]
    return Reply(offers=(*([plan] if plan is not None else []), *found)[:MOST])


def _soon(visit: Visit) -> list[Session]:
    return [*visit.catalogue.running(visit.now), *visit.catalogue.soon(visit.now, _SOON)][: MOST - 1]


async def _found(visit: Visit, said: str) -> AsyncIterator[Offer]:
    search = await shelf_of(visit.storage).search(visit.catalogue)
    if search is None:
        return
    results = search.find(said, visit.now, Narrowed(), clocks_of(visit.person.zone, visit.catalogue.zone))
    for hit in () if results.near else results.hits[: MOST * 2]:
        if hit.document.kind == "session" and hit.document.number in visit.catalogue.sessions:
            yield _session(visit, visit.catalogue.sessions[hit.document.number])
        elif hit.document.kind == "stand" and hit.document.number in visit.catalogue.stands:
            yield _stand(visit, visit.catalogue.stands[hit.document.number])


def _way(visit: Visit, start: str) -> LinkButton:
    return LinkButton(say("Open in the assistant"), visit.policy.shared(visit.person.messenger, start))


def _session(visit: Visit, session: Session) -> Offer:
    about = _when(visit, session)
    head: Line = (Bold(session.title),)
    return Offer(
        f"session-{session.ref}",
        session.title,
        about,
        (paragraph(head, (about,)), paragraph(visit.catalogue.title)),
        _way(visit, f"session-{session.ref}"),
    )


def _when(visit: Visit, session: Session) -> Phrase:
    kind = Capital(KINDS[session.kind])
    if session.cancelled:
        return say("{kind} · {time}", kind=kind, time=say("cancelled"))
    if session.starts is None:
        return say("{kind} · {time}", kind=kind, time=say("time to be announced"))
    zone = visit.catalogue.zone
    day = DayName(session.starts.astimezone(zone).date(), short=True)
    time: Value = say("{day}, {time}", day=day, time=when(session.starts, zone, None, session.ends))
    return say("{kind} · {time}", kind=kind, time=time)


def _stand(visit: Visit, stand: Stand) -> Offer:
    number = () if stand.number is None else (say("Stand {number}", number=stand.number), " · ")
    about = fit(stand.summary or stand.floor.title, _ABOUT)
    return Offer(
        f"stand-{stand.ref}",
        stand.title,
        about,
        (paragraph((Bold(stand.title),), (*number, about)), paragraph(visit.catalogue.title)),
        _way(visit, f"stand-{stand.ref}"),
    )


def _plan(visit: Visit) -> Offer | None:
    """What of the plan is still to come: each session leads to its card."""
    chosen = [visit.catalogue.sessions[one] for one in visit.person.plan if one in visit.catalogue.sessions]
    ahead = [one for one in chosen if not one.cancelled and (one.ends is None or visit.now < one.ends)]
    if not ahead:
        return None
    ahead.sort(key=lambda one: (one.starts is None, one.starts or visit.now, one.id))
    lines = list(_lines(visit, ahead[:_MOST_OF_PLAN]))
    count = say_n("{n} session", "{n} sessions", len(ahead))
    head: Line = (Bold(say("My plan: {fair}", fair=visit.catalogue.title)),)
    return Offer("plan", say("My plan"), count, (paragraph(head, *lines),), _way(visit, "menu"))


def _lines(visit: Visit, sessions: list[Session]) -> Iterator[Line]:
    for session in sessions:
        link = visit.policy.shared(visit.person.messenger, f"session-{session.ref}")
        yield (_when(visit, session), ": ", Link(session.title, link))
