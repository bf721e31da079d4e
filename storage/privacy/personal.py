"""What of every column is personal: the one place by which people are shown, erased, and their data is sealed anew.

Each column of each table is in exactly one of the lists below, which a test sees to. A table whose rows are about a
person says how: by a column that names the person, by another table's row, or by the address of their private chat.
Rows that stay without the person lose what is personal in them; all others go.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Table, and_, false, or_, select

from storage.engine.sealed import sealed_columns
from storage.people.people import Person
from storage.people.tables import PEOPLE


@dataclass(frozen=True, slots=True)
class Holding:
    """What a table holds of people, by the names of its columns.

    `owner` names the person whom a row is about, or, with `through`, the row of that other table which does; `chat`:
    its `messenger` and `chat` may be somebody's private chat, where no owner is named. `staff` name who of the staff
    acted. `personal` tells who somebody is or holds words by or about them, and so does `sealed`, which hangs on a
    consent and has names inside; `plain` does neither. `secret`: what is sealed and not even told to the person, for it
    proves something only where it came another way. `stays`: the rows stay without the person, for counts and proofs.
    Which words lie sealed where there is a key, the tables say themselves (`storage.engine.sealed.SEALED`).
    """

    plain: tuple[str, ...] = ()
    acted: tuple[str, ...] = ()
    owner: str = ""
    through: str = ""
    chat: bool = False
    staff: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()
    sealed: tuple[str, ...] = ()
    secret: tuple[str, ...] = ()
    stays: bool = False

    @property
    def about_people(self) -> bool:
        """Whether its rows are about somebody, not only done by staff."""
        return bool(self.owner) or self.chat

    @property
    def columns(self) -> tuple[str, ...]:
        """All that is tagged; the owner is a column of its own."""
        owner = (self.owner,) if self.owner else ()
        return (*owner, *self.staff, *self.acted, *self.personal, *self.sealed, *self.plain)


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _of_the_fair(columns: str) -> Holding:
    """Nothing here is about participants; the speakers and moderators of a programme are printed in it."""
    return Holding(plain=_words(columns))


_PROGRAMME = {
    "fairs": "id ref title timezone site version translations",
    "stages": "id ref title first_day last_day position withdrawn translations",
    "days": "date theme translations",
    "clusters": "id ref title short kind position withdrawn fallback_player translations",
    "sessions": "id ref cluster_id title short kind starts minutes language region summary moderator speakers player"
    " recording status demo position withdrawn languages tags audience level captions sign_language transcript"
    " fallback_player translations sequence",
    "floors": "id ref title position withdrawn translations",
    "stands": "id ref floor_id number title short summary logo site video phone email opens closes products demo"
    " position withdrawn translations",
    "materials": "id ref session_id stand_id title url file gate position withdrawn translations",
    "session_stands": "session_id stand_id position",
    "stand_webinars": "stand_id session_id position",
    "files": "hash name media_type size content",
    "uploads": "messenger hash use handle",
}
_MACHINERY = {
    "air_lists": "session_id questions",
    "bookmarks": "messenger bot position",
    "consent_texts": "text_hash text",
    "counters": "session_id last",
    "erasures": "id at since",
    "events": "messenger bot event at",
    "lead_counters": "stand_id last",
    "guard_keys": "id key",
    "guards": "id kind person other number at until",  # `person` and `other` are codes, which lead back to nobody
    "leases": "name owner until",
    "packs": "session_id page morning_at",
    "places": "id messenger chat thread role cluster_id stand_id topics source since broken_at flat_at title",
    "strange_groups": "messenger chat since",
    "summed": "session_id at",
    "topics": "place_id session_id title open",
    "troubles": "id kind what about began ended seen",
}
_OF_STAFF = {
    "audit_chain": Holding(
        sealed=("sealed",), plain=_words("id forgotten forgotten_link last link sure sure_link proof")
    ),
    "audit": Holding(acted=("by",), sealed=("who",), plain=_words("id at deed about whose link")),
    "card_menus": Holding(owner="by", plain=_words("question_id revision menu choices")),
    # It outlives who is in it, for as long as they are in a group of ours or see what they were shown: minutes.
    "departures": Holding(personal=_words("user name"), plain=_words("id right messenger role cluster_id stand_id at")),
    "desk_replies": Holding(staff=("by",), plain=_words("id session_id questions text goal state at until")),
    "lead_menus": Holding(owner="by", plain=_words("lead_id revision menu")),
    "closed": Holding(staff=("by",), plain=_words("session_id at")),
    "invitations": Holding(
        staff=("used_by",),
        acted=("by",),
        plain=_words("id code_hash goal role cluster_id stand_id since until used_at lot"),
    ),
    "offers": Holding(
        staff=("person_id", "decided_by"),
        plain=_words(
            "id stand_id title gate messenger handle name media_type file url state material_id at changed_at"
        ),
    ),
    "shifts": Holding(owner="person_id", plain=_words("cluster_id since")),
    "staff": Holding(owner="person_id", plain=_words("id role cluster_id stand_id since revoked_at")),
    "uses": Holding(staff=("undone_by",), plain=_words("invitation_id staff_id messenger chat thread title undone_at")),
    "staff_names": Holding(owner="person_id", personal=("name",)),
}
_OF_PEOPLE = {
    "missed_searches": Holding(personal=("words",), plain=_words("id asked last_at")),  # of nobody we know
    "people": Holding(
        owner="id",
        personal=_words("user form searches"),
        plain=_words("messenger language zone reminders muted reachable since client age choice")
        + _words("recordings_at_once notices digest quiet"),
    ),
    "unopened": Holding(owner="person_id", plain=_words("session_id at mended_at")),
    "subscriptions": Holding(owner="person_id", plain=_words("session_id since wants_recording recording_told")),
    "plan_keys": Holding(owner="person_id", plain=_words("token_hash purpose since")),
    "plan_choices": Holding(owner="person_id", plain=_words("alarm evening")),
    "route_stands": Holding(owner="person_id", plain=_words("stand_id since visited_at")),
    "received": Holding(owner="person_id", plain=_words("material_id at")),
    "attempts": Holding(owner="person_id", plain=_words("stand_id how at")),
    "enclosures": Holding(
        owner="person_id",
        personal=_words("chat handle name"),
        plain=_words("id key album messenger thread media_type photo file state at"),
    ),
    "written": Holding(owner="person_id", personal=("chat",), plain=_words("messenger message key at")),
    "cards": Holding(chat=True, personal=("chat",), plain=_words("messenger thread key revision message photo")),
    "outbox": Holding(
        owner="person_id",
        chat=True,
        personal=("chat",),
        plain=_words("id messenger thread kind about lane not_before deadline not_after once key state attempt failed")
        + _words("held_until ended_at batch"),
    ),
    "pages": Holding(
        owner="person_id", plain=_words("token_hash purpose stand_id lead_id since until used_at asks_code")
    ),
    "consents": Holding(
        owner="person_id",
        plain=_words("id proof messenger purpose stand_id version text_hash fields given_at until withdrawn_at live"),
        stays=True,
    ),
    "email_proofs": Holding(
        owner="person_id",
        sealed=("sealed",),
        secret=("code",),
        plain=_words("consent_id live purpose sent since sent_at until tries"),
    ),
    "waiting_contacts": Holding(owner="person_id", plain=("until",)),
    "contact_cards": Holding(owner="person_id", sealed=("sealed",), plain=_words("consent_id live purpose changed_at")),
    "lead_contacts": Holding(owner="person_id", sealed=("sealed",), plain=_words("lead_id stand_id consent_id live")),
}
_ASKED = {
    # What was asked belongs to the session and stays without who asked; what nobody has read yet is blanked by hand.
    "questions": Holding(
        owner="person_id",
        staff=("taken_by",),
        personal=("asker_name",),
        plain=_words(
            "id session_id number text anonymous state revision lease_until merged_into reason answer asked_at"
        )
        + _words("changed_at passed_at aired_at released_at alarmed_at joined"),
        stays=True,
    ),
    "joins": Holding(owner="person_id", plain=_words("question_id since")),
    "steps": Holding(
        owner="question_id", through="questions", staff=("by",), plain=_words("id step at detail"), stays=True
    ),
    "mutes": Holding(owner="person_id", staff=("by",), plain=_words("id session_id since")),
    "leads": Holding(
        owner="person_id",
        staff=("taken_by",),
        personal=_words("topic"),
        plain=_words("id stand_id number kind state revision repeats starts ends misses rating visitor_says staff_says")
        + _words("opened_at changed_at closed_at alarmed_at raised_at reminded_at asked_at"),
        stays=True,
    ),
    "thread_messages": Holding(
        owner="lead_id",
        through="leads",
        staff=("person_id",),
        personal=("text",),
        plain=_words("id by_staff at edited_at"),
    ),
    "lead_notes": Holding(
        owner="lead_id", through="leads", staff=("person_id",), personal=("text",), plain=_words("id at edited_at")
    ),
    "leads_told": Holding(owner="lead_id", through="leads", plain=_words("revision contact"), stays=True),
    "lead_steps": Holding(owner="lead_id", through="leads", staff=("by",), plain=_words("id step at"), stays=True),
}

HOLDINGS: Mapping[str, Holding] = {
    **{name: _of_the_fair(columns) for name, columns in (_PROGRAMME | _MACHINERY).items()},
    **_OF_STAFF,
    **_OF_PEOPLE,
    **_ASKED,
}


def about(table: Table, person: Person) -> ColumnElement[bool]:
    """The rows that are about the person."""
    holding = HOLDINGS[table.name]
    found: ColumnElement[bool] = false()
    if holding.through:
        parent = table.metadata.tables[holding.through]
        (key,) = parent.primary_key.columns
        owner = HOLDINGS[holding.through].owner
        found = table.c[holding.owner].in_(select(key).where(parent.c[owner] == person.id))
    elif holding.owner:
        found = table.c[holding.owner] == person.id
    if holding.chat:
        unnamed = [table.c[holding.owner].is_(None)] if holding.owner else []
        found = or_(found, and_(*unnamed, table.c.messenger == person.messenger, table.c.chat == person.user))
    return found


def acted_by(table: Table, person: Person) -> ColumnElement[bool]:
    """The rows that the person made or changed as one of the staff, and those that say for good what they did."""
    holding = HOLDINGS[table.name]
    return or_(false(), *(table.c[name] == person.id for name in (*holding.staff, *holding.acted)))


def tables_of_people() -> list[Table]:
    """The tables with rows about people, those that hang on others first."""
    known = reversed(PEOPLE.metadata.sorted_tables)
    return [table for table in known if table.name in HOLDINGS and HOLDINGS[table.name].about_people]


def tables_under_consents() -> list[Table]:
    """The tables of what may be kept only while a consent stands."""
    return [table for table in tables_of_people() if HOLDINGS[table.name].sealed]


def tables_to_scrub() -> list[Table]:
    """The tables out of which something about people may have been erased."""
    tables = PEOPLE.metadata.sorted_tables
    return [table for table in tables if HOLDINGS[table.name].about_people or sealed_columns(table)]


def sealed_tables() -> list[str]:
    """The names of the tables in which something lies sealed where there is a key."""
    return [table.name for table in PEOPLE.metadata.sorted_tables if sealed_columns(table)]
