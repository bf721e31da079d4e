"""Callback servers: the bot's own addresses to which events are sent."""

from typing import Any

from simulator.vk.callback import MOST_SERVERS, Server
from simulator.vk.community import Community
from simulator.vk.errors import ApiError, wrong
from simulator.vk.events import switches
from simulator.vk.methods.dialogs import community_id
from simulator.vk.methods.polling import switched
from simulator.vk.parameters import Parameters

TITLE, SECRET = 14, 50


def get_code(community: Community, call: Parameters) -> dict[str, str]:
    community_id(community, call)
    return {"code": community.callbacks.code}


def get_servers(community: Community, call: Parameters) -> dict[str, Any]:
    community_id(community, call)
    asked = call.numbers("server_ids")
    found = [_told(server) for server in community.callbacks.servers.values() if not asked or server.id in asked]
    return {"count": len(found), "items": found}


def add_server(community: Community, call: Parameters) -> dict[str, int]:
    community_id(community, call)
    url, title, secret = _read(call)
    if len(community.callbacks.servers) >= MOST_SERVERS:
        raise ApiError(2000)
    return {"server_id": community.callbacks.add(url, title, secret).id}


def edit_server(community: Community, call: Parameters) -> int:
    server = _find(community, call)
    server.url, server.title, server.secret = _read(call)
    community.callbacks.confirm(server)
    return 1


def delete_server(community: Community, call: Parameters) -> int:
    del community.callbacks.servers[_find(community, call).id]
    return 1


def get_settings(community: Community, call: Parameters) -> dict[str, Any]:
    server = _find(community, call)
    return {"api_version": server.version, "events": switches(server.kinds)}


def set_settings(community: Community, call: Parameters) -> int:
    server = _find(community, call)
    server.kinds = switched(server.kinds, call)
    return 1


def _read(call: Parameters) -> tuple[str, str, str]:
    url, title, secret = call.text("url"), call.text("title"), call.text("secret_key")
    if not url.startswith(("http://", "https://")):
        raise wrong("url is invalid")
    if not 1 <= len(title) <= TITLE:
        raise wrong(f"title should be 1-{TITLE} letters length")
    if len(secret) > SECRET:
        raise wrong(f"secret_key should be no more than {SECRET} letters length")
    return url, title, secret


def _find(community: Community, call: Parameters) -> Server:
    community_id(community, call)
    server = community.callbacks.servers.get(call.required("server_id"))
    if server is None:
        raise wrong("server_id is invalid")
    return server


def _told(server: Server) -> dict[str, Any]:
    told = {"id": server.id, "title": server.title, "creator_id": 0, "url": server.url}
    return told | {"secret_key": server.secret, "status": server.status}


METHODS: dict[str, Any] = {
    "groups.getCallbackConfirmationCode": get_code,
    "groups.getCallbackServers": get_servers,
    "groups.addCallbackServer": add_server,
    "groups.editCallbackServer": edit_server,
    "groups.deleteCallbackServer": delete_server,
    "groups.getCallbackSettings": get_settings,
    "groups.setCallbackSettings": set_settings,
}
