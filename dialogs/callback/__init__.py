"""Calls from stands, and everything that a visitor has asked of stands.

Анна: [Заказать звонок]
Bot:  Сколько сейчас у вас времени?   [МСК−1] [МСК] … [МСК+9] [другое]
Анна: [МСК+4]
Bot:  Стенд 47 · Азбука утра. Когда вам позвонить?   [сегодня] [завтра, 28 апреля]
Анна: [сегодня] → [14:00–15:00 МСК · 18:00–19:00 у вас]
Bot:  О чём поговорить? …   [Дальше] [Отмена]
Анна: учебники для первого класса
Bot:  «Азбука утра» позвонит сегодня 14:00–15:00 МСК · 18:00–19:00 у вас.
Bot:  Заявка №3 · звонок …   ждём → заявкой занимается Иван → перезвонили      [Перенести] [Отменить]
Bot:  Созвонились?   [Да] [Нет, не позвонили]
"""

from dialogs.callback import jobs, letters
from dialogs.callback.actions import order, requests, windows
from dialogs.callback.feature import feature

__all__ = ["feature", "jobs", "letters", "order", "requests", "windows"]
