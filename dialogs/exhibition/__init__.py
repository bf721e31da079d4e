"""The exhibition: floors, stands, a stand's card, its products and webinars.

Анна: [Выставка] → [Онлайн-платформы] → [301 · Школьный дневник]
Bot:  (logo) Стенд 301 · Школьный дневник · Онлайн-платформы …
      [Продукты: 4] [Сайт] [Видео] [Вебинар 30 апр., 11:15] [Назад] [Меню]
Анна: [Продукты: 4]
Bot:  (photo) Электронный журнал …   [‹] [1 из 4] [›] [К стенду] [Меню]
"""

from dialogs.exhibition.actions import feature

__all__ = ["feature"]
