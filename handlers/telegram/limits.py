"""Telegram's limits (Bot API 10.3 and its FAQ, autumn 2026)."""

from dialogs.kit.event import Address
from dialogs.kit.messenger import Limits

_SUPERGROUP = "-100"  # how the numbers of groups begin whose messages have addresses


def door(group: Address, message: str) -> str | None:
    """The address of a message in a group, which opens for its members."""
    if not group.chat.startswith(_SUPERGROUP):
        return None
    return "/".join(filter(None, ("https://t.me/c", group.chat.removeprefix(_SUPERGROUP), group.thread, message)))


LIMITS = Limits(
    text=4096,  # after the entities are parsed; counted here in UTF-16 units, which is never less
    caption=1024,
    label=40,  # ours: what a phone shows without cutting it
    buttons=100,
    row=8,
    rows=100,
    per_second=30,
    chat_seconds=1.0,
    group_per_minute=20,
    topics=True,
    silent=True,
    vouches=True,
    icon="✈️",
    door=door,
)
TOAST = 200
TOPIC_TITLE = 128
ALBUM = 10  # documents that come together
DOWNLOAD_BYTES = 20 << 20  # of a file that people sent
MARKUP_BYTES = 9_000  # the server refuses markups somewhat above 10 KB of JSON
FEW_BUTTONS = 40  # so many fit, whatever our labels are
POLL_SECONDS = 25  # the server allows 50; proxies often do not
WEBHOOK_CONNECTIONS = 100
MOST_OFFERS = 50  # results of one inline query
OFFER_TITLE, OFFER_ABOUT = 100, 200  # what a list shows of each
OFFERS_SECONDS = 5  # for which Telegram may give the same answer again: plans change
