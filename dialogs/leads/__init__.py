"""The stands' desks: whatever a visitor asks of a stand is one card in its staff's chat, taken by one of them.

Bot:  №7 · 📞 звонок · 🆕 новая                            (in the chat of the stand «Азбука утра»)
      Позвонить: пн, 27 апр, 14:00–15:00 МСК · 18:00–19:00 у посетителя (МСК+4)
      Тема: прописи для левшей
      [Взять]
Иван: [Взять]
Bot:  №7 ваша. Телефон — в личном чате со мной.            (a word over the chat; the card is drawn again)
Bot:  №7 · 📞 звонок · Анна · +7 916 123-45-67             (to Иван alone, in private)
Ольга: [Взять]
Bot:  №7 уже в работе: Иван.
Иван: [Не дозвонился]
Bot:  №7: спрашиваю у посетителя другое время.
Иван: [Позвонил]   [Закрыть]   [5]
Bot:  №7 · 📞 звонок · 🏁 закрыта · 5 из 5
Иван: /leads
Bot:  новых 2 · в работе 1 · …                             [Скачать таблицу]
"""

from dialogs.leads import jobs, letters, machines, table
from dialogs.leads.actions import card, replies
from dialogs.leads.feature import feature

__all__ = ["card", "feature", "jobs", "letters", "machines", "replies", "table"]
