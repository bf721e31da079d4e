"""Erasing who asked what, when nobody is answered any more."""

from dataclasses import replace
from datetime import datetime

from dialogs.kit.policy import Policy
from dialogs.news.questions import questions_nameless
from dialogs.questions.actions.draft import form
from dialogs.questions.feature import feature
from storage.database import Storage


@feature.every(seconds=600)
class Forgetting:
    """Forgets the askers of one session after the other: their names, their links, their drafts of new words."""

    async def __call__(self, storage: Storage, policy: Policy, now: datetime) -> None:
        while True:
            async with storage.writing() as work:
                erased = await work.questions.erase(now - policy.questions.answers)
                if not erased.questions:
                    return
                await questions_nameless(work, erased.questions, now)
                for person in (await work.people.of(erased.askers)).values():
                    draft = person.form
                    if draft is not None and draft.name == form.name and draft.draft.get("question"):
                        await work.people.save(person, replace(person, form=None))
