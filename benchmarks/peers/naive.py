"""Letters as one writes them first: several threads, one vk_api client, one `messages.send` for each person."""

import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import requests
import vk_api

THREADS = 8
TEXT = "Ваше мероприятие начнётся через 10 минут\n\n«Первые шаги к чтению»\n10:00 МСК · 19:00 у вас"
_people = count(1)


class _Redirect(requests.adapters.HTTPAdapter):
    """Sends what is meant for VK's fixed address to another one."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self._address = urlsplit(address)

    def send(self, request: requests.PreparedRequest, *args: Any, **more: Any) -> requests.Response:
        asked = urlsplit(str(request.url))
        request.url = urlunsplit((self._address.scheme, self._address.netloc, asked.path, asked.query, ""))
        return super().send(request, *args, **more)


def main(address: str, token: str, seconds: float) -> None:
    """Write to one person after another for so long."""
    session = requests.Session()
    for host in ("https://api.vk.com", "https://api.vk.ru"):
        session.mount(host, _Redirect(address))
    vk = vk_api.VkApiGroup(token=token, session=session, api_version="5.199").get_api()
    until = perf_counter() + seconds

    def write() -> None:
        while perf_counter() < until:
            person = next(_people)
            vk.messages.send(peer_id=person, random_id=person, message=TEXT)

    with ThreadPoolExecutor(THREADS) as threads:
        for done in [threads.submit(write) for _ in range(THREADS)]:
            done.result()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
