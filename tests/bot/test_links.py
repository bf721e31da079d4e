"""The addresses that open the bot are learnt from whoever answers, and asked for again from whoever does not."""

from dataclasses import dataclass, field

from bot.links import learn_links
from dialogs.engine.adapter import WrongToken
from tests.paper import PaperMessenger


@dataclass
class Door:
    """As much of an adapter as knows its address, after some trouble."""

    name: str
    answers: list[str | Exception | None]
    messenger: PaperMessenger = field(default_factory=PaperMessenger)

    def __post_init__(self) -> None:
        self.messenger.name = self.name

    async def link(self, payload: str) -> str | None:
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return None if answer is None else f"{answer}?start={payload}"


async def test_links_are_learnt_once_from_each() -> None:
    doors = [
        Door("one", ["https://one.example.org"]),
        Door("two", [OSError("away"), OSError("away"), "https://two.example.org"]),
        Door("mail", [None]),
        Door("wrong", [WrongToken("no")]),
    ]
    links: dict[str, str] = {}
    await learn_links(doors, links, patience=0.0)  # type: ignore[arg-type]  # an adapter can more than they ask of it
    assert links == {"one": "https://one.example.org?start=menu", "two": "https://two.example.org?start=menu"}
    assert not any(door.answers for door in doors)
