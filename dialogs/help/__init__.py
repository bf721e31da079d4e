"""`/help`: what the assistant can do.

Анна: /help
Bot:  Как пользоваться помощником: найдите мероприятие в программе или посмотрите, что идёт сейчас. …
      [Настройки] [Меню]
"""

from dialogs.help.actions import feature

__all__ = ["feature"]
