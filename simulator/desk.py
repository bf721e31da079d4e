"""Everything on the desk: the parts that the control API, the command line and a test in the same process reach."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from itertools import count

from simulator.calls import Calls
from simulator.clock import FairClock
from simulator.events import Events
from simulator.faults import Faults
from simulator.files import Files
from simulator.messenger import Messenger, NewGroup, Refused
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


@dataclass(frozen=True, slots=True)
class DemoGroup:
    """A group of the demo: who is not on the desk yet comes with it; all of them are administrators of a forum."""

    title: str
    people: tuple[NewPerson, ...]
    messenger: str = "telegram"
    forum: bool = False


ANNA = NewPerson("Анна", "учитель", username="anna")
EMMA = NewPerson("Emma", "visitor", language="en")
MARIA = NewPerson("Мария", "модератор", username="maria")
OLEG = NewPerson("Олег", "модератор", username="oleg")
IVAN = NewPerson("Иван", "сотрудник стенда", username="ivan")
OLGA = NewPerson("Ольга", "сотрудница стенда", username="olga")
DEMO_PEOPLE = (
    ANNA,
    NewPerson("Виктор", "отец", last_name="Соколов", username="viktor", messenger="vk"),
    EMMA,
)
DEMO_GROUPS = (
    DemoGroup("Модераторы салона", (MARIA, OLEG), forum=True),
    DemoGroup("Чат мероприятия", (MARIA, ANNA, EMMA)),
    DemoGroup("Команда стенда", (IVAN, OLGA)),
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

    def lay(self, group: DemoGroup) -> Chat:
        people = [self._known(new) or self.meet(new, demo=True) for new in group.people]
        members = tuple(person.id for person in people)
        admins = frozenset(members) if group.forum else frozenset[int]()
        return self.messenger(group.messenger).groups.lay(NewGroup(group.title, members, admins, group.forum))

    def _known(self, new: NewPerson) -> Person | None:
        named = {"name": new.name, "role": new.role, "messenger": new.messenger}
        return next((one for one in self.world.people if named.items() <= asdict(one).items()), None)

    def messenger(self, name: str) -> Messenger:
        if name not in self.messengers:
            raise Refused(400, f"there is no messenger {name!r}; there are: {', '.join(self.messengers)}")
        return self.messengers[name]

    def chat(self, chat_id: str) -> tuple[Chat, Messenger]:
        chat = self.world.chats.get(chat_id)
        if chat is None:
            raise Refused(404, f"there is no chat {chat_id!r}")
        return chat, self.messengers[chat.messenger]
