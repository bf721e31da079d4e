"""The long poll: where it is and what it tells of."""

from typing import Any

from simulator.vk.community import Community
from simulator.vk.errors import wrong
from simulator.vk.events import KINDS, VERSION, switches
from simulator.vk.methods.dialogs import community_id
from simulator.vk.parameters import Parameters


def get_server(community: Community, call: Parameters) -> dict[str, str]:
    community_id(community, call)
    poll = community.long_poll
    if not poll.enabled:
        raise wrong("longpoll for this group is not enabled")
    address = f"{community.url}/vk/lp/{community.id}"
    return {"key": poll.new_key(), "server": address, "ts": str(poll.newest)}


def get_settings(community: Community, call: Parameters) -> dict[str, Any]:
    community_id(community, call)
    poll = community.long_poll
    return {"is_enabled": poll.enabled, "api_version": VERSION, "events": switches(poll.kinds)}


def set_settings(community: Community, call: Parameters) -> int:
    """What is not named stays as it was."""
    community_id(community, call)
    poll = community.long_poll
    if call.text("enabled"):
        poll.enabled = call.flag("enabled")
    poll.kinds = switched(poll.kinds, call)
    return 1


def switched(kinds: frozenset[str], call: Parameters) -> frozenset[str]:
    return frozenset(kind for kind in KINDS if (call.flag(kind) if call.text(kind) else kind in kinds))


METHODS: dict[str, Any] = {
    "groups.getLongPollServer": get_server,
    "groups.getLongPollSettings": get_settings,
    "groups.setLongPollSettings": set_settings,
}
