"""What operators do about personal data: seal it anew, check what is missing."""

import typer

from bot.following import fair_clock
from bot.settings import Settings
from bot.speech import tell
from bot.wiring import privacy_policy
from dialogs.kit.phrase import say, say_n
from dialogs.privacy.jobs import seal_anew
from storage.database import Storage
from storage.privacy.personal import sealed_tables

OPEN = say("what people write lies open in the database: privacy.keys has no key to seal it (`fairway keys new`)")


async def rotate(settings: Settings, storage: Storage) -> None:
    """Seal all that is sealed by the newest key; afterwards the older ones may be taken out of the configuration.

    :raises typer.Exit: there is no key, or rows are left that none of ours opens.
    """
    if not storage.sealer.ready:
        tell(say("privacy.keys: there is no key; `fairway keys new` makes one"), err=True)
        raise typer.Exit(1)
    clock = await fair_clock(settings.clock.follow)
    unreadable = 0
    for table in sealed_tables():
        renewed = await seal_anew(storage, table, clock.now())
        unreadable += renewed.unreadable
        tell(say("{table}: {count} rows sealed by the newest key", table=table, count=renewed.rows))
    if unreadable:
        lost = say_n(
            "{n} row is sealed by a key that is not in privacy.keys; add it and rotate again",
            "{n} rows are sealed by a key that is not in privacy.keys; add it and rotate again",
            unreadable,
        )
        tell(lost, err=True)
        raise typer.Exit(1)


def look(settings: Settings) -> None:
    """Say whether contacts are asked for, and what an operator has still to write; nothing of it keeps the bot off."""
    privacy, policy = settings.privacy, privacy_policy(settings, settings.web.public_url)
    if not policy.ready:
        tell(say("contacts: off (no key in privacy.keys; `fairway keys new` makes one)"))
        tell(OPEN)
        return
    tell(say("contacts: ok, keys: {count}", count=len(privacy.keys)))
    texts = {"operator": privacy.operator, "address": privacy.address, "contact": privacy.contact}
    empty = ", ".join(f"privacy.{name}" for name, text in texts.items() if not text)
    if empty:
        tell(say("contacts: consents have to name who answers for the data; still empty: {keys}", keys=empty), err=True)
    if policy.off_messenger and policy.pages is None:
        names = ", ".join(sorted(policy.off_messenger))
        tell(say("contacts: nobody is asked in {names}: pages for that need web.public_url", names=names), err=True)
    if not policy.mail:
        tell(say("contacts: no address can be confirmed: mail needs email.host"), err=True)
