"""Answers to inline queries: articles that become messages."""

from typing import Any

import orjson

from simulator.telegram.account import Account
from simulator.telegram.errors import bad_request
from simulator.telegram.inline import Result
from simulator.telegram.markup import check_inline, read_inline
from simulator.telegram.parameters import Parameters, as_strings
from simulator.telegram.posts import TextPost
from simulator.telegram.texts import check_length, read_text

MOST_RESULTS, ID_BYTES, OFFSET_BYTES = 50, 64, 64


async def answer_inline_query(account: Account, call: Parameters) -> bool:
    told = call.json("results", "can't parse inline query results JSON object")
    if not isinstance(told, list):
        raise bad_request("expected an Array of InlineQueryResult")
    if len(told) > MOST_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    if len(call.text("next_offset").encode()) > OFFSET_BYTES:
        raise bad_request("NEXT_OFFSET_INVALID")
    results = [_result(one) for one in told]
    if len(dict(results)) < len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    account.inline.answer(call.text("inline_query_id"), dict(results))
    return True


def _result(told: Any) -> tuple[str, Result]:
    if not isinstance(told, dict) or told.get("type") != "article":
        raise bad_request("type of the query result is unsupported")
    name, title, content = told.get("id"), told.get("title"), told.get("input_message_content")
    if not isinstance(name, str) or not 1 <= len(name.encode()) <= ID_BYTES:
        raise bad_request("RESULT_ID_INVALID")
    if not isinstance(title, str) or not title:
        raise bad_request("ARTICLE_TITLE_EMPTY")
    if not isinstance(content, dict) or not content.get("message_text"):
        raise bad_request("message text is empty")
    rich = read_text(Parameters(as_strings(content | {"text": content["message_text"]})))
    check_length(TextPost(rich))
    markup = told.get("reply_markup")
    buttons = read_inline(Parameters({"reply_markup": orjson.dumps(markup).decode()} if markup else {}))
    check_inline(buttons)
    return name, Result(title, rich, buttons)


METHODS = {"answerInlineQuery": answer_inline_query}
