"""Answers: in order, once, and with every word said where it can be read."""

import asyncio
from dataclasses import dataclass, field, replace

import pytest
from structlog.testing import capture_logs

from dialogs.engine.answers import FAILED, LOWEST_MARK, Answers, mark
from dialogs.kit.event import Address, Event, Pressed, Shown
from dialogs.kit.messenger import ChatMoved, Delivered, Gone, Later, Lost, Outcome, Parcel, Refused
from dialogs.kit.phrase import say
from dialogs.kit.route import Nowhere
from dialogs.kit.screen import Bold, Button, Link, LinkButton, Screen, paragraph, screen
from dialogs.kit.visit import Reply
from tests.paper import LIMITS, PAPER, PaperMessenger, no_links

MENU = screen("Меню")
PRESS = Event("7", "bot", Address(PAPER, "1"), "1", Pressed("menu", Shown("1")), ticket="7")


@dataclass
class Hall:
    """Paper, and the answers given on it."""

    messenger: PaperMessenger = field(default_factory=PaperMessenger)

    async def answer(self, event: Event, reply: Reply | None, *, toast: bool = True) -> list[str]:
        """The texts that stand in the chat after the answer."""
        answers = Answers(self.messenger, asyncio.Event())
        if answers.add(event, reply, toast=toast):
            await answers.give(event.user)
        return [message.text for message in self.messenger.chats.get("1", [])]

    @property
    def toasts(self) -> list[str]:
        return self.messenger.toasts.get("1", [])


async def test_a_press_gets_its_screen_and_its_word() -> None:
    hall = Hall()
    assert await hall.answer(PRESS, Reply(MENU, toast=say("Menu"))) == ["Меню"]
    assert hall.toasts == ["Меню"]


async def test_a_press_answered_on_another_way_gets_only_its_screen() -> None:
    hall = Hall()
    assert await hall.answer(PRESS, Reply(MENU, toast=say("Menu")), toast=False) == ["Меню"]
    assert hall.toasts == []


async def test_where_no_word_can_pass_over_the_chat_it_stands_on_the_screen_once() -> None:
    quiet = replace(PRESS, ticket="")
    assert await Hall().answer(quiet, Reply(screen("План"), toast=say("Menu"))) == ["Меню\n\nПлан"]
    assert await Hall().answer(quiet, Reply(toast=say("Menu"))) == ["Меню"]
    told = screen(paragraph(say("Menu")), "План")
    assert await Hall().answer(quiet, Reply(told, toast=say("Menu"))) == ["Меню\n\nПлан"]


async def test_nothing_to_say_is_not_said() -> None:
    for reply in (None, Reply()):
        assert await Hall().answer(replace(PRESS, ticket=""), reply) == []


@pytest.mark.parametrize(
    ("trouble", "recognises", "shown"),
    [
        (Later(0.01), False, True),
        (Later(0.01, unsure=True), False, False),
        (Later(0.01, unsure=True), True, True),
        (Later(60.0), True, False),
    ],
)
async def test_what_may_have_arrived_is_repeated_where_a_repetition_is_recognised(
    trouble: Outcome, recognises: bool, shown: bool
) -> None:
    hall = Hall(PaperMessenger(replace(LIMITS, recognises=recognises)))
    hall.messenger.answer("1", trouble)
    assert await hall.answer(PRESS, Reply(MENU, anew=True)) == (["Меню"] if shown else [])


async def test_an_edit_is_repeated_everywhere() -> None:
    hall = Hall()
    shown = await hall.messenger.show(Parcel(PRESS.place, MENU, "ru"))
    assert shown == Delivered(Shown("1"))
    hall.messenger.answer("1", Later(0.01, unsure=True))
    assert await hall.answer(PRESS, Reply(screen("План"))) == ["План"]


SESSION = screen(
    Bold("Игра как язык"),
    paragraph(("Вот ", Link("запись", "http://nas/1"))),
    buttons=[(LinkButton("Смотреть", "http://localhost:8080/room"), Button("Меню", Nowhere()))],
)


