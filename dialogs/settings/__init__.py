"""Settings: the language, the reminders, one's own clock, and `/stop`.

Анна: [Настройки]
Bot:  Настройки · Язык: русский · Напоминания: включены · Ваше время: как у салона
      [English] [Выключить напоминания] [Моё время] [Меню]
Анна: /stop
Bot:  Всё выключено: больше ничего не пришлю. Захотите вернуться — отправьте /start.
"""

from dialogs.settings import actions
from dialogs.settings.feature import feature

__all__ = ["actions", "feature"]
