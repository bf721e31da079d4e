"""Answering `/help` and `/privacy`."""

from dialogs.help import screens
from dialogs.help.routes import OpenHelp, OpenPrivacy
from dialogs.kit.feature import Feature
from dialogs.kit.phrase import say
from dialogs.kit.screen import Screen
from dialogs.kit.visit import Reply, Visit

feature = Feature("help")


def _help(visit: Visit) -> Screen:
    return screens.help_(visit.catalogue, visit.habits.leads)


def _privacy(visit: Visit) -> Screen:
    return screens.privacy(int(visit.habits.questions.answers.total_seconds()) // 3600)


@feature.on(OpenHelp)
async def open_help(visit: Visit, _route: OpenHelp) -> Screen:
    return _help(visit)


@feature.on(OpenPrivacy)
async def open_privacy(visit: Visit, _route: OpenPrivacy) -> Screen:
    return _privacy(visit)


@feature.command("help", say("what I can do"))
async def help_command(visit: Visit, _argument: str) -> Reply:
    return Reply(_help(visit), anew=True)


@feature.command("privacy", say("what I keep about you"))
async def privacy_command(visit: Visit, _argument: str) -> Reply:
    return Reply(_privacy(visit), anew=True)
