"""VK communities, by vk_api's client in threads behind a gate of ours.

Long poll and Callback API are our own, because the library's forget where they were and acknowledge too early.

clients    what people's apps can draw           packing   several operations in one call, pure
keyboard   rows and buttons, pure                calls     the gate: when calls leave, and how few
photos     pictures on their way into VK         outcomes  what VK's errors mean for a message
documents  files into VK and out of it           web       where VK takes files, and where it gives them
names      how people are called                 client    VK by the library, in threads
members    who goes out of a chat
longpoll, callback  the two ways in which events come
"""

from dialogs.engine.adapter import Adapter, Toolbox
from handlers.vk.settings import Settings


def connect(settings: Settings, toolbox: Toolbox) -> Adapter:
    """VK with a token.

    :raises WrongSettings: webhook mode lacks what it needs.
    """
    from handlers.vk.calls import Calls
    from handlers.vk.client import Client
    from handlers.vk.listening import Listening
    from handlers.vk.messenger import VkMessenger

    settings.check(toolbox.public_url)
    calls = Calls(Client(settings))
    return Listening(calls, VkMessenger(calls, toolbox.library, settings.group, toolbox.weather), toolbox, settings)
