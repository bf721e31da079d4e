"""What moderators do at their desk: pages of packs, and replies that are put right until somebody was first."""

from storage.database import Storage
from tests.storage.asking import Hall
from tests.storage.making import NOW


async def test_a_pack_stays_open_where_it_was_opened(fair: Storage) -> None:
    hall = await Hall.open(fair)
    async with fair.writing() as work:
        packs = work.questions.packs
        assert await packs.page(hall.session) == 0
        for page in (2, 1):
            await packs.turn(hall.session, page)
            assert await packs.page(hall.session) == page
        assert await packs.greet(hall.session, NOW)
        assert not await packs.greet(hall.session, NOW)
        assert await packs.page(hall.session) == 0, "the morning's begins anew"
        await packs.turn(hall.session, 1)
        assert await packs.greeted() == {hall.session}


async def test_a_reply_has_other_words_until_it_has_left(fair: Storage) -> None:
    hall = await Hall.open(fair)
    asker, moderator, *_ = hall.crowd
    question = await hall.ask(asker)
    async with fair.writing() as work:
        replies = work.questions.replies
        number = await replies.add(
            hall.session, [question.id], moderator.id, "Потомучто.", NOW, state="held", until=NOW
        )
        held = await replies.load(number)
        assert held is not None
        assert await replies.reword(held, "Потому что.")
        (due,) = await replies.due(NOW)
        assert (due.text, due.questions) == ("Потому что.", (question.id,))
        assert await replies.turn(due, "sent")
        assert not await replies.reword(due, "Поздно.")
        assert not await replies.turn(due, "dropped")
        assert await replies.held(hall.session) == ()


async def test_who_asked_or_joined_awaits_the_answer_whatever_it_was_merged_into(fair: Storage) -> None:
    hall = await Hall.open(fair)
    anna, viktor, petr, moderator = hall.crowd
    question, same = await hall.ask(anna), await hall.ask(viktor)
    assert await hall.step(same, "merge", moderator, into=question)
    assert await hall.join(question, petr)
    async with fair.reading() as work:
        awaits = [await work.questions.mail.awaits(question.id, one.id) for one in hall.crowd]
    assert awaits == [True, True, True, False]
