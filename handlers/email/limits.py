"""What a mail server can bear; it shows no screens, so there is no room for one."""

from dialogs.kit.messenger import Limits

LIMITS = Limits(
    text=0,
    caption=0,
    label=0,
    buttons=0,
    row=0,
    rows=0,
    per_second=10,  # ours: whoever sends more at once looks like a sender of spam
    chat_seconds=0.0,
    group_per_minute=600,
    recognises=False,  # a Message-ID that comes again is recognised by some mailboxes, not by all
)
DOCUMENTS_BYTES = 10 << 20  # of all documents of a mail; most mailboxes take 20 MB, and coding adds a third
LONGEST_SUBJECT = 200  # characters

# A letter is leased for at least 30 seconds when its call begins: waiting and sending together end before that.
TURN_SECONDS = 8.0  # waited for the one connection
SEND_SECONDS = 20.0  # for connecting and all that is said afterwards
