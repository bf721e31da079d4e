"""Choosing for somebody: who they are, what about, when they are free; and a day of sessions that do not overlap.

Анна: [Подобрать за меня] → [Учитель] → [инклюзия] [Дальше] → [После уроков]
Bot:  Ваш день: 3 встречи, ничего не пересекается · понедельник, 27 апреля
      15:15–16:00 МСК · Смешанный урок · для учителей, инклюзия …
      [⭐ 15:15 Смешанный урок] … [Взять всё] [Другие] [Меню]
Анна: [Взять всё]
Bot:  (toast) ⭐ В плане: 3 встречи.
"""

from dialogs.matching import actions
from dialogs.matching.feature import feature

__all__ = ["actions", "feature"]
