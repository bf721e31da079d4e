"""Troubles are looked for all the time; who can mend one is told as it begins and as it ends."""

from collections.abc import Collection
from datetime import datetime, timedelta

from dialogs.kit.limits import PEOPLE_WITH_ONE_PHONE, WRONG_CODES
from dialogs.kit.policy import Policy
from dialogs.news.questions import questions_unseen
from dialogs.troubles import rules
from dialogs.troubles.feature import feature
from dialogs.troubles.letters import posting, trouble_key
from storage.database import Storage, Work
from storage.fair.catalogue import Catalogue
from storage.leads.attempts import InVain
from storage.privacy.guards import Shared
from storage.staff.troubles import Trouble

FEW_LOOKS = timedelta(seconds=30)  # between two looks at many rows


@feature.every(seconds=5)
class Watching:
    """Finds what is wrong, and what is right again."""

    def __init__(self) -> None:
        self._late: dict[str, int] = {}
        self._phones: tuple[Shared, ...] = ()
        self._guessing = 0
        self._looked: datetime | None = None

    async def __call__(self, storage: Storage, policy: Policy, now: datetime) -> None:
        catalogue = storage.catalogue
        await self._look_at_many(storage, now)
        async with storage.reading() as work:
            facts = await self._facts(work, policy, now)
            known = await work.staff.troubles.now()
        there = rules.found(catalogue, facts, now)
        by_name = {(trouble.kind, trouble.what): trouble for trouble in known}
        news = [one for one in there if _is_news(by_name.get((one.kind, one.what)), one, now)]
        over = rules.over(known, there, now)
        if not (news or over):
            return
        async with storage.writing() as work:
            for one in news:
                before = by_name.get((one.kind, one.what))
                trouble = await _noted(work, before, one, now)
                same = before is not None and before.about == trouble.about
                await _tell(work, catalogue, trouble, now, only_new=same)
            for trouble in over:
                if await work.staff.troubles.end(trouble.id, now):
                    await _tell(work, catalogue, trouble, now)
                    if trouble.kind == "in vain":
                        await work.leads.attempts.forget(int(trouble.what))

    async def _look_at_many(self, storage: Storage, now: datetime) -> None:
        if self._looked is not None and self._looked <= now < self._looked + FEW_LOOKS:
            return
        self._looked = now
        async with storage.surveying() as work:
            self._late = await work.outbox.late(now - rules.LATE)
            self._phones = await work.privacy.guards.shared("phone", now, PEOPLE_WITH_ONE_PHONE)
            self._guessing = await work.privacy.guards.insistent("wrong code", now, WRONG_CODES)

    async def _facts(self, work: Work, policy: Policy, now: datetime) -> rules.Facts:
        moderated = await work.staff.moderated()
        neglected = await work.questions.queue.neglected(now - policy.questions.unanswered)
        attempts: dict[int, InVain] = await work.leads.attempts.of_stands()
        weather = policy.weather.items()
        return rules.Facts(
            places=await work.staff.places.everywhere(),
            moderated=moderated,
            organisers=bool(await work.staff.organisers()),
            staffed=await work.staff.staffed(),
            waiting=frozenset(await work.questions.queue.sessions_waiting()),
            questions=rules.gathered(neglected),
            requests=rules.gathered(await work.leads.desks.neglected()),
            attempts=attempts,
            phones=self._phones,
            guessing=self._guessing,
            away={name: since for name, one in weather if (since := one.away_since) is not None},
            refusing={name: since for name, one in weather if (since := one.refused_since) is not None},
            refusals={name: tuple(one.refusals) for name, one in weather if one.refusals},
            late=self._late,
        )


def _is_news(known: Trouble | None, one: rules.Found, now: datetime) -> bool:
    """Whether anything is to be noted: it begins, it is told otherwise now, or it was not noted for a while."""
    return known is None or dict(known.about) != dict(one.about) or now - known.seen >= rules.NOTED


async def _noted(work: Work, known: Trouble | None, one: rules.Found, now: datetime) -> Trouble:
    troubles = work.staff.troubles
    if known is None:
        return await troubles.begin(one.kind, one.what, one.about, now, one.since)
    await troubles.see(known.id, one.about, now)
    return await troubles.load(known.id) or known


async def _tell(work: Work, catalogue: Catalogue, trouble: Trouble, now: datetime, *, only_new: bool = False) -> None:
    """Tell who can mend it, or `only` who could not before; of questions that nobody can see, their askers."""
    if trouble.kind == "unseen":
        if only_new:
            return
        cluster = int(trouble.what)
        sessions = [one.id for one in catalogue.sessions.values() if one.cluster.id == cluster]
        await questions_unseen(work, sessions, now)
        return
    people = {*await work.staff.organisers(), *await work.staff.those_of(*_concerned(trouble))}
    told = await work.post.standing.places(trouble_key(trouble.id)) if only_new else ()
    for person in (await work.people.of(people)).values():
        if person.address in told or not person.reachable:
            continue
        await work.outbox.put(posting(trouble.id, now), person.address, person.id)


def _concerned(trouble: Trouble) -> tuple[Collection[int], Collection[int]]:
    """The clusters whose moderators, and the stands whose staff, are told beside the organisers."""
    if trouble.kind != "group":
        return (), ()
    return trouble.about.get("clusters", ()), trouble.about.get("stands", ())
