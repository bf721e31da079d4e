"""Who the people are."""

from typing import Any

from simulator.vk import objects
from simulator.vk.community import Community
from simulator.vk.errors import wrong
from simulator.vk.parameters import Parameters

MOST_USERS = 1000


def get(community: Community, call: Parameters) -> list[Any]:
    """Whom VK does not know it leaves out."""
    names = [name.strip() for name in call.text("user_ids").split(",") if name.strip()]
    if len(names) > MOST_USERS:
        raise wrong(f"user_ids should contain no more than {MOST_USERS} items")
    fields = [name.strip() for name in call.text("fields").split(",")]
    people = [community.person(dialog) for dialog in community.dialogs.values() if not dialog.group]
    known = {person.username: person for person in people if person.username}
    known |= {str(person.id): person for person in people}
    asked = {known[name].id: known[name] for name in names if name in known}
    return [objects.user(person, fields) for person in asked.values()]


METHODS = {"users.get": get}
