"""Settings: the language, the reminders, one's own clock, and `/stop`.

Анна: [Настройки]
Bot:  Настройки · Язык: русский · Напоминания: включены · Ваше время: как у салона
      [English] [Выключить напоминания] [Моё время] [Меню]
Анна: [Моё время] → [Другой город], «питропавловск»
Bot:  Какой из них ваш? [Петропавловск-Камчатский · 18:47] [Петропавловск, Казахстан · 12:47]
Анна: /stop
Bot:  Всё выключено: больше ничего не пришлю. Захотите вернуться — отправьте /start.
"""

from dialogs.settings.actions import choices, clocks, reminders
from dialogs.settings.feature import feature

__all__ = ["choices", "clocks", "feature", "reminders"]
