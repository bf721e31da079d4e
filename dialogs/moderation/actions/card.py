"""Presses under the card of a question: each re-checks the right, takes one step at most, and is answered by a word.

The card itself is drawn again through its key: two hands never race for the message.
"""

import asyncio

from dialogs.kit.errors import Stale
from dialogs.kit.links import clickable
from dialogs.kit.phrase import Phrase, say
from dialogs.kit.similar import load, most_alike
from dialogs.kit.times import clock_time
from dialogs.kit.visit import Reply, Visit
from dialogs.moderation import rules
from dialogs.moderation.access import access_question, bring_card, find_question
from dialogs.moderation.actions.steps import OVER, go, is_over, merge, post_passed, take_back, too_late
from dialogs.moderation.feature import feature
from dialogs.moderation.letters import QuestionCard, posting
from dialogs.moderation.routes import (
    Air,
    AnswerQuestion,
    Choose,
    CorrectAnswer,
    EditText,
    GiveBack,
    Mute,
    OpenCardMenu,
    Pass,
    Retract,
    ShowCard,
    ShowName,
    Take,
    TakeBack,
)
from dialogs.moderation.screens.card import undone
from dialogs.news.questions import muted, question_aired, question_changed, question_counted
from storage.fair.programme import Session
from storage.questions.boards import Menu, MenuName
from storage.questions.tables import Question, card_key


@feature.on(Take, changes=True)
async def take(visit: Visit, route: Take) -> Reply:
    question, _ = await access_question(visit, route.question)
    return Reply(toast=await _take(visit, question) or await too_late(visit, question.id))


async def _take(visit: Visit, question: Question) -> Phrase | None:
    """Take it for a while, or say until when the moderator has it; None when somebody else was first."""
    taken = await go(visit, question, rules.TAKE, lease_until=visit.now + visit.policy.questions.lease)
    held = taken or await visit.work.questions.load(question.id)
    if held is None or held.state != "taken" or held.taken_by != visit.person.id or held.lease_until is None:
        return None
    until = clock_time(held.lease_until, visit.catalogue.zone)
    return say("№{number} is yours until {time}.", number=held.number, time=until)


@feature.on(GiveBack, changes=True)
async def give_back(visit: Visit, route: GiveBack) -> Reply:
    question, _ = await access_question(visit, route.question)
    done = await go(visit, question, rules.GIVE_BACK)
    word = say("№{number} waits for a moderator again.", number=question.number)
    return Reply(toast=word if done else await too_late(visit, question.id))


@feature.on(Pass, changes=True)
async def pass_(visit: Visit, route: Pass) -> Reply:
    """What can be pressed in it is looked at a second time, for everybody will read it."""
    question, session = await access_question(visit, route.question)
    if not clickable(question.text):
        return Reply(toast=await _pass(visit, question, session))
    if is_over(visit, question) or not rules.may(rules.PASS, question, visit.person.id, visit.now):
        return Reply(toast=await too_late(visit, question.id))
    await _open(visit, question, "pass", (True,))
    return Reply(toast=say("Careful: everybody will read it. Look at the card once more, and confirm."))


async def _pass(visit: Visit, question: Question, session: Session) -> Phrase:
    passed = await go(visit, question, rules.PASS)
    if passed is None:
        return await too_late(visit, question.id)
    if await post_passed(visit, passed, session):
        return say("№{number} goes to the chat.", number=question.number)
    return say("№{number} is on the presenter's list.", number=question.number)


@feature.on(Retract, changes=True)
async def retract(visit: Visit, route: Retract) -> Reply:
    question, _ = await access_question(visit, route.question)
    done = await go(visit, question, rules.RETRACT)
    word = say("№{number} is out of the chat and waits again.", number=question.number)
    return Reply(toast=word if done else await too_late(visit, question.id))


@feature.on(Air, changes=True)
async def air(visit: Visit, route: Air) -> Reply:
    question, _ = await access_question(visit, route.question)
    done = await go(visit, question, rules.AIR)
    if done is not None:
        await question_aired(visit.work, done, visit.now)
    word = say("№{number} was read out.", number=question.number)
    return Reply(toast=word if done else await too_late(visit, question.id))


