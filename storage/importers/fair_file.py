"""The programme file, entry by entry: what a fair's programme and exhibition consist of, checked and typed.

Required are ids, titles, a session's cluster, kind and minutes, a stand's floor, a cluster's kind, the days of a stage
and of a theme, the name of a speaker; everything else may be left out or be null. Entries can be built in a program
too: then the rules of a single entry hold, and those that need the rest of the file are not asked.
"""

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from storage.importers.links import File, Picture, Url
from storage.importers.mistakes import refuse, say
from storage.importers.times import DEFAULT_ZONE, Day, Moment, TimeOfDay, Zone
from storage.importers.words import (
    Email,
    Flag,
    Id,
    Language,
    Phone,
    Short,
    Summary,
    Tag,
    Text,
    Theme,
    Title,
    Worded,
    reference,
    text,
    whole_number,
)

ClusterKind = Literal["cluster", "special_project"]
SessionKind = Literal["discussion", "round_table", "master_class", "webinar", "lecture", "open_day", "plenary"]
SessionStatus = Literal["scheduled", "cancelled"]
Gate = Literal["open", "contacts"]
Audience = Literal["teacher", "parent", "preschool", "head", "student"]

Name = Annotated[str, text(150)]
Post = Annotated[str, text(300)]
Region = Annotated[str, text(100)]
Level = Annotated[str, text(40)]
Number = Annotated[int, whole_number(1, 9999)]
Minutes = Annotated[int, whole_number(1, 60)]
ClusterId = Annotated[Id, reference("clusters", "cluster")]
FloorId = Annotated[Id, reference("floors", "floor")]
SessionId = Annotated[Id, reference("sessions", "session")]
StandId = Annotated[Id, reference("stands", "stand")]


class Entry(BaseModel):
    """`key: null` and an absent key mean the same."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _drop_nulls(cls, entry: Any) -> Any:
        if not isinstance(entry, dict):
            return entry
        known = {field.alias or name for name, field in cls.model_fields.items()}
        return {key: value for key, value in entry.items() if value is not None or key not in known}

    @property
    def translations(self) -> dict[str, dict[str, str]] | None:
        """What the entry's own texts are in other languages than their first: language, field, text."""
        found: dict[str, dict[str, str]] = {}
        for name in type(self).model_fields:
            words = getattr(self, name)
            if isinstance(words, Worded):
                for language, said in words.others.items():
                    found.setdefault(language, {})[name] = said
        return found or None


class FairEntry(Entry):
    id: Id
    title: Title
    timezone: Zone = DEFAULT_ZONE
    site: Url | None = None


class StageEntry(Entry):
    id: Id
    title: Title
    first_day: Day
    last_day: Day

    @field_validator("last_day")
    @classmethod
    def _after_first(cls, last_day: dt.date, info: ValidationInfo) -> dt.date:
        first_day = info.data.get("first_day", last_day)
        if last_day < first_day:
            raise refuse(
                say("the stage ends before it starts"), say("write {first_day} or a later day", first_day=first_day)
            )
        return last_day


class DayEntry(Entry):
    date: Day
    theme: Theme | None = None


class ClusterEntry(Entry):
    id: Id
    title: Title
    short: Short | None = None
    kind: ClusterKind
    fallback_player: Url | None = None


class SpeakerEntry(Entry):
    """Entries of one id are one person; without ids those of one name and post are."""

    id: Id | None = None
    name: Name
    post: Post | None = None


class MaterialEntry(Entry):
    """Either a link, or a file by its path from the programme's folder."""

    id: Id
    title: Title
    url: Url | None = None
    file: File | None = Field(default=None, validate_default=True)
    gate: Gate = "open"

    @field_validator("file")
    @classmethod
    def _one_source(cls, file: File | None, info: ValidationInfo) -> File | None:
        if "url" in info.data and (info.data["url"] is None) == (file is None):
            has = say("neither `url` nor `file`") if file is None else say("both `url` and `file`")
            raise refuse(say("a material has {has}", has=has), say("give exactly one of them"))
        return file


class SessionEntry(Entry):
    id: Id
    cluster: ClusterId
    title: Title
    short: Short | None = None
    kind: SessionKind
    starts: Moment | None = None  # None: to be announced
    minutes: Minutes
    language: Language = "ru"
    languages: tuple[Language, ...] = ()  # all that it can be heard in, where it is interpreted
    region: Region | None = None
    summary: Summary | None = None
    moderator: SpeakerEntry | None = None
    speakers: tuple[SpeakerEntry, ...] = ()
    player: Url | None = None
    recording: Url | None = None
    fallback_player: Url | None = None
    transcript: Url | None = None
    captions: Flag = False
    sign_language: Flag = False
    level: Level | None = None
    tags: tuple[Tag, ...] = ()
    audience: tuple[Audience, ...] = ()
    materials: tuple[MaterialEntry, ...] = ()
    stands: tuple[StandId, ...] = ()
    status: SessionStatus = "scheduled"
    demo: Flag = False


class FloorEntry(Entry):
    id: Id
    title: Title


class ContactsEntry(Entry):
    """The stand's own, shown to everybody."""

    phone: Phone | None = None
    email: Email | None = None


class HoursEntry(Entry):
    """In the fair's zone; in the file the keys are `from` and `to`."""

    opens: TimeOfDay = Field(alias="from")
    closes: TimeOfDay = Field(alias="to")

    @field_validator("closes")
    @classmethod
    def _after_opening(cls, closes: dt.time, info: ValidationInfo) -> dt.time:
        opens = info.data.get("opens")
        if opens is not None and closes <= opens:
            raise refuse(
                say("the stand closes before it opens"), say("write a time later than {opens}", opens=f"{opens:%H:%M}")
            )
        return closes


class ProductEntry(Entry):
    title: Title
    text: Text | None = None
    photo: Picture | None = None


class StandEntry(Entry):
    id: Id
    floor: FloorId
    number: Number | None = None
    title: Title
    short: Short | None = None
    summary: Summary | None = None
    logo: Picture | None = None
    site: Url | None = None
    video: Url | None = None
    contacts: ContactsEntry | None = None
    hours: HoursEntry | None = None
    products: tuple[ProductEntry, ...] = ()
    materials: tuple[MaterialEntry, ...] = ()
    webinars: tuple[SessionId, ...] = ()
    demo: Flag = False


class FairFile(Entry):
    fair: FairEntry
    stages: tuple[StageEntry, ...] = ()
    days: tuple[DayEntry, ...] = ()
    clusters: tuple[ClusterEntry, ...] = ()
    sessions: tuple[SessionEntry, ...] = ()
    floors: tuple[FloorEntry, ...] = ()
    stands: tuple[StandEntry, ...] = ()
