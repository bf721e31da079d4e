"""How the bot gets its updates: polling, webhook, answers to presses."""

import re
from typing import Any

import orjson

from simulator.telegram.account import Account
from simulator.telegram.answers import Described
from simulator.telegram.errors import bad_request, conflict
from simulator.telegram.parameters import Parameters
from simulator.telegram.updates import LONGEST_POLL
from simulator.telegram.webhook import Hook

ANSWER_LIMIT = 200


async def get_updates(account: Account, call: Parameters) -> list[dict[str, Any]]:
    _remember_allowed(account, call)
    return await account.updates.poll(
        call.integer("offset"), call.integer("limit", 100, 1, 100), call.integer("timeout", 0, 0, LONGEST_POLL)
    )


async def set_webhook(account: Account, call: Parameters) -> Described:
    address, secret = call.text("url"), call.text("secret_token")
    if not address:
        return await delete_webhook(account, call)
    if not re.match(r"https?://[^/\s]+", address):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if len(secret.encode()) > 256:
        raise bad_request("secret token is too long")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
        raise bad_request("secret token contains unallowed characters")
    _remember_allowed(account, call)
    if call.flag("drop_pending_updates"):
        account.updates.forget_all()
    hook = Hook(address, secret, call.integer("max_connections", 40, 1, 100))
    if account.webhook.hook == hook:
        return Described(result=True, description="Webhook is already set")
    account.updates.interrupt(conflict("terminated by setWebhook request"))
    account.webhook.use(hook)
    return Described(result=True, description="Webhook was set")


async def delete_webhook(account: Account, call: Parameters) -> Described:
    if call.flag("drop_pending_updates"):
        account.updates.forget_all()
    if account.webhook.hook is None:
        return Described(result=True, description="Webhook is already deleted")
    account.webhook.use(None)
    return Described(result=True, description="Webhook was deleted")


async def get_webhook_info(account: Account, _call: Parameters) -> dict[str, Any]:
    hook = account.webhook.hook
    info: dict[str, Any] = {
        "url": hook.url if hook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(account.updates.waiting()),
    }
    if account.webhook.last_error:
        moment, words = account.webhook.last_error
        info |= {"last_error_date": int(moment.timestamp()), "last_error_message": words}
    if hook:
        info["max_connections"] = hook.connections
    if account.updates.allowed:
        info["allowed_updates"] = list(account.updates.allowed)
    return info


async def answer_callback_query(account: Account, call: Parameters) -> bool:
    text, address = call.text("text"), call.text("url")
    if len(text) > ANSWER_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    if address and not address.startswith(("tg://", f"https://t.me/{account.face.username}?start=")):
        raise bad_request("URL_INVALID")
    account.presses.answer(call.text("callback_query_id"), text, alert=call.flag("show_alert"))
    return True


def _remember_allowed(account: Account, call: Parameters) -> None:
    """What is wrong here is ignored without a word; an empty list means the usual kinds."""
    try:
        kinds = orjson.loads(call.text("allowed_updates"))
    except orjson.JSONDecodeError:
        return
    if isinstance(kinds, list):
        account.updates.ask_for(kind for kind in kinds if isinstance(kind, str))


METHODS = {
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "answerCallbackQuery": answer_callback_query,
}
