"""Chats of many people: who is there, and what they are called."""

from typing import Any

from simulator.vk import objects
from simulator.vk.community import Community
from simulator.vk.dialogs import FIRST_CHAT, Dialog
from simulator.vk.errors import ApiError, wrong
from simulator.vk.groups import Groups
from simulator.vk.parameters import Parameters

MOST_PEERS = 100


def get_members(community: Community, call: Parameters) -> dict[str, Any]:
    """Administrators alone may know who is there."""
    dialog = community.find(call.required("peer_id"))
    known = dialog.chat.group
    if dialog.group is None or known is None or not dialog.group.admin:
        raise ApiError(917)
    items = [_member(person, known.members[0], known.admins) for person in known.members]
    items.append({"member_id": -community.id, "invited_by": known.members[0], "join_date": 0, "is_admin": True})
    people = [objects.user(community.world.member(dialog.chat, person), []) for person in known.members]
    groups = [objects.community(community.face, community.id)]
    return {"count": len(items), "items": items, "profiles": people, "groups": groups}


def get_by_id(community: Community, call: Parameters) -> dict[str, Any]:
    """What the community has no access to is left out."""
    peers = call.numbers("peer_ids")
    if not 1 <= len(peers) <= MOST_PEERS:
        raise wrong(f"peer_ids should contain 1-{MOST_PEERS} items")
    found = [community.dialogs[peer] for peer in peers if peer in community.dialogs]
    items = [_conversation(community, dialog) for dialog in found if dialog.chat.started]
    return {"count": len(items), "items": items}


def remove_chat_user(community: Community, call: Parameters) -> int:
    """The community itself may always go; others are put out by an administrator of the chat."""
    dialog, member = community.find(FIRST_CHAT + call.required("chat_id")), call.required("member_id")
    known, group = dialog.chat.group, dialog.group
    if known is None or group is None or not group.inside:
        raise ApiError(917)
    if member == -community.id:
        Groups(community).kick(dialog.chat)
        return 1
    if not group.admin:
        raise ApiError(925)
    if member not in known.members:
        raise ApiError(935)
    if member == known.members[0]:
        raise ApiError(15, "can't remove this user")
    Groups(community).leave(dialog.chat, member)
    return 1


def _member(person: int, owner: int, admins: frozenset[int]) -> dict[str, Any]:
    told: dict[str, Any] = {"member_id": person, "invited_by": owner, "join_date": 0}
    return told | ({"is_owner": True} if person == owner else {}) | ({"is_admin": True} if person in admins else {})


def _conversation(community: Community, dialog: Dialog) -> dict[str, Any]:
    known = dialog.chat.group
    if known is None:
        return {"peer": {"id": dialog.peer, "type": "user", "local_id": dialog.peer}, "can_write": {"allowed": True}}
    settings = {
        "title": known.title,
        "owner_id": known.members[0],
        "members_count": len(known.members) + 1,
        "admin_ids": sorted(known.admins) + ([-community.id] if dialog.group and dialog.group.admin else []),
        "state": "in",
    }
    peer = {"id": dialog.peer, "type": "chat", "local_id": dialog.peer - FIRST_CHAT}
    return {"peer": peer, "can_write": {"allowed": dialog.refusal is None}, "chat_settings": settings}


METHODS: dict[str, Any] = {
    "messages.getConversationMembers": get_members,
    "messages.getConversationsById": get_by_id,
    "messages.removeChatUser": remove_chat_user,
}
