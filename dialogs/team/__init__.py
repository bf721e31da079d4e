"""The people of a stand: its head sees who works there, invites colleagues and takes their rights away.

Мария: [Люди стенда]                          (below the counts in the stand's chat, or where she became its head)
Bot:   Люди стенда · Азбука утра               (in private)
       Мария · руководитель
       Иван · сотрудник                        [Отозвать: Иван]
       [Пригласить коллегу] [Меню]
Мария: [Пригласить коллегу]
Bot:   Перешлите это сообщение одному человеку …  https://t.me/…?start=staff-7kx294qm…
Мария: [Отозвать: Иван] → [Да, отозвать]
Bot:   Иван больше не работает со стендом.
"""

from dialogs.team import actions, letters
from dialogs.team.feature import feature

__all__ = ["actions", "feature", "letters"]
