"""`fairway staff`: invitations for people and groups, and who may do what."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import typer

from bot.following import fair_clock
from bot.settings import Settings
from bot.speech import spoken, tell, translated
from bot.wiring import has_messenger, put_together
from dialogs.engine.adapter import Adapter, WrongToken
from dialogs.kit.phrase import Phrase, say
from dialogs.kit.policy import names_chat
from dialogs.news.staff import codes_for, end_right, withdraw_invitation
from dialogs.news.staff import invite as invite_to
from dialogs.news.staff import unbind as unbind_place
from storage.database import Storage
from storage.fair.catalogue import Catalogue
from storage.importers.mistakes import instead_of
from storage.staff.invitations import Invitation
from storage.staff.places import Place, PlaceRole
from storage.staff.staff import Role, RoleName, StaffLine

LONGEST_NUMBER = 10  # of a line in `fairway staff list`; codes of invitations are longer
_ORGANISER: RoleName = "organiser"
_AT_STANDS: tuple[RoleName, RoleName] = ("stand", "head")
_CODE = "CODE"  # stands in a link where each invitation has its own
PEOPLE = (say("number"), say("person"), say("role"), say("of"), say("since"), say("shift"), say("name"))
INVITATIONS = (say("number"), say("invitation"), say("role"), say("of"), say("until"))
NUMBERED = "i"  # before the number of an invitation: no number of a person, and no sign of a code
PLACES = (say("place"), say("role"), say("of"), say("by"), say("topics"), say("state"))
STANDS = (say("stand"), say("number"), say("title"))  # of the file with a link for each
_ROLES: Mapping[RoleName, Phrase] = {
    "organiser": say("organiser"),
    "moderator": say("moderator"),
    "stand": say("stand"),
    "head": say("stand's head"),
}
_PLACE_ROLES: Mapping[PlaceRole, Phrase] = {"moderators": say("moderators"), "stand": say("stand")}


async def invite(settings: Settings, storage: Storage, role: RoleName, of: str | None) -> None:
    """Print one link for each messenger, each with a code of its own, and how a group is bound."""
    invited = Role(role, *_numbers(storage.catalogue, role, of))
    clock = await fair_clock(settings.clock.follow)
    adapters = put_together(settings, storage, clock, lambda: settings.web.public_url).adapters
    if role == _ORGANISER and not has_messenger(settings):
        tell(say("no messenger has a token: there is nothing to invite to"), err=True)
        raise typer.Exit(1)
    names = [adapter.messenger.name for adapter in adapters]
    async with storage.writing() as work:
        codes = await invite_to(work, storage.catalogue, invited, names, None, clock.now())
    try:
        answered = [await _print_link(adapter, codes.people[adapter.messenger.name]) for adapter in adapters]
    finally:
        for adapter in adapters:
            await adapter.close()
    if codes.group:
        typer.echo(f"bind: /bind {codes.group}")
    if not all(answered):
        raise typer.Exit(1)


async def invite_all(settings: Settings, storage: Storage) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """For every stand one link for each messenger, each with a code of its own, how its group is bound, and the head's.

    :raises typer.Exit: a messenger does not say how the bot is opened there.
    """
    clock = await fair_clock(settings.clock.follow)
    adapters = put_together(settings, storage, clock, lambda: settings.web.public_url).adapters
    try:
        beginnings = {adapter.messenger.name: await _begin_link(adapter) for adapter in adapters}
    finally:
        for adapter in adapters:
            await adapter.close()
    opened = {name: link for name, link in beginnings.items() if link is not None}
    now, rows = clock.now(), []
    async with storage.writing() as work:
        for stand in storage.catalogue.stands.values():
            staff, heads = [await codes_for(work, Role(role, None, stand.id), opened, None, now) for role in _AT_STANDS]
            links = [link.replace(_CODE, staff.people[name]) for name, link in opened.items()]
            of_head = [link.replace(_CODE, heads.people[name]) for name, link in opened.items()]
            rows.append((stand.ref, str(stand.number or ""), stand.title, *links, f"/bind {staff.group}", *of_head))
        await work.privacy.audit.note("invite", "all stands", None, now)
    heads_of = (spoken(say("head: {messenger}", messenger=name)) for name in opened)
    return (*(spoken(title) for title in STANDS), *opened, "bind", *heads_of), rows


async def _begin_link(adapter: Adapter) -> str | None:
    """A link with a place for the code, so that a messenger is asked once; None where nobody can open the bot."""
    try:
        return await adapter.link(f"staff-{_CODE}")
    except WrongToken:
        raise
    except Exception as trouble:
        tell(_silent(adapter.messenger.name, trouble), err=True)
        raise typer.Exit(1) from None


def _numbers(catalogue: Catalogue, role: RoleName, of: str | None) -> tuple[int | None, int | None]:
    """The row numbers of the cluster and the stand that a role is for.

    :raises typer.Exit: there is none of that id.
    """
    if of is None:
        return None, None
    things = catalogue.clusters if role == "moderator" else catalogue.stands
    known = {one.ref: number for number, one in things.items()}
    if of not in known:
        advice = instead_of(of, known)
        unknown = (
            say("there is no cluster {id}", id=of) if role == "moderator" else say("there is no stand {id}", id=of)
        )
        typer.echo(spoken(unknown) + (f"; {translated(advice)}" if advice else ""), err=True)
        raise typer.Exit(1)
    return (known[of], None) if role == "moderator" else (None, known[of])


async def _print_link(adapter: Adapter, code: str) -> bool:
    """Whether the messenger could say how the bot is opened there; one in which nobody can open it says nothing."""
    name = adapter.messenger.name
    try:
        link = await adapter.link(f"staff-{code}")
    except WrongToken:
        raise
    except Exception as trouble:
        tell(_silent(name, trouble), err=True)
        return False
    if link is not None:
        typer.echo(f"{name}: {link}")
    return True


def _silent(name: str, trouble: Exception) -> Phrase:
    what = type(trouble).__name__
    return say("{name}: does not answer ({trouble}); look at its api_url and proxy", name=name, trouble=what)


async def show(settings: Settings, storage: Storage) -> None:
    """Print who may do what, the groups in which they work, and the invitations that nobody has used."""
    catalogue, clock = storage.catalogue, await fair_clock(settings.clock.follow)
    async with storage.writing() as work:
        await work.privacy.audit.note("reveal", "staff list", None, clock.now())
    async with storage.surveying() as work:
        everybody = await work.staff.everybody()
        names = await work.questions.boards.names({line.person_id for line in everybody})
        places = await work.staff.places.everywhere()
        unused = await work.staff.invitations.unused(clock.now())
    people = [_person(catalogue, line, names) for line in everybody]
    _print_table(PEOPLE, people)
    typer.echo()
    _print_table(PLACES, [_place(catalogue, place) for place in places])
    if unused:
        typer.echo()
        _print_table(INVITATIONS, [_invitation(catalogue, one) for one in unused])


async def revoke(settings: Settings, storage: Storage, number: int) -> None:
    """Take a right away, say whose it was, and which groups they have to leave.

    :raises typer.Exit: nobody has that number.
    """
    clock = await fair_clock(settings.clock.follow)
    async with storage.writing() as work:
        line = next((one for one in await work.staff.everybody() if one.id == number), None)
        right = None if line is None else await work.staff.right(number)
        if line is None or right is None:
            unknown = say("nobody has the number {number}; look at `fairway staff list`", number=number)
            tell(unknown, err=True)
            raise typer.Exit(1)
        names = await work.questions.boards.names({line.person_id})
        groups = await end_right(work, storage.catalogue, right, None, clock.now()) or []
    who = " ".join(part for part in (names.get(line.person_id, ""), f"{line.messenger}:{line.user}") if part)
    what = " ".join(part for part in (spoken(_ROLES[line.role]), line.of) if part)
    tell(say("Number {number} may do nothing more: {who}, {what}.", number=number, who=who, what=what))
    if groups:
        tell(say("The bot removes them from these groups where it may; otherwise it asks organisers and the group:"))
    for place in groups:
        typer.echo(f"  {place.address}  {place.title}".rstrip())


async def unbind(settings: Settings, storage: Storage, place: str) -> None:
    """Let a group be no place any more; the running bot leaves it.

    :raises typer.Exit: there is no such place, or the configuration names it.
    """
    clock, out = await fair_clock(settings.clock.follow), False
    async with storage.writing() as work:
        here = [one for one in await work.staff.places.everywhere() if str(one.address) == place.strip()]
        bound = [one for one in here if one.source == "bind"]
        if not here:
            tell(say("no group {place} is bound; look at `fairway staff list`", place=place), err=True)
            raise typer.Exit(1)
        if len(bound) < len(here):
            tell(say("the configuration names {place}: take it out of staff.chats and restart", place=place), err=True)
        if not bound:
            raise typer.Exit(1)
        for one in bound:
            at = one.address
            configured = names_chat(settings.staff, settings.questions, at.messenger, at.chat)
            out = await unbind_place(work, storage.catalogue, one, None, clock.now(), configured=configured)
    tell(say("{place} is unbound: nothing more is sent there.", place=place))
    if out:
        tell(say("The bot leaves the group, and writes to organisers if the messenger does not let it."))


async def withdraw(settings: Settings, storage: Storage, what: str) -> None:
    """Take an invitation back that nobody has used, by its number in the list or by its code.

    :raises typer.Exit: there is none of that number or code.
    """
    clock, number = await fair_clock(settings.clock.follow), what.removeprefix(NUMBERED)
    numbered = what.startswith(NUMBERED) and number.isdecimal() and len(number) <= LONGEST_NUMBER
    async with storage.writing() as work:
        which = int(number) if numbered else what
        if not await withdraw_invitation(work, storage.catalogue, which, None, clock.now()):
            unknown = say(
                "no unused invitation has this number or code; whom a used one let in is in `fairway staff list`"
            )
            tell(unknown, err=True)
            raise typer.Exit(1)
    tell(say("This invitation lets nobody in any more."))


def _person(catalogue: Catalogue, line: StaffLine, names: Mapping[int, str]) -> tuple[str, ...]:
    shift = spoken(say("on shift")) if line.on_shift else ""
    who = (f"{line.messenger}:{line.user}", spoken(_ROLES[line.role]), line.of, _when(catalogue, line.since))
    return (str(line.id), *who, shift, names.get(line.person_id, ""))


def _invitation(catalogue: Catalogue, one: Invitation) -> tuple[str, ...]:
    """Everything of it but the code, which nobody can be told again."""
    goal = say("a group") if one.goal == "place" else say("a person")
    things = (catalogue.clusters.get(one.role.cluster_id or 0), catalogue.stands.get(one.role.stand_id or 0))
    of = next((thing.ref for thing in things if thing is not None), "")
    role = spoken(_ROLES[one.role.role])
    return (f"{NUMBERED}{one.id}", spoken(goal), role, of, _when(catalogue, one.until))


def _place(catalogue: Catalogue, place: Place) -> tuple[str, ...]:
    things = (catalogue.clusters.get(place.cluster_id or 0), catalogue.stands.get(place.stand_id or 0))
    of = next((thing.ref for thing in things if thing is not None), "")
    state = say("ok")
    if place.broken_at is not None:
        state = say("out of reach since {when}", when=_when(catalogue, place.broken_at))
    topics = _topics(catalogue, place)
    return (str(place.address), spoken(_PLACE_ROLES[place.role]), of, place.source, topics, spoken(state))


def _topics(catalogue: Catalogue, place: Place) -> str:
    if place.flat_at is not None:
        return spoken(say("refused since {when}", when=_when(catalogue, place.flat_at)))
    return spoken(say("topics")) if place.topics else ""


def _when(catalogue: Catalogue, moment: datetime) -> str:
    return f"{moment.astimezone(catalogue.zone):%d.%m.%Y %H:%M}"


def _print_table(header: Sequence[Phrase], rows: Sequence[Sequence[str]]) -> None:
    lines = [[spoken(title) for title in header], *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(header))]
    for line in lines:
        typer.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
