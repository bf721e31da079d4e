"""Enclosures: photos and documents that go along with an answer or a message.

Иван: (в ответ на «Есть ли скидки?») Вот прайс-лист. [skidki.pdf]
Bot:  (Анне) Стенд 47 отвечает: «Вот прайс-лист.»
Bot:  (Анне) 📎 Файл от стенда 47 [skidki.pdf]
Иван: [голосовое]
Bot:  Голосовые, видео и стикеры я передать не могу: напишите словами или пришлите фото либо документ.
"""

from dialogs.enclosures import jobs, letters
from dialogs.enclosures.feature import feature

__all__ = ["feature", "jobs", "letters"]
