"""The chats that the configuration and staff have named: what is wrong with them, and what they are needed for."""

from collections.abc import Iterator

from bot.settings import Settings
from dialogs.kit.adapter import Need
from storage.address import Address
from storage.catalogue import Catalogue
from storage.places import Place


def mistakes(settings: Settings, catalogue: Catalogue) -> Iterator[str]:
    """What can be seen without asking a messenger: ids that nothing has, messengers that are off."""
    clusters = {cluster.ref for cluster in catalogue.clusters.values()}
    sessions = {session.ref for session in catalogue.sessions.values()}
    stands = {stand.ref for stand in catalogue.stands.values()}
    known = (
        ("questions.chats", settings.questions.chats, sessions | clusters, "session or cluster"),
        ("questions.reasons", settings.questions.reasons, clusters | {"default"}, "cluster"),
        ("staff.chats", settings.staff.chats, clusters | stands, "cluster or stand"),
    )
    for key, named, ids, things in known:
        if catalogue.version:
            yield from (f"{key}.{name}: the programme has no {things} of this id" for name in named if name not in ids)
    for key, chats in (("questions.chats", settings.questions.chats), ("staff.chats", settings.staff.chats)):
        for name, text in chats.items():
            section = settings.messengers[Address.read(text).messenger]
            if section.token is None:
                secret = "token" if "token" in type(section).model_fields else "secret"
                yield (
                    f"{key}.{name}: {text} gets nothing, for messengers.{Address.read(text).messenger} has no {secret}"
                )


def needs(settings: Settings, places: tuple[Place, ...], forums: frozenset[str]) -> dict[Address, Need]:
    """What each chat is needed for; `forums`: the messengers whose groups may have topics."""
    wanted = {Address.read(text): Need.WRITE for text in settings.questions.chats.values()}
    for text in settings.staff.chats.values():
        address = Address.read(text)
        wanted[address] = Need.FORUM if address.messenger in forums and not address.thread else Need.DESK
    for place in places:
        if place.source == "bind":
            wanted[place.address] = Need.FORUM if place.topics else Need.DESK
    return wanted
