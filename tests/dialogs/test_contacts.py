"""Sharing contacts: asked once, at the first need, step by step, each use under a consent that was read."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from dialogs.consent import agreement
from dialogs.contacts.routes import (
    ChangeEmail,
    GiveConsent,
    NotNow,
    Provide,
    ReadConsent,
    SendCodeAgain,
    SetAge,
    SkipField,
    UseMessengerName,
    Withdraw,
)
from dialogs.kit.limits import CODES_OF_THE_FAIR
from storage.privacy.consent_texts import text_hash
from storage.privacy.consents import FIELDS
from storage.privacy.guards import of_address
from tests.dialogs.sharing import (
    ADULT,
    EMAIL,
    PHONE,
    SHOWN_PHONE,
    agrees_to_card,
    begins,
    card_of,
    code,
    consent_of,
    fills_in,
    found_in_tables,
    kept,
    mails,
    opens_fair,
    proves,
    stand,
)
from tests.golden import same_as_golden
from tests.paper import Person
from tests.sheet import packed
from tests.world import World


@pytest.fixture
async def anna(world: World, anna: Person) -> Person:
    """A teacher whose messenger knows her name."""
    await opens_fair(world, mail=False)
    anna.name = "Анна"
    return anna


def without_numbers(text: str) -> str:
    """The text with the same number for every consent, and the same code."""
    return re.sub(r"\d{6} —", "123456 —", re.sub(r"\b\w{4}-\w{4}-\w{4}\b", "7f3k-q9ab-cdef", text))


@pytest.mark.both
async def test_a_call_takes_a_phone_and_one_consent(world: World, anna: Person) -> None:
    await begins(anna, "call")
    same_as_golden("contacts/phone", anna.sees)
    assert anna.asked_phone == "Поделиться номером"
    await anna.types("8 (916) 123-45-67")
    assert anna.asked_phone == ""
    same_as_golden("contacts/consent-to-both", anna.sees)
    assert await card_of(world, anna) is None
    await anna.taps(ADULT)
    given = await consent_of(world, anna, "call", "azbuka")
    assert given is not None
    assert (given.fields, given.messenger, given.version) == (("name", "phone"), "paper", agreement.VERSION)
    assert given.until == agreement.term(world.storage.catalogue, world.policy.privacy, world.clock.now())
    to_keep = await consent_of(world, anna, "card")
    assert to_keep is not None
    assert (to_keep.text_hash, to_keep.fields) == (given.text_hash, FIELDS), "two consents, one document"
    card = await card_of(world, anna)
    assert card is not None
    assert (card.name, card.phone, card.own_phone) == ("Анна", PHONE, False)
    assert re.fullmatch(r"Ваше согласие: №\w{4}-\w{4}-\w{4}", anna.toast)
    found = await world.kept(anna)
    assert found is not None
    assert (found.age, found.form) == ("adult", None)


async def test_the_consent_stays_in_the_chat_and_what_follows_comes_below_it(anna: Person) -> None:
    await begins(anna, "call")
    await anna.types(PHONE)
    agreed = anna.message
    await anna.taps(ADULT)
    assert "Согласие на обработку" in agreed.text
    assert "✓ Согласие дано" in agreed.text
    assert agreed.buttons == ["Отозвать", "Отозвать всё"]
    assert agreed in anna.messages
    assert anna.message is not agreed


@pytest.mark.both
async def test_what_was_agreed_to_is_kept_word_by_word_under_its_hash(world: World, anna: Person) -> None:
    await begins(anna, "call")
    await anna.types(PHONE)
    short, folded = anna.reads.split("\n\n▾ ")
    seen, values = short.split("\n\n")
    assert values == f"Имя: Анна\nТелефон: {SHOWN_PHONE}"
    await anna.taps(ADULT)
    given = await consent_of(world, anna, "card")
    assert given is not None
    async with world.storage.reading() as work:
        text = await work.privacy.consent_texts.load(given.text_hash)
    assert text == f"{seen}\n\n{folded}", "without anybody's data"
    assert text_hash(text) == given.text_hash


async def test_what_a_consent_shows_is_corrected_before_it_is_given(world: World, anna: Person) -> None:
    await begins(anna, "call")
    await anna.types("+7 916 000-00-00")
    await anna.types(PHONE)
    assert f"Телефон: {SHOWN_PHONE}" in anna.reads, "a number that is typed once more takes the place of the first"
    await anna.taps("Изменить имя")
    await anna.types("Анна Иванова")
    assert f"Имя: Анна Иванова\nТелефон: {SHOWN_PHONE}" in anna.reads
    await anna.taps("Изменить номер")
    await anna.shares("79169999999")
    await anna.taps(ADULT)
    card = await card_of(world, anna)
    assert card is not None
    assert (card.name, card.phone, card.own_phone) == ("Анна Иванова", "+79169999999", True)


async def test_what_was_told_before_the_consent_is_gone_without_it(world: World, anna: Person) -> None:
    for leaves in ("Не сейчас", "/start"):
        await begins(anna, "call")
        await anna.types(PHONE)
        assert await found_in_tables(world, (PHONE, PHONE[2:])) == [], "sealed while it waits"
        await (anna.types(leaves) if leaves == "/start" else anna.taps(leaves))
        found = await world.kept(anna)
        assert found is not None
        assert (found.form, await card_of(world, anna)) == (None, None)
    await begins(anna, "call")
    assert "Какой у вас телефон?" in anna.reads
    await anna.types(PHONE)
    await world.later(minutes=20)
    assert anna.has(ADULT)
    await world.later(minutes=21)
    found = await world.kept(anna)
    assert found is not None
    assert found.form is None, "half an hour is long enough to decide"
    await anna.taps(ADULT)
    assert await consent_of(world, anna, "card") is None
    assert "Какой у вас телефон?" in anna.reads


async def test_contacts_are_asked_for_once(world: World, anna: Person) -> None:
    await fills_in(anna)
    assert "Моя визитка" in anna.reads
    await begins(anna, "call")
    assert "Только чтобы перезвонить." in anna.reads
    await anna.taps("Даю согласие")
    assert await consent_of(world, anna, "call", "azbuka") is not None
    await begins(anna, "call", "notebook")
    assert "Тетрадная фабрика" in anna.reads
    assert await consent_of(world, anna, "call", "notebook") is None


async def test_later_only_what_is_missing_is_asked_for(world: World, anna: Person) -> None:
    await begins(anna, "call")
    await anna.types(PHONE)
    await anna.taps(ADULT)
    await begins(anna, "materials", "notebook")
    assert "электронной почты" in anna.reads
    assert not anna.has("Дальше")
    await anna.types(EMAIL)
    assert f"Телефон: {SHOWN_PHONE}\nАдрес почты: {EMAIL}" in anna.reads
    await anna.taps("Не сейчас")
    assert anna.has("К стенду")
    assert await consent_of(world, anna, "materials", "notebook") is None


async def test_what_a_purpose_can_do_without_is_left_out_at_will(world: World, anna: Person) -> None:
    await fills_in(anna)
    await begins(anna, "materials")
    same_as_golden("contacts/consent-with-choice", anna.sees)
    await anna.taps("Без телефона", "Без должности")
    assert "Телефон" not in anna.reads
    assert "Какие данные: имя, адрес электронной почты, организация — и ничего больше." in anna.reads
    await anna.taps("Без организации", "Всё-таки передать всё", "Без телефона", "Даю согласие")
    given = await consent_of(world, anna, "materials", "azbuka")
    assert given is not None
    assert given.fields == ("name", "email", "organisation", "post")


async def test_ones_own_number_comes_by_the_button(world: World, anna: Person) -> None:
    anna.name = ""
    await begins(anna, "call")
    await anna.shares("79161234567")
    assert "слов" in anna.reads  # the name is asked, not a number
    await anna.types("Анна")
    await anna.shares("79161234567")
    await anna.taps(ADULT)
    card = await card_of(world, anna)
    assert card is not None
    assert (card.phone, card.own_phone) == (PHONE, True)


@pytest.mark.parametrize("own_first", [True, False])
async def test_somebody_elses_number_is_not_taken_for_ones_own(world: World, anna: Person, own_first: bool) -> None:
    await begins(anna, "call")
    await anna.shares("79169999999", own=False)
    assert "номер другого человека" in anna.reads
    if own_first:
        await anna.shares("79161234567")
    else:
        await anna.types(PHONE)
    await anna.taps(ADULT)
    card = await card_of(world, anna)
    assert card is not None
    assert (card.phone, card.own_phone) == (PHONE, own_first)


@pytest.mark.parametrize(
    ("written", "shown"),
    [("+49 30 901820", "+49 30 901820"), ("8 916 123 45 67", SHOWN_PHONE), ("+375 29 491-19-11", "+375 29 491-19-11")],
)
async def test_phones_of_all_countries_are_shown_as_their_country_writes_them(
    anna: Person, written: str, shown: str
) -> None:
    await begins(anna, "call")
    await anna.types(written)
    assert f"Телефон: {shown}" in anna.reads


@pytest.mark.parametrize("written", ["+7", "позвоните мне", "1" * 300, "☎️", "\u202e+7"])
async def test_what_is_no_phone_is_asked_for_again_kindly(world: World, anna: Person, written: str) -> None:
    await begins(anna, "call")
    await anna.types(written)
    assert "Какой у вас телефон?" in anna.reads
    assert anna.asked_phone
    assert await card_of(world, anna) is None


@pytest.mark.parametrize("written", ["я" * 300, "🌸🌸", "https://example.org", "79161234567", "\u202e\u2066"])
async def test_what_is_no_name_is_asked_for_again(world: World, anna: Person, written: str) -> None:
    await agrees_to_card(anna)
    await anna.types(written)
    assert "Как вас зовут?" in anna.reads
    assert await card_of(world, anna) is None


async def test_a_messenger_name_that_is_none_is_not_offered(anna: Person) -> None:
    anna.name = "🔥🔥 t.me/best"
    await begins(anna, "call")
    assert "Как вас зовут?" in anna.reads
    assert anna.buttons == ["Отмена"]


@pytest.mark.both
async def test_an_address_is_proved_by_the_code_that_was_mailed_there(world: World, anna: Person) -> None:
    await mails(world)
    await proves(anna, "anna@школа.рф")
    same_as_golden("contacts/code", anna.sees)
    right = await code(world)
    mail = world.mailbox[-1]
    assert right not in mail.subject, "locked screens show the subject"
    assert mail.to == "anna@xn--80atdl2c.xn--p1ai"
    same_as_golden("contacts/code-mail", f"{mail.subject}\n\n{mail.text}\n".replace(right, "123456"))
    await anna.types(f"{right[:3]} {right[3:]}")
    assert "Адрес почты: anna@школа.рф (подтверждён)" in anna.reads
    card = await card_of(world, anna)
    assert card is not None
    assert (card.email, card.email_confirmed) == ("anna@xn--80atdl2c.xn--p1ai", True)


@pytest.mark.both
async def test_a_wrong_code_may_be_tried_five_times(world: World, anna: Person) -> None:
    await mails(world)
    await proves(anna, EMAIL)
    right = await code(world)
    wrong = "000000" if right != "000000" else "111111"
    for left in (4, 3, 2, 1):
        await anna.types(wrong)
        assert f"{left} попыт" in anna.reads
    await anna.types(wrong)
    assert "больше он не действует" in anna.reads
    await anna.types(right)
    assert "больше не действует" in anna.reads
    await world.pass_time(minutes=2)
    await anna.taps("Отправить код ещё раз")
    newer = await code(world)
    await anna.types(newer)
    assert "(подтверждён)" in anna.reads


async def test_a_code_holds_for_a_quarter_of_an_hour_and_only_the_newest_does(world: World, anna: Person) -> None:
    await mails(world)
    await proves(anna, EMAIL)
    first = await code(world)
    await anna.taps("Отправить код ещё раз")
    assert "через 60 секунд" in anna.toast
    await world.pass_time(minutes=2)
    await anna.taps("Отправить код ещё раз")
    second = await code(world)
    if first != second:
        await anna.types(first)
        assert "не подошёл" in anna.reads
    await world.later(minutes=15)
    await anna.types(second)
    assert "больше не действует" in anna.reads
    assert len(world.mailbox) == 2


async def test_a_mailbox_is_not_flooded_through_us(world: World, anna: Person) -> None:
    await mails(world)
    await proves(anna, EMAIL)
    for _ in range(6):
        await world.later(minutes=2)
        await anna.taps("Отправить код ещё раз")
    assert "Следующий смогу отправить в 10:45" in anna.toast
    await world.deliver()
    assert len(world.mailbox) == 4
    await world.time_is("12:00")
    for _ in range(6):
        await world.later(minutes=2)
        await anna.taps("Отправить код ещё раз")
    await world.time_is("14:00")
    await anna.taps("Отправить код ещё раз")
    assert "Следующий смогу отправить завтра в 9:45" in anna.toast.replace("09:", "9:")
    await world.deliver()
    assert len(world.mailbox) == 8, "however patient one is"
    await anna.presses(Withdraw(0).pack())
    for number in range(3):
        await proves(anna, f"other{number}@example.org")
        await world.deliver()
        await anna.presses(Withdraw(0).pack())
    assert len(world.mailbox) == 10, "who takes the consent back and gives it again begins no new count"


async def test_who_forgets_and_begins_anew_mails_no_more_codes_to_somebody(world: World, anna: Person) -> None:
    await mails(world)
    for turn in range(4):
        await proves(anna, "Victim@example.org" if turn % 2 else "victim+fair@example.org")
        await world.deliver()
        if turn == 1:
            assert "Новый код можно попросить через 55 секунд" in anna.reads
            assert anna.buttons == ["Отправить код ещё раз", "Изменить адрес", "Отмена"]
        if turn < 3:
            await anna.types("/forget")
            await anna.taps("Да, забыть всё")
            world.clock.move(timedelta(seconds=5))
    assert len(world.mailbox) == 1


async def test_the_fair_mails_so_many_codes_an_hour_and_no_more(world: World, anna: Person) -> None:
    await mails(world)
    found = await world.kept(anna)
    assert found is not None
    now, most = world.clock.now(), CODES_OF_THE_FAIR.most
    async with world.storage.writing() as work:
        for number in range(most):
            crowd = replace(found, user=f"crowd{number}")
            other = of_address(f"somebody{number}@example.org")
            await work.privacy.guards.note("code", crowd, now, now + timedelta(days=1), other=other)
    await proves(anna, EMAIL)
    assert "Следующий смогу отправить" in anna.reads
    await world.deliver()
    assert world.mailbox == []


async def test_a_mistyped_address_is_changed_and_the_old_code_proves_nothing(world: World, anna: Person) -> None:
    await mails(world)
    await proves(anna, "ana@example.org")
    old = await code(world)
    await anna.taps("Изменить адрес")
    await anna.types(EMAIL)
    assert EMAIL in anna.reads
    new = await code(world)
    assert world.mailbox[-1].to == EMAIL
    if old != new:
        await anna.types(old)
        assert "не подошёл" in anna.reads
    await anna.types(new)
    card = await card_of(world, anna)
    assert card is not None
    assert (card.email, card.email_confirmed) == (EMAIL, True)


async def test_a_letter_that_waits_while_another_code_is_asked_for_is_not_sent(world: World, anna: Person) -> None:
    await mails(world)
    await proves(anna, "ana@example.org")
    await anna.taps("Изменить адрес")
    await anna.types(EMAIL)
    await world.deliver()
    assert [mail.to for mail in world.mailbox] == [EMAIL]


@pytest.mark.parametrize("mail", [True, False])
async def test_an_address_is_taken_as_it_was_typed_until_something_is_mailed(
    world: World, anna: Person, mail: bool
) -> None:
    await opens_fair(world, mail=mail)
    await begins(anna, "materials")
    await anna.types(EMAIL)
    await anna.taps(ADULT)
    card = await card_of(world, anna)
    assert card is not None
    assert (card.name, card.email, card.email_confirmed) == ("Анна", EMAIL, False)
    await world.deliver()
    assert world.mailbox == []


async def test_of_a_child_nothing_is_taken_or_kept(world: World, anna: Person) -> None:
    world.policy = replace(world.policy, links={"paper": "https://paper.example.org/fairway?start=menu"})
    await opens_fair(world)
    before = await world.kept(anna)
    await begins(anna, "call")
    await anna.types(PHONE)
    await anna.taps("Мне меньше")
    same_as_golden("contacts/age", anna.sees)
    await anna.taps("Мне меньше 14")
    same_as_golden("contacts/child", anna.sees)
    assert await world.kept(anna) == before
    await anna.types("Аня")
    assert await card_of(world, anna) is None
    await world.time_is("2020-04-28 00:01")
    await begins(anna, "call")
    assert "Какой у вас телефон?" in anna.reads


@pytest.mark.both
async def test_a_child_is_not_of_age_one_press_later_whichever_door_it_takes(world: World, anna: Person) -> None:
    await begins(anna, "call")
    await anna.types(PHONE)
    agree, asked = packed(anna.message.find(ADULT)), anna.message
    await anna.taps("Мне меньше", "Мне меньше 14", "Не та кнопка")
    same_as_golden("contacts/child-again", anna.sees)
    await anna.presses(SetAge("adult", "call", stand(world)).pack(), on=asked)
    assert "завтра" in anna.reads
    await anna.presses(agree, on=asked)
    assert await card_of(world, anna) is None
    for purpose in ("call", "materials", "message", "card"):
        await begins(anna, purpose)
        assert "кому нет 14" in anna.reads, purpose
    found = await world.kept(anna)
    assert found is not None
    assert found.age is None
    await anna.types("/forget")
    await anna.taps("Да, забыть всё")
    await anna.opens()
    await begins(anna, "materials")
    assert "кому нет 14" in anna.reads, "forgetting asks nobody's age anew"
    await world.time_is("23:59")
    await begins(anna, "materials")
    assert "кому нет 14" in anna.reads
    await world.time_is("2020-04-28 00:01")
    await begins(anna, "materials")
    assert "электронной почты" in anna.reads


async def test_for_minors_parents_share_contacts_unless_the_fair_lets_them(world: World, anna: Person) -> None:
    await begins(anna, "call")
    await anna.types(PHONE)
    await anna.taps("Мне меньше", "14–17")
    same_as_golden("contacts/minor", anna.sees)
    await begins(anna, "call")
    assert "родители" in anna.reads
    await anna.presses(GiveConsent("card", 0, "", 1).pack())
    assert await consent_of(world, anna, "card") is None
    await opens_fair(world, minors="ask")
    await begins(anna, "call")
    await anna.types(PHONE)
    await anna.taps("Даю согласие")
    assert await consent_of(world, anna, "call", "azbuka") is not None


async def test_a_wrong_button_about_the_age_is_no_end(anna: Person) -> None:
    await begins(anna, "call")
    await anna.types(PHONE)
    await anna.taps("Мне меньше", "14–17", "Не та кнопка")
    assert "Какой у вас телефон?" in anna.reads, "nothing of a minor was kept"
    await anna.types(PHONE)
    assert anna.has(ADULT)


async def test_who_does_not_agree_gives_nothing_and_learns_how_it_goes_without(world: World, anna: Person) -> None:
    await begins(anna, "call")
    await anna.types(PHONE)
    await anna.taps("Не сейчас")
    same_as_golden("contacts/not-now", anna.sees)
    assert await consent_of(world, anna, "card") is None
    await anna.taps("К стенду")
    assert "Азбука утра" in anna.reads


async def test_without_a_key_nothing_is_asked(world: World, anna: Person) -> None:
    await opens_fair(world, ready=False)
    await begins(anna, "call")
    same_as_golden("contacts/closed", anna.sees)


async def test_after_the_term_nothing_is_asked(world: World, anna: Person) -> None:
    await world.time_is("2020-06-07 12:00")
    await begins(anna, "call")
    assert "Салон закончился" in anna.reads


async def test_where_the_messenger_must_not_see_contacts_they_are_given_elsewhere(world: World, anna: Person) -> None:
    await opens_fair(world, off_messenger=frozenset({"paper"}))
    for purpose in ("call", "materials", "card"):
        await begins(anna, purpose)
        assert not anna.has(ADULT)
        assert anna.asked_phone == ""
    await anna.presses(SetAge("adult", "call", stand(world)).pack())
    await anna.presses(GiveConsent("card", 0, "", 1).pack())
    assert await consent_of(world, anna, "card") is None


async def test_a_text_that_has_changed_meanwhile_is_read_once_more(world: World, anna: Person) -> None:
    await begins(anna, "call")
    await anna.types(PHONE)
    await opens_fair(world, operator="ООО «Другое»")
    await anna.taps(ADULT)
    assert "текст изменился" in anna.reads
    assert "ООО «Другое»" in anna.reads
    assert await consent_of(world, anna, "card") is None
    await anna.taps(ADULT)
    assert await consent_of(world, anna, "card") is not None


async def test_a_repeated_press_changes_nothing_twice(world: World, anna: Person) -> None:
    await begins(anna, "card")
    agree, document = anna.message.find(ADULT), anna.message
    await anna.taps(ADULT)
    given = await consent_of(world, anna, "card")
    await anna.again()
    await anna.presses(packed(agree), on=document)
    assert "Как вас зовут?" in anna.reads
    assert await consent_of(world, anna, "card") == given
    number = await kept(world, anna)
    async with world.storage.reading() as work:
        assert len(await work.privacy.consents.of_person(number)) == 1


@pytest.mark.parametrize(
    "route",
    [
        Provide("call", 0),
        Provide("call", 9999),
        Provide("card", 1),
        Provide("phone", 0),
        Provide("", 0),
        SetAge("old", "card", 0),
        SetAge("adult", "call", 9999),
        GiveConsent("call", 9999, "nt", 1),
        ReadConsent("call", 9999, "nt"),
        NotNow("money", 0),
    ],
)
async def test_forged_buttons_get_a_kind_word(world: World, anna: Person, route: Provide) -> None:
    await anna.presses(route.pack())
    assert "устарела" in anna.reads
    assert await consent_of(world, anna, "card") is None


async def test_buttons_of_a_question_that_is_closed_say_so(anna: Person) -> None:
    for route in (SkipField(), UseMessengerName(), SendCodeAgain(), ChangeEmail()):
        await anna.presses(route.pack())
        assert "уже закрыт" in anna.toast


async def test_forged_consents_are_not_given(world: World, anna: Person) -> None:
    await fills_in(anna)
    number = stand(world)
    for fields in ("ntx", "t", "n", "nteop", "zzz"):
        for purpose in ("call", "card"):
            await anna.presses(GiveConsent(purpose, number if purpose == "call" else 0, fields, 1).pack())
    assert await consent_of(world, anna, "call", "azbuka") is None


async def test_what_was_typed_after_a_withdrawal_is_not_kept(world: World, anna: Person) -> None:
    await agrees_to_card(anna)
    number = await kept(world, anna)
    given = await consent_of(world, anna, "card")
    assert given is not None
    async with world.storage.writing() as work:
        await work.privacy.contacts.withdraw(given, world.clock.now())
    await anna.types("Анна Иванова")
    assert "Согласие на обработку" in anna.reads
    async with world.storage.reading() as work:
        assert await work.privacy.contacts.card(number) is None


async def test_words_of_a_card_lie_nowhere_readable(world: World, anna: Person) -> None:
    await mails(world)
    await agrees_to_card(anna)
    planted = ("Канарейкина", "9161234567", "canary@example.org", "Гнездо", "Певица")
    for answer in ("Анна Канарейкина", PHONE, "canary@example.org", "Гнездо", "Певица"):
        await anna.types(answer)
        assert await found_in_tables(world, planted) == []
    await anna.taps("Подтвердить почту")
    right = await code(world)
    assert await found_in_tables(world, (*planted, right)) == []
    await anna.types(right)
    await begins(anna, "materials")
    await anna.taps("Даю согласие")
    assert await found_in_tables(world, planted) == []
    card = await card_of(world, anna)
    assert card is not None
    assert (card.name, card.email, card.post) == ("Анна Канарейкина", "canary@example.org", "Певица")


async def test_the_walk_is_spoken_and_kept_in_the_readers_language(world: World, anna: Person) -> None:
    await anna.types("/settings")
    await anna.taps("English")
    await begins(anna, "card")
    assert anna.reads.startswith("I will keep your contact card.")
    short, folded = anna.reads.split("\n\n▾ ")
    assert folded.startswith("Consent to the processing of personal data")
    await anna.taps("I am 18 or older and agree")
    given = await consent_of(world, anna, "card")
    assert given is not None
    assert given.text_hash == text_hash(f"{short}\n\n{folded}")
