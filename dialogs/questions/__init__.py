"""Questions of participants: asked for one session, answered by people, and the asker always knows what became of them.

Анна: [Задать вопрос]
Bot:  Вопрос к мероприятию «Первые шаги к чтению» · сегодня, 10:00 МСК. Напишите его одним сообщением …
Анна: с какого возраста учить ребёнка читать?
Bot:  Похожий вопрос уже задан (+17). Присоединиться? №9 «Когда начинать читать с ребёнком?»   [Присоединиться к №9]
      [Задать свой]
Анна: [Задать свой]
Bot:  Так его увидят: «с какого возраста учить ребёнка читать?» — Анна      [Отправить] [Изменить] [Без имени]
Анна: [Отправить]
Bot:  Вопрос №14 отправлен. Что с ним стало, видно в сообщении ниже.
Bot:  Ваш вопрос №14 … принят → у модератора → передан в чат → прозвучал
"""

from dialogs.questions import jobs, letters
from dialogs.questions.actions import draft, lists, question
from dialogs.questions.feature import feature

__all__ = ["draft", "feature", "jobs", "letters", "lists", "question"]
