"""`/help` and `/privacy`: what the assistant can do, and what it keeps.

Анна: /privacy
Bot:  Что я храню: ваш номер в мессенджере, язык, настройки и план. Больше ничего. …
"""

from dialogs.help.actions import feature

__all__ = ["feature"]
