"""Everything that the bot may call. A method takes the account and the parameters and returns the result."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from simulator.telegram.account import Account
from simulator.telegram.methods import chats, editing, groups, inline, profile, receiving, sending, topics
from simulator.telegram.parameters import Parameters

Method = Callable[[Account, Parameters], Awaitable[Any]]

METHODS: Mapping[str, Method] = {
    **receiving.METHODS,
    **sending.METHODS,
    **editing.METHODS,
    **profile.METHODS,
    **chats.METHODS,
    **groups.METHODS,
    **topics.METHODS,
    **inline.METHODS,
}
# The real server compares names without regard to case.
NAMES: Mapping[str, str] = {name.lower(): name for name in METHODS}
