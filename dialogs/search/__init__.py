"""Writing what one is looking for.

Анна: логопед
Bot:  Нашлось 7: «логопед» …
      1. **Логопед** на расстоянии: звук «Р» через телефон · вебинар · сегодня, 18:00–19:00 МСК …
      [1] [2] [3] [4] / [⭐ 1] / [Ещё 3] [Уточнить]
Анна: [⭐ 1]
Bot:  В плане …
"""

from dialogs.search import actions, inline, jobs
from dialogs.search.feature import feature

__all__ = ["actions", "feature", "inline", "jobs"]
