"""Speakers: from a session to who speaks there, to all that they speak in, and back."""

from dialogs.speakers.rules import MOST_SPANS, spans
from storage.importers.fair_file import SpeakerEntry
from tests.paper import Person
from tests.world import World

OLEG = SpeakerEntry(name="Олег Ветров", post="детский писатель")


async def test_from_a_session_to_its_speaker_and_all_that_they_speak_in(world: World, anna: Person) -> None:
    await world.imports(sand={"speakers": (OLEG,)}, paints={"moderator": OLEG})
    await anna.opens("session-reading")
    await anna.taps("Напоминать", "Выступающие")
    assert anna.buttons == [
        "Ирина Полякова",
        "Олег Ветров",
        "Анна Лунина",
        "Весь список",
        "Назад",
        "Меню",
    ]
    await anna.taps("Олег Ветров")
    assert "Олег Ветров\nдетский писатель" in anna.reads
    assert "1. понедельник, 27 апреля, 10:00–11:00 МСК ⭐\nПервые шаги к чтению" in anna.reads
    assert "2. понедельник, 27 апреля, 12:30–13:00 МСК · отменено\nКраски из чулана" in anna.reads
    assert "3. вторник, 28 апреля, 10:00–10:30 МСК\nПесочница мира" in anna.reads
    await anna.taps("3. Песочница мира")
    assert anna.has("🎤 Олег Ветров"), "one or two have buttons of their own"
    await anna.taps("Назад")
    assert "1. понедельник, 27 апреля" in anna.reads


async def test_a_link_leads_to_a_speaker_by_the_files_id_or_by_ours(world: World, anna: Person) -> None:
    await world.imports(sand={"speakers": (OLEG.model_copy(update={"id": "vetrov"}),)})
    await anna.opens("speaker-vetrov")
    assert "Песочница мира" in anna.reads
    assert "Первые шаги к чтению" in anna.reads, "of the same name and post, so the same person"
    anna_lunina = next(card for card in world.storage.catalogue.speakers.values() if card.name == "Анна Лунина")
    await anna.opens(f"speaker-{anna_lunina.ref}")
    assert "Анна Лунина" in anna.reads
    await anna.taps("Назад")
    assert anna.buttons[:3] == ["Олег Ветров", "Анна Лунина", "Ирина Полякова"]
    await anna.opens("speaker-nobody")
    assert anna.has("📅 Программа"), "a friendly menu"


async def test_many_speakers_are_parted_by_letters(world: World, anna: Person) -> None:
    letters = "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯ"
    crowd = tuple(SpeakerEntry(name=f"Имя {letter}{number}иванов") for letter in letters for number in (1, 2))
    await world.imports(sand={"speakers": crowd})
    await anna.opens("session-sand")
    await anna.taps("Выступающие", "Весь список")
    assert "Выступающие · 59 человек" in anna.reads
    assert len([label for label in anna.buttons if "·" in label]) <= MOST_SPANS
    await anna.taps(anna.buttons[1])
    shown = anna.buttons[0]
    await anna.taps(shown, "Назад")
    assert anna.buttons[0] == shown, "back to the same letters"


def test_letters_are_put_together_to_a_few_spans_of_about_one_size() -> None:
    assert spans([("А", 5), ("Б", 5)]) == [("А", "А", 5), ("Б", "Б", 5)]
    many = spans([(chr(code), 1 + code % 7 * 20) for code in range(ord("А"), ord("Я") + 1)])
    assert len(many) <= MOST_SPANS
    assert (many[0][0], many[-1][1]) == ("А", "Я")
    assert spans([]) == []
