"""What happens on the moderators' desks as time passes; everything is repeatable, in several processes too."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from itertools import islice

from dialogs.kit.policy import Policy, QuestionPolicy
from dialogs.kit.recently_posted import RecentlyPosted
from dialogs.moderation import rules
from dialogs.moderation.actions.steps import take_step
from dialogs.moderation.feature import feature
from dialogs.moderation.letters import Alarm, Board, Held, Pack, QuestionCard, SessionTopic, Summary, posting
from dialogs.moderation.screens.desk import topic_title
from dialogs.news.questions import question_changed, redraw_board, redraw_pack
from storage.address import Address
from storage.database import Storage, Work
from storage.fair.catalogue import Catalogue
from storage.fair.programme import Session
from storage.post.outbox import Lane
from storage.questions.replies import DeskReply
from storage.questions.tables import board_key, card_key, held_key, pack_key
from storage.staff.places import TOPICS, Place, topic_key

_LETTERS_AT_ONCE = 40  # posted in one transaction, for which nobody has to wait long
_BOARDS, _PACKS = board_key(0).removesuffix("0"), pack_key(0).removesuffix("0")

Standing = Mapping[tuple[Address, str], str]


async def _moderators(work: Work) -> dict[int, list[Place]]:
    """The places of moderators by cluster, without those at which the bot can do nothing now."""
    by_cluster: defaultdict[int, list[Place]] = defaultdict(list)
    for place in await work.staff.places.everywhere():
        if place.cluster_id is not None and place.broken_at is None:
            by_cluster[place.cluster_id].append(place)
    return dict(by_cluster)


def _known(catalogue: Catalogue, numbers: Iterable[int]) -> list[Session]:
    return [catalogue.sessions[number] for number in numbers if number in catalogue.sessions]


def _desk(place: Place, session: Session, standing: Standing) -> Address | None:
    """Where the session's cards stand at the place; None while its topic is not there."""
    if not place.topics:
        return place.address
    thread = standing.get((place.address, topic_key(session.id)))
    return None if thread is None else Address(place.address.messenger, place.address.chat, thread)


@feature.every(seconds=1)
class SettingUp:
    """Opens topics, boards and opening packs where they are needed and missing; renames and closes topics.

    A group without topics has the counts of what comes, a forum those of sessions that something was asked for.
    """

    def __init__(self) -> None:
        self._posted = RecentlyPosted()

    async def __call__(self, storage: Storage, policy: Policy, now: datetime) -> None:
        catalogue, asking = storage.catalogue, policy.questions
        async with storage.reading() as work:
            places = await _moderators(work)
            if not places:
                return
            attended = [s for s in catalogue.sessions.values() if rules.attended(s, now, asking.closes)]
            asked = _known(catalogue, await work.questions.queue.sessions_unsummed())
            packed = _known(catalogue, await work.questions.queue.sessions_packed())
            packed = [one for one in packed if not rules.answers_over(one, now, asking.answers)]
            sessions = {s.id: s for s in (*attended, *asked, *packed) if s.cluster.id in places}
            chats = [place.address for of_cluster in places.values() for place in of_cluster]
            standing = await work.questions.boards.standing(chats, (TOPICS, _BOARDS, _PACKS))
            questioned = {session.id for session in (*asked, *packed)}
            wanted: list[tuple[Place, SessionTopic | Board | Pack, Address, str]] = [
                (place, letter, to, key)
                for session in sessions.values()
                for place in places[session.cluster.id]
                for letter, to, key in self._missing(place, session, standing, asking)
                if session.id in questioned or not place.topics  # a topic for nothing is in everybody's way
            ]
            wanted += self._packs(packed, places, standing)
        fresh = list(islice((one for one in wanted if not self._posted.has(one[2], one[3], now)), _LETTERS_AT_ONCE))
        if fresh:
            async with storage.writing() as work:
                for place, letter, to, key in fresh:
                    if isinstance(letter, SessionTopic):
                        session = catalogue.sessions[letter.session]
                        await work.questions.boards.tell_topic(
                            place.id, session.id, _title(catalogue, session), is_open=True
                        )
                    # Where nobody has asked yet, nobody waits: it comes after everything that is asked elsewhere.
                    lane = Lane.REMINDER if letter.session in questioned else Lane.BULK
                    await work.outbox.put(posting(letter, now, key, lane=lane), to)
        await _correct_topics(storage, places, asking, now)

    def _missing(
        self, place: Place, session: Session, standing: Standing, asking: QuestionPolicy
    ) -> Iterable[tuple[SessionTopic | Board, Address, str]]:
        desk = _desk(place, session, standing)
        if desk is None:
            yield _topic(session, asking), place.address, topic_key(session.id)
        elif (desk, board_key(session.id)) not in standing:
            yield Board(session.id), desk, board_key(session.id)

    def _packs(
        self, packed: Iterable[Session], places: Mapping[int, list[Place]], standing: Standing
    ) -> Iterable[tuple[Place, Pack, Address, str]]:
        for session in packed:
            key = pack_key(session.id)
            for place in places.get(session.cluster.id, ()):
                desk = _desk(place, session, standing)
                if desk is not None and (desk, key) not in standing:
                    yield place, Pack(session.id), desk, key


