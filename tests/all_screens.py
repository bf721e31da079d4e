"""Every screen that the program can show of a fair, at several moments; nothing here needs a database."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any, get_args

from dialogs.calendar import screens as calendar
from dialogs.calendar.rules import ALARMS
from dialogs.exhibition import screens as exhibition
from dialogs.help import screens as help_
from dialogs.kit import nights
from dialogs.kit.phrase import say
from dialogs.kit.policy import PrivacyPolicy, ReminderPolicy
from dialogs.kit.screen import Button, Screen
from dialogs.kit.zones import RUSSIAN
from dialogs.menu import screens as menu
from dialogs.moderation.screens import card as cards
from dialogs.moderation.screens import desk, replies
from dialogs.moderation.screens import public as public_chat
from dialogs.news.leads import Ways
from dialogs.plan import rules as plan_rules
from dialogs.plan.screens import plan, sharing
from dialogs.privacy.routes import OpenPrivacy
from dialogs.privacy.screens import chat as privacy
from dialogs.programme import card
from dialogs.programme import screens as programme
from dialogs.programme.rules import SOON
from dialogs.programme.screens import View
from dialogs.questions.screens import draft as asking
from dialogs.questions.screens import lists as questions
from dialogs.questions.screens import question as one_question
from dialogs.reminders import rules as reminding
from dialogs.reminders.screens import changes, evenings, players, reminders
from dialogs.settings import reminding as reminding_settings
from dialogs.settings import screens as settings
from dialogs.settings.cities import find
from dialogs.staff import screens as staff
from storage.address import Address
from storage.fair.catalogue import Catalogue
from storage.fair.programme import Session
from storage.people.people import Person
from storage.plans.choices import PlanChoices
from storage.plans.reminders import slot_number
from storage.questions.boards import Menu
from storage.questions.replies import DeskReply, Goal, ReplyState
from storage.questions.tables import Question
from storage.staff.invitations import Use
from storage.staff.places import Place
from storage.staff.staff import Goal as StaffGoal
from storage.staff.staff import Role
from tests import call_screens
from tests.screens_of_contacts import screens_of_contacts
from tests.screens_of_first import screens_of_first, screens_of_matching
from tests.screens_of_leads import screens_of_leads
from tests.screens_of_materials import screens_of_materials, screens_of_threads
from tests.screens_of_search import screens_of_search
from tests.screens_of_speakers import screens_of_recordings, screens_of_speakers
from tests.screens_of_team import screens_of_team
from tests.screens_of_troubles import screens_of_troubles
from tests.world import PRIVACY

Named = tuple[str, Screen]
NOW, FAR = datetime(2020, 4, 27, tzinfo=UTC), "Asia/Kamchatka"


def reader(catalogue: Catalogue) -> Person:
    """A person far away who has planned very much."""
    plan = frozenset(list(catalogue.sessions)[::9])
    return Person(1, "paper", "1", "ru", datetime(2020, 4, 1, tzinfo=UTC), zone=FAR, plan=plan)


def all_screens(catalogue: Catalogue, moments: Sequence[datetime]) -> Iterator[Named]:
    """All screens with names to find them by."""
    person = reader(catalogue)
    yield from _standing(catalogue, person)
    yield from _exhibition(catalogue)
    yield from _outside(catalogue, person)
    yield from screens_of_troubles(catalogue, moments[0])
    for now in moments:
        view = View(catalogue, person, now)
        yield from screens_of_first(catalogue, person, now)
        yield from screens_of_matching(catalogue, person, now)
        yield from _programme(view)
        yield from _plan(view)
        yield from _letters(view)
        yield from _asking(view)
    yield from _questions(catalogue, person)
    yield from _desks(catalogue)
    yield from _staff(catalogue)
    yield from screens_of_contacts(catalogue)
    yield from screens_of_leads(catalogue)
    yield from screens_of_team(catalogue)
    yield from call_screens.of_calls(catalogue, person, tuple(moments))
    yield from call_screens.of_route(catalogue)
    yield from screens_of_threads(catalogue)
    yield from screens_of_materials(catalogue)
    yield from screens_of_search(catalogue, person, moments[0])


def _standing(catalogue: Catalogue, person: Person) -> Iterator[Named]:
    yield "menu after a word", menu.after_a_word(catalogue, say("There is nothing here for you to open."))
    yield "help", help_.help_(catalogue, (10,))
    yield from _privacy(catalogue)
    for one in (person, replace(person, notices=(1440, 60, 10, 0), digest=True), replace(person, quiet=False)):
        yield "reminder settings", reminding_settings.reminders(one, ReminderPolicy())
    for zone in (*RUSSIAN.values(), None, "Europe/Berlin", "America/Argentina/Buenos_Aires"):
        yield f"settings {zone}", settings.settings(catalogue, replace(person, zone=zone), NOW, (10, 0))
    yield "zones", settings.zones(catalogue, NOW, 0)
    yield "which city", settings.which_city()
    yield "which of the cities", settings.which_of(find("Петропавловск").cities, NOW)
    yield "stopped", settings.stopped()
    yield "empty plan", plan.empty()
    yield "nothing left of a reminder", reminders.nothing_left()


def _privacy(catalogue: Catalogue) -> Iterator[Named]:
    stand = next(iter(catalogue.stands.values()))
    link = "https://fair.example.org/c/" + "x" * 43
    yield "privacy", privacy.privacy(PRIVACY)
    yield "privacy in detail", privacy.privacy_whole(48, PRIVACY)
    yield "privacy where nothing is asked", privacy.privacy_whole(48, PrivacyPolicy())
    yield "data comes", privacy.data_comes()
    yield "ask to forget", privacy.ask_forget(staff=True)
    yield "forgotten", privacy.forgotten(["23456789abcd"] * 99)
    yield "forgotten without consents", privacy.forgotten([])
    yield "forgotten too often", privacy.forgotten_often(3, say("tomorrow at {time}", time="09:45"), PRIVACY)
    for one in (stand, None):
        yield "contacts elsewhere", privacy.off_messenger(link, 30, one)
        yield "no page elsewhere", privacy.no_pages(one)
        yield "contacts given elsewhere", privacy.shared(one, Button(say("My contact card"), OpenPrivacy()))
    yield "contact elsewhere", privacy.see_off_messenger(link, 30)
    yield "data elsewhere", privacy.data_off_messenger(link, 30)


def _exhibition(catalogue: Catalogue) -> Iterator[Named]:
    yield "floors", exhibition.floors(catalogue, 0)
    for floor in catalogue.floors.values():
        yield f"floor {floor.ref}", exhibition.floor(catalogue, floor, 0)
    for stand in catalogue.stands.values():
        yield (
            f"stand {stand.ref}",
            exhibition.stand(catalogue, stand, "", Ways(calls=True, words=True), own=None, now=NOW),
        )
        yield (
            f"silent stand {stand.ref}",
            exhibition.stand(catalogue, stand, "", Ways(calls=False, words=False), own=FAR, now=NOW),
        )
        yield (
            f"wanted stand {stand.ref}",
            exhibition.stand(catalogue, stand, "r3", Ways(calls=True, words=True), own=FAR, now=NOW, wanted=True),
        )
        if stand.webinars:
            yield f"webinars of {stand.ref}", exhibition.webinars(catalogue, stand, "", FAR, 0)
        for number in range(len(stand.products)):
            yield f"product {stand.ref} {number}", exhibition.product(stand, number, "s12")
    for session in catalogue.sessions.values():
        if session.stands:
            yield f"stands of {session.ref}", exhibition.session_stands(catalogue, session, 0)


def _programme(view: View) -> Iterator[Named]:
    catalogue = view.catalogue
    yield "programme", programme.programme(catalogue, 0)
    for cluster in catalogue.clusters.values():
        yield f"cluster {cluster.ref}", programme.cluster(view, cluster, 0)
        for on in (*(day.date for day in catalogue.days_of(cluster.id)), None):
            if sessions := catalogue.sessions_of(cluster.id, on):
                yield f"day {cluster.ref} {on}", programme.day(view, cluster, on, sessions, 0)
    running, soon = catalogue.running(view.now), catalogue.soon(view.now, SOON)
    if running or soon:
        yield f"now {view.now}", programme.now_and_soon(view, running, soon, 0)
    coming = [one for one in catalogue.sessions.values() if one.starts][:20]
    yield "pause", programme.pause(view, view.now, coming, 0, recorded=True)
    yield from screens_of_recordings(view)
    yield from screens_of_speakers(view)
    for cluster in catalogue.clusters.values():
        yield f"past days of {cluster.ref}", programme.past_days(view, cluster, 0)
    for session in catalogue.sessions.values():
        yield f"session {session.ref} {view.now}", card.session(view, session, "")
        yield f"cancelled {session.ref}", card.session(view, replace(session, cancelled=True), "")
        yield f"late for {session.ref}", card.session(view, session, "plan3", just_chosen=True)


def _plan(view: View) -> Iterator[Named]:
    catalogue, person, now = view.catalogue, view.person, view.now
    days = plan_rules.days(catalogue, (catalogue.sessions[number] for number in person.plan))
    for on, sessions in days.items():
        day = plan.Day(days, on, 0)
        yield f"plan of {on}", plan.plan(catalogue, person, now, day, mail=True)
        later = replace(person, awaited=person.plan)
        yield f"plan of {on} left for recordings", plan.plan(catalogue, later, now, day, mail=False)
        yield f"tidy {on}", plan.tidy(catalogue, person, now, day)
        other = replace(person, plan=frozenset())
        yield f"shared plan of {on}", sharing.shared(catalogue, other, now, sessions, sessions, "x" * 22, 0)
        yield f"shared plan of {on} that is mine", sharing.shared(catalogue, person, now, sessions, (), "x" * 22, 0)
        if on is not None:
            yield f"clash on {on}", plan.clash(catalogue, person, sessions[0], sessions[1:], "plan3")
            yield f"clash of two on {on}", plan.clash(catalogue, person, sessions[0], sessions[1:2], "card.now3")
    day = plan.Day(days, plan_rules.day_now(days, now), 0)
    yield "plan", plan.plan(catalogue, person, now, day, mail=True)
    yield "tidy", plan.tidy(catalogue, person, now, day)


def _outside(catalogue: Catalogue, person: Person) -> Iterator[Named]:
    for alarm in ALARMS:
        yield f"calendar {alarm}", calendar.calendar(PlanChoices(alarm, evening=True), 2, web=True, mail=True)
    yield "calendar as a file alone", calendar.calendar(PlanChoices(), 0, web=False, mail=False)
    yield "calendar of nothing", calendar.empty()
    yield "calendar by an address", calendar.address("https://fair.example.org/calendar/" + "x" * 22 + ".ics")
    yield "no mail any more", calendar.evening_off()
    yield "no mail yet", calendar.needs_email(known=True)
    yield "share", sharing.share(3, possible=True)
    yield "share nowhere", sharing.share(0, possible=False)
    yield (
        "shared by a link",
        sharing.link(["https://fair.example.org/bot?start=plan-" + "x" * 22] * 2),
    )
    yield "shared no more", sharing.nothing()
    yield "a shared plan that is over", sharing.shared(catalogue, person, person.since, (), (), "x" * 22, 0)


def _letters(view: View) -> Iterator[Named]:
    catalogue, person = view.catalogue, view.person
    was = view.now - timedelta(days=1)
    for session in catalogue.sessions.values():
        yield f"change of {session.ref}", changes.change(catalogue, person, view.now, session, was)
        yield f"announcement of {session.ref}", changes.change(catalogue, person, view.now, session, None)
        yield f"change back of {session.ref}", changes.change(catalogue, person, view.now, session, was, off=True)
        yield f"reminder moved away {session.ref}", changes.moved_away(catalogue, person, session)
        yield f"out of the plan {session.ref}", changes.taken_out(session)
        yield f"reminder mended {session.ref}", players.mended(session, "https://live.example.org/1")
        for spare in ("https://spare.example.org/1", None):
            yield "does not open", players.does_not_open(replace(session, fallback_player=spare), organises=not spare)
    for counts in ({number: number for number in catalogue.sessions}, {}):
        yield "unopened", players.unopened(catalogue.sessions, counts, 0)
    told = reminding.evening_of(nights.evening(person, view.now, catalogue.zone), catalogue.zone, person.zone)
    assert told is not None
    planned = [session for session in catalogue.sessions.values() if session.starts][::5]
    yield "reminder of an evening", evenings.evening(catalogue, person, told, planned, planned[:3])
    slots: dict[datetime, list[Session]] = {}
    for session in catalogue.sessions.values():
        if session.starts:
            slots.setdefault(session.starts, []).append(session)
    for slot, sessions in slots.items():
        yield f"which of {slot}", players.which(slot_number(slot), sessions, 0)
        yield f"reminder of a start at {slot}", reminders.reminder(catalogue, person, slot, slot, sessions, second=True)
        yield (
            f"reminder that is on at {slot}",
            reminders.reminder(catalogue, person, slot, slot, sessions[:1], stands=True),
        )
        far, hours = timedelta(days=1), timedelta(minutes=150)
        for at in (slot - timedelta(minutes=9), slot - far, slot - hours, slot, slot + timedelta(minutes=21)):
            yield f"reminder of all at {slot}", reminders.reminder(catalogue, person, at, slot, sessions)
            yield f"reminder of one at {slot}", reminders.reminder(catalogue, person, at, slot, sessions[:1])


LONG = " ".join(["Как"] + ["заинтересовать"] * 33)[:500]
STATES = ("new", "taken", "passed", "aired", "answered", "declined", "merged", "withdrawn")


def question(number: int, session: Session, state: Any = "new", *, asker: int = 2, joined: int = 0) -> Question:
    """A question in a state, as long as it may be."""
    at = datetime(2020, 4, 27, 6, 50, tzinfo=UTC)
    passed = at if state in ("passed", "aired", "answered") else None
    return Question(
        id=number,
        session_id=session.id,
        number=number,
        person_id=asker,
        asker_name="Анна Константиновна Константинопольская-Преображенская из города Петропавловска-",
        text=LONG,
        anonymous=number % 2 == 0,
        state=state,
        revision=1,
        taken_by=None,
        lease_until=None,
        merged_into=99 if state == "merged" else None,
        reason="не по теме" if state == "declined" else None,
        answer="Да, пожалуй! " * 150 if state == "answered" else None,
        asked_at=at,
        changed_at=at,
        passed_at=passed,
        aired_at=passed if state in ("aired", "answered") else None,
        released_at=None,
        alarmed_at=None,
        joined=joined,
    )


def _asking(view: View) -> Iterator[Named]:
    catalogue, person = view.catalogue, view.person
    sessions = list(catalogue.sessions.values())
    for session, other in pairwise(sessions):
        yield f"question for {session.ref}", asking.prompt(catalogue, person, session, other, LONG)
        yield f"preview for {session.ref}", asking.preview(session, LONG, "Анна", anonymous=True, edited=False)
    yield "choice of a session", asking.choose(sessions[:25], 1, 0)
    yield "nothing to ask", asking.nothing_to_ask()


def _questions(catalogue: Catalogue, person: Person) -> Iterator[Named]:
    session = max(catalogue.sessions.values(), key=lambda session: len(session.title))
    offered = [question(number, session, joined=number * 17) for number in range(1, 4)]
    yield "one similar question", asking.offer(offered[:1])
    yield "similar questions", asking.offer(offered)
    yield "question sent", asking.sent(offered[0])
    yield "question changed", asking.changed(offered[0])
    yield "question joined", asking.joined(offered[0])
    yield "question repeated", asking.repeated(offered[0])
    yield "question refused", asking.refused(session, say("A moderator has paused your questions."))
    states = [question(number, session, state) for number, state in enumerate(STATES * 3, 1)]
    public = [one for one in states if one.passed_at is not None]
    for open_ in (True, False):
        yield (
            "public questions",
            questions.of_session(session, public, 2, frozenset({3}), "now3", 0, fair="ММСО", open_=open_),
        )
    yield "no public questions", questions.of_session(session, [], 2, frozenset(), "", 0, fair="ММСО", open_=True)
    yield "my questions", questions.mine(states, catalogue.sessions, person.id, 0)
    yield "no questions of mine", questions.mine([], {}, person.id, 0)
    yield "mute", one_question.muted(session)
    yield "mute at the fair", one_question.muted(None)
    root = question(99, session, "answered")
    for one in states[: len(STATES)]:
        other = root if one.state == "merged" else None
        for own in (True, False):
            yield f"question {one.state}", one_question.one(one, other, session, 2 if own else 1, awaits=True, at=3)
            yield f"receipt {one.state}", one_question.receipt(one, other, session, own=own, awaits=own)
    yield "answer to a question", one_question.answered(root, session, own=True)
    yield "refusal of a question", one_question.declined(question(5, session, "declined"), session, own=False)
    yield "answer to a question, corrected", one_question.answered(root, session, own=False, corrected=True)
    yield "refusal of a question, with another try", one_question.declined(root, session, own=True, takes=True)
    for own in (True, False):
        yield "receipt on air", one_question.aired(root, session, say("soon"), own=own)
        yield "receipt not on air", one_question.not_aired(root, own=own)
        yield "answer to a question, taken back", one_question.answer_withdrawn(root, own=own, theirs=True)
        yield "refusal of a question, taken back", one_question.refusal_withdrawn(root, own=own, theirs=True)
    yield "answer to another question", one_question.answer_withdrawn(root, own=True, theirs=False)
    yield "receipt touched", one_question.receipt(root, None, session, own=True, awaits=True, touched=(True, True))


def _desks(catalogue: Catalogue) -> Iterator[Named]:
    session, zone = max(catalogue.sessions.values(), key=lambda session: len(session.title)), catalogue.zone
    many = [question(number, session, STATES[number % 8], joined=number * 99) for number in range(1, 60)]
    reasons = Menu("decline", ("очень подробная и длинная причина отказа",) * 8, 1)
    menus = (None, reasons, Menu("duplicate", (1, 2, 3), 1), Menu("more", (True,), 1), Menu("more", (False,), 1))
    written = (
        Menu("pass", (True,), 1),
        Menu("answer", (), 1),
        Menu("correct", (), 1),
        Menu("text", (), 1),
        Menu("more", (False, True), 1),
    )
    for one in many[:8]:
        for opened in (*menus, *written) if one.state in ("new", "taken") else (None,):
            shown = cards.Card(one, session, zone, True, "paper", "📜", "Мария", 99, opened, "Мария", tuple(many[:3]))
            yield f"desk card {one.state}", cards.card(shown)
    for state in get_args(ReplyState):
        for goal in get_args(Goal):
            said = DeskReply(1, session.id, (1,), 1, "Очень длинный ответ. " * 90, goal, state, one.asked_at, None)
            yield f"desk reply {state}", replies.reply(said, many[4], 15)
    for closed in (True, False):
        yield "desk board", desk.board(session, zone, desk.Count({"new": 312, "aired": 41}, 290, 3, closed))
    for page in (0, 7, 99):
        yield "desk pack", desk.pack(session, many, page)
    yield "desk pack used up", desk.no_pack_left(session)
    yield "desk list", desk.air_list(session, [question(n, session, "passed", joined=n) for n in range(1, 40)], "ММСО")
    yield "desk list of nothing", desk.air_list(session, [], "ММСО")
    yield "desk summary", desk.summary(session, [question(n, session, "new", joined=n) for n in range(1, 60)], 48)
    yield "desk summary of nothing", desk.summary(session, [], 48)
    yield "desk alarm", desk.alarm(session, many, 5)
    yield "desk public question", public_chat.passed(many[0], session, "ММСО")
    yield "desk public question taken off", public_chat.taken_off(many[0], session)


def _staff(catalogue: Catalogue) -> Iterator[Named]:
    roles = [Role("organiser"), *(Role("moderator", number) for number in catalogue.clusters)]
    roles += [Role("stand", None, number) for number in list(catalogue.stands)[:3]]
    roles += [Role("head", None, number) for number in list(catalogue.stands)[3:5]]
    for used in (True, False):
        yield "staff welcome", staff.welcome(catalogue, roles, used=used)
    yield "staff invitation refused", staff.not_valid()
    for topics in (True, False):
        yield "desk bound", staff.bound(catalogue, roles[1], topics=topics)
    yield (
        "desk bound to a stand",
        staff.bound(catalogue, Role("stand", None, next(iter(catalogue.stands))), topics=False),
    )
    yield "desk not bound", staff.not_bound()
    yield "staff invitation later", staff.wait(say("at {time}", time="14:20"), private=True)
    yield "desk not bound yet", staff.wait(say("at {time}", time="14:20"), private=False)
    yield "desk may not be bound", staff.may_not_bind()
    yield "desk that does not let go", staff.still_in("paper:-100")
    yield from _used(catalogue, roles)


def _used(catalogue: Catalogue, roles: Sequence[Role]) -> Iterator[Named]:
    at, now = Address("paper", "-100"), datetime(2020, 4, 27, tzinfo=UTC)
    group = Place(1, at, "stand", None, 1, False, "bind", now, None, None, "Стенд")
    groups = [group] * (staff.SHOWN + 2)
    for role in (roles[0], roles[1], roles[-3], roles[-1]):
        for goal in get_args(StaffGoal):
            if goal == "place" and role.role == "organiser":
                continue
            use = Use(1, goal, role, 1, 1, at, "Группа", None, None)
            over = replace(use, undone_at=now, undone_by=1)
            yield f"desk used {goal} {role.role}", staff.used(catalogue, use, "Анна", None, may_undo=True)
            yield f"desk used {goal} {role.role} by nobody", staff.used(catalogue, use, None, None, may_undo=False)
            yield f"desk used {goal} {role.role} undone", staff.used(catalogue, over, "Анна", "Мария", may_undo=True)
        yield f"desk to be left by hand {role.role}", staff.by_hand(catalogue, role, "Анна", groups)
        yield f"desk to be left by hand {role.role} here", staff.by_hand(catalogue, role, None, None)
