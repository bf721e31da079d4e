"""Everything on the desk: the parts that the control API, the command line and a test in the same process reach."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from itertools import count

from simulator.calls import Calls
from simulator.clock import FairClock
from simulator.events import Events
from simulator.faults import Faults
from simulator.files import Files
from simulator.messenger import Messenger, Refused
from simulator.world import App, Chat, Person, World

FIRST_PERSON = 5_000_001


@dataclass(frozen=True, slots=True)
class NewPerson:
    name: str
    role: str = ""
    last_name: str = ""
    username: str = ""
    language: str = "ru"
    messenger: str = "telegram"
    client: App = "new"


DEMO_PEOPLE = (
    NewPerson("Анна", "учитель", username="anna"),
    NewPerson("Виктор", "отец", last_name="Соколов", username="viktor", messenger="vk"),
    NewPerson("Emma", "visitor", language="en"),
)


@dataclass(slots=True)
class Desk:
    clock: FairClock
    events: Events
    world: World
    files: Files
    faults: Faults
    calls: Calls
    messengers: Mapping[str, Messenger]
    url: str = ""
    _ids: Iterator[int] = field(default_factory=lambda: count(FIRST_PERSON), init=False)

    def meet(self, new: NewPerson, *, demo: bool = False) -> Person:
        messenger = self.messenger(new.messenger)
        person = Person(next(self._ids), **asdict(new), demo=demo)
        messenger.welcome(person)
        return person

    def messenger(self, name: str) -> Messenger:
        if name not in self.messengers:
            raise Refused(400, f"there is no messenger {name!r}; there are: {', '.join(self.messengers)}")
        return self.messengers[name]

    def chat(self, chat_id: str) -> tuple[Chat, Messenger]:
        chat = self.world.chats.get(chat_id)
        if chat is None:
            raise Refused(404, f"there is no chat {chat_id!r}")
        return chat, self.messengers[chat.messenger]