@feature.on(AnswerQuestion, changes=True)
async def answer(visit: Visit, route: AnswerQuestion) -> Reply:
    """Who is going to answer takes a new question; all others are answered as they are."""
    question, _ = await access_question(visit, route.question)
    if question.state == "new" and await _take(visit, question) is None:
        return Reply(toast=await too_late(visit, question.id))
    fresh = await visit.work.questions.load(question.id) or question
    if is_over(visit, fresh) or not rules.may(rules.ANSWER, fresh, visit.person.id, visit.now):
        return Reply(toast=await too_late(visit, question.id))
    await _open(visit, fresh, "answer")
    return Reply(toast=say("Reply to this card: your text goes to everybody who waits."))


async def _open(visit: Visit, question: Question, name: MenuName, choices: tuple[object, ...] = ()) -> None:
    """Let the card show what is chosen now, and by whom."""
    await visit.work.questions.boards.open_menu(question.id, question.revision, Menu(name, choices, visit.person.id))
    await question_counted(visit.work, question, visit.now)


@feature.on(CorrectAnswer, changes=True)
async def correct_answer(visit: Visit, route: CorrectAnswer) -> Reply:
    question, _ = await access_question(visit, route.question)
    if is_over(visit, question) or question.state != "answered":
        return Reply(toast=await too_late(visit, question.id))
    await _open(visit, question, "correct")
    return Reply(toast=say("Reply to this card: your text takes the place of the answer."))


@feature.on(TakeBack, changes=True)
async def take_step_back(visit: Visit, route: TakeBack) -> Reply:
    """Whoever may take a step may undo it, also somebody else's."""
    question, _ = await access_question(visit, route.question)
    if rules.taken_back_to(question) is None:
        return Reply(toast=await too_late(visit, question.id))
    fresh = await take_back(visit, question)
    if fresh is None:
        return Reply(toast=await too_late(visit, question.id))
    return Reply(toast=undone(question.number, fresh))


@feature.on(EditText, changes=True)
async def edit_text(visit: Visit, route: EditText) -> Reply:
    question, _ = await access_question(visit, route.question)
    if is_over(visit, question) or not rules.editable(question, visit.person.id, visit.now):
        return Reply(toast=await too_late(visit, question.id))
    await _open(visit, question, "text")
    return Reply(toast=say("Reply to this card with the question as it should be shown."))


@feature.on(ShowName, changes=True)
async def show_name(visit: Visit, route: ShowName) -> Reply:
    question, _ = await access_question(visit, route.question)
    by, amends = visit.person.id, visit.work.questions.amends
    if is_over(visit, question) or not rules.editable(question, by, visit.now):
        return Reply(toast=await too_late(visit, question.id))
    if await amends.name(question.id, by, visit.now, shown=route.shown):
        fresh = await visit.work.questions.load(question.id) or question
        await question_changed(visit.work, fresh, visit.now)
    elif route.shown:
        return Reply(toast=say("The asker wants no name beside №{number}.", number=question.number))
    if route.shown:
        return Reply(toast=say("№{number} is shown with the name.", number=question.number))
    return Reply(toast=say("№{number} is shown without a name.", number=question.number))


_CHOOSING: dict[str, rules.Step] = {"decline": rules.DECLINE, "duplicate": rules.MERGE}


@feature.on(OpenCardMenu, changes=True)
async def open_card_menu(visit: Visit, route: OpenCardMenu) -> Reply:
    question, session = await access_question(visit, route.question)
    work, by = visit.work, visit.person.id
    step = _CHOOSING.get(route.menu)
    if is_over(visit, question) or (step is not None and not rules.may(step, question, by, visit.now)):
        return Reply(toast=await too_late(visit, question.id))
    match route.menu:
        case "decline" | "duplicate":
            await _let_choose(visit, question, session, route.menu)
        case "more":
            asker = question.person_id
            muted = asker is not None and await work.questions.is_muted(asker, session.id)
            hidden = await work.questions.amends.nameless(question.id)
            await _open(visit, question, "more", (muted, hidden))
        case _:
            await work.questions.boards.close_menu(question.id)
            await question_counted(work, question, visit.now)
    return Reply()


