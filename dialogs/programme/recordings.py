"""What can be seen again, as screens: all of it while that is little, else by cluster and day."""

from collections import Counter
from collections.abc import Sequence

from dialogs.kit.paging import place
from dialogs.kit.phrase import Phrase, say
from dialogs.kit.route import Route
from dialogs.kit.screen import Bold, Button, Entry, Listing, Paragraph, Row, Screen, Text, paragraph, screen
from dialogs.kit.times import DayName
from dialogs.menu.routes import OpenMenu
from dialogs.programme.routes import OpenClusterRecordings, OpenProgramme, OpenRecordings
from dialogs.programme.screens import CLUSTERS_ON_PAGE, SESSIONS_ON_PAGE, View, dated_button, leaving, session_line
from storage.fair.programme import Cluster, Session

_WAYS: Row = (Button(say("📅 Programme"), OpenProgramme()), Button(say("Menu"), OpenMenu()))


def recordings(view: View, at: int, word: Phrase | None = None) -> Screen:
    """What can be seen again, the newest first; where it is more than a page, the clusters that have some."""
    recorded = view.catalogue.recorded
    return screen(
        Bold(say("Recordings")),
        *([word] if word else []),
        *([] if recorded else [say("There are no recordings yet.")]),
        listing=_clusters(view, at) if _many(view) else _all(view, recorded, at),
        buttons=[_WAYS[-1:] if _many(view) else _WAYS],  # pages need the room
    )


def fair_over(view: View, at: int) -> Screen:
    """After the end there are the recordings, and the programme."""
    if view.catalogue.recorded:
        return recordings(view, at, say("The fair is over, and here is what you can see again:"))
    return screen(Bold(say("Now and soon")), say("All sessions of the fair are over."), buttons=[_WAYS])


def _many(view: View) -> bool:
    return len(view.catalogue.recorded) > SESSIONS_ON_PAGE


def _all(view: View, recorded: Sequence[Session], at: int) -> Listing:
    entries = (
        Entry(
            (dated_button(view, session, f"rec{number}"),), (session_line(view, session, of_cluster=True, dated=True),)
        )
        for number, session in enumerate(recorded)
    )
    return Listing(tuple(entries), at, OpenRecordings(), SESSIONS_ON_PAGE, numbered=True)


def _clusters(view: View, at: int) -> Listing:
    counts = Counter(session.cluster.id for session in view.catalogue.recorded)
    entries = tuple(Entry((_cluster(view.catalogue.clusters[number], counts[number]),)) for number in _having(view))
    return Listing(entries, at, OpenRecordings(), CLUSTERS_ON_PAGE)


def _having(view: View) -> list[int]:
    """The clusters that have recordings, in the organiser's order."""
    having = {session.cluster.id for session in view.catalogue.recorded}
    return [number for number in view.catalogue.clusters if number in having]


def _cluster(cluster: Cluster, count: int) -> Button:
    label, short = (f"{name} · {count}" for name in (cluster.title, cluster.short or cluster.title))
    return Button(label, OpenClusterRecordings(cluster.id), short=short)


def of_cluster(view: View, chosen: Cluster, at: int) -> Screen:
    """One cluster's recordings under their days, the newest first."""
    recorded = [session for session in view.catalogue.recorded if session.cluster.id == chosen.id]
    entries = (
        Entry((dated_button(view, session, f"recof{chosen.id}"),), (_line(view, session),), _day(view, session))
        for session in recorded
    )
    return screen(
        paragraph((Bold(say("Recordings")), " · ", chosen.title)),
        *([] if recorded else [say("There are no recordings yet.")]),
        listing=Listing(tuple(entries), at, OpenClusterRecordings(chosen.id), SESSIONS_ON_PAGE, numbered=True),
        buttons=[leaving(OpenRecordings(place(chosen.id, _having(view)) if _many(view) else 0))],
    )


def _line(view: View, session: Session) -> Paragraph:
    time = view.when(session.starts, session.ends) if session.starts else say("time to be announced")
    return paragraph((Bold(time),), session.title)


def _day(view: View, session: Session) -> Text:
    on = view.catalogue.day_of(session)
    return say("Time to be announced") if on is None else DayName(on)


def back(view: View, session: Session, came: int) -> Route:
    """The list of a cluster's recordings, at this session."""
    there = [one.id for one in view.catalogue.recorded if one.cluster.id == came]
    return OpenClusterRecordings(came, place(session.id, there))
