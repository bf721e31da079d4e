"""My plan by days: what clashes, what is free, what is on; to be shared with a colleague, and taken from one.

Анна: [Мой план]
Bot:  Мой план · 4 мероприятия
      понедельник, 27 апреля: 10:00–11:00 МСК · Первые шаги к чтению · ⚠ вместе с «Утренний круг без скуки» …
      [10:00 · …] [11:15 · …] [вт, 28 апр] [В календарь] [Поделиться] [⚠ Выбрать] [Убрать] [Меню]
Анна: [⚠ Выбрать] → [«Первые шаги к чтению»]
Bot:  (toast) Смотрите «Первые шаги к чтению», остальное — в записи.
Анна: [Поделиться] → [Новая ссылка]
Виктор: (по ссылке) → [Взять всё]
"""

from dialogs.plan.actions import plan as actions
from dialogs.plan.actions import sharing
from dialogs.plan.feature import feature

__all__ = ["actions", "feature", "sharing"]
