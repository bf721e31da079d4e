"""The addresses that open the bot, learnt from the messengers once they answer: a child shows them to a parent."""

import asyncio
from collections.abc import MutableMapping, Sequence

import structlog

from dialogs.engine.adapter import Adapter, WrongToken

PAYLOAD = "menu"  # means nothing: whoever comes by it is welcomed
_PATIENCE = 60.0
_TRIES = 24 * 60

_log = structlog.get_logger()


async def learn_links(
    adapters: Sequence[Adapter], links: MutableMapping[str, str], patience: float = _PATIENCE
) -> None:
    """Ask every messenger for the address; one that does not answer is asked again, for a day."""
    unknown = list(adapters)
    for _ in range(_TRIES):
        for adapter in unknown.copy():
            try:
                link = await adapter.link(PAYLOAD)
            except WrongToken:
                link = None
            except Exception as trouble:
                _log.info("link.unknown", messenger=adapter.messenger.name, trouble=type(trouble).__name__)
                continue
            unknown.remove(adapter)
            if link is not None:
                links[adapter.messenger.name] = link
        if not unknown:
            return
        await asyncio.sleep(patience)
