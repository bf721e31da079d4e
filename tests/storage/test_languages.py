"""A fair in two languages, people who are one person, and the words by which sessions are found."""

from datetime import date

from dialogs.kit.phrase import LANGUAGES
from storage.database import Storage
from storage.fair import wording
from storage.importers.fair_file import FairFile
from storage.importers.reading import read_fair
from tests.storage.test_importing import load

IN_TWO = """
fair: {id: f, title: {ru: Салон, en: Fair}}
stages: [{id: m, title: {ru: Этап, en: Stage}, first_day: 2020-04-26, last_day: 2020-04-29}]
days: [{date: 2020-04-27, theme: {ru: Школа, en: School}}]
clusters:
  - {id: c, title: {ru: Общее, en: General}, short: Общ, kind: cluster, fallback_player: https://spare.example.org}
  - {id: d, title: {en: Only English}, kind: cluster}
sessions:
  - id: s
    cluster: c
    title: {ru: Урок, en: Lesson}
    summary: О чём урок.
    kind: lecture
    starts: 2020-04-27T10:00:00+03:00
    minutes: 45
    languages: [ru, en]
    tags: [егэ, дистант]
    audience: [teacher, head]
    level: school
    captions: true
    sign_language: true
    transcript: https://text.example.org
    fallback_player: https://spare.example.org/s
    moderator: {name: Анна Лунина, post: учитель}
    speakers: [{id: oleg, name: Олег Ветров, post: писатель}, {name: Ким Ан}]
    materials: [{id: m, title: {ru: Слайды, en: Slides}, url: https://files.example.org}]
  - id: t
    cluster: d
    title: Второй
    kind: lecture
    starts: 2020-04-27T09:00:00+03:00
    minutes: 45
    tags: [егэ]
    moderator: {id: oleg, name: Олег Ветров, post: поэт}
    speakers: [{name: Анна Лунина, post: учитель}, {name: Анна Лунина, post: директор}]
floors: [{id: f, title: {ru: Книги, en: Books}}]
stands:
  - id: p
    floor: f
    title: {ru: Азбука, en: Alphabet}
    products: [{title: Букварь}, {title: {ru: Кубики, en: Blocks}, text: Из дерева.}]
"""


def of(text: str) -> FairFile:
    file = read_fair(text.encode())
    assert isinstance(file, FairFile), str(file)
    return file


def test_texts_may_be_in_the_languages_that_the_assistant_speaks() -> None:
    assert wording.LANGUAGES == LANGUAGES


async def test_everybody_reads_the_fair_in_their_language_and_the_rest_in_the_other(storage: Storage) -> None:
    await load(storage, of(IN_TWO))
    await storage.refresh()
    russian, english = (storage.catalogue.spoken(language) for language in LANGUAGES)
    assert (russian.title, english.title) == ("Салон", "Fair")
    assert (russian.stages[0].title, english.stages[0].title) == ("Этап", "Stage")
    day = date(2020, 4, 27)
    assert (russian.themes[day], english.themes[day]) == ("Школа", "School")
    assert [c.title for c in russian.clusters.values()] == ["Общее", "Only English"]
    assert [(c.title, c.short) for c in english.clusters.values()] == [("General", "Общ"), ("Only English", None)]
    lesson = english.session_named("s")
    assert lesson is not None
    assert (lesson.title, lesson.summary, lesson.cluster.title) == ("Lesson", "О чём урок.", "General")
    assert lesson.materials[0].title == "Slides"
    assert english.sessions_of(lesson.cluster.id, day) == (lesson,)
    stand = english.stand_named("p")
    assert stand is not None
    assert (stand.title, stand.floor.title) == ("Alphabet", "Books")
    assert [(one.title, one.text) for one in stand.products] == [("Букварь", None), ("Blocks", "Из дерева.")]
    assert russian.session_named("t") is english.session_named("t"), "nothing differs, so it is shared"
    assert english.spoken("ru") is russian
    assert english.spoken("en") is english


async def test_the_same_file_again_changes_nothing_and_a_change_of_one_language_says_which(storage: Storage) -> None:
    await load(storage, of(IN_TWO))
    assert await load(storage, of(IN_TWO)) == []
    changed = IN_TWO.replace("en: Lesson", "en: Class").replace("en: School", "en: Future").replace("en: Fair", "en: F")
    told = [(change.thing, change.details) for change in await load(storage, of(changed))]
    assert told == [("fair", "title.en"), ("day", ""), ("session", "title.en")]


async def test_what_a_session_offers_is_kept_and_found(storage: Storage) -> None:
    await load(storage, of(IN_TWO))
    await storage.refresh()
    catalogue = storage.catalogue
    lesson, other = catalogue.session_named("s"), catalogue.session_named("t")
    assert lesson is not None
    assert other is not None
    assert lesson.heard_in == ("ru", "en")
    assert (lesson.captions, lesson.sign_language, lesson.level) == (True, True, "school")
    assert (lesson.transcript, lesson.fallback_player) == ("https://text.example.org", "https://spare.example.org/s")
    assert lesson.cluster.fallback_player == "https://spare.example.org"
    assert (other.captions, other.audience, other.tags) == (False, (), ("егэ",))
    assert catalogue.tags == ("егэ", "дистант")
    assert catalogue.tagged("егэ") == (other, lesson)
    assert catalogue.made_for("head") == (lesson,)
    assert catalogue.made_for("parent") == ()


async def test_one_id_or_one_name_and_post_are_one_person(storage: Storage) -> None:
    await load(storage, of(IN_TWO))
    await storage.refresh()
    catalogue = storage.catalogue
    lesson, other = catalogue.session_named("s"), catalogue.session_named("t")
    assert lesson is not None
    assert other is not None
    both = (other.id, lesson.id)
    cards = sorted((card.name, card.post or "", card.sessions) for card in catalogue.speakers.values())
    assert cards == [
        ("Анна Лунина", "директор", (other.id,)),
        ("Анна Лунина", "учитель", both),
        ("Ким Ан", "", (lesson.id,)),
        ("Олег Ветров", "поэт", both),
    ]
    assert [card.surname for card in catalogue.speakers.values()] == ["Ан", "Ветров", "Лунина", "Лунина"]
    oleg = catalogue.speaker_named("oleg")
    assert oleg is not None
    assert catalogue.speakers[oleg.id] is oleg
    assert [card.name for card in catalogue.speakers_of(lesson)] == ["Анна Лунина", "Олег Ветров", "Ким Ан"]
    numbers = set(catalogue.speakers)
    await load(storage, of(IN_TWO.replace("title: Второй", "title: Третий")))
    await storage.refresh()
    assert set(storage.catalogue.speakers) == numbers, "buttons go on meaning the same people"
