"""What a session's card says of the reader's plan: when word of it comes, by whose clocks, and what is at night."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from dialogs.kit.nights import EVENING, evening, is_night, morning, rests
from dialogs.kit.phrase import Phrase, say
from dialogs.kit.screen import Button, Paragraph, Piece, Row
from dialogs.kit.times import DayName, clock_time, differ, mine_alone, own_time
from dialogs.programme import rules
from dialogs.programme.screens import View
from dialogs.settings.routes import KeepFairTime, WriteCity
from storage.fair.programme import Session


def planned(view: View, chosen: Session, *, just_chosen: bool) -> list[Paragraph | Piece]:
    """What being in the plan comes to; of what is at night where the reader is, whether the recording will do."""
    said: list[Paragraph | Piece] = [in_plan(view, chosen, just_chosen=just_chosen)]
    if chosen.starts is not None and is_for_owls(view, chosen):
        time = mine_alone(chosen.starts, view.catalogue.zone, view.person.zone)
        said.append(say("🌙 It is {time} at night where you are. Shall I send you the recording instead?", time=time))
    return said


def in_plan(view: View, chosen: Session, *, just_chosen: bool) -> Phrase:
    """What being in the plan comes to: when word of it will come, by the clock, so that it stays true."""
    if chosen.id in view.person.awaited:
        return say("⭐ In your plan, left for its recording: I will not remind you of it.")
    if chosen.starts is not None and chosen.starts <= view.now:
        return say("⭐ In your plan. It is on already.")
    if not view.person.wants_reminders:
        return say("⭐ In your plan. Reminders are off; you can turn them on in the settings.")
    if chosen.starts is None:
        return say("⭐ In your plan. I will tell you when the time is announced.")
    if (night := _at_night(view, chosen.starts, just_chosen=just_chosen)) is not None:
        return night
    notices = rules.notices(chosen, view.now, view.notice_minutes, just_chosen=just_chosen)
    return _reminding(view, chosen, chosen.starts, _by_day(view, chosen.starts, notices))


def _by_day(view: View, starts: datetime, notices: Sequence[int]) -> list[datetime]:
    """When these reminders come: one of the night waits for the morning, unless the next one is due by then.

    Who chooses at night what is on that night is awake.
    """
    due = [starts - timedelta(minutes=notice) for notice in notices]
    person, zone = view.person, view.catalogue.zone
    if not due or rests(person, starts, zone):
        return due
    awake = [morning(person, at, zone) if rests(person, at, zone) else at for at in due]
    until = [*due[1:], starts + timedelta(minutes=1)]
    return [at for at, before in zip(awake, until, strict=True) if at < before]


def _reminding(view: View, chosen: Session, starts: datetime, moments: Sequence[datetime]) -> Phrase:
    if not moments:
        return say("⭐ In your plan.")
    first = _reminded_at(view, starts, moments[0])
    if len(moments) > 1 and moments[-1] == starts:
        return say("⭐ In your plan. I will remind you at {first} and at the start.", first=first)
    if len(moments) > 1:
        return say(
            "⭐ In your plan. I will remind you at {first} and at {then}.",
            first=first,
            then=_reminded_at(view, starts, moments[-1]),
        )
    if moments[0] == starts:
        return (
            say("⭐ In your plan. I will send you the link at {time}, at the start.", time=first)
            if chosen.player
            else say("⭐ In your plan. I will write to you at {time}, at the start.", time=first)
        )
    if chosen.player is None:
        return say("⭐ In your plan. I will remind you at {time}.", time=first)
    return say("⭐ In your plan. I will remind you at {time} and send you the link.", time=first)


def _at_night(view: View, starts: datetime, *, just_chosen: bool) -> Phrase | None:
    """What is promised of a session in the reader's quiet hours; who chooses it after that evening is awake."""
    person, zone = view.person, view.catalogue.zone
    if not rests(person, starts, zone):
        return None
    if view.now < evening(person, starts, zone):
        told = f"{EVENING:%H:%M}"
        return say(
            "⭐ In your plan. It is at night where you are: I will write the evening before, at {time}.", time=told
        )
    return None if just_chosen else say("⭐ In your plan. It is at night where you are: I will not wake you.")


def _reminded_at(view: View, starts: datetime, at: datetime) -> Phrase | str:
    """«11:35», «19:35 у вас»; with its day where the session has another."""
    zone, own = view.catalogue.zone, view.person.zone
    time: Phrase | str = mine_alone(at, zone, own)
    if differ(at, zone, own):
        time = say("{own} your time", own=time)
    on = own_time(at, zone, own).date()
    if on == own_time(starts, zone, own).date():
        return time
    return say("{time} ({day})", time=time, day=DayName(on, short=True))


def is_for_owls(view: View, chosen: Session) -> bool:
    """Whether it is to come at night where the reader is, whose day differs from the fair's, and no recording waits."""
    starts, zone, own = chosen.starts, view.catalogue.zone, view.person.zone
    ahead = starts is not None and starts > view.now and differ(starts, zone, own) and is_night(starts, zone, own)
    return ahead and rules.recording_comes(chosen) and chosen.id not in view.person.awaited


def clocks(view: View) -> Phrase:
    """The question whose clocks the reader lives by: with a guess, or openly."""
    time = clock_time(view.now, view.catalogue.zone)
    if view.guesses:
        return say("Is it {time} where you are?", time=time)
    return say("Which city are you in? Then your time comes first. At the fair it is {time} now.", time=time)


def clocks_are(view: View, chosen: Session, came: str) -> Row:
    same, city = KeepFairTime(chosen.id, came), WriteCity(chosen.id, came)
    if view.guesses:
        return (Button(say("Yes"), same), Button(say("No, another city"), city))
    return (Button(say("Say my city"), city), Button(say("The same time"), same))
