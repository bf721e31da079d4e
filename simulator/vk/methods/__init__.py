"""Everything that the bot may call. A method takes the community and the parameters and returns the response."""

from collections.abc import Callable, Mapping
from typing import Any

from simulator.vk.community import Community
from simulator.vk.methods import callbacks, conversations, dialogs, editing, groups, polling, sending, uploads, users
from simulator.vk.parameters import Parameters

Method = Callable[[Community, Parameters], Any]

METHODS: Mapping[str, Method] = {
    **sending.METHODS,
    **editing.METHODS,
    **dialogs.METHODS,
    **conversations.METHODS,
    **users.METHODS,
    **groups.METHODS,
    **polling.METHODS,
    **callbacks.METHODS,
    **uploads.METHODS,
}
