"""The exhibition: floors, stands, a stand's card, its products and webinars.

Анна: [Выставка] → [Онлайн-платформы] → [301 · Школьный дневник]
Bot:  (logo) Стенд 301 · Школьный дневник · Онлайн-платформы …
      [Заказать звонок] [Написать стенду] [Материалы] [Продукты: 4] [Вебинар 30 апр., 11:15]
      [Видео] [В мой маршрут] [Назад] [Меню]
Анна: [Продукты: 4]
Bot:  (photo) Электронный журнал …   [‹] [1 из 4] [›] [К стенду] [Меню]
"""

from dialogs.exhibition import actions
from dialogs.exhibition.feature import feature

__all__ = ["actions", "feature"]
