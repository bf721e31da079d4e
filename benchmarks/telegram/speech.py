"""What people do in Telegram, as the updates of a webhook."""

from collections.abc import Iterator

import orjson

from benchmarks.api import SECRET
from benchmarks.people import Human
from benchmarks.telegram.api import TEXT, message

HEADERS = f"X-Telegram-Bot-Api-Secret-Token: {SECRET}\r\n"


def start(human: Human, number: int) -> bytes:
    """The first word."""
    return _said(number, human, "/start")


def talk(human: Human, number: int) -> bytes:
    """Something to be echoed."""
    return _said(number, human, TEXT)


def press(human: Human, number: int, data: str) -> bytes:
    """A press of the button that carries `data`."""
    on = message(human.id, human.message, human.keyboard)
    return (
        b'{"update_id":%d,"callback_query":{"id":"%d","from":%b,"message":%b,"chat_instance":"5512","data":%b}}'
    ) % (number, number, _who(human), on, orjson.dumps(data))


def offered(keyboard: bytes) -> Iterator[str]:
    """What the buttons carry."""
    for row in orjson.loads(keyboard)["inline_keyboard"]:
        for button in row:
            if data := button.get("callback_data"):
                yield data


def _who(human: Human) -> bytes:
    return (
        b'{"id":%d,"is_bot":false,"first_name":"Anna","last_name":"Ivanova","username":"anna%d","language_code":"ru"}'
    ) % (human.id, human.id)


def _said(number: int, human: Human, text: str) -> bytes:
    command = b',"entities":[{"offset":0,"length":6,"type":"bot_command"}]' if text.startswith("/") else b""
    return (
        b'{"update_id":%d,"message":{"message_id":%d,"from":%b,"chat":{"id":%d,"first_name":"Anna",'
        b'"last_name":"Ivanova","username":"anna%d","type":"private"},"date":1587969900,"text":%b%b}}'
    ) % (number, number, _who(human), human.id, human.id, orjson.dumps(text), command)
