"""Forms, told by a visiting card that only these tests ask for."""

from dataclasses import dataclass, replace
from typing import ClassVar

import pytest

from dialogs.kit.errors import Stale, Trouble
from dialogs.kit.feature import Feature
from dialogs.kit.form import Form, FormStep, LeaveForm
from dialogs.kit.phrase import say
from dialogs.kit.route import Route
from dialogs.kit.screen import Button, Screen, screen
from dialogs.kit.visit import Reply, Visit
from tests.paper import Person
from tests.world import World


@dataclass(frozen=True, slots=True)
class Draft:
    name: str = ""
    year: int = 0


@dataclass(frozen=True, slots=True)
class BeginCard(Route):
    path: ClassVar[str] = "begincard"


@dataclass(frozen=True, slots=True)
class SkipYear(Route):
    path: ClassVar[str] = "skipyear"


def ask_name(_visit: Visit, _draft: Draft) -> Screen:
    return screen("Как вас зовут?", buttons=[(Button("Не сейчас", LeaveForm()),)])


def ask_year(_visit: Visit, draft: Draft) -> Screen:
    return screen(f"{draft.name}, с какого вы года?", buttons=[(Button("Пропустить", SkipYear()),)])


def read_name(_visit: Visit, draft: Draft, text: str) -> Draft | Trouble:
    return replace(draft, name=text.strip()) if text.strip() else Trouble(say("Done"))


def read_year(_visit: Visit, draft: Draft, text: str) -> Draft | Trouble:
    if text == "вчера":
        raise Stale
    return replace(draft, year=int(text)) if text.isdecimal() else Trouble(say("Back"))


async def finish(_visit: Visit, draft: Draft) -> Screen:
    return screen(f"Записано: {draft.name}, {draft.year or '…'}")


def visiting_card(version: int = 1) -> Feature:
    """The feature, with its form at a version."""
    feature = Feature("card")
    form = Form("card", version, Draft, (FormStep(ask_name, read_name), FormStep(ask_year, read_year)), finish)
    feature.forms.append(form)

    @feature.on(BeginCard, changes=True)
    async def begin(visit: Visit, _route: BeginCard) -> Screen:
        return form.begin(visit, Draft())

    @feature.on(SkipYear, changes=True)
    async def skip(visit: Visit, _route: SkipYear) -> Screen | Reply:
        return await form.skip_to(visit, form.draft(visit), 2)

    return feature


async def _begins(world: World, person: Person) -> None:
    await world.restart(visiting_card())
    await person.presses(BeginCard().pack())
    assert person.reads == "Как вас зовут?"


async def test_a_form_asks_one_question_after_another_and_ends(world: World, anna: Person) -> None:
    await _begins(world, anna)
    await anna.types("Анна")
    assert anna.reads == "Анна, с какого вы года?"
    await anna.types("1984")
    assert anna.reads == "Записано: Анна, 1984"
    await anna.types("что дальше?")
    assert "ничего не нашлось" in anna.reads


async def test_an_answer_that_cannot_be_taken_is_asked_for_again_with_the_reason(world: World, anna: Person) -> None:
    await _begins(world, anna)
    await anna.types("Анна")
    await anna.types("давно")
    assert anna.reads == "Назад\n\nАнна, с какого вы года?"
    await anna.types("1984")
    assert anna.reads == "Записано: Анна, 1984"


async def test_answers_stand_below_what_was_typed(world: World, anna: Person) -> None:
    await _begins(world, anna)
    before = len(anna.messages)
    await anna.types("Анна")
    assert len(anna.messages) == before + 1


@pytest.mark.both
async def test_a_form_survives_a_restart(world: World, anna: Person) -> None:
    await _begins(world, anna)
    await anna.types("Анна")
    await world.restart(visiting_card())
    await anna.types("1984")
    assert anna.reads == "Записано: Анна, 1984"


async def test_a_draft_of_another_version_is_dropped_kindly(world: World, anna: Person) -> None:
    await _begins(world, anna)
    await anna.types("Анна")
    await world.restart(visiting_card(version=2))
    await anna.types("1984")
    assert anna.reads == "Пока вы отвечали, кое-что изменилось. Начните, пожалуйста, ещё раз."
    assert anna.has("Программа")
    await anna.types("1985")
    assert "ничего не нашлось" in anna.reads


async def test_a_form_that_is_no_more_is_dropped_kindly(world: World, anna: Person) -> None:
    await _begins(world, anna)
    await world.restart()
    await anna.types("Анна")
    assert "Этого я не понял" in anna.reads
    kept = await world.kept(anna)
    assert kept is not None
    assert kept.form is None


async def test_a_form_can_be_left(world: World, anna: Person) -> None:
    await _begins(world, anna)
    await anna.taps("Не сейчас")
    assert anna.has("Программа")
    await anna.types("Анна")
    assert "Анна Лунина" in anna.reads


async def test_start_and_stop_leave_a_form(world: World, anna: Person) -> None:
    for way_out in ("/start", "/stop"):
        await _begins(world, anna)
        await anna.types(way_out)
        kept = await world.kept(anna)
        assert kept is not None
        assert kept.form is None


async def test_browsing_does_not_lose_a_form(world: World, anna: Person) -> None:
    await _begins(world, anna)
    await anna.types("/now")
    await anna.types("Анна")
    assert anna.reads == "Анна, с какого вы года?"


async def test_a_button_of_a_form_works_while_it_is_open_and_is_stale_afterwards(world: World, anna: Person) -> None:
    await _begins(world, anna)
    await anna.types("Анна")
    question = anna.message
    await anna.taps("Пропустить")
    assert anna.reads == "Записано: Анна, …"
    await anna.presses(SkipYear().pack(), on=question)
    assert anna.toast == "Эта кнопка устарела: с тех пор кое-что изменилось."


async def test_a_form_whose_world_is_gone_is_closed(world: World, anna: Person) -> None:
    await _begins(world, anna)
    await anna.types("Анна")
    await anna.types("вчера")
    assert anna.has("Программа")
    kept = await world.kept(anna)
    assert kept is not None
    assert kept.form is None


@pytest.mark.both
async def test_a_repeated_answer_is_taken_once(world: World, anna: Person) -> None:
    await _begins(world, anna)
    await anna.types("Анна")
    await anna.again()
    kept = await world.kept(anna)
    assert kept is not None
    assert kept.form is not None
    assert kept.form.step == 1
    assert kept.form.draft["name"] == "Анна"


async def test_a_sticker_is_no_answer(world: World, anna: Person) -> None:
    await _begins(world, anna)
    await anna.sends("sticker")
    assert (
        anna.reads == "Голосовые, видео и стикеры я пока не разбираю. Напишите, пожалуйста, словами.\n\nКак вас зовут?"
    )
    await anna.types("Анна")
    assert anna.reads == "Анна, с какого вы года?"
