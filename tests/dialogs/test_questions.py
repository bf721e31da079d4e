"""Asking a question: the way from a session's card to the moderators, and what stands in it."""

from datetime import timedelta

import pytest

from dialogs.kit.policy import Policy, QuestionPolicy
from dialogs.news.questions import muted
from tests.dialogs.asking import BOOK, asked, asks, begins, moderates, receipt
from tests.golden import same_as_golden
from tests.paper import Person
from tests.sheet import packed
from tests.world import World


@pytest.fixture
async def anna(world: World) -> Person:
    """A teacher with a name."""
    anna = world.person("1", name="Анна")
    await anna.opens()
    return anna


@pytest.fixture
async def viktor(world: World) -> Person:
    """A father with a name."""
    viktor = world.person("2", name="Виктор")
    await viktor.opens()
    return viktor


@pytest.mark.both
async def test_a_question_is_written_looked_at_and_sent(world: World, anna: Person) -> None:
    await begins(anna)
    same_as_golden("question-prompt", anna.sees)
    await anna.types("  С какого возраста\nучить ребёнка   читать? ")
    same_as_golden("question-preview", anna.sees)
    await anna.taps("Отправить")
    assert anna.toast == "Вопрос отправлен."
    same_as_golden("question-sent", anna.sees)
    await world.deliver()
    same_as_golden("question-receipt", anna.letters[-1].drawn)
    question = await asked(world)
    assert (question.text, question.asker_name, question.anonymous) == (BOOK, "Анна", False)


async def test_a_question_may_be_asked_without_a_name(world: World, anna: Person) -> None:
    await begins(anna)
    await anna.types(BOOK)
    await anna.taps("Без имени")
    assert "Без имени: только модераторы увидят, что спрашивает Анна." in anna.reads
    await anna.taps("С именем", "Без имени", "Отправить")
    question = await asked(world)
    assert (question.anonymous, question.asker_name) == (True, "Анна")


async def test_who_has_no_name_asks_without(world: World) -> None:
    stranger = world.person("3", name="\u202e\u2800")
    await begins(stranger)
    await stranger.types(BOOK)
    assert "Без подписи." in stranger.reads
    assert not stranger.has("Без имени")
    await stranger.taps("Отправить")
    question = await asked(world)
    assert (question.anonymous, question.asker_name) == (True, None)


async def test_the_words_may_be_changed_before_they_are_sent(world: World, anna: Person) -> None:
    await begins(anna)
    await anna.types("Где скачать презинтацию?")
    await anna.taps("Изменить")
    assert "Сейчас он звучит так:\n\n«Где скачать презинтацию?»" in anna.reads
    await anna.types("Где скачать презентацию?")
    await anna.types("Где потом скачать презентацию?")  # the preview takes new words too
    await anna.taps("Отправить")
    assert (await asked(world)).text == "Где потом скачать презентацию?"


async def test_asking_can_be_given_up(world: World, anna: Person) -> None:
    await begins(anna)
    await anna.types(BOOK)
    await anna.taps("Отмена")
    await anna.types("А впрочем…")
    assert "ничего не нашлось" in anna.reads
    await anna.types("мои вопросы")
    assert "Вы пока ничего не спрашивали" in anna.reads


async def test_the_prompt_names_the_session_and_offers_the_one_that_is_watched(world: World, anna: Person) -> None:
    await anna.opens("session-english")
    await anna.taps("В план")
    await begins(anna, "reading")
    same_as_golden("question-at-the-border", anna.sees)
    await anna.taps("Спросить на «Teaching young engineers»")
    assert anna.reads.startswith("Вопрос к мероприятию «Teaching young engineers»")
    await anna.types("What do you teach first?")
    await anna.taps("Отправить")
    assert (await asked(world, session="english")).text == "What do you teach first?"


async def test_a_reminder_leads_to_asking_and_stays(world: World, anna: Person) -> None:
    await anna.opens("session-reading")
    await anna.taps("Напоминать")
    await world.time_is("09:50")
    reminder = anna.message
    await anna.taps("Спросить")
    assert anna.reads.startswith("Вопрос к мероприятию «Первые шаги к чтению»")
    assert reminder.text.startswith("Через 1")


async def test_a_reminder_of_several_sessions_asks_which_one(world: World, anna: Person) -> None:
    for session in ("reading", "circle"):
        await anna.opens(f"session-{session}")
        await anna.taps("Напоминать")
    await world.time_is("09:50")
    await anna.taps("Спросить")
    assert anna.buttons == ["Первые шаги к чтению", "Утренний круг без скуки", "Меню"]
    await anna.taps("Утренний круг без скуки")
    assert anna.reads.startswith("Вопрос к мероприятию «Утренний круг без скуки»")
    await world.time_is("11:30")
    await anna.taps("Спросить")
    assert "вопросы больше не принимаются" in anna.reads


