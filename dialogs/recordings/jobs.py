"""What recordings do as time passes: whoever waits for one that is there now gets a letter, in their way."""

from datetime import datetime

from dialogs.kit.policy import Policy
from dialogs.recordings import rules
from dialogs.recordings.feature import feature
from dialogs.recordings.letters import recorded
from storage.database import Storage, parts
from storage.plans.recordings import RECORDINGS, Waiting

_SECONDS = 60.0  # letters of a person are told apart by their minute
_MANY = 1_000  # letters at once, of which the database is better told


@feature.every(_SECONDS)
class Sending:
    """Posts what came since, from whatever it came: it is asked of the programme and the plans themselves."""

    async def __call__(self, storage: Storage, _policy: Policy, now: datetime) -> None:
        if not storage.catalogue.recorded:
            return
        async with storage.surveying() as work:
            waiting = await work.plans.recordings.waiting()
        told = now.replace(second=0, microsecond=0)
        for some in waiting:
            if (once := _once(storage, some, told)) is not None:
                await _send(storage, some, told, once)


def _once(storage: Storage, waiting: Waiting, told: datetime) -> str | None:
    """What the letter is known by: one for a minute, or one for an evening; None: it is not the time."""
    if waiting.at_once:
        return f"{RECORDINGS}:{int(told.timestamp()) // 60}"
    evening = rules.evening(told, storage.catalogue.zone, waiting.zone)
    return None if evening is None else f"{RECORDINGS}:{evening}"


async def _send(storage: Storage, waiting: Waiting, told: datetime, once: str) -> None:
    async with storage.surveying() as work:
        people = await work.plans.recordings.people(waiting, once)
    for part in parts(people):
        async with storage.writing() as work:
            await work.plans.recordings.tell(part, told, recorded(told, once))
    if len(people) >= _MANY:
        await storage.weigh_letters()
