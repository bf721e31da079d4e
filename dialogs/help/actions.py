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
async def privacy_command(visit: Visit, _argument: str) -> Reply:
    return Reply(screens.privacy(int(visit.habits.questions.answers.total_seconds()) // 3600), anew=True)