@pytest.mark.both
async def test_pressing_send_twice_sends_once(world: World, anna: Person) -> None:
    await begins(anna)
    await anna.types(BOOK)
    preview = anna.message
    button = preview.find("Отправить")
    await anna.taps("Отправить")
    sent = anna.reads
    await anna.presses(packed(button), on=preview)
    assert anna.reads == sent
    await anna.again()
    async with world.storage.reading() as work:
        assert len(await work.questions.of_session((await asked(world)).session_id)) == 1


async def test_what_has_no_words_is_asked_for_again_kindly(world: World, anna: Person) -> None:
    for nothing in ("?", "…", "😀" * 400, "https://spam.example/buy", "\u202e\u200b", "\u3164"):
        await begins(anna)
        await anna.types(nothing)
        assert anna.reads.startswith("Напишите вопрос словами, пожалуйста"), nothing
        await anna.taps("Отмена")


async def test_too_many_signs_are_counted(world: World, anna: Person) -> None:
    await begins(anna)
    await anna.types("а" * 501)
    assert anna.reads.startswith("Получилось длинновато: лишний 1 знак.")
    await anna.types("а" * 622)
    assert anna.reads.startswith("Получилось длинновато: лишние 122 знака.")
    await anna.types("а" * 500)
    assert anna.has("Отправить")


async def test_markup_links_and_mentions_are_only_words(world: World, anna: Person) -> None:
    text = "<b>Где</b> *это* [тут](tg://user?id=1) @admin https://example.org/?a=1&b=2 &lt;script&gt; {name}?"
    await asks(world, anna, text)
    assert (await asked(world)).text == text
    shown = "<b>Где</b> *это* [тут](tg[:]//user?id=1) [@]admin https[:]//example[.]org/?a=1&b=2 &lt;script&gt; {name}?"
    assert f"«{shown}»" in receipt(anna)


async def test_signs_that_are_not_seen_are_taken_out(world: World, anna: Person) -> None:
    await asks(
        world,
        anna,
        "Где\u202e запись\u2066\u200b?\x00 И\u0301\u0301\u0301\u0301\u0301 👩\u200d🏫 \ufeffког\u00adда\ud800?",
    )
    assert (await asked(world)).text == "Где запись? И\u0301\u0301 👩\u200d🏫 когда?"


async def test_the_same_question_of_ones_own_is_refused_kindly(world: World, anna: Person) -> None:
    await asks(world, anna)
    world.clock.move(timedelta(minutes=2))
    await begins(anna)
    await anna.types("С КАКОГО возраста учить ребенка читать")
    same_as_golden("question-repeated", anna.sees)
    await anna.types("Как дела?")  # the form is closed
    assert "всё по расписанию" in anna.reads


async def test_only_so_many_questions_wait_at_once(world: World, anna: Person) -> None:
    for text in ("Будет ли запись?", "Где найти презентацию?", "Кто ведёт следующий урок?"):
        await asks(world, anna, text)
        world.clock.move(timedelta(minutes=2))
    await begins(anna)
    assert "уже ждут 3 ваших вопроса" in anna.reads
    await anna.taps("Мои вопросы")
    assert anna.reads.startswith("Мои вопросы · 3 вопроса")
    await moderates(world, 1, "decline", reason="не по теме")
    await begins(anna)
    assert anna.reads.startswith("Вопрос к мероприятию")


async def test_there_is_a_pause_between_questions(world: World, anna: Person) -> None:
    await asks(world, anna)
    world.clock.move(timedelta(seconds=15))
    await begins(anna)
    await anna.types("Где найти презентацию?")
    await anna.taps("Отправить")
    assert anna.toast == "Чуть медленнее: отправить можно через 45 секунд."
    world.clock.move(timedelta(seconds=45))
    await anna.taps("Отправить")
    assert (await asked(world, 2)).text == "Где найти презентацию?"


async def test_how_questions_are_asked_is_configured(world: World, anna: Person) -> None:
    world.policy = Policy(questions=QuestionPolicy(open_per_session=1, pause_seconds=0, closes_minutes=60))
    await world.restart()
    await world.time_is("11:45")
    await asks(world, anna)
    await anna.opens("session-reading")
    await anna.taps("Задать вопрос")
    assert "уже ждёт 1 ваш вопрос" in anna.reads


async def test_questions_close_a_quarter_of_an_hour_after_the_end(world: World, anna: Person) -> None:
    await world.time_is("11:14")
    await begins(anna)
    await anna.types(BOOK)
    world.clock.move(timedelta(minutes=1))
    await anna.taps("Отправить")
    assert "Мероприятие прошло, вопросы к нему больше не принимаются." in anna.reads
    await anna.opens("session-reading")
    assert not anna.has("Задать вопрос")
    assert anna.has("Вопросы других")


async def test_moderators_may_close_them_earlier(world: World, anna: Person) -> None:
    session = world.storage.catalogue.session_named("reading")
    assert session is not None
    async with world.storage.writing() as work:
        await work.questions.close(session.id, world.clock.now(), (await world.kept(anna)).id)  # type: ignore[union-attr]
    await begins(anna)
    assert "Модераторы больше не принимают вопросы" in anna.reads


