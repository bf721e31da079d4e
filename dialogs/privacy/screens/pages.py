"""The one-time pages as they are read: words and templates."""

from collections.abc import Mapping, Sequence

from dialogs.consent import agreement
from dialogs.consent.fields import AGES, CONTACT_FIELDS, needed, useful
from dialogs.kit.phrase import Phrase, say, speak
from dialogs.kit.screen import Paragraph
from dialogs.privacy.rules import Asked
from dialogs.privacy.screens.files import View
from storage.privacy.consents import Field

_TITLE = say("Your contacts")
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


def word(said: Phrase, language: str, status: int) -> View:
    """A page with one thing to say."""
    return View("word.html", language, {"title": _TITLE, "said": said}, status)


def confirm(purpose: str, language: str, token: str) -> View:
    """A button, for what is shown once: what looks at links by itself presses none."""
    title, said, button = _SHOW[purpose]
    return View("confirm.html", language, {"title": title, "said": said, "button": button, "token": token})


def contact(fields: Mapping[str, str], language: str) -> View:
    """A visitor's contact, to be called or written to."""
    lines = [
        (speak(one.theirs, language), one.shown(fields[field]))
        for field, one in CONTACT_FIELDS.items()
        if field in fields
    ]
    call = fields.get("phone", "")
    return View("contact.html", language, {"title": _SHOW["reveal"][0], "lines": lines, "call": call})


def code(language: str, token: str, said: Phrase | None = None, status: int = 200) -> View:
    """The field for the code that was mailed, with what came of the one before."""
    words = {
        "title": _TITLE,
        "kept": say(
            "Thank you, it is all written down. One thing more: I have mailed a code to your address. With the code "
            "materials can come by mail as well; without it close this page, and they come into the chat alone."
        ),
        "said": said or "",
        "token": token,
        "label": say("The six figures from the letter"),
        "confirm": say("Confirm the e-mail"),
        "again": say("Send the code again"),
    }
    return View("code.html", language, words, status)


def form(
    asked: Asked,
    language: str,
    token: str,
    typed: Mapping[str, str],
    mistakes: Mapping[str, Phrase],
    status: int = 200,
) -> View:
    """The form, with what was typed and what was wrong with it; boxes and ages are never ticked beforehand."""
    inputs = [
        {
            "name": field,
            "label": speak(CONTACT_FIELDS[field].yours, language),
            "type": _KINDS[field][0],
            "autocomplete": _KINDS[field][1],
            "value": typed.get(field, ""),
            "hint": speak(_hint(asked, field), language),
            "wrong": _spoken(mistakes.get(field), language),
        }
        for field in useful(asked.purpose)
    ]
    boxes = [
        {
            "name": box,
            "text": _paragraphs(document.text, language),
            "ticked": typed.get(box) == "yes" and "seal" not in mistakes,  # what changed is read anew
            "wrong": _spoken(mistakes.get(box), language),
        }
        for box, document in asked.documents.items()
    ]
    ages = [(age, speak(label, language), typed.get("age") == age) for age, label in AGES.items()]
    words = {
        "title": _TITLE,
        "stand": "" if asked.stand is None else asked.stand.title,
        "token": token,
        "seal": asked.seal(language),
        "inputs": inputs,
        "boxes": boxes,
        "ages": ages,
        "wrong_age": mistakes.get("age", ""),
        "wrong": mistakes.get("seal", ""),
        "some_wrong": say("Not all of it can be taken yet: look at what stands in red.") if mistakes else "",
        "ask_age": say("How old are you?"),
        "agree": say("I agree"),
        "send": say("Send"),
        "not_now": say("If you change your mind, just close this page: nothing is kept until you press “Send”."),
    }
    return View("form.html", language, words, status)


def _hint(asked: Asked, field: Field) -> Phrase:
    if field in asked.known:
        return say("I know it already: leave this empty, or write it anew.")
    return say("needed") if field in needed(asked.purpose) else say("if you like")


def _paragraphs(text: Sequence[Paragraph], language: str) -> list[str]:
    return [agreement.plain((part,), language) for part in text]


def _spoken(phrase: Phrase | None, language: str) -> str:
    return "" if phrase is None else speak(phrase, language)