def _topic(session: Session, asking: QuestionPolicy, *, named: bool = True) -> SessionTopic:
    closes, answers = asking.closes // timedelta(minutes=1), asking.answers // timedelta(hours=1)
    return SessionTopic(session.id, closes, answers, named)


def _title(catalogue: Catalogue, session: Session) -> str:
    return topic_title(session, catalogue.zone)


async def _correct_topics(
    storage: Storage, places: Mapping[int, list[Place]], asking: QuestionPolicy, now: datetime
) -> None:
    """Topics whose session was renamed, moved or is over are told so, once."""
    by_id = {place.id: place for of_cluster in places.values() for place in of_cluster}
    async with storage.reading() as work:
        changed = []
        unsummed = await work.questions.queue.sessions_unsummed()
        for place_id, session_id, title in await work.questions.boards.open_topics():
            place, session = by_id.get(place_id), storage.catalogue.sessions.get(session_id)
            if place is None or session is None or not place.topics:
                continue
            is_open = rules.topic_open(session, now, asking.closes, asking.answers, 0)
            if not is_open and session.id in unsummed:  # the summary would open it again
                continue
            if not is_open:
                counts = await work.questions.counts(session.id)
                waiting = sum(counts.get(state, 0) for state in rules.WAITS)
                is_open = rules.topic_open(session, now, asking.closes, asking.answers, waiting)
            if not is_open or title != _title(storage.catalogue, session):
                changed.append((place, session, is_open, title != _title(storage.catalogue, session)))
    if changed:
        async with storage.writing() as work:
            for place, session, is_open, named in changed:
                if await work.questions.boards.tell_topic(
                    place.id, session.id, _title(storage.catalogue, session), is_open
                ):
                    letter = posting(_topic(session, asking, named=named), now, topic_key(session.id))
                    await work.outbox.put(letter, place.address)
                    await redraw_pack(work, session.id, now)  # it may start at another time


@feature.every(seconds=1)
class PostingCards:
    """Posts the cards of questions asked from the start on, a few a minute, most joined first."""

    async def __call__(self, storage: Storage, policy: Policy, now: datetime) -> None:
        async with storage.reading() as work:
            waiting = _known(storage.catalogue, await work.questions.queue.sessions_unreleased())
            places = await _moderators(work) if waiting else {}
        for cluster in dict.fromkeys(session.cluster.id for session in waiting):
            if cluster in places:
                here = [session for session in waiting if session.cluster.id == cluster]
                await _release(storage, here, places, policy.questions, now)


@feature.every(seconds=1)
class Mending:
    """Posts the cards that do not stand where they should: of a topic that was lost, in a group that came later."""

    def __init__(self) -> None:
        self._posted = RecentlyPosted()

    async def __call__(self, storage: Storage, policy: Policy, now: datetime) -> None:
        del policy
        async with storage.reading() as work:
            missing = await work.questions.boards.missing_cards(_LETTERS_AT_ONCE)
        fresh = [(to, number) for to, number in missing if not self._posted.has(to, card_key(number), now)]
        if fresh:
            async with storage.writing() as work:
                for to, number in fresh:
                    await work.outbox.put(posting(QuestionCard(number), now, card_key(number)), to)


async def _release(
    storage: Storage, sessions: list[Session], places: Mapping[int, list[Place]], asking: QuestionPolicy, now: datetime
) -> None:
    """Give cards to the new questions of a cluster's sessions, as many as its groups have room for."""
    async with storage.writing() as work:
        room = await _room(storage, work, places, sessions[0].cluster.id, asking, now)
        for session in sessions:
            if room <= 0:
                return
            of_cluster = [await work.staff.places.desk(place, session.id) for place in places[session.cluster.id]]
            desks = [desk for desk in of_cluster if desk is not None]
            if not desks:
                continue
            chosen = rules.to_release(session, await work.questions.unreleased(session.id), room)
            given = await work.questions.queue.release([question.id for question in chosen], now)
            room -= len(given)
            for question in (one for one in chosen if one.id in given):  # in this order they leave
                for desk in desks:
                    await work.outbox.put(posting(QuestionCard(question.id), now, card_key(question.id)), desk)
            if given:
                await redraw_board(work, session.id, now)


