"""`/help`: what the assistant can do.

Анна: /help
Bot:  Как пользоваться помощником: найдите мероприятие в программе или посмотрите, что идёт сейчас. …
      [Настройки] [Меню]
"""

from dialogs.help import actions
from dialogs.help.feature import feature

__all__ = ["actions", "feature"]
