"""Answering `/help`."""

from dialogs.help import screens
from dialogs.help.feature import feature
from dialogs.help.routes import OpenHelp
from dialogs.kit.phrase import say
from dialogs.kit.screen import Screen
from dialogs.kit.visit import Reply, Visit


def _help(visit: Visit) -> Screen:
    return screens.help_(visit.catalogue, visit.policy.notice_minutes)


@feature.on(OpenHelp)
async def open_help(visit: Visit, _route: OpenHelp) -> Screen:
    return _help(visit)


@feature.command("help", say("what I can do"))
async def help_command(visit: Visit, _argument: str) -> Reply:
    return Reply(_help(visit), anew=True)
