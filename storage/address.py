"""Where a message goes: a messenger, a chat in it and, in staff groups, a thread of that chat."""

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Address:
    """A private chat (its `chat` is the person's user id), a staff group, perhaps with a topic, or a web address."""

    messenger: str
    chat: str
    thread: str = ""

    def __str__(self) -> str:
        return f"{self.messenger}:{self.chat}" + (f"/{self.thread}" if self.thread else "")

    @classmethod
    def read(cls, text: str) -> Self:
        """Read the form used in configuration, `messenger:-100123/45`.

        :raises ValueError: the text is not of that form.
        """
        messenger, colon, place = text.partition(":")
        chat, _, thread = (place, "", "") if "://" in place else place.partition("/")
        if not (messenger and colon and chat):
            raise ValueError(f"{text!r} is no address; write messenger:chat or messenger:chat/thread")
        return cls(messenger, chat, thread)
