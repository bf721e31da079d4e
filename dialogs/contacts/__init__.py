"""Contacts: the card that a person shares, asked for once, field by field, each use under a consent of its own.

Анна: [Заказать звонок]
Bot:  Прежде чем вы поделитесь контактами: сколько вам лет?      [Мне меньше 14] [14–17] [18 и больше] [Не сейчас]
Анна: [18 и больше]
Bot:  Согласие на обработку персональных данных … кто, зачем, какие данные, до какого числа, как отозвать
      [Даю согласие] [Не сейчас]
Анна: [Даю согласие]
Bot:  Спасибо! Номер согласия: 7f3k-q9ab-cdef. Как вас зовут?      [Анна] [Отмена]
Анна: [Анна]
Bot:  Ваш телефон?      [Поделиться номером]
Анна: +7 916 123-45-67
Bot:  Согласие на передачу персональных данных стенду … имя, телефон, и только их      [Даю согласие] [Не сейчас]
Анна: [Даю согласие]
Bot:  Когда вам перезвонить? …
"""

from dialogs.contacts import jobs, letters
from dialogs.contacts.actions import card, consents, form, steps
from dialogs.contacts.feature import feature

__all__ = ["card", "consents", "feature", "form", "jobs", "letters", "steps"]
