"""What visitors tell of themselves so that sessions can be chosen for them: who they are, what about, and when."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """`role` is one of a session's audience, `topics` are tags of the fair, `times` part of a day; "" is not told."""

    role: str = ""
    topics: tuple[str, ...] = ()
    times: str = ""

    def __bool__(self) -> bool:
        return bool(self.role or self.topics or self.times)


NOTHING_TOLD = Choice()
