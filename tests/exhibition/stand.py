"""A stand's team in its group, and visitors on their way to it; they do nothing but what people can do."""

import re
from dataclasses import dataclass

from tests.town.people import Member, Phone, Room
from tests.town.town import Town
from tests.town.waiting import until

NAME, TYPED, PHONE = "Виктор Петров", "8 (916) 123-45-67", "+7 916 123-45-67"
WINDOW = "18:00–19:00 у вас · 14:00–15:00 МСК"
TOPIC = "Прописи для левшей"


@dataclass
class Stand:
    """The group of a stand in Telegram, and those who work there."""

    town: Town
    room: Room
    ivan: Member
    olga: Member

    def told(self) -> str:
        """Everything that was ever written in the group, also what has been edited since."""
        here = self.room.address.partition(":")[2]
        calls = self.town.desk.calls.of()
        told = [call.params for call in calls if str(call.params.get("chat_id")) == here]
        assert told
        return str(told)


async def staffed(town: Town, ref: str = "azbuka") -> Stand:
    """Ivan and Olga have opened their links and let the bot into their group."""
    team = [town.stranger("Иван"), town.stranger("Ольга")]
    for one in team:
        one.opens(f"staff-{await town.invitation('stand', ref)}")
        await one.sees("Азбука утра")
    room = town.group("Стенд", *team)
    stand = Stand(town, room, *(Member(one, room) for one in team))
    stand.ivan.says(f"/bind {await town.invitation('stand', ref, place=True)}")
    await room.shows("Азбука утра")
    return stand


async def orders_call(viktor: Phone) -> None:
    """From the stand's card to an ordered call, with all that has to be told and agreed to before the first one."""
    await viktor.taps("Заказать звонок")
    await viktor.sees("Какой у вас телефон?")
    viktor.types(TYPED)
    await viktor.sees("Азбука утра", PHONE)
    await viktor.taps("Изменить имя")
    await viktor.sees("Как вас зовут?")
    viktor.types(NAME)
    await viktor.sees("Азбука утра", NAME, PHONE)
    await viktor.taps("Полный текст")
    await viktor.sees("Согласие на обработку персональных данных", "АНО «Салон»", "Согласие на передачу")
    await viktor.taps("Мне 18 или больше, согласен")
    await viktor.sees("Когда удобно?")
    await viktor.taps("Другое время")
    await viktor.picks("МСК+4")
    await chooses_window(viktor, "18–19 (14–15)")
    await viktor.sees("Заявка №1 · звонок", WINDOW)
    await viktor.taps("Добавить тему")
    await viktor.sees("О чём хотите поговорить?")
    viktor.types(TOPIC)
    await viktor.sees("Теперь стенд знает", WINDOW)


async def chooses_window(viktor: Phone, window: str) -> None:
    """A time of today."""
    await viktor.sees("Когда удобно?", "Сегодня. Время ваше, в скобках — МСК.")
    await viktor.picks(window)


async def confirms(anna: Phone, email: str, town: Town) -> None:
    """Write the code from the mail that comes to the address."""
    await anna.sees(email)
    await until(lambda: town.mails, lambda: "no mail came")
    (letter,) = await town.letters()
    code = re.search(r"\b\d{6}\b", letter["text"])
    assert code
    anna.types(code[0])


async def withdraws(phone: Phone) -> None:
    """Take every consent back, by the list of them."""
    phone.types("/settings")
    await phone.taps("Мои согласия", "Отозвать всё", "Да, отозвать всё")
