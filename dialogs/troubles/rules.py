"""What is a trouble, from what is known at a moment; all of it pure."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal

from dialogs.kit.weather import Refusal
from storage.fair.catalogue import Catalogue
from storage.fair.programme import Session
from storage.leads.attempts import InVain
from storage.privacy.guards import Shared
from storage.staff.places import Place
from storage.staff.troubles import About, Trouble

Kind = (
    Literal[
        "group",
        "topics",
        "cluster",
        "unseen",
        "questions",
        "requests",
        "in vain",
        "same phone",
        "guessing",
        "away",
        "token",
        "late",
    ]
    | Refusal
)

AHEAD = timedelta(hours=1)  # so long before a session its cluster has to be ready
GONE = timedelta(seconds=30)  # not found for so long, a trouble is over: what flickers is no news
NOTED = timedelta(seconds=15)  # how often it is noted that a trouble is still there
LATE = timedelta(minutes=3)  # after their deadline letters are late
SHOWN = 4  # of what is named and has a button

QUIET: frozenset[str] = frozenset({"unseen"})  # only changes what askers are told


@dataclass(frozen=True, slots=True)
class Found:
    """A trouble that is there; `since`: when it began, as far as anybody can say."""

    kind: Kind
    what: str
    about: About
    since: datetime


@dataclass(frozen=True, slots=True)
class Neglected:
    """Questions of a session or requests to a stand that nobody takes: the first ones, and how many there are."""

    first: tuple[int, ...] = ()
    numbers: tuple[int, ...] = ()
    count: int = 0

    def and_one(self, number: int, row: int) -> "Neglected":
        """With one more, of that number and that row; the first few are kept."""
        if self.count >= SHOWN:
            return replace(self, count=self.count + 1)
        return Neglected((*self.first, row), (*self.numbers, number), self.count + 1)


def gathered(rows: Iterable[tuple[int, int, int]]) -> dict[int, Neglected]:
    """Rows of where, which number, which row: by where."""
    known: dict[int, Neglected] = {}
    for of, number, row in rows:
        known[of] = known.get(of, Neglected()).and_one(number, row)
    return known


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known at a moment.

    `moderated`: the clusters that somebody moderates, `staffed`: the stands at which somebody works; `waiting`: the
    sessions with new questions. `questions` and `requests` are those that nobody takes although others were told.
    `phones` are numbers that several people left for calls, `guessing` how many people tried wrong invitations.
    `away`: since when messengers do not answer, `refusing`: since when they refuse our token, `refusals`: what else
    they refuse, `late`: how many letters.
    """

    places: tuple[Place, ...] = ()
    moderated: frozenset[int] = frozenset()
    organisers: bool = False
    staffed: frozenset[int] = frozenset()
    waiting: frozenset[int] = frozenset()
    questions: Mapping[int, Neglected] = field(default_factory=dict)
    requests: Mapping[int, Neglected] = field(default_factory=dict)
    attempts: Mapping[int, InVain] = field(default_factory=dict)
    phones: tuple[Shared, ...] = ()
    guessing: int = 0
    away: Mapping[str, datetime] = field(default_factory=dict)
    refusing: Mapping[str, datetime] = field(default_factory=dict)
    refusals: Mapping[str, Collection[Refusal]] = field(default_factory=dict)
    late: Mapping[str, int] = field(default_factory=dict)


def found(catalogue: Catalogue, facts: Facts, now: datetime) -> list[Found]:
    """All that is wrong."""
    return [
        *_groups(facts),
        *_clusters(catalogue, facts, now),
        *_unseen(catalogue, facts, now),
        *_questions(catalogue, facts, now),
        *_requests(facts, now),
        *_in_vain(catalogue, facts, now),
        *(
            Found("same phone", one.code, {"people": one.people, "stands": list(one.numbers)}, now)
            for one in facts.phones
        ),
        *([Found("guessing", "", {"people": facts.guessing}, now)] if facts.guessing else []),
        *(Found("away", name, {}, since) for name, since in sorted(facts.away.items())),
        *(Found("token", name, {}, since) for name, since in sorted(facts.refusing.items())),
        *(Found(refused, name, {}, now) for name, those in sorted(facts.refusals.items()) for refused in sorted(those)),
        *(Found("late", name, {"letters": count}, now) for name, count in sorted(facts.late.items())),
    ]


