"""Recordings that come by themselves: to whoever asked for them, once an evening or at once.

Анна: (the card of a session that is over) [Пришлите запись, когда появится]
Bot:  … 🎞 Пришлю запись вечером того дня, когда она появится.   [Запись не нужна] …
      (the organisers add it; at 20:00 of Anna's own clock)
Bot:  Вы ждали запись — она готова.   [▶ Первые шаги к чтению] [Присылать сразу] [Записи]
"""

from dialogs.recordings import actions, jobs, letters
from dialogs.recordings.feature import feature

__all__ = ["actions", "feature", "jobs", "letters"]
