"""One reply to an opening pack handles many questions, and one press takes that back; pages and mornings of packs."""

from datetime import datetime

from dialogs.kit.errors import Stale
from dialogs.kit.phrase import say
from dialogs.kit.policy import Policy
from dialogs.kit.visit import Reply, Visit
from dialogs.moderation import rules
from dialogs.moderation.access import access_session
from dialogs.moderation.actions.steps import OVER, go, merge, take_back
from dialogs.moderation.feature import feature
from dialogs.moderation.letters import Held, Pack, Said, posting, tell_group
from dialogs.moderation.routes import TurnPack, UndoMany
from dialogs.moderation.rules import Many
from dialogs.news.questions import redraw_pack
from storage.database import Storage, Work
from storage.fair.programme import Session
from storage.post.outbox import Lane
from storage.questions.replies import Goal
from storage.questions.tables import Question, held_key, old_pack_key, pack_key


async def handle_many(visit: Visit, session: Session, asked: Many, text: str) -> Reply:
    """Decline or merge them, and say which it did not work with."""
    if rules.answers_over(session, visit.now, visit.policy.questions.answers):
        return await tell_group(visit, Said("over"))
    if len(asked.reason) > rules.LONGEST_REASON:
        return await tell_group(visit, Said("long", number=rules.LONGEST_REASON))
    questions = visit.work.questions
    into = await questions.numbered(session.id, asked.into) if asked.what == "merge" else None
    if asked.what == "merge" and (into is None or into.state == "withdrawn"):
        return await tell_group(visit, Said("no number", number=asked.into))
    found = [await questions.numbered(session.id, number) for number in asked.numbers]
    done = [one.id for one in found if one is not None and await _handle(visit, one, asked, into)]
    goal: Goal = "merge" if into is not None else "decline"
    number = await questions.replies.add(session.id, done, visit.person.id, text, visit.now, goal=goal, state="done")
    await _tell(visit, number)
    return Reply()


async def _handle(visit: Visit, question: Question, asked: Many, into: Question | None) -> bool:
    if into is None:
        return await go(visit, question, rules.DECLINE, reason=asked.reason) is not None
    return question.id not in (into.id, into.merged_into) and await merge(visit, question, into) is not None


async def _tell(visit: Visit, number: int) -> None:
    await visit.work.outbox.put(posting(Held(number), visit.now, held_key(number)), visit.event.place)


@feature.on(UndoMany, changes=True)
async def undo_many(visit: Visit, route: UndoMany) -> Reply:
    """What somebody has gone on with meanwhile stays as it is."""
    session = await access_session(visit, route.session)
    said = await visit.work.questions.replies.load(route.reply)
    if said is None or said.session_id != session.id or said.goal not in ("decline", "merge"):
        raise Stale
    if rules.answers_over(session, visit.now, visit.policy.questions.answers):
        return Reply(toast=OVER)
    if said.state != "done" or not await visit.work.questions.replies.turn(said, "undone"):
        return Reply(toast=say("That was taken back already."))
    ends = {"decline": "declined", "merge": "merged"}
    for number in said.questions:
        question = await visit.work.questions.load(number)
        if question is not None and question.state == ends[said.goal]:
            await take_back(visit, question)
    await _tell(visit, said.id)
    return Reply(toast=say("Taken back."))


@feature.on(TurnPack, changes=True)
async def turn_pack(visit: Visit, route: TurnPack) -> Reply:
    session = await access_session(visit, route.session)
    await visit.work.questions.packs.turn(session.id, max(0, route.page))
    await redraw_pack(visit.work, session.id, visit.now)
    return Reply()


@feature.every(seconds=20)
class Mornings:
    """Posts opening packs once more in the morning of their day, below what was written since."""

    async def __call__(self, storage: Storage, policy: Policy, now: datetime) -> None:
        del policy
        catalogue = storage.catalogue
        async with storage.reading() as work:
            packed = [catalogue.sessions.get(number) for number in await work.questions.queue.sessions_packed()]
            today = [one for one in packed if one is not None and rules.morning_of(one, now, catalogue.zone)]
            greeted = await work.questions.packs.greeted() if today else frozenset[int]()
        for session in (one for one in today if one.id not in greeted):
            async with storage.writing() as work:
                morning = rules.morning_of(session, now, catalogue.zone)
                since = await work.questions.packs.waits_since(session.id)
                if since is None or morning is None or since >= morning:
                    continue
                if await work.questions.packs.greet(session.id, now):
                    await _greet(work, session, now)


async def _greet(work: Work, session: Session, now: datetime) -> None:
    key = pack_key(session.id)
    for place in await work.staff.places.of_cluster(session.cluster.id):
        desk = await work.staff.places.desk(place, session.id)
        if desk is not None:
            await work.questions.boards.set_aside(desk, key, old_pack_key(session.id))
            await work.outbox.put(posting(Pack(session.id), now, key, lane=Lane.BULK), desk)
