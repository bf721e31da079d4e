"""The one-time pages as answers of a web server: words, templates, and the headers that keep them private."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from aiohttp import web

from dialogs.consent import agreement
from dialogs.kit.phrase import Phrase, say, speak
from dialogs.kit.reading import shown_email, shown_phone
from dialogs.kit.screen import Paragraph
from dialogs.privacy.files import templates
from dialogs.privacy.giving import AGES, Asked
from storage.privacy.consents import FIELDS, Field

_TITLE = say("Your contacts")
_LABELS: Mapping[Field, Phrase] = {
    "name": say("Your name"),
    "phone": say("Your phone"),
    "email": say("Your e-mail"),
    "organisation": say("Where you work or study"),
    "post": say("What you are there"),
}
_LABELS_OF_VISITOR: Mapping[Field, Phrase] = {
    "name": say("Name"),
    "phone": say("Phone"),
    "email": say("E-mail"),
    "organisation": say("Organisation"),
    "post": say("Post"),
}
_KINDS: Mapping[Field, tuple[str, str]] = {  # of an input, and what a phone fills in by itself
    "name": ("text", "name"),
    "phone": ("tel", "tel"),
    "email": ("email", "email"),
    "organisation": ("text", "organization"),
    "post": ("text", "organization-title"),
}
_SHOW: Mapping[str, tuple[Phrase, Phrase, Phrase]] = {  # title, word, button
    "data": (
        say("Your data"),
        say("Press the button to see everything that I keep about you. The page is shown once: save it if you wish."),
        say("Show my data"),
    ),
    "reveal": (
        say("The visitor's contact"),
        say("Press the button to see the contact. It is shown once, and the look is noted."),
        say("Show the contact"),
    ),
}


def new_nonce() -> str:
    """What lets the page's own style in, and nothing else."""
    return secrets.token_urlsafe(16)


def page(body: bytes, nonce: str, status: int = 200) -> web.Response:
    """An answer that nobody keeps, frames or looks over."""
    policy = (
        f"default-src 'none'; style-src 'nonce-{nonce}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    headers = {
        "Content-Security-Policy": policy,
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Robots-Tag": "noindex, nofollow",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    return web.Response(body=body, status=status, content_type="text/html", charset="utf-8", headers=headers)


def word(said: Phrase, language: str, status: int) -> web.Response:
    """A page with one thing to say."""
    return _drawn("word.html", language, status, title=_TITLE, said=said)


def confirm(purpose: str, language: str, token: str) -> web.Response:
    """A button, for what is shown once: what looks at links by itself presses none."""
    title, said, button = _SHOW[purpose]
    return _drawn("confirm.html", language, 200, title=title, said=said, button=button, token=token)


def contact(fields: Mapping[str, str], language: str) -> web.Response:
    """A visitor's contact, to be called or written to."""
    lines = [
        (speak(_LABELS_OF_VISITOR[field], language), _shown(field, fields[field]))
        for field in FIELDS
        if field in fields
    ]
    call = fields.get("phone", "")
    return _drawn("contact.html", language, 200, title=_SHOW["reveal"][0], lines=lines, call=call)


def _shown(field: Field, value: str) -> str:
    return {"phone": shown_phone, "email": shown_email}.get(field, str)(value)


def form(
    asked: Asked,
    language: str,
    token: str,
    typed: Mapping[str, str],
    mistakes: Mapping[str, Phrase],
    status: int = 200,
) -> web.Response:
    """The form, with what was typed and what was wrong with it; boxes and ages are never ticked beforehand."""
    inputs = [
        {
            "name": field,
            "label": speak(_LABELS[field], language),
            "type": _KINDS[field][0],
            "autocomplete": _KINDS[field][1],
            "value": typed.get(field, ""),
            "hint": speak(_hint(asked, field), language),
            "wrong": _spoken(mistakes.get(field), language),
        }
        for field in asked.needs.fields
    ]
    boxes = [
        {
            "name": box,
            "text": _paragraphs(text, language),
            "ticked": typed.get(box) == "yes" and "seal" not in mistakes,  # what changed is read anew
            "wrong": _spoken(mistakes.get(box), language),
        }
        for box, text in asked.documents.items()
    ]
    ages = [(age, speak(label, language), typed.get("age") == age) for age, label in AGES.items()]
    return _drawn(
        "form.html",
        language,
        status,
        title=_TITLE,
        stand="" if asked.stand is None else asked.stand.title,
        token=token,
        seal=asked.seal(language),
        inputs=inputs,
        boxes=boxes,
        ages=ages,
        wrong_age=_spoken(mistakes.get("age"), language),
        wrong=_spoken(mistakes.get("seal"), language),
        some_wrong=say("Not all of it can be taken yet: look at what stands in red.") if mistakes else "",
        ask_age=say("How old are you?"),
        agree=say("I agree"),
        send=say("Send"),
        not_now=say("If you change your mind, just close this page: nothing is kept until you press “Send”."),
    )


def _hint(asked: Asked, field: Field) -> Phrase:
    if field in asked.known:
        return say("I know it already: leave this empty, or write it anew.")
    return say("needed") if field in asked.needs.needed else say("if you like")


def _paragraphs(text: Sequence[Paragraph], language: str) -> list[str]:
    return [agreement.plain((part,), language) for part in text]


def _spoken(phrase: Phrase | None, language: str) -> str:
    return "" if phrase is None else speak(phrase, language)


def _drawn(template: str, language: str, status: int, **values: Any) -> web.Response:
    nonce = new_nonce()
    spoken = {name: speak(one, language) if isinstance(one, Phrase) else one for name, one in values.items()}
    body = templates().get_template(template).render(language=language, nonce=nonce, **spoken)
    return page(body.encode(), nonce, status)