def no_buttons(shown: Screen) -> str:
    return "Bad Request: BUTTON_DATA_INVALID" if shown.buttons else ""


def nothing_long(shown: Screen) -> str:
    return "Bad Request: message is too long" if "Игра" in str(shown) else ""


async def test_what_is_refused_for_its_links_is_shown_with_its_addresses_in_words() -> None:
    hall = Hall()
    hall.messenger.refuses = no_links
    with capture_logs() as said:
        [text] = await hall.answer(PRESS, Reply(SESSION, anew=True))
    assert text == "Игра как язык\n\nВот запись (http://nas/1)\n\nСмотреть: http://localhost:8080/room"
    assert hall.messenger.chats["1"][0].buttons == ["Меню"]
    [line] = said
    assert (line["event"], line["act"]) == ("answer.refused", "Pressed")
    assert line["reason"] == "inline keyboard button URL … is invalid: Wrong HTTP URL"


async def test_what_is_refused_for_anything_else_is_words_and_at_last_an_apology() -> None:
    hall = Hall()
    hall.messenger.refuses = no_buttons
    [text] = await hall.answer(PRESS, Reply(SESSION, anew=True))
    assert text.startswith("Игра как язык")
    assert text.endswith("\n\nЧтобы продолжить, откройте меню: /menu")
    hall.messenger.refuses = nothing_long
    before = FAILED.labels(PAPER, "refused")._value.get()
    [_, apology] = await hall.answer(PRESS, Reply(SESSION, anew=True))
    assert apology.startswith("Показать это здесь не вышло")
    assert FAILED.labels(PAPER, "refused")._value.get() == before + 3


@dataclass
class Heard:
    """Words that know how often they were spoken."""

    times: int = 0

    def speak(self, language: str) -> str:
        self.times += 1
        return f"сказано ({language})"


async def test_simpler_forms_are_made_only_of_what_was_refused() -> None:
    paper, shown = Heard(), Heard()
    await PaperMessenger().show(Parcel(PRESS.place, screen(paper), "ru"))
    assert await Hall().answer(PRESS, Reply(screen(shown))) == ["сказано (ru)"]
    assert shown.times == paper.times


@pytest.mark.parametrize("outcome", [Gone(), Lost(), Later(60.0), ChatMoved("1")])
async def test_whatever_does_not_arrive_is_said_and_counted(outcome: Outcome) -> None:
    hall = Hall()
    hall.messenger.answer("1", outcome)
    with capture_logs() as said:
        assert await hall.answer(PRESS, Reply(MENU, anew=True)) == []
    assert len(said) == 1


async def test_an_answer_follows_its_chat_and_does_without_its_topic() -> None:
    hall = Hall()
    threaded = replace(PRESS, place=Address(PAPER, "1", "77"))
    assert await hall.answer(threaded, Reply(MENU, anew=True)) == ["Меню"]
    hall.messenger.answer("0", ChatMoved("1"))
    assert await hall.answer(replace(PRESS, place=Address(PAPER, "0")), Reply(MENU, anew=True)) == ["Меню", "Меню"]


def test_a_reason_names_nobody() -> None:
    for told in ("can't parse entities: 'Анна'", "no user anna@example.org", "+7 916 123-45-67 is wrong"):
        logged = Refused(told).logged
        assert "…" in logged
        assert not {"Анна", "anna", "916"} & set(logged.replace("@", " ").split())


def test_an_answer_s_mark_is_its_event_s_and_no_letter_s() -> None:
    marks = {mark(replace(PRESS, id=str(number))) for number in range(1_000)}
    assert len(marks) == 1_000
    assert all(LOWEST_MARK <= number < 2 * LOWEST_MARK == 2**31 for number in marks)
    assert mark(PRESS) == mark(replace(PRESS, act=Pressed("plan")))
    assert mark(PRESS) != mark(replace(PRESS, bot="other"))
