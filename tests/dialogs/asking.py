"""What stories of questions share: asking in a few words, and moderators who take steps without a desk of their own."""

from typing import Any

from dialogs.news.questions import question_changed
from storage.questions.tables import Question, State
from tests.paper import Person
from tests.world import World

BOOK = "С какого возраста учить ребёнка читать?"
STEPS: dict[str, tuple[tuple[State, ...], State]] = {
    "take": (("new",), "taken"),
    "release": (("taken",), "new"),
    "pass": (("taken",), "passed"),
    "air": (("passed",), "aired"),
    "answer": (("new", "taken", "passed", "aired"), "answered"),
    "decline": (("new", "taken"), "declined"),
    "merge": (("new", "taken"), "merged"),
    "retract": (("passed",), "new"),
}


async def begins(person: Person, session: str = "reading") -> None:
    """Open a session's card and press «Задать вопрос»."""
    await person.opens(f"session-{session}")
    await person.taps("Задать вопрос")


async def asks(world: World, person: Person, text: str = BOOK, session: str = "reading") -> None:
    """Ask, and let the receipt come."""
    await begins(person, session)
    await person.types(text)
    if person.has("Задать свой"):
        await person.taps("Задать свой")
    await person.taps("Отправить")
    await world.deliver()


async def asked(world: World, number: int = 1, session: str = "reading") -> Question:
    """A session's question, as it is kept."""
    found = world.storage.catalogue.session_named(session)
    assert found is not None
    async with world.storage.reading() as work:
        question = await work.questions.numbered(found.id, number)
    assert question is not None
    return question


async def moderates(world: World, number: int, *steps: str, session: str = "reading", **values: Any) -> None:
    """A moderator takes steps, one after another, and everybody is told."""
    question = await asked(world, number, session)
    async with world.storage.writing() as work:
        moderator = await work.people.add("paper", "moderator", "ru", world.clock.now())
        for step in steps:
            frm, to = STEPS[step]
            lease: dict[str, Any] = (
                {"lease_until": world.clock.now() + world.policy.questions.lease} if to == "taken" else {}
            )
            by, now = moderator.id, world.clock.now()
            assert await work.questions.step(
                question.id, step, frm=frm, to=to, by=by, now=now, **lease, **(values if step == steps[-1] else {})
            )
            changed = await work.questions.load(question.id)
            assert changed is not None
            await question_changed(work, changed, now)
    await world.deliver()


async def passes(world: World, number: int, session: str = "reading") -> None:
    """The question comes to the session's chat."""
    await moderates(world, number, "take", "pass", session=session)


def receipt(person: Person, number: int = 1) -> str:
    """What the receipt of a question says now."""
    found = [m for m in person.letters if m.text.startswith((f"Ваш вопрос №{number}\n", f"Вопрос №{number}\n"))]
    assert len(found) == 1, [m.text for m in person.letters]
    return found[0].text
