"""Contacts: the card that a person shares, asked for at the first need, and the one consent by which a stand gets it.

Анна: [Заказать звонок]
Bot:  Какой у вас телефон?      [Поделиться номером]
Анна: +7 916 123-45-67
Bot:  «Азбука утра» получит: имя, телефон. Только чтобы перезвонить. После 29 мая всё сотру …
      Имя: Анна · Телефон: +7 916 123-45-67 ▾ весь текст согласия
      [Мне 18 или больше, согласен] [Мне меньше] [Не сейчас] [Изменить имя] [Изменить номер]
Анна: [Мне 18 или больше, согласен]
Bot:  (там же) ✓ Согласие дано … · №7f3k-q9ab-cdef      [Отозвать]
Bot:  Когда удобно? …
"""

from dialogs.contacts import jobs, letters
from dialogs.contacts.actions import card, consents, form, steps
from dialogs.contacts.feature import feature

__all__ = ["card", "consents", "feature", "form", "jobs", "letters", "steps"]
