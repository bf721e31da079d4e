"""My plan outside of the messenger: a file, an address that calendars ask, tomorrow's plan by mail.

Анна: [Мой план] → [Календарь и почта] → [Файл для календаря]
Bot:  (файл plan.ics) Ваш план: 3 мероприятия.
Анна: [Адрес для календаря]
Bot:  https://bot.example.org/calendar/… — календарь сам узнает о переносах и отменах
"""

from dialogs.calendar import actions, jobs, letters
from dialogs.calendar.feature import feature

__all__ = ["actions", "feature", "jobs", "letters"]
