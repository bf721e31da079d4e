"""What the bot hears of what people write: everything in private, in groups only what is meant for it."""

from simulator.telegram import objects
from simulator.telegram.account import Account
from simulator.telegram.dialogs import Dialog
from simulator.telegram.posts import Post, ServicePost
from simulator.world import Entity


def tell(account: Account, dialog: Dialog, post: Post, kind: str = "message") -> None:
    if hears(account, dialog, post):
        account.updates.put(kind, objects.message(account, dialog, post), f"chat:{dialog.id}")


def hears(account: Account, dialog: Dialog, post: Post) -> bool:
    """Privacy mode, which only administrators are free of."""
    if dialog.group is None:
        return True
    if not dialog.group.standing.inside:
        return False
    if dialog.group.standing.status == "administrator" or isinstance(post.content, ServicePost):
        return True
    answered = post.reply_to
    if answered and not answered.out and not isinstance(answered.content, ServicePost):
        return True
    return any(_is_addressed(account.face.username, post, entity) for entity in post.rich.entities)


def _is_addressed(username: str, post: Post, entity: Entity) -> bool:
    """A command without a name is meant for every bot."""
    if entity.type not in {"bot_command", "mention"}:
        return False
    raw = post.rich.text.encode("utf-16-le")[entity.offset * 2 : (entity.offset + entity.length) * 2]
    words, sign, name = raw.decode("utf-16-le").partition("@")
    return name.lower() == username.lower() if sign else bool(words)
