"""Telegram, by aiogram's client.

Polling and webhook are our own, because the library's lose updates or serialise people.
"""

from dialogs.engine.adapter import Adapter, Toolbox
from handlers.telegram.settings import Settings


def connect(settings: Settings, toolbox: Toolbox) -> Adapter:
    """Telegram with a token.

    :raises WrongSettings: webhook mode lacks what it needs.
    :raises WrongToken: it does not look like a token.
    """
    from handlers.telegram.client import open_bot
    from handlers.telegram.listening import Listening
    from handlers.telegram.messenger import TelegramMessenger

    settings.check(toolbox.public_url)
    bot = open_bot(settings)
    return Listening(bot, TelegramMessenger(bot, toolbox.library), toolbox, settings)
