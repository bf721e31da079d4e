"""What machines can bear; they show nothing, so there is no room for a screen."""

from dialogs.kit.messenger import Limits

LIMITS = Limits(
    text=0,
    caption=0,
    label=0,
    buttons=0,
    row=0,
    rows=0,
    per_second=20,  # ours: a site's server has visitors to look after
    chat_seconds=0.0,
    group_per_minute=1200,
    recognises=True,  # by the Idempotency-Key
)
CONNECT_SECONDS = 5.0
ANSWER_BYTES = 65_536  # of an answer, which are read so that the connection can be used again
LONGEST_PAUSE = 600.0  # seconds; whoever asks for a longer one is asked again all the same
