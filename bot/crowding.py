"""How many sessions a moderators' group has at once: a messenger lets a group take few messages a minute."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from dialogs.kit.phrase import Phrase
from dialogs.moderation.rules import OPENS
from dialogs.moderation.screens.desk import crowded
from storage.address import Address
from storage.fair.catalogue import Catalogue
from storage.fair.programme import Session
from storage.staff.places import Place

MANY = 4  # from so many sessions at once on, busy ones wait for each other


def crowds(catalogue: Catalogue, places: Iterable[Place]) -> Iterator[tuple[Address, Phrase]]:
    """The groups in which cards will come late, and what to say of them."""
    clusters: defaultdict[Address, set[int]] = defaultdict(set)
    for place in places:
        if place.cluster_id is not None:
            clusters[Address(place.address.messenger, place.address.chat)].add(place.cluster_id)
    for group, theirs in clusters.items():
        most = at_once(one for one in catalogue.sessions.values() if one.cluster.id in theirs and not one.cancelled)
        if most >= MANY:
            yield group, crowded(most)


def at_once(sessions: Iterable[Session]) -> int:
    """The most sessions that are attended at one moment, from the opening of their desks on."""
    times = [(one.starts - OPENS, one.ends) for one in sessions if one.starts is not None and one.ends is not None]
    return max((sum(begins <= moment < ends for begins, ends in times) for moment, _ in times), default=0)
