"""Presses on a session's desk, and `/air`: what to read out, who is on shift, whether questions are taken."""

from dialogs.kit.phrase import say
from dialogs.kit.visit import Reply, Visit
from dialogs.moderation import rules
from dialogs.moderation.access import access_session
from dialogs.moderation.feature import feature
from dialogs.moderation.letters import AirList, Said, posting, tell_group
from dialogs.moderation.routes import CloseQuestions, ListForAir, SwitchShift
from dialogs.news.questions import redraw_board
from storage.address import Address
from storage.fair.programme import Session
from storage.questions.tables import air_key
from storage.staff.places import TOPICS

AT_ONCE = 3  # lists that one command posts


@feature.on(SwitchShift, changes=True)
async def switch_shift(visit: Visit, route: SwitchShift) -> Reply:
    session = await access_session(visit, route.session)
    work, cluster = visit.work, session.cluster.id
    on = visit.person.id not in await work.staff.shift_of(cluster)
    await work.staff.on_shift(visit.person.id, cluster, on, visit.now)
    await redraw_board(visit.work, session.id, visit.now)
    if on:
        return Reply(toast=say("You are on shift: I write to you when nobody takes a question."))
    return Reply(toast=say("Your shift is over."))


@feature.on(CloseQuestions, changes=True)
async def close_questions(visit: Visit, route: CloseQuestions) -> Reply:
    session = await access_session(visit, route.session)
    if route.closed:
        await visit.work.questions.close(session.id, visit.now, visit.person.id)
    else:
        await visit.work.questions.reopen(session.id)
    await redraw_board(visit.work, session.id, visit.now)
    return Reply(toast=say("Questions are closed.") if route.closed else say("Questions are open again."))


@feature.on(ListForAir, changes=True)
async def list_for_air(visit: Visit, route: ListForAir) -> Reply:
    session = await access_session(visit, route.session)
    listed = await _lay_down_list(visit, session, visit.event.place)
    word = say("The list comes.") if listed else say("Nothing is in the chat yet.")
    return Reply(toast=word)


async def _lay_down_list(visit: Visit, session: Session, to: Address) -> bool:
    """Post what is to be read out, in an order that stays until it is asked for again; False for an empty one."""
    work = visit.work
    order = rules.air_order(await work.questions.of_session(session.id))
    if order:
        await work.questions.boards.order_air(session.id, [question.id for question in order])
        await work.questions.boards.begin_anew(to, air_key(session.id))
        await work.outbox.put(posting(AirList(session.id), visit.now, air_key(session.id)), to)
    return bool(order)


@feature.command("air", say("what to read out next"), changes=True, where="group")
async def air_command(visit: Visit, argument: str) -> Reply:
    """The list of the topic's session; outside topics of what runs, or of the session named by its id."""
    sessions = [session for session in await _meant(visit, argument.strip()) if await _may(visit, session)]
    if not sessions:
        return await tell_group(visit, Said("not yours"))
    listed = [await _lay_down_list(visit, session, visit.event.place) for session in sessions[:AT_ONCE]]
    return Reply() if any(listed) else await tell_group(visit, Said("nothing to read"))


async def _meant(visit: Visit, ref: str) -> list[Session]:
    catalogue, place = visit.catalogue, visit.event.place
    if ref:
        named = catalogue.session_named(ref)
        return [] if named is None else [named]
    key = await visit.work.post.standing.key_of(place.messenger, place.chat, place.thread) if place.thread else None
    number = (key or "").removeprefix(TOPICS)
    if key is not None and key.startswith(TOPICS) and number.isdecimal():
        return [session for session in [catalogue.sessions.get(int(number))] if session is not None]
    clusters = {bound.cluster_id for bound in await visit.work.staff.places.at(place)}
    here = [session for session in catalogue.sessions.values() if session.cluster.id in clusters]
    waiting = [session for session in here if (await visit.work.questions.counts(session.id)).get("passed")]
    running = [session for session in waiting if session in catalogue.running(visit.now)]
    return running or waiting or here[:1]


async def _may(visit: Visit, session: Session) -> bool:
    return await visit.work.staff.may_moderate(visit.person.id, session.cluster.id)