async def _let_choose(visit: Visit, question: Question, session: Session, name: MenuName) -> None:
    """Show why it may be declined, or with which ones it may be merged."""
    decline = name == "decline"
    choices = visit.policy.questions.reasons_of(session.cluster) if decline else await _alike(visit, question)
    await _open(visit, question, name, choices)


async def _choose_again(visit: Visit, question: Question, session: Session, name: str) -> Reply:
    """What was pressed stands for something else by now: what may be chosen is shown anew.

    :raises Stale: there never was such a menu.
    """
    if name not in _CHOOSING:
        raise Stale
    if is_over(visit, question) or not rules.may(_CHOOSING[name], question, visit.person.id, visit.now):
        return Reply(toast=await too_late(visit, question.id))
    await _let_choose(visit, question, session, "decline" if name == "decline" else "duplicate")
    return Reply(toast=say("The card has changed meanwhile: please choose once more."))


async def _alike(visit: Visit, question: Question) -> tuple[int, ...]:
    """The questions of the session that say most nearly the same."""
    others = await visit.work.questions.of_session(question.session_id)
    await asyncio.to_thread(load)
    could = ((o.id, o.text) for o in others if o.id != question.id and o.state not in ("merged", "withdrawn"))
    return tuple(most_alike(question.text, could, rules.ALIKE)[: rules.OFFERED])


@feature.on(Choose, changes=True)
async def choose(visit: Visit, route: Choose) -> Reply:
    question, session = await access_question(visit, route.question)
    menu = await visit.work.questions.boards.menu(question.id, question.revision)
    if menu is None or menu.name != route.menu or not 0 <= route.choice < len(menu.choices):
        return await _choose_again(visit, question, session, route.menu)
    choice = menu.choices[route.choice]
    if menu.name == "pass":
        return Reply(toast=await _pass(visit, question, session))
    if menu.name == "decline":
        done = await go(visit, question, rules.DECLINE, reason=str(choice))
        word = say("№{number} is declined.", number=question.number)
        return Reply(toast=word if done else await too_late(visit, question.id))
    other = await visit.work.questions.load(int(choice))
    into = None if other is None else await merge(visit, question, other)
    if into is None:
        return Reply(toast=await too_late(visit, question.id))
    return Reply(toast=say("№{number} is merged with №{other}.", number=question.number, other=into.number))


@feature.on(Mute, changes=True)
async def mute(visit: Visit, route: Mute) -> Reply:
    """The person is told; what they asked already stays to be handled."""
    question, session = await access_question(visit, route.question)
    work, now = visit.work, visit.now
    asker = None if question.person_id is None else await work.people.load(question.person_id)
    if asker is None:
        return Reply(toast=OVER)
    if route.again:
        await work.questions.unmute(asker.id, session.id)
        await work.questions.unmute(asker.id, None)
        await work.privacy.audit.note("unmute", f"question {question.id}", visit.person.id, now)
        word = say("Questions from this person are taken again.")
    else:
        where = None if route.fair else session.id
        await work.questions.mute(asker.id, where, now, visit.person.id)
        await muted(work, asker, where, now)
        await work.privacy.audit.note("mute", f"question {question.id}", visit.person.id, now)
        word = say("No more questions from this person; they are told.")
    await work.questions.boards.close_menu(question.id)
    await question_counted(work, question, now)
    return Reply(toast=word)


@feature.on(ShowCard, changes=True)
async def show_card(visit: Visit, route: ShowCard) -> Reply:
    """A question of the opening pack comes as a card; the next one moves up."""
    question, _ = await find_question(visit, route.question)
    if question.state != "new":
        return Reply(toast=await too_late(visit, question.id))
    brought = await bring_card(visit, question)
    if visit.event.private:  # to one who was told of it there
        letter = posting(QuestionCard(question.id), visit.now, card_key(question.id))
        await visit.work.outbox.put(letter, visit.event.place, visit.person.id)
        return Reply(toast=say("The card of №{number} comes.", number=question.number))
    if not brought:
        return Reply(toast=say("The card of №{number} is here already.", number=question.number))
    return Reply(toast=say("The card of №{number} comes.", number=question.number))
