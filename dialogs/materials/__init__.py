"""Materials: files and links of stands and sessions, at once or for a contact card, in the chat and by mail.

Анна: [Материалы]
Bot:  Материалы · «Азбука утра» · Стенд 47: 📄 Каталог · 🔒 Каталог и цены …
      [Открыть 🔒 (нужны имя и почта)] [Ещё и на почту] [Мои материалы]
Bot:  (следом) Каталог.pdf
Анна: [Открыть 🔒 (нужны имя и почта)]
Bot:  Какой у вас адрес электронной почты?
Анна: anna@example.org
Bot:  … одно согласие на весь стенд …      [Мне 18 или больше, согласен] [Мне меньше] [Не сейчас]
Bot:  Готово: файлы — в сообщениях ниже.                                    [Ещё и на почту] [Мои материалы]
Bot:  (следом) Цены.pdf · (в чате стенда) №7 · материалы

Иван: (сотрудник стенда, в личном чате) шлёт файл «прайс 2020.pdf»
Bot:  Как назвать этот материал?                                            [Оставить «прайс 2020»]
Bot:  Кому его давать?                                                      [Всем сразу] [За визитку]
Bot:  Получаю файл … «прайс 2020» теперь видят все гости стенда.            [Убрать]
"""

from dialogs.materials import jobs, letters
from dialogs.materials.actions import form, materials, offers
from dialogs.materials.feature import feature

__all__ = ["feature", "form", "jobs", "letters", "materials", "offers"]
