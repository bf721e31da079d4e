"""What every simulated messenger lets a person do, and how it refuses."""

from typing import Any, Protocol

from simulator.world import App, Chat, Person


class Refused(Exception):
    """A person or a test asked for what cannot be done now; said in words, with the HTTP status that fits."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


class Messenger(Protocol):
    name: str

    def connection(self, url: str) -> dict[str, Any]:
        """What a bot has to know to speak here: its configuration of this messenger, for a desk at this address."""

    def welcome(self, person: Person) -> Chat:
        """A new person, who has an empty chat with the bot and has not started it yet."""

    def start(self, chat: Chat, payload: str | None) -> None: ...
    def text(self, chat: Chat, text: str, reply_to: int | None) -> None: ...
    def press(self, chat: Chat, message: int, row: int, column: int) -> dict[str, str]: ...
    def keyboard(self, chat: Chat, row: int, column: int) -> dict[str, str] | None: ...
    def contact(self, chat: Chat, phone: str, *, own: bool) -> None: ...
    def block(self, chat: Chat, *, blocked: bool) -> None: ...
    def deactivate(self, chat: Chat) -> None: ...
    def edit(self, chat: Chat, message: int, text: str) -> None: ...
    def send(self, chat: Chat, kind: str, caption: str) -> None: ...

    def use_client(self, chat: Chat, client: App) -> None:
        """The person takes another app in hand, which can draw more or less."""

    def refuse(self, chat: Chat, code: int | None, *, allowed: bool | None) -> None:
        """Every message to the person ends with this error; `allowed` is what the bot is told when it asks before."""

    def rename(self, name: str, description: str) -> None:
        """What people see above the chat with the bot."""

    def put_update(self, body: dict[str, Any]) -> int:
        """A raw update goes to the bot as it is; returns its id."""

    def enforce_limits(self, *, enforce: bool) -> None: ...
