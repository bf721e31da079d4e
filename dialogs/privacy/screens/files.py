"""Everything about a person as files: JSON for programs, a page for people, in which nothing typed becomes HTML."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import orjson

from dialogs.kit.phrase import Phrase, say, speak
from storage.fair.catalogue import Catalogue

Told = Mapping[str, Sequence[Mapping[str, Any]]]

TITLES: Mapping[str, Phrase] = {
    "people": say("You"),
    "subscriptions": say("Sessions that I remind you of"),
    "unopened": say("Sessions whose player did not open for you"),
    "plan_keys": say("Links and addresses that open your plan"),
    "plan_choices": say("How your plan goes into the calendar and the mail"),
    "route_stands": say("Stands of your route"),
    "received": say("Materials that you received"),
    "attempts": say("What you wanted of stands where nobody was there"),
    "enclosures": say("Photos and documents that you sent"),
    "written": say("Messages of yours that you can correct"),
    "email_proofs": say("Codes for your e-mail address"),
    "cards": say("Messages of mine that I keep true"),
    "outbox": say("Letters to you"),
    "pages": say("Pages that were opened for you"),
    "consents": say("Consents"),
    "waiting_contacts": say("Until when a contact that you have told waits for your consent"),
    "contact_cards": say("Contact card"),
    "lead_contacts": say("Contacts that stands may see"),
    "questions": say("Questions"),
    "joins": say("Questions whose answers you wait for"),
    "steps": say("What became of your questions"),
    "mutes": say("Pauses of your questions"),
    "leads": say("Requests to stands"),
    "lead_steps": say("What became of your requests"),
    "leads_told": say("What stands' own programs know of your requests"),
    "thread_messages": say("What you and stands wrote to each other"),
    "lead_notes": say("What stands noted about your requests"),
    "desk_replies": say("Replies to questions"),
    "audit": say("What you did with others' data, and with yours"),
    "staff": say("Your rights as staff"),
    "staff_names": say("Your name as staff"),
    "shifts": say("Your shifts as staff"),
    "card_menus": say("Menus that you opened as staff"),
    "lead_menus": say("Menus that you opened as staff"),
}
_NAMED = {
    "stand_id": "stands",
    "session_id": "sessions",
    "cluster_id": "clusters",
}  # columns, and whose numbers these are


@cache
def _templates() -> Any:
    """Jinja with our templates."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@dataclass(frozen=True, slots=True)
class View:
    """A page of HTML: a template, and what it says."""

    template: str
    language: str
    words: Mapping[str, Any]
    status: int = 200

    def drawn(self, nonce: str = "") -> bytes:
        """As HTML; on the web, `nonce` lets its own style in."""
        spoken = {
            name: speak(one, self.language) if isinstance(one, Phrase) else one for name, one in self.words.items()
        }
        page = _templates().get_template(self.template).render(language=self.language, nonce=nonce, **spoken)
        return str(page).encode()


def json(told: Told, now: datetime) -> bytes:
    """All of it as it is kept, with what is sealed opened."""
    body = {"made_at": now, "data": told}
    return orjson.dumps(body, option=orjson.OPT_INDENT_2 | orjson.OPT_UTC_Z)


def page(catalogue: Catalogue, told: Told, language: str, now: datetime) -> View:
    """All of it as a page of one's own, which needs nothing from anywhere."""
    parts = [
        (
            _title(name, language),
            [[(column, _shown(catalogue, column, value)) for column, value in row.items()] for row in rows],
        )
        for name, rows in told.items()
    ]
    words = {
        "title": say("What I keep about you"),
        "made": say("Made on {date}", date=_moment(catalogue, now)),
        "nothing": say("Nothing."),
        "parts": parts,
    }
    return View("data.html", language, words)


def _title(name: str, language: str) -> str:
    """What a table is to the reader; one without words yet goes by its own name."""
    table, _, as_staff = name.partition(" ")
    known = TITLES.get(table)
    title = table if known is None else speak(known, language)
    if not as_staff:
        return title
    did = say("What you did as staff: {table}", table=title)
    return speak(did, language)


def _shown(catalogue: Catalogue, column: str, value: Any) -> str:
    """A value as people read it."""
    things: Mapping[int, Any] = getattr(catalogue, _NAMED[column]) if column in _NAMED else {}
    if isinstance(value, int) and value in things:
        return f"{things[value].title} ({value})"
    match value:
        case None:
            return "—"
        case datetime():
            return _moment(catalogue, value)
        case bool():
            return "✓" if value else "✗"
        case Mapping():
            return "\n".join(f"{name}: {_shown(catalogue, '', one)}" for name, one in value.items())
        case _:
            return str(value)


def _moment(catalogue: Catalogue, moment: datetime) -> str:
    return f"{moment.astimezone(catalogue.zone):%d.%m.%Y %H:%M:%S %Z}"
