"""Calls from stands, and everything that a visitor has asked of stands.

Анна: [Заказать звонок]
Bot:  Стенд 47 · Азбука утра. Когда удобно? Сегодня. Время — МСК.
      [10–11] [11–12] [12–13] … [Завтра] [Другой день] [Другое время]
Анна: [Другое время] → [13:45 · МСК+4]
Bot:  Сегодня. Время ваше, в скобках — МСК.      [14–15 (10–11)] [15–16 (11–12)] …
Анна: [18–19 (14–15)]
Bot:  Заявка №3 · звонок · сегодня, 14:00–15:00 МСК · 18:00–19:00 у вас
      ждём → заявкой занимается Иван → перезвонили      [Добавить тему] [Перенести] [Отменить]
Анна: [Добавить тему]
Bot:  О чём хотите поговорить? …                         [Дальше]
Анна: учебники для первого класса
Bot:  Созвонились?   [Да] [Нет, не позвонили]
"""

from dialogs.callback import jobs, letters
from dialogs.callback.actions import order, requests, windows
from dialogs.callback.feature import feature

__all__ = ["feature", "jobs", "letters", "order", "requests", "windows"]
