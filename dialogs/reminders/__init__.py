"""Reminders before a slot, and news of sessions that moved or were cancelled.

Bot:  Через 10 минут — мастер-класс «Первые шаги к чтению» · 10:00–11:00 МСК      [Смотреть] [О мероприятии]
Bot:  Перенесено: «Игра как язык детства» · было сегодня, 11:15 МСК · стало завтра, 12:30 МСК    [О мероприятии]
"""

from dialogs.reminders import actions, jobs, letters
from dialogs.reminders.feature import feature

__all__ = ["actions", "feature", "jobs", "letters"]
