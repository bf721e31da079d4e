"""Becoming staff by a private link, and binding a group by its code.

Мария: opens the link staff-7kx294qm…
Bot:   Теперь вы модератор: «Дошкольное образование». …
       [Меню]
Мария: /bind 9cvb38fh…                       (in the moderators' group)
Bot:   Готово: вопросы «Дошкольное образование» будут приходить сюда. …
Bot:   Группа «Модераторы» принимает вопросы: «Дошкольное образование». Не вы? …    (to organisers, and to the group
       [Отвязать]                                                                   that was bound before)
"""

from dialogs.staff import actions, jobs, letters
from dialogs.staff.feature import feature

__all__ = ["actions", "feature", "jobs", "letters"]
