"""My tour: the stands that somebody wants to visit, in the order in which they stand.

Анна: [Выставка] → [Издательства · 10] → [47 · Азбука утра] → [В мой маршрут]
Bot:  (toast) Стенд в вашем маршруте.   … [В маршруте ✓] …
Анна: [Выставка] → [Мой маршрут]
Bot:  Мой маршрут · 2 стенда, один уже позади
      Издательства   [47 · Азбука утра] [Загляну]
      Онлайн-платформы   [301 · Школьный дневник] [✓]
"""

from dialogs.tour import actions
from dialogs.tour.feature import feature

__all__ = ["actions", "feature"]
