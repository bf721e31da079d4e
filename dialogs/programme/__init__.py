"""The programme: clusters, days, sessions, what is on now, and «remind me».

Анна: [Программа] → [Дошкольное образование] → [пн, 27 апреля] → [10:00 · Первые шаги к чтению]
Bot:  Первые шаги к чтению · мастер-класс · сегодня, 10:00 МСК · начнётся через 13 минут …
      [Напоминать] [Смотреть] [Стенды по теме] [Назад] [Меню]
Анна: [Напоминать]
Bot:  (toast) Напомню за 10 минут до начала.            … [Не напоминать] …
"""

from dialogs.programme import actions
from dialogs.programme.feature import feature

__all__ = ["actions", "feature"]
