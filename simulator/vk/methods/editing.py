"""Messages that change or go."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from simulator.vk.community import Community
from simulator.vk.dialogs import Dialog
from simulator.vk.errors import ApiError, wrong
from simulator.vk.methods.sending import lay_keyboard, read_letter
from simulator.vk.parameters import Parameters
from simulator.vk.posts import Post

FRESH_FOR = timedelta(hours=24)
MOST_MESSAGES, MOST_CMIDS = 1000, 100


def edit(community: Community, call: Parameters) -> int:
    """What is not given again is gone: the keyboard and the attachments as well as the text."""
    dialog = community.find(call.required("peer_id"))
    post = _find(dialog, call)
    if post.out:
        raise ApiError(920)
    if not dialog.group and community.person(dialog).blocked:
        raise ApiError(901)
    if community.clock.now() - post.date > FRESH_FOR:
        raise ApiError(909)
    letter = read_letter(community, call)
    rows = letter.keyboard.rows if letter.keyboard and letter.keyboard.inline else ()
    changed = replace(post, content=letter.content, rows=rows, edited=community.moment())
    community.keep(dialog, changed)
    lay_keyboard(community, dialog, letter.keyboard)
    return 1


def delete(community: Community, call: Parameters) -> dict[str, int]:
    """For everybody only when asked so; otherwise the person keeps the message and the page shows no change."""
    cmids = _numbers(call, MOST_CMIDS, "cmids", "conversation_message_ids")
    if cmids:
        place = community.find(call.required("peer_id"))
        found = {str(cmid): _pair(place, place.by_cmid(cmid)) for cmid in cmids}
    else:
        numbers = _numbers(call, MOST_MESSAGES, "message_ids", "message_id")
        found = {str(number): _anywhere(community, number) for number in numbers}
    if not found:
        raise wrong("message_ids is undefined")
    if call.flag("delete_for_all"):
        there = [place for place in found.values() if place]
        if any(post.out or community.clock.now() - post.date > FRESH_FOR for _, post in there):
            raise ApiError(924)
        for dialog, post in there:
            community.drop(dialog, post)
    return {name: int(place is not None) for name, place in found.items()}


def _find(dialog: Dialog, call: Parameters) -> Post:
    number, cmid = call.integer("message_id"), call.integer("cmid") or call.integer("conversation_message_id")
    if number is None and cmid is None:
        raise wrong("message_id or cmid should be specified")
    post = _numbered(dialog, number or 0) if cmid is None else dialog.by_cmid(cmid)
    if post is None:
        raise wrong("message not found")
    return post


def _anywhere(community: Community, number: int) -> tuple[Dialog, Post] | None:
    places = (_pair(dialog, _numbered(dialog, number)) for dialog in community.dialogs.values())
    return next(filter(None, places), None)


def _numbered(dialog: Dialog, number: int) -> Post | None:
    """Messages of groups have no such number."""
    return None if dialog.group else dialog.posts.get(number)


def _pair(dialog: Dialog, post: Post | None) -> tuple[Dialog, Post] | None:
    return (dialog, post) if post else None


def _numbers(call: Parameters, most: int, *names: str) -> list[int]:
    numbers: list[int] = next(filter(None, map(call.numbers, names)), [])
    if len(numbers) > most:
        raise wrong(f"{names[0]} should contain no more than {most} items")
    return numbers


METHODS: dict[str, Any] = {"messages.edit": edit, "messages.delete": delete}
