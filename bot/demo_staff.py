"""The demo's staff and what lies on their desks: moderators with a few questions, public chats, a stand's team.

Its visitors have chosen one session already, so that the first move of the clock brings something.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import aiohttp

from dialogs.kit.languages import guess_language
from storage.address import Address
from storage.database import Storage, Work
from storage.fair.catalogue import Catalogue
from storage.importers.fair_file import FairFile
from storage.staff.staff import RoleName

ENOUGH = 3  # materials of a stand, to see how they come
IN_GROUP = 1  # clusters, the first ones, whose questions appear in a group; all others have the site's chat
ASKED = (  # by people who are made up, as the sample fair's are
    ("Лариса, воспитатель (демо)", "Как проводить утренний круг, если у половины группы дома нет интернета?", False),
    ("Тимур, папа (демо)", "Сколько минут в день дошкольнику можно сидеть у экрана?", False),
    ("Нина, методист (демо)", "Будут ли дежурные группы работать летом?", True),
)


@dataclass(frozen=True, slots=True)
class StaffRoom:
    """What the simulator has laid: for moderators, for the public, and for the team of one stand.

    `names` are how people are called in their messenger, by their ids; `visitors` are the chats of those who work
    nowhere, with the language of each.
    """

    forum: Address
    moderators: tuple[str, ...]
    group: Address
    team: Address
    staff: tuple[str, ...]
    site: Mapping[str, str]
    crm: Mapping[str, str]
    names: Mapping[str, str]
    visitors: Mapping[Address, str]


async def staff_room(desk: str) -> StaffRoom:
    """The moderators' forum, the public's group, the stand's group and its CRM, the site's chat, as they lie there."""
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{desk}sim/state") as answer:
            told = await answer.json()
        chats: list[dict[str, Any]] = [chat for chat in told["chats"] if chat["kind"] == "group"]
        names = {str(one["id"]): str(one["name"]) for one in told["people"]}
        async with session.get(f"{desk}sim/site/settings") as answer:
            site: dict[str, str] = await answer.json()
        async with session.get(f"{desk}sim/crm/settings") as answer:
            crm: dict[str, str] = await answer.json()
    forum = next(chat for chat in chats if chat["forum"])
    group, team = (chat for chat in chats if not chat["forum"])
    people = (_members(forum), _members(team))
    visitors = {
        Address(str(one["messenger"]), str(one["id"])): guess_language(str(one["language"]))
        for one in told["people"]
        if str(one["id"]) not in {*people[0], *people[1]}
    }
    return StaffRoom(_address(forum), people[0], _address(group), _address(team), people[1], site, crm, names, visitors)


def _members(chat: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(member) for member in chat["members"])


def _address(chat: Mapping[str, Any]) -> Address:
    return Address.read(str(chat["id"]))


def stand_of(fair: FairFile) -> str:
    """The stand whose team is on the desk: the first one that is open and has enough to give away."""
    richest = max(fair.stands, key=lambda stand: (stand.hours is not None, min(len(stand.materials), ENOUGH)))
    return richest.id


def sections(room: StaffRoom, clusters: Iterable[str], stand: str) -> dict[str, Any]:
    """What the configuration says of moderators, public chats, the stand's team and its machine."""
    names = list(clusters)
    site = {name: f"http:{room.site['url']}/{name}" for name in names[IN_GROUP:]}
    public = dict.fromkeys(names[:IN_GROUP], str(room.group)) | site
    machines = {stand: f"http:{room.crm['url']}/{stand}"}
    desks = dict.fromkeys(names, str(room.forum)) | {stand: str(room.team)}
    return {"questions": {"chats": public}, "staff": {"chats": desks, "crm": machines}}


async def fill(storage: Storage, room: StaffRoom, stand: str, now: datetime) -> None:
    """Make the forum's members moderators of everything and the team staff; ask the day's first questions.

    All of the team work at its stand, which the first of them heads; the last of them alone, in private, at every
    other, so that each has somebody.
    """
    catalogue = storage.catalogue
    async with storage.writing() as work:
        for user in room.moderators:
            person = await work.people.add(room.forum.messenger, user, "ru", now)
            await work.questions.boards.remember_name(person.id, room.names[user])
            for cluster in catalogue.clusters.values():
                code = await work.staff.invite("moderator", cluster.id, None, "person", now, now + timedelta(days=1))
                await work.staff.accept(code, person.id, now)
        for user in room.staff:
            person = await work.people.add(room.team.messenger, user, "ru", now)
            await work.questions.boards.remember_name(person.id, room.names[user])
            for one in catalogue.stands.values():
                if one.ref == stand or user == room.staff[-1]:
                    role: RoleName = "head" if (one.ref, user) == (stand, room.staff[0]) else "stand"
                    code = await work.staff.invite(role, None, one.id, "person", now, now + timedelta(days=1))
                    await work.staff.accept(code, person.id, now)
        await _ask(work, catalogue, room, now)


async def choose_for_visitors(storage: Storage, room: StaffRoom, now: datetime, notice: timedelta) -> None:
    """Put the next session of which word can still come in time into the plan of every visitor.

    They are out of reach until they open the bot themselves.
    """
    catalogue = storage.catalogue
    slot = catalogue.next_slot(now + notice)
    first = next(iter(catalogue.clusters), None)
    known = [one for one in catalogue.slot(slot) if one.player and not one.cancelled] if slot else []
    others = [session for session in known if session.cluster.id != first]  # beside what there are questions for
    for session in (others or known)[:1]:
        async with storage.writing() as work:
            for chat, language in room.visitors.items():
                person = await work.people.add(chat.messenger, chat.chat, language, now)
                await work.people.save(person, replace(person, reachable=False))
                await work.plans.subscriptions.add(person.id, session.id, now)


async def open_bot(desk: str, room: StaffRoom) -> None:
    """Let the staff open the bot, as an invitation would have made them: it may write to them only then."""
    async with aiohttp.ClientSession() as session:
        for user in (*room.moderators, *room.staff):
            chat = Address(room.forum.messenger, user)
            async with session.post(f"{desk}sim/chats/{chat}/start", json={}) as answer:
                answer.raise_for_status()


async def _ask(work: Work, catalogue: Catalogue, room: StaffRoom, now: datetime) -> None:
    first = next(iter(catalogue.clusters.values()))
    sessions = catalogue.sessions_of(first.id, now.astimezone(catalogue.zone).date())
    session = next((session for session in sessions if session.starts is not None and session.starts > now), None)
    if session is None:
        return
    for number, (name, text, anonymous) in enumerate(ASKED):
        person = await work.people.add(room.forum.messenger, f"demo{number}", "ru", now)
        await work.people.save(person, replace(person, reachable=False))
        question = await work.questions.ask(session.id, person.id, text, anonymous, now, name)
        if number == 0:  # somebody has brought this one out of the opening pack: a card stands beside it
            await work.questions.queue.release([question.id], now)
