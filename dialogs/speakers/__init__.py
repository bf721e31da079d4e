"""Speakers: everybody who is on the air at the fair, and where to hear each of them.

Анна: (a session's card) [Выступающие] → [Олег Ветров]
Bot:  Олег Ветров · детский писатель
      1. понедельник, 27 апреля, 10:00–11:00 МСК ⭐ · Первые шаги к чтению …   [1. Первые шаги к чтению] [Назад] [Меню]
Анна: [Назад] → [Весь список]
Bot:  Выступающие · 214 человек   [А–В · 41] [Г–Ж · 38] …
"""

from dialogs.speakers import actions
from dialogs.speakers.feature import feature

__all__ = ["actions", "feature"]
