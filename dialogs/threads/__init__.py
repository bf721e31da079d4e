"""Threads: a visitor and a stand write to each other, and neither learns more of the other than they write.

Анна: [Написать стенду]
Bot:  Согласие на переписку со стендом …                                  [Даю согласие] [Не сейчас]
Анна: [Даю согласие]                          (once for each stand, after her age; `contacts/` asks for both)
Bot:  Сообщение стенду «Азбука утра» · Стенд 47. Напишите его одним сообщением …      [Отмена]
Анна: Есть ли скидки для школ?
Bot:  Передано стенду 47. Ответ придёт сюда.                              [Закончить переписку]
Bot:  (в чате стенда) Заявка №3 · сообщение … Пишет посетитель: «Есть ли скидки для школ?»
Иван: (в ответ на него) Есть, до конца мая.
Bot:  (Анне) Стенд 47 · «Азбука утра»: «Есть, до конца мая.» Чтобы ответить, просто напишите.   [Закончить переписку]
Анна: Звоните 8 912 000-11-22
Bot:  Телефоны … в переписке не передаю … «Звоните …»        [Заказать звонок] [Отправить так] [Не сейчас]
Анна: А на прописи?
Bot:  Это стенду 47? «А на прописи?»                                      [Да, отправить] [Отмена]
"""

from dialogs.threads import letters
from dialogs.threads.actions import replies, write
from dialogs.threads.feature import feature

__all__ = ["feature", "letters", "replies", "write"]
