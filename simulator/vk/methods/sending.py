"""New messages, to one person or to a hundred at once."""

from dataclasses import dataclass
from typing import Any

from simulator.vk.community import Community
from simulator.vk.dialogs import FIRST_CHAT, Dialog
from simulator.vk.errors import ApiError, wrong
from simulator.vk.formatting import read_entities
from simulator.vk.keyboards import Keyboard, read_keyboard
from simulator.vk.parameters import Parameters
from simulator.vk.posts import Content, Post

MOST_RECIPIENTS = 100
TEXT_LIMIT = 4096


@dataclass(frozen=True, slots=True)
class Letter:
    content: Content
    keyboard: Keyboard | None


def send(community: Community, call: Parameters) -> Any:
    several = call.numbers("peer_ids") or call.numbers("user_ids")
    if len(several) > MOST_RECIPIENTS:
        raise wrong(f"peer_ids should contain no more than {MOST_RECIPIENTS} items")
    one = _one_recipient(call)
    if not several and one is None:
        raise wrong("you should specify peer_id, user_id, domain, chat_id or user_ids param")
    random_id = call.required("random_id")
    letter = read_letter(community, call)
    if one is not None and not several:
        post = _send(community, call, one, letter, random_id)
        return 0 if one > FIRST_CHAT else post.id  # in a group only `peer_ids` tell the number
    return [_try(community, call, peer, letter, random_id) for peer in several]


def read_letter(community: Community, call: Parameters) -> Letter:
    text = call.text("message")
    attachments = community.media.find(call.text("attachment"))
    if not text.strip() and not attachments:
        raise wrong("message is empty or invalid")
    if len(text) > TEXT_LIMIT:
        raise ApiError(914)
    entities = read_entities(call, text)
    content = Content(text, entities, not call.flag("dont_parse_links"), attachments)
    return Letter(content, read_keyboard(call))


def lay_keyboard(community: Community, dialog: Dialog, keyboard: Keyboard | None) -> None:
    if keyboard and not keyboard.inline:
        community.lay_keyboard(dialog, keyboard.rows, one_time=keyboard.one_time)


def _one_recipient(call: Parameters) -> int | None:
    if chat := call.integer("chat_id"):
        return FIRST_CHAT + chat
    user = call.integer("user_id")
    return call.integer("peer_id") if user is None else user


def _try(community: Community, call: Parameters, peer: int, letter: Letter, random_id: int) -> dict[str, Any]:
    try:
        post = _send(community, call, peer, letter, random_id)
    except ApiError as error:
        return {"peer_id": peer, "error": {"code": error.code, "description": error.message}}
    number = 0 if peer > FIRST_CHAT else post.id
    return {"peer_id": peer, "message_id": number, "conversation_message_id": post.cmid}


def _send(community: Community, call: Parameters, peer: int, letter: Letter, random_id: int) -> Post:
    dialog = community.find(peer)
    community.check_reachable(dialog)
    if random_id and (post := dialog.already_sent(random_id)):
        return post
    if not dialog.group:
        community.limits.take_message(peer)
    rows = letter.keyboard.rows if letter.keyboard and letter.keyboard.inline else ()
    answered = None if dialog.group else dialog.posts.get(call.integer("reply_to") or 0)
    post = community.add(dialog, letter.content, out=False, rows=rows, reply_to=answered, random_id=random_id)
    dialog.remember(post)
    lay_keyboard(community, dialog, letter.keyboard)
    community.tell("message_reply", community.told(dialog, post))
    return post


METHODS = {"messages.send": send}
