"""VK's limits (API 5.199, autumn 2026) and what this adapter makes of them."""

from dialogs.kit.messenger import Limits

LIMITS = Limits(
    text=4096,  # counted here in UTF-16 units, which is never less
    caption=4096,
    label=40,
    buttons=10,
    row=5,
    rows=6,
    per_second=20,
    chat_seconds=1.0,
    group_per_minute=60,
    together=100,  # recipients of one messages.send
    different=25,  # calls inside one execute
    recognises=True,
    icon="🔵",  # its colour: no sign of it is among emoji
)
BELOW_ROWS, BELOW_BUTTONS = 10, 40  # of a keyboard below the field
TOAST = 90
PAYLOAD_BYTES = 255  # of one button
POLL_SECONDS = 25  # what VK advises; it allows 90
PICTURE_BYTES = 5_000_000  # of a picture that we fetch for VK
ATTACHMENTS = 10  # of one message
DOWNLOAD_BYTES = 20 << 20  # of a file that people sent
FIRST_CHAT = 2_000_000_000  # peers from here on are chats of several people
LARGEST_NUMBER = 2**31 - 1  # of a random_id
API_VERSION = "5.199"
