"""Answering `/help` and `/privacy`."""

from dialogs.help import screens
from dialogs.kit.feature import Feature
from dialogs.kit.phrase import say
from dialogs.kit.visit import Reply, Visit

feature = Feature("help")


@feature.command("help", say("what I can do"))
async def help_command(visit: Visit, _argument: str) -> Reply:
    return Reply(screens.help_(visit.catalogue, visit.habits.leads), anew=True)


@feature.command("privacy", say("what I keep about you"))
async def privacy_command(_visit: Visit, _argument: str) -> Reply:
    return Reply(screens.privacy(), anew=True)
