"""Forgetting somebody: everything goes, and what showed them to others is drawn again; once more after a restore."""

from datetime import datetime

import structlog

from dialogs.kit.policy import QuestionPolicy
from dialogs.news.forgetting import visitor_forgotten
from dialogs.news.leads import lead_changed
from dialogs.news.questions import question_counted, question_forgotten
from dialogs.news.staff import end_all_rights, take_back
from dialogs.privacy.actions.carrying import carry_over
from storage.database import Storage, Work
from storage.fair.catalogue import Catalogue
from storage.people.people import Person

_log = structlog.get_logger()


async def forget(
    work: Work, catalogue: Catalogue, questions: QuestionPolicy, person: Person, now: datetime
) -> tuple[str, ...]:
    """Forget the person; the numbers of their consents, by which they can prove what they had agreed to."""
    await carry_over(work, catalogue, questions, person, now)
    left = await end_all_rights(work, catalogue, person, now)
    erased = await work.personal.erase(person, now)
    own = [lead for lead in erased.leads if lead.person_id is None]
    await take_back(work, left, now)
    await visitor_forgotten(work, catalogue, own, erased.said, erased.files, now)
    for lead in erased.leads:
        if lead.person_id is not None:  # they had taken it, as staff
            await lead_changed(work, lead, now)
    for question in erased.questions:
        await question_forgotten(work, question, now)
    for question in erased.joined:
        await question_counted(work, question, now)
    return erased.proofs


async def forget_again(storage: Storage, questions: QuestionPolicy, now: datetime) -> int:
    """After a backup was restored: forget whoever was forgotten since it was made; how many these were.

    Before anything is sent, so that nobody hears from us who does not exist for us any more.
    """
    if storage.ledger is None:
        return 0
    back: list[int] = []
    async with storage.reading() as work:
        for gone in sorted(storage.ledger.read(), key=lambda one: one.id):
            person = await work.people.load(gone.id)
            if person is not None and person.since == gone.since:  # else erased here, too, not met yet, or another
                back.append(gone.id)
    for number in back:
        async with storage.writing() as work:
            if (person := await work.people.load(number)) is not None:
                await forget(work, storage.catalogue, questions, person, now)
    if back:
        _log.warning("privacy.forgotten_again", people=len(back))
    return len(back)
