"""Where the buttons of the calendar and of the evening mail lead."""

from dataclasses import dataclass
from typing import ClassVar

from dialogs.kit.route import Route


@dataclass(frozen=True, slots=True)
class OpenCalendar(Route):
    """The ways to have one's plan outside of the messenger; `below`: the message that is pressed stays."""

    below: bool = False
    path: ClassVar[str] = "calendar"


@dataclass(frozen=True, slots=True)
class SendCalendar(Route):
    """The plan as a file, here in the chat."""

    path: ClassVar[str] = "cal.file"


@dataclass(frozen=True, slots=True)
class MakeCalendarAddress(Route):
    """A new address that a calendar asks for the plan."""

    path: ClassVar[str] = "cal.new"


@dataclass(frozen=True, slots=True)
class CloseCalendarAddresses(Route):
    """No address leads to the plan any more."""

    path: ClassVar[str] = "cal.off"


@dataclass(frozen=True, slots=True)
class SetAlarm(Route):
    """So many minutes before the start the calendar reminds; -1: it does not."""

    minutes: int
    path: ClassVar[str] = "cal.alarm"


@dataclass(frozen=True, slots=True)
class SwitchEveningMail(Route):
    """Tomorrow's plan comes by mail in the evening, or does not."""

    on: bool
    path: ClassVar[str] = "cal.mail"
