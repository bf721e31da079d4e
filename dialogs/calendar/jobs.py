"""What the calendar does as time passes: in the evening, tomorrow's plan is mailed to whoever wants it."""

from datetime import datetime

from dialogs.calendar import rules
from dialogs.calendar.feature import feature
from dialogs.calendar.letters import evening_once, evening_posting
from dialogs.consent.proving import MAIL
from dialogs.kit.policy import Policy
from storage.address import Address
from storage.database import Storage, parts


@feature.every(seconds=60)
class Evening:
    """Posts tomorrow's plan to all who want it; who has been written to is known by a unique name."""

    async def __call__(self, storage: Storage, policy: Policy, now: datetime) -> None:
        day = rules.mailed_day(storage.catalogue, now)
        if day is None or not (policy.privacy.mail and policy.privacy.ready):
            return
        since, until = rules.span(storage.catalogue, day)
        async with storage.surveying() as work:
            people = await work.plans.choices.to_mail(since, until, evening_once(day))
        for part in parts(people):
            async with storage.writing() as work:
                for number in part:
                    letter = evening_posting(number, day, now, since + rules.OF_USE)
                    await work.outbox.put(letter, Address(MAIL, str(number)), number)
