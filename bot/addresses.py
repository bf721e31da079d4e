"""The chats that the configuration and staff have named: what is wrong with them, and what they are needed for."""

from collections.abc import Iterator

from bot.settings import Settings
from dialogs.engine.adapter import Need
from storage.address import Address
from storage.fair.catalogue import Catalogue
from storage.staff.places import Place


def mistakes(settings: Settings, catalogue: Catalogue) -> Iterator[str]:
    """What can be seen without asking a messenger: ids that nothing has, messengers that are off."""
    clusters = {cluster.ref for cluster in catalogue.clusters.values()}
    sessions = {session.ref for session in catalogue.sessions.values()}
    stands = {stand.ref for stand in catalogue.stands.values()}
    known = (
        ("questions.chats", settings.questions.chats, sessions | clusters, "session or cluster"),
        ("questions.reasons", settings.questions.reasons, clusters | {"default"}, "cluster"),
        ("staff.chats", settings.staff.chats, clusters | stands, "cluster or stand"),
        ("staff.crm", settings.staff.crm, stands, "stand"),
    )
    for key, named, ids, things in known:
        if catalogue.version:
            yield from (f"{key}.{name}: the programme has no {things} of this id" for name in named if name not in ids)
    for key, chats in settings.addressed:
        for name, address in chats.items():
            section = settings.messengers[address.messenger]
            if section.token is None:
                secret = "token" if "token" in type(section).model_fields else "secret"
                yield f"{key}.{name}: {address} gets nothing, for messengers.{address.messenger} has no {secret}"


def needs(
    settings: Settings, catalogue: Catalogue, places: tuple[Place, ...], forums: frozenset[str]
) -> dict[Address, Need]:
    """What each chat is needed for; `forums`: the messengers whose groups may have topics. A stand's chat has none."""
    wanted = dict.fromkeys((*settings.questions.chats.values(), *settings.staff.crm.values()), Need.WRITE)
    stands = {stand.ref for stand in catalogue.stands.values()}
    for name, address in sorted(settings.staff.chats.items(), key=lambda chat: chat[0] not in stands):
        parted = address.messenger in forums and not address.thread and name not in stands
        wanted[address] = Need.FORUM if parted else Need.DESK
    for place in places:
        if place.source == "bind":
            wanted[place.address] = Need.FORUM if place.topics or place.flat_at is not None else Need.DESK
    return wanted
