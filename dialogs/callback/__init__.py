"""Calls from stands, and everything that a visitor has asked of stands.

Анна: [Заказать звонок]
Bot:  Сколько сейчас у вас времени?   [МСК−1] [МСК] … [МСК+9] [Другой город]
Анна: [МСК+4]
Bot:  Стенд 47 · Азбука утра. Когда вам позвонить?   [сегодня] [завтра, 28 апреля]
Анна: [сегодня] → [18:00–19:00 у вас · 14:00–15:00 МСК]
Bot:  О чём поговорить? …   [Дальше] [Отмена]
Анна: учебники для первого класса
Bot:  «Азбука утра» позвонит сегодня 18:00–19:00 у вас · 14:00–15:00 МСК.
Bot:  Заявка №3 · звонок …   ждём → заявкой занимается Иван → перезвонили      [Перенести] [Отменить]
Bot:  Созвонились?   [Да] [Нет, не позвонили]
"""

from dialogs.callback import jobs, letters
from dialogs.callback.actions import order, requests, windows
from dialogs.callback.feature import feature

__all__ = ["feature", "jobs", "letters", "order", "requests", "windows"]
