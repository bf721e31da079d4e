"""The place where everybody arrives and to which everything leads back.

Анна: /start
Bot:  Здравствуйте! ММСО-2020 теперь у вас в телефоне. …
      [Программа] [Сейчас и скоро] [Выставка] [Мой план] [Настройки]
Анна: Привет!
Bot:  Здравствуйте! Что вам показать? …
Анна: стенд 47
Bot:  Издательство «Азбука утра» …
"""

from dialogs.menu.actions import home
from dialogs.menu.feature import feature

__all__ = ["feature", "home"]
