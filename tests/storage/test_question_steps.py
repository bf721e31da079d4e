"""Whatever is pressed in whatever order, by many at once: every question goes only ways that there are."""

import asyncio
import random

import pytest

from storage.database import Storage
from storage.questions.tables import Question
from tests.storage.asking import STEPS, Hall

PRESSES = 60


async def press(hall: Hall, questions: list[Question], dice: random.Random) -> None:
    """Somebody does something to a question."""
    question, who = dice.choice(questions), dice.choice(hall.crowd)
    match dice.choice([*STEPS, "edit", "withdraw", "join", "leave"]):
        case "edit":
            await hall.edit(question, hall.crowd[0], "Иначе")
        case "withdraw":
            await hall.withdraw(question, hall.crowd[0])
        case "join":
            await hall.join(question, who)
        case "leave":
            await hall.leave(question, who)
        case "merge":
            await hall.step(question, "merge", who, into=dice.choice(questions))
        case step:
            await hall.step(question, step, who, held=dice.random() < 0.5)


def replay(steps: list[str]) -> str:
    """The state to which these steps lead; each must be one that there is."""
    assert steps[0] == "ask"
    state = "new"
    for step in steps[1:]:
        frm, to = STEPS.get(step, (("new",), "withdrawn" if step == "withdraw" else "new"))
        assert state in frm, f"{step} from {state}"
        state = to
    return state


@pytest.mark.parametrize("seed", range(6))
async def test_questions_go_only_ways_that_there_are(fair: Storage, seed: int) -> None:
    dice = random.Random(seed)
    hall = await Hall.open(fair, crowd=5)
    questions = [await hall.ask(hall.crowd[0]) for _ in range(6)]
    for _ in range(PRESSES // 6):
        await asyncio.gather(*(press(hall, questions, dice) for _ in range(6)))
    for question in questions:
        now = await hall.see(question)
        steps = [step for step, _ in await hall.log(question)]
        assert replay(steps) == now.state
        assert now.revision == len(steps), "each step counted"
        assert (now.state == "taken") == (now.taken_by is not None) == (now.lease_until is not None)
        assert (now.state == "merged") == (now.merged_into is not None)
        if now.merged_into is not None:
            other = next(one for one in questions if one.id == now.merged_into)
            assert (await hall.see(other)).state not in ("merged", "withdrawn"), "its people wait for something"
