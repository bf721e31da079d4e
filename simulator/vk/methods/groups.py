"""What the community is."""

from typing import Any

from simulator.vk import objects
from simulator.vk.community import Community
from simulator.vk.parameters import Parameters


def get_by_id(community: Community, call: Parameters) -> dict[str, Any]:
    """Without names: the community whose token it is."""
    asked = [name.strip() for name in (call.text("group_ids") or call.text("group_id")).split(",") if name.strip()]
    own = {str(community.id), community.face.username}
    found = not asked or any(name in own for name in asked)
    return {"groups": [objects.community(community.face, community.id)] if found else [], "profiles": []}


METHODS = {"groups.getById": get_by_id}
