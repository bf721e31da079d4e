"""The moderators' desks: every question is one card in their group, in the topic of its session.

Bot:  №14 · 🆕 новый                                      (in the topic «10:00 · Дошкольное · Первые шаги к чтению»)
      Что делать, если ребёнок не хочет читать?
      Анна · (значок и мессенджер) · просит без имени · ответа ждёт ещё 1 человек
      [Взять] [Ответить]
      [Дубль] [Отклонить] [Ещё…]
Мария: [Взять]
Bot:  №14 ваш до 10:12.                                   (a word over the chat; the card is drawn again)
Пётр: [Взять]
Bot:  №14 уже в работе: Мария, до 10:12.
Мария: [В чат]
Мария, replying to the card: Пётр, это же про методичку?
Bot:  Заметка к №14: её видят только коллеги.             [Отправить автору]
Мария: [Ответить]                                         (the card says that her words are waited for)
Мария, replying to the card: Начните с картинок.
Bot:  Уйдёт автору и ещё 1 ждущему: «Начните с картинок.» [Отменить] [Это заметка]
      (15 seconds later)
Bot:  №14 · ✅ есть ответ                                  [Исправить ответ] [Вернуть]
      (and Анна reads the answer in her own messenger)

Bot:  До начала задано 30 вопросов · страница 1 из 4       (one message that grows until the start and stays true)
      №9 (+4) Будет ли запись?
      №1 Нужна ли регистрация?
      [№9] [№1] …  [‹] [›]
Мария: [№9]
Bot:  Карточка №9 сейчас придёт.                          (and the next question moves up)
Мария, replying to the pack: 15 21 — реклама
Bot:  Отклонены, «реклама»: №15, №21.                     [Отменить]
"""

from dialogs.moderation import jobs, letters
from dialogs.moderation.actions import card, desk, held, many, replies
from dialogs.moderation.feature import feature

__all__ = ["card", "desk", "feature", "held", "jobs", "letters", "many", "replies"]
