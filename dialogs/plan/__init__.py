"""My plan: what I asked to be reminded of, by day of the fair, with what is on now on top.

Анна: [Мой план]
Bot:  Мой план · 3 мероприятия
      Идёт сейчас: 09:30 МСК …    понедельник, 27 апреля: 10:00 МСК …
      [09:30 · …] [10:00 · …] [Убрать из плана] [Меню]
Анна: [Убрать из плана] → [✕ 10:00 · …]
Bot:  (toast) Убрано из плана.
"""

from dialogs.plan import actions
from dialogs.plan.feature import feature

__all__ = ["actions", "feature"]
