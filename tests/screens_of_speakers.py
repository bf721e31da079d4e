"""Every screen of speakers and of recordings, for the tests of all screens."""

from collections.abc import Iterator
from dataclasses import replace

from dialogs.kit.screen import Screen
from dialogs.programme import card, recordings
from dialogs.programme.screens import View
from dialogs.recordings import screens as recorded
from dialogs.speakers import screens as speakers

Named = tuple[str, Screen]


def screens_of_recordings(view: View) -> Iterator[Named]:
    """Lists of recordings, the letter that brings them, cards of what is waited for."""
    catalogue, person, now = view.catalogue, view.person, view.now
    without = replace(catalogue, sessions={n: replace(s, recording=None) for n, s in catalogue.sessions.items()})
    for some in (catalogue, without):
        of_some = replace(view, catalogue=some)
        yield "fair over", recordings.fair_over(of_some, 0)
        yield "recordings", recordings.recordings(of_some, 0)
        for cluster in some.clusters.values():
            yield f"recordings of {cluster.ref}", recordings.of_cluster(of_some, cluster, 0)
    for count in (1, 3, 20):
        sessions = [replace(one, recording="https://example.org") for one in catalogue.sessions.values()][:count]
        yield f"{count} recordings have come", recorded.recorded(catalogue, person, sessions, 1)
    awaiting = replace(view, person=replace(person, awaited=frozenset(catalogue.sessions)))
    for session in catalogue.sessions.values():
        if session.recording is None:
            yield f"awaited {session.ref} {now}", card.session(awaiting, session, "")


def screens_of_speakers(view: View) -> Iterator[Named]:
    """The letters, the lists, some cards."""
    catalogue = view.catalogue
    yield "speakers", speakers.speakers(catalogue, 0)
    yield "nobody speaks", speakers.speakers(replace(catalogue, sessions={}), 0)
    for first in range(0, len(catalogue.speakers_by_letter), 3):
        shown = speakers.letters(catalogue, first, first + 2, 0)
        assert shown is not None
        yield f"speakers from letter {first}", shown
    for session in list(catalogue.sessions.values())[::7]:
        yield f"speakers of {session.ref}", speakers.of_session(catalogue, session, 0)
    for one in list(catalogue.speakers.values())[::19]:
        yield f"speaker {one.ref}", speakers.speaker(catalogue, view.person, view.now, one, "", 0)