async def test_a_cancelled_session_takes_no_questions(world: World, anna: Person) -> None:
    await begins(anna)
    await anna.types(BOOK)
    await world.imports(reading={"status": "cancelled"})
    await anna.taps("Отправить")
    assert "Мероприятие отменено, отвечать на вопросы некому." in anna.reads
    await anna.opens("session-reading")
    assert not anna.has("Задать вопрос")


@pytest.mark.parametrize("everywhere", [False, True])
async def test_who_is_muted_is_told_and_asks_no_more(world: World, anna: Person, everywhere: bool) -> None:
    session = world.storage.catalogue.session_named("reading")
    kept = await world.kept(anna)
    assert session is not None
    assert kept is not None
    where = None if everywhere else session.id
    async with world.storage.writing() as work:
        await work.questions.mute(kept.id, where, world.clock.now(), kept.id)
        await muted(work, kept, where, world.clock.now())
    await world.deliver()
    said = "на этом салоне" if everywhere else "к мероприятию «Первые шаги к чтению»"
    assert said in anna.letters[-1].text
    await begins(anna)
    assert anna.reads == "Модераторы больше не принимают от вас вопросы."
    await begins(anna, "circle")
    assert anna.reads.startswith("Вопрос к мероприятию") != everywhere


@pytest.mark.both
async def test_similar_questions_are_offered_and_can_be_joined(world: World, anna: Person, viktor: Person) -> None:
    await asks(world, viktor)
    await begins(anna)
    await anna.types("Скажите, с какого возраста начинать учить ребенка читать?")
    same_as_golden("question-similar", anna.sees)
    await anna.taps("Присоединиться")
    assert anna.toast == "Ответ придёт и вам."
    assert anna.reads.startswith("Вы присоединились к вопросу №1.")
    await world.deliver()
    assert "● принят; модераторы пока недоступны" in receipt(anna)
    assert (await asked(world)).joined == 1
    await anna.types("Как дела?")
    assert "всё по расписанию" in anna.reads


async def test_a_wrong_guess_costs_one_tap(world: World, anna: Person, viktor: Person) -> None:
    await asks(world, viktor, "С какого возраста учить ребёнка плавать?")
    await begins(anna)
    await anna.types(BOOK)
    await anna.taps("Задать свой", "Отправить")
    assert (await asked(world, 2)).text == BOOK


async def test_what_was_merged_leads_to_the_one_it_is_part_of(world: World, anna: Person, viktor: Person) -> None:
    await asks(world, viktor, "Когда начинать читать с малышом?")
    oleg = world.person("3")
    await asks(world, oleg)
    await moderates(world, 2, "merge", merged_into=(await asked(world, 1)).id)
    await begins(anna)
    await anna.types(BOOK)
    assert "«Когда начинать читать с малышом?»" in anna.reads
    assert anna.has("Присоединиться")
    await anna.taps("Присоединиться")
    assert (await asked(world, 1)).joined == 2


async def test_what_one_waits_for_already_or_nobody_takes_any_more_is_not_offered(
    world: World, anna: Person, viktor: Person
) -> None:
    await asks(world, viktor)
    await moderates(world, 1, "decline", reason="не по теме")
    await begins(anna)
    await anna.types("Скажите, с какого возраста начинать учить ребенка читать?")
    assert anna.has("Отправить")


async def test_an_offer_that_is_too_old_leads_to_ones_own_question(world: World, anna: Person, viktor: Person) -> None:
    await asks(world, viktor)
    await begins(anna)
    await anna.types("Скажите, с какого возраста начинать учить ребенка читать?")
    await moderates(world, 1, "decline", reason="не по теме")
    await anna.taps("Присоединиться")
    assert anna.toast == "К этому вопросу уже не присоединиться. Отправьте свой."
    assert anna.has("Отправить")


async def test_the_buttons_of_a_closed_draft_say_so_and_keep_its_words(anna: Person) -> None:
    await begins(anna)
    await anna.types(BOOK)
    preview = anna.message
    buttons = [preview.find(label) for label in ("Отправить", "Изменить", "Без имени")]
    await anna.opens()
    assert preview.buttons == []
    for button in buttons:
        await anna.presses(packed(button), on=preview)
        assert anna.toasts.pop() == "Этот черновик закрыт. Скопируйте текст и задайте вопрос ещё раз."
    assert BOOK in preview.text


async def test_an_older_preview_does_not_send_newer_words(world: World, anna: Person) -> None:
    await begins(anna)
    await anna.types("Где найти презентацию?")
    older, send = anna.message, anna.message.find("Отправить")
    await anna.types(BOOK)
    await anna.presses(packed(send), on=older)
    assert anna.toast.startswith("Этот черновик закрыт.")
    await anna.taps("Отправить")
    assert (await asked(world)).text == BOOK


async def test_a_question_is_asked_in_english_too(world: World) -> None:
    john = world.person("5", "en", "John")
    await john.opens("session-english")
    await john.taps("Ask a question")
    await john.types("Will there be a recording?")
    await john.taps("Without my name", "Send")
    await world.deliver()
    assert john.letters[-1].text.startswith("Your question No. 1\n“Teaching young engineers”")
