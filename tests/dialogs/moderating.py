"""What stories of moderation share: a group with its moderators, invited and bound as the organisers do it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from dialogs.kit.policy import Policy, QuestionPolicy
from dialogs.news.questions import question_changed, question_counted
from storage.staff.staff import Goal
from tests.dialogs.asking import asked, asks
from tests.groups import Group, Member
from tests.paper import PAPER, Person
from tests.sheet import Message
from tests.world import World

NOT_YOURS = "Вы здесь не модератор: вопросами занимаются те, кто открыл личную ссылку от организаторов."
TOPIC = "10:00 · Дошкольное · Первые шаги к чтению"


@dataclass
class Desk:
    """A moderators' group and two of them."""

    world: World
    group: Group
    maria: Member
    peter: Member

    def card(self, number: int = 1) -> Message:
        """The card of a question: the one message of its."""
        cards = [message for message in self.group.messages if message.text.startswith(f"№{number} ·")]
        assert len(cards) == 1, [message.text for message in self.group.messages]
        return cards[0]

    def cards(self) -> list[str]:
        """The numbers of all cards, in the order in which they came."""
        texts = [message.text for message in self.group.messages if message.text.startswith("№")]
        return [text.partition(" ·")[0] for text in texts]

    def board(self) -> Message:
        """The counts."""
        return self.group.finds("новых")

    async def tap(self, who: Member, label: str, number: int = 1) -> str:
        """Press a button of a question's card; what passed over the chat."""
        await who.taps(label, on=self.card(number))
        await self.world.tick()
        return who.toast

    async def answer(self, who: Member, text: str, number: int = 1) -> None:
        """Press «Ответить», write in reply to the card, and let the answer go."""
        await self.tap(who, "Ответить", number)
        await who.replies(text, to=self.card(number))
        await self.world.tick()
        await self.hold()

    async def hold(self) -> None:
        """Let the time pass for which answers and refusals are held."""
        self.world.clock.move(timedelta(seconds=31))
        await self.world.tick()

    async def state(self, number: int = 1, session: str = "reading") -> str:
        """The state of a session's question."""
        return (await asked(self.world, number, session)).state


async def invitation(world: World, goal: Goal, cluster: str = "preschool") -> str:
    """A code for a moderator, or for a group of moderators."""
    found = next(c for c in world.storage.catalogue.clusters.values() if c.ref == cluster)
    now = world.clock.now()
    async with world.storage.writing() as work:
        return await work.staff.invite("moderator", found.id, None, goal, now, now + timedelta(days=30))


async def moderator(world: World, user: str, name: str, cluster: str = "preschool") -> Person:
    """Somebody who opened a private link."""
    person = world.person(user, name=name)
    await person.opens(f"staff-{await invitation(world, 'person', cluster)}")
    return person


async def set_up(world: World, *, forum: bool = True) -> Desk:
    """A group that is the preschool moderators'."""
    group = world.group("Модераторы", forum=forum)
    maria, peter = await moderator(world, "71", "Мария"), await moderator(world, "72", "Пётр")
    desk = Desk(world, group, group.member(maria), group.member(peter))
    await desk.maria.says(f"/bind {await invitation(world, 'place')}")
    await settle(world)
    return desk


async def run_with(world: World, **policy: Any) -> None:
    """Run the fair's questions so, and without a pause between one person's questions."""
    asking = QuestionPolicy().model_copy(update={"pause_seconds": 0, "open_per_session": 100} | policy)
    world.policy = Policy(rates=world.policy.rates, questions=asking)
    await world.restart()


async def settle(world: World) -> None:
    """Seconds pass: a topic comes, then its board, then cards."""
    for _ in range(4):
        world.clock.move(timedelta(seconds=1))
        await world.tick()


async def asks_and_waits(desk: Desk, person: Person, text: str, session: str = "reading") -> None:
    """Ask, and let the card come; out of the opening pack Maria brings it."""
    await asks(desk.world, person, text, session)
    await settle(desk.world)
    await bring_cards(desk, session)


async def bring_cards(desk: Desk, session: str = "reading") -> None:
    """Maria has all questions of the opening pack come as cards, in the order of their numbers."""
    found = desk.world.storage.catalogue.session_named(session)
    assert found is not None
    async with desk.world.storage.reading() as work:
        packed = sorted(await work.questions.unreleased(found.id), key=lambda question: question.number)
    for question in packed:
        await desk.maria.presses(f"q.card:{question.id}")
    await settle(desk.world)


async def crowd_asks(world: World, session: str, count: int, first: int = 1) -> None:
    """Questions of as many people, straight into the storage: a flood does not wait for presses."""
    found = world.storage.catalogue.session_named(session)
    assert found is not None
    async with world.storage.writing() as work:
        for number in range(first, first + count):
            person = await work.people.add(PAPER, f"crowd{number}", "ru", world.clock.now())
            question = await work.questions.ask(
                found.id, person.id, f"Вопрос {number}-й из зала?", False, world.clock.now(), "Гость"
            )
            await question_changed(work, question, world.clock.now())


async def crowd_joins(world: World, number: int, people: int, session: str = "reading") -> None:
    """As many people join a question."""
    question = await asked(world, number, session)
    async with world.storage.writing() as work:
        for one in range(people):
            person = await work.people.add(PAPER, f"joiner{one}", "ru", world.clock.now())
            assert await work.questions.join(question.id, person.id, world.clock.now())
        await question_counted(work, question, world.clock.now())