def over(known: Collection[Trouble], there: Collection[Found], now: datetime) -> list[Trouble]:
    """The troubles that are not found any more."""
    still = {(one.kind, one.what) for one in there}
    return [one for one in known if (one.kind, one.what) not in still and one.seen <= now - GONE]


def heard(places: Collection[Place]) -> frozenset[int]:
    """The clusters whose questions come to a group."""
    return frozenset(place.cluster_id for place in places if place.cluster_id is not None and place.broken_at is None)


def _groups(facts: Facts) -> Iterator[Found]:
    """Groups that are out of reach or refuse topics, with what nobody sees because of that."""
    chats: defaultdict[str, list[Place]] = defaultdict(list)
    for place in facts.places:
        chats[f"{place.address.messenger}/{place.address.chat}"].append(place)
    seen = heard(facts.places)
    served = {place.stand_id for place in facts.places if place.broken_at is None}
    for chat, those in chats.items():
        broken = [place.broken_at for place in those if place.broken_at is not None]
        flat = [place.flat_at for place in those if place.flat_at is not None]
        about = {"title": those[0].title}
        if len(broken) == len(those):
            clusters = sorted({one.cluster_id for one in those if one.cluster_id is not None} - seen)
            stands = sorted({one.stand_id for one in those if one.stand_id is not None} - served)
            yield Found("group", chat, about | {"clusters": clusters, "stands": stands}, min(broken))
        elif flat:
            yield Found("topics", chat, about, min(flat))


def _clusters(catalogue: Catalogue, facts: Facts, now: datetime) -> Iterator[Found]:
    """Clusters that nobody has prepared, within the hour before a session; a lost group is told of by itself."""
    soon = {session.cluster.id for session in catalogue.sessions.values() if _near(session, now)}
    bound = {place.cluster_id for place in facts.places}
    groupless, unmoderated = sorted(soon - bound), sorted(soon - facts.moderated)
    if groupless or unmoderated:
        yield Found("cluster", "", {"groupless": groupless, "unmoderated": unmoderated}, now)


def _near(session: Session, now: datetime) -> bool:
    if session.cancelled or session.starts is None:
        return False
    return session.starts - AHEAD <= now < (session.ends or session.starts)


def _unseen(catalogue: Catalogue, facts: Facts, now: datetime) -> Iterator[Found]:
    """Clusters whose questions wait where nobody sees them."""
    asked = {one.cluster.id for number in facts.waiting if (one := catalogue.sessions.get(number)) is not None}
    for cluster in sorted(asked):
        if unseen(cluster, facts.places, moderated=cluster in facts.moderated or facts.organisers):
            yield Found("unseen", str(cluster), {}, now)


def unseen(cluster: int, places: Collection[Place], *, moderated: bool) -> bool:
    """Whether nobody sees a cluster's questions: there is no group, or nobody who may take them."""
    return not moderated or cluster not in heard(places)


def _neglected(kind: Kind, neglected: Mapping[int, Neglected], now: datetime) -> Iterator[Found]:
    for of, those in sorted(neglected.items()):
        about = {"first": list(those.first), "numbers": list(those.numbers), "count": those.count}
        yield Found(kind, str(of), about, now)


def _questions(catalogue: Catalogue, facts: Facts, now: datetime) -> Iterator[Found]:
    """Questions that nobody takes, and whether their cluster has anybody who could."""
    for one in _neglected("questions", facts.questions, now):
        session = catalogue.sessions.get(int(one.what))
        moderated = session is None or session.cluster.id in facts.moderated
        yield one if moderated else replace(one, about={**one.about, "unmoderated": True})


def _requests(facts: Facts, now: datetime) -> Iterator[Found]:
    """Requests that nobody takes, and what the stand lacks for it."""
    served = {place.stand_id for place in facts.places if place.broken_at is None}
    for one in _neglected("requests", facts.requests, now):
        stand = int(one.what)
        lacks = "" if stand in served and stand in facts.staffed else "staff" if stand in served else "chat"
        yield replace(one, about={**one.about, "lacks": lacks})


def _in_vain(catalogue: Catalogue, facts: Facts, now: datetime) -> Iterator[Found]:
    """Stands that were asked although nobody is there, until somebody is."""
    served = {place.stand_id for place in facts.places if place.broken_at is None} | facts.staffed
    for stand, asked in sorted(facts.attempts.items()):
        if stand in catalogue.stands and stand not in served:
            yield Found("in vain", str(stand), {"calls": asked.calls, "messages": asked.messages}, now)
