"""The least API that a community's bot can live on: it knows who has which message, and when each call arrived.

It takes the methods that a bot calls, and `execute` with programs of the form `return [API.a({…}),API.b({…})];`.
"""

import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from time import perf_counter
from typing import Any

import orjson

from benchmarks.api import SECRET, SLOW, Api, Client
from benchmarks.wire import form

GROUP = 1
TOKEN = "vk1.BENCH"
_METHOD = "/method/"
_MOST = 25  # calls inside one execute
_PEOPLE = 100  # recipients of one message
_PROGRAM, _CALL = "return [", "API."
_read_value = json.JSONDecoder().raw_decode
_DONE = {
    "groups.setCallbackSettings",
    "messages.delete",
    "messages.edit",
    "messages.sendMessageEventAnswer",
}

Parameters = Mapping[str, Any]


class Refused(Exception):
    """The API's number of the error and its words."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(words)
        self.told = {"error_code": code, "error_msg": words}


@dataclass(frozen=True, slots=True)
class Call:
    """A call: when it had arrived whole, and how many people it wrote to."""

    at: float
    letters: int


@dataclass(slots=True)
class Community(Client):
    """A bot of a community, its calls, and what it sent: to whom, and what it looked like."""

    calls: list[Call] = field(default_factory=list)
    sent: list[tuple[int, int]] = field(default_factory=list)
    repeated: int = 0  # letters that came again under a number of before
    _numbers: set[tuple[int, int]] = field(default_factory=set)
    _messages: Counter[int] = field(default_factory=Counter)

    def send(self, person: int, number: int, looks: int) -> int:
        """Put a message into a dialog, unless it is there; its number in the dialog."""
        if (person, number) in self._numbers:
            self.repeated += 1
        else:
            self._numbers.add((person, number))
            self._messages[person] += 1
            self.sent.append((person, looks))
        return self._messages[person]


def busiest_second(calls: Sequence[Call]) -> int:
    """The most calls that any window of one second holds."""
    times = sorted(call.at for call in calls)
    return max((bisect_left(times, at + 1.0) - first for first, at in enumerate(times)), default=0)


class VkApi(Api):
    """All bots of a run, by token."""

    def __init__(self) -> None:
        super().__init__(SLOW)
        self._communities: dict[str, Community] = {}

    def register(self, token: str = TOKEN) -> Community:
        """Expect a bot of that token, anew if it was here before."""
        self._communities[token] = Community()
        return self._communities[token]

    def section(self) -> dict[str, str]:
        """The configuration that brings our bot here."""
        own = {"TOKEN": TOKEN, "GROUP_ID": str(GROUP), "SECRET": SECRET}
        return {**own, "MODE": "webhook", "API_URL": self.address}

    def call(self, path: str, body: bytes) -> Callable[[], bytes]:
        params = {name: value.decode() for name, value in form(body).items()}
        community = self._communities[params["access_token"]]
        return partial(self._do, community, path.removeprefix(_METHOD), params, perf_counter())

    def _do(self, community: Community, method: str, params: Parameters, arrived: float) -> bytes:
        before = len(community.sent)
        try:
            answer = (
                _execute(community, params) if method == "execute" else {"response": _one(community, method, params)}
            )
        except Refused as refused:
            answer = {"error": refused.told}
        community.calls.append(Call(arrived, len(community.sent) - before))
        return orjson.dumps(answer)


def _execute(community: Community, params: Parameters) -> dict[str, Any]:
    results: list[Any] = []
    errors: list[dict[str, Any]] = []
    for method, inner in _program(params["code"]):
        try:
            results.append(_one(community, method, inner))
        except Refused as refused:
            results.append(False)
            errors.append({"method": method, **refused.told})
    return {"response": results} | ({"execute_errors": errors} if errors else {})


def _program(code: str) -> Iterator[tuple[str, Parameters]]:
    """The calls of a program."""
    if not code.startswith(_PROGRAM):
        raise Refused(12, "Unable to compile code")
    at, count = len(_PROGRAM), 0
    while code.startswith(_CALL, at) and count < _MOST:
        until = code.index("(", at)
        inner, end = _read_value(code, until + 1)
        yield code[at + len(_CALL) : until], inner
        at, count = end + 2, count + 1  # past `),`
    if code[at - 1 :] != "];":
        raise Refused(13, "Runtime error: too many API calls, or something else than calls")


def _one(community: Community, method: str, params: Parameters) -> Any:
    """Do one call; what it answers."""
    match method:
        case "messages.send":
            return _send(community, params)
        case "messages.edit":
            _show(community, int(params["peer_id"]), int(params["cmid"]), params)
        case "users.get":
            return [{"id": int(user), "first_name": "Анна"} for user in str(params["user_ids"]).split(",")]
        case "groups.getById":
            return {"groups": [{"id": GROUP, "name": "Салон", "screen_name": "fair"}], "profiles": []}
        case "groups.getCallbackConfirmationCode":
            return {"code": "bench"}
        case "groups.getCallbackServers":
            return {"count": 0, "items": []}
        case "groups.addCallbackServer":
            if not community.webhook.done():
                community.webhook.set_result(params["url"])
            return {"server_id": 1}
        case _ if method not in _DONE:
            raise Refused(3, f"Unknown method passed: {method}")
    return 1


def _send(community: Community, params: Parameters) -> Any:
    number = int(params.get("random_id", 0))
    if not number:
        raise Refused(100, "One of the parameters specified was missing or invalid: random_id is a required parameter")
    together = "peer_ids" in params
    people = [int(person) for person in str(params["peer_ids" if together else "peer_id"]).split(",")]
    if len(people) > _PEOPLE:
        raise Refused(100, "One of the parameters specified was missing or invalid: peer_ids has too many values")
    looks = hash((params.get("message"), params.get("format_data"), params.get("keyboard")))
    told = []
    for person in people:
        place = community.send(person, number, looks)
        _show(community, person, place, params)
        told.append({"peer_id": person, "message_id": place, "conversation_message_id": place})
    return told if together else told[0]["message_id"]


def _show(community: Community, person: int, place: int, params: Parameters) -> None:
    """Tell who waits for it of a message with buttons inside."""
    keyboard = str(params.get("keyboard", "")).encode()
    if b'"inline":true' in keyboard:
        community.shown(person, place, keyboard)
