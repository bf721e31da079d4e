"""What the kinds of a session are called: «лекция», «дискуссия», where «мероприятие» would be an office's word."""

from dialogs.kit.phrase import Phrase, say

KINDS: dict[str, Phrase] = {
    "discussion": say("discussion"),
    "round_table": say("round table"),
    "master_class": say("master class"),
    "webinar": say("webinar"),
    "lecture": say("lecture"),
    "open_day": say("open day"),
    "plenary": say("plenary session"),
}
