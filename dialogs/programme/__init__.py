"""The programme: clusters, days, sessions, what is on now, and «remind me».

Анна: [Программа] → [Дошкольное образование] → [пн, 27 апреля] → [10:00 · Первые шаги к чтению]
Bot:  Первые шаги к чтению · Мастер-класс · 60 минут · понедельник, 27 апреля, 10:00–11:00 МСК …
      [Напоминать] [Смотреть] [Стенды по теме] [Назад] [Меню]
Анна: [Напоминать]
Bot:  … ⭐ В плане. Напомню в 09:50 и пришлю ссылку. …    [Убрать из плана] [Мой план] …
"""

from dialogs.programme import actions
from dialogs.programme.feature import feature

__all__ = ["actions", "feature"]
