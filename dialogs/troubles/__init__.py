"""What goes wrong is told to those who can mend it, in private: one message for each trouble, true to its end.

Bot:    Я больше не в группе «Модераторы»          (to organisers, and to who moderates there)
        Вопросы никто не видит: «Дошкольное образование».
        [Как вернуть] [Связать другую группу]
Ольга:  presses [Как вернуть], lets me in again
Bot:    ✓ Прошло в 10:40: я больше не в группе «Модераторы»       (the same message)
"""

from dialogs.troubles import actions, jobs, letters
from dialogs.troubles.feature import feature

__all__ = ["actions", "feature", "jobs", "letters"]