async def _room(
    storage: Storage,
    work: Work,
    places: Mapping[int, list[Place]],
    cluster: int,
    asking: QuestionPolicy,
    now: datetime,
) -> int:
    """How many cards the fullest of the cluster's groups can take; a group may be that of several clusters."""
    rooms: list[int] = []
    for messenger, chat in map(_chat, places[cluster]):
        same = {other for other, those in places.items() if (messenger, chat) in map(_chat, those)}
        sessions = [session.id for session in storage.catalogue.sessions.values() if session.cluster.id in same]
        released = await work.questions.queue.count_released(sessions, now - rules.PER_MINUTE)
        crowded = await work.questions.boards.crowd(messenger, chat, now, Lane.BULK) >= rules.CROWD
        rooms.append(0 if crowded else asking.cards_per_minute - released)
    return min(rooms, default=0)


def _chat(place: Place) -> tuple[str, str]:
    return place.address.messenger, place.address.chat


@feature.every(seconds=1)
class TakingBack:
    """Gives questions whose lease is over back to all."""

    async def __call__(self, storage: Storage, policy: Policy, now: datetime) -> None:
        del policy
        async with storage.reading() as work:
            if not await work.questions.expired_leases(now):
                return
        async with storage.writing() as work:
            step = rules.EXPIRE
            for question in await work.questions.expired_leases(now):
                done = await work.questions.step(
                    question.id, step.name, frm=step.frm, to=step.to, by=None, now=now, holder=rules.NOBODY
                )
                changed = await work.questions.load(question.id) if done else None
                if changed is not None:
                    await question_changed(work, changed, now)


@feature.every(seconds=1)
class Sending:
    """Lets answers go that have been held long enough."""

    async def __call__(self, storage: Storage, policy: Policy, now: datetime) -> None:
        async with storage.reading() as work:
            if not await work.questions.replies.due(now):
                return
        async with storage.writing() as work:
            for reply in await work.questions.replies.due(now):
                session = storage.catalogue.sessions.get(reply.session_id)
                over = session is None or rules.answers_over(session, now, policy.questions.answers)
                sent = not over and await _send(work, reply, now)
                await work.questions.replies.turn(reply, "sent" if sent else "late")
                for place in await work.post.standing.places(held_key(reply.id)):
                    await work.outbox.put(posting(Held(reply.id), now, held_key(reply.id)), place)


async def _send(work: Work, reply: DeskReply, now: datetime) -> bool:
    step = rules.CORRECTED if reply.goal == "correct" else rules.ANSWER
    return await take_step(work, reply.questions[0], step, reply.by, now, answer=reply.text) is not None


@feature.every(seconds=5)
class Alarming:
    """Tells those on shift, once, that nobody takes questions; with nobody on shift, all moderators of the cluster."""

    async def __call__(self, storage: Storage, policy: Policy, now: datetime) -> None:
        asking = policy.questions
        before = now - asking.unanswered
        async with storage.reading() as work:
            starting = before + rules.OPENS  # what is asked earlier waits for the desk to open
            sessions = _known(storage.catalogue, await work.questions.queue.sessions_untaken(before, starting))
            clusters = {session.cluster.id for session in sessions}
            shifts = {cluster: await work.people.of(await _called(work, cluster)) for cluster in clusters}
        for session in sessions:
            people = shifts[session.cluster.id]
            if rules.answers_over(session, now, asking.answers):
                continue
            async with storage.writing() as work:
                questions = await work.questions.queue.untaken(session.id, before)
                # Where nobody can be told, those above are told now: as if somebody had been told that long ago.
                if await work.questions.queue.alarm(questions, now if people else before):
                    letter = Alarm(session.id, asking.unanswered // timedelta(minutes=1))
                    for person in people.values():
                        await work.outbox.put(posting(letter, now), person.address, person.id)


async def _called(work: Work, cluster: int) -> list[int]:
    """Whom an alarm goes to; where there is nobody at all, organisers see that it was for nobody."""
    return await work.staff.shift_of(cluster) or await work.staff.those_of([cluster], [])


@feature.every(seconds=5)
class SummingUp:
    """Says once how a session ended."""

    async def __call__(self, storage: Storage, policy: Policy, now: datetime) -> None:
        asking = policy.questions
        async with storage.reading() as work:
            sessions = _known(storage.catalogue, await work.questions.queue.sessions_unsummed())
            places = await _moderators(work)
            over: list[tuple[Session, list[Address]]] = []
            for session in (one for one in sessions if one.ends is not None and now >= one.ends):
                of_cluster, lost = places.get(session.cluster.id, []), rules.answers_over(session, now, asking.answers)
                if not (of_cluster or lost):
                    continue
                closed = await work.questions.closed(session.id)
                at = rules.summed_up_at(session, asking.closes, closed=closed)
                desks = [desk for place in of_cluster if (desk := await work.staff.places.desk(place, session.id))]
                if at is not None and now >= at and (desks or lost):
                    over.append((session, desks))
        for session, desks in over:
            async with storage.writing() as work:
                if await work.questions.queue.sum_up(session.id, now):
                    letter = Summary(session.id, asking.answers // timedelta(hours=1))
                    for desk in desks:
                        await work.outbox.put(posting(letter, now), desk)
