"""`/privacy` and `/forget`: what is kept, all of it to read, and how to be forgotten; contacts on pages of our own.

Анна: /privacy
Bot:  Что я о вас храню: ваш номер в мессенджере, язык, настройки, план, визитку, согласия, заявки. …
      [Мои данные] [Мои согласия] [Забыть меня] [Настройки] [Меню]
Анна: [Забыть меня]
Bot:  Забыть вас? Сотру всё, что о вас храню, и вернуть это будет нельзя. …
      [Да, забыть всё] [Не надо]
Анна: [Да, забыть всё]
Bot:  Готово: я ничего о вас не храню. Номер согласия, которое вы давали: 7f3k-q9ab-cdef. …
"""

from dialogs.privacy import jobs, letters
from dialogs.privacy.actions import chat
from dialogs.privacy.feature import feature

__all__ = ["chat", "feature", "jobs", "letters"]
