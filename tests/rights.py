"""Who may press what: one line for each route. A new route is one line more, or `tests/test_rights.py` fails.

`Rule.of` is the field that names something of Anna's (a request, a question, a consent) or of staff's (a stand, a
session); `may` are the roles that may do it to that very thing. A route with no `of` is everybody's, and whatever it
changes is the presser's own.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from dialogs.calendar import routes as calendar
from dialogs.callback import routes as calls
from dialogs.contacts import routes as contacts
from dialogs.exhibition import routes as exhibition
from dialogs.help import routes as help_
from dialogs.kit.route import Route
from dialogs.leads import routes as leads
from dialogs.matching import routes as matching
from dialogs.materials import routes as materials
from dialogs.menu import routes as menu
from dialogs.moderation import routes as desk
from dialogs.plan import routes as plan
from dialogs.privacy import routes as privacy
from dialogs.programme import routes as programme
from dialogs.questions import routes as questions
from dialogs.recordings import routes as recordings
from dialogs.reminders import routes as reminders
from dialogs.search import routes as search
from dialogs.settings import routes as settings
from dialogs.speakers import routes as speakers
from dialogs.staff import routes as staff
from dialogs.team import routes as team
from dialogs.threads import routes as threads
from dialogs.tour import routes as tour
from dialogs.troubles import routes as troubles

Role = Literal["guest", "Anna", "other", "stand", "head", "other stand", "moderator", "organiser", "former"]
ROLES: tuple[Role, ...] = ("guest", "Anna", "other", "stand", "head", "other stand", "moderator", "organiser", "former")
Thing = Literal["call", "thread", "question", "consent", "offer", "stand", "session", "bound", "invited", ""]


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may press a route about `thing`, which its field `of` names; `values` are for its other fields."""

    thing: Thing = ""
    of: str = ""
    may: frozenset[Role] = frozenset(ROLES)
    values: Mapping[str, Any] = field(default_factory=dict)


def _only(thing: Thing, of: str, may: Collection[Role], **values: Any) -> Rule:
    return Rule(thing, of, frozenset(may), values)


def _annas(thing: Thing, of: str, **values: Any) -> Rule:
    return Rule(thing, of, frozenset[Role](("Anna",)), values)


def _stands(thing: Thing = "call", of: str = "lead", **values: Any) -> Rule:
    return _only(thing, of, ("stand", "head", "organiser"), **values)


def _heads(**values: Any) -> Rule:
    return _only("stand", "stand", ("head", "organiser"), **values)


def _moderators(thing: Thing = "question", of: str = "question", **values: Any) -> Rule:
    return _only(thing, of, ("moderator", "organiser"), **values)


def _everybodys(**values: Any) -> Rule:
    return Rule(values=values)


_ORGANISER: tuple[Role, ...] = ("organiser",)
CALL: dict[str, Any] = {"purpose": "call"}
RULES: dict[type[Route], Rule] = {
    calls.AskCallback: _everybodys(),
    calls.ChooseCallDay: _everybodys(),
    calls.ChooseCallWindow: _everybodys(day=1),
    calls.ChooseCallZone: _everybodys(),
    calls.OtherCallZones: _everybodys(),
    calls.SetCallZone: _everybodys(offset=60),
    calls.SkipCallTopic: _everybodys(),
    calls.AddCallTopic: _annas("call", "lead"),
    calls.TakeCallWindow: _annas("call", "lead", starts=0),
    calls.OpenMyRequests: _everybodys(),
    calls.OpenRequest: _annas("call", "lead"),
    calls.CancelCall: _annas("call", "lead"),
    calls.MoveCall: _annas("call", "lead"),
    calls.SayCalled: _annas("call", "lead", spoke=True),
    contacts.Provide: _everybodys(**CALL),
    contacts.SetAge: _everybodys(age="adult", **CALL),
    contacts.AskAge: _everybodys(**CALL),
    contacts.SayYounger: _everybodys(**CALL),
    contacts.ReadConsent: _everybodys(fields="nt", **CALL),
    contacts.GiveConsent: _everybodys(fields="", seal=1, **CALL),
    contacts.CorrectField: _everybodys(field="phone", **CALL),
    contacts.NotNow: _everybodys(**CALL),
    contacts.UseMessengerName: _everybodys(),
    contacts.SkipField: _everybodys(),
    contacts.SendCodeAgain: _everybodys(),
    contacts.ChangeEmail: _everybodys(),
    contacts.OpenCard: _everybodys(),
    contacts.EditField: _everybodys(field="post"),
    contacts.RemoveField: _everybodys(field="post"),
    contacts.ConfirmEmail: _everybodys(),
    contacts.AskDeleteCard: _everybodys(),
    contacts.DeleteCard: _everybodys(),
    contacts.OpenConsents: _everybodys(),
    contacts.OpenConsent: _annas("consent", "consent"),
    contacts.AskWithdraw: _annas("consent", "consent"),
    contacts.Withdraw: _annas("consent", "consent"),
    exhibition.OpenExhibition: _everybodys(),
    exhibition.OpenFloor: _everybodys(),
    exhibition.OpenStand: _everybodys(),
    exhibition.OpenProduct: _everybodys(),
    exhibition.OpenSessionStands: _everybodys(),
    exhibition.OpenWebinars: _everybodys(),
    help_.OpenHelp: _everybodys(),
    leads.TakeLead: _stands(),
    leads.ReturnLead: _stands(),
    leads.LeadCalled: _stands(),
    leads.LeadMissed: _stands(),
    leads.LeadNotMissed: _stands(),
    leads.LeadSpoke: _stands(spoke=True),
    leads.OpenClosing: _stands(),
    leads.CloseLead: _stands(rating=5),
    leads.DownloadLeads: _stands("stand", "stand"),
    materials.OpenMaterials: _everybodys(),
    materials.TakeMaterials: _everybodys(),
    materials.SendOpen: _everybodys(),
    materials.SendMaterial: _everybodys(material=1),
    materials.MailMaterials: _everybodys(),
    materials.OpenMyMaterials: _everybodys(),
    materials.KeepTitle: _everybodys(),
    materials.SetGate: _everybodys(open=True),
    materials.ChooseStand: _everybodys(),  # of one's own open form
    materials.PutAtStand: _everybodys(),  # of one's own open form
    materials.OpenOffers: _stands("stand", "stand"),
    materials.AddMaterial: _stands("stand", "stand"),
    materials.TakeBack: _stands("offer", "offer"),
    materials.ShowOffer: _only("offer", "offer", _ORGANISER),
    materials.DecideOffer: _only("offer", "offer", _ORGANISER, yes=True),
    menu.OpenMenu: _everybodys(),
    menu.SpeakAtFirst: _everybodys(language="en"),
    desk.ShowCard: _moderators(),
    desk.Take: _moderators(),
    desk.GiveBack: _moderators(),
    desk.Pass: _moderators(),
    desk.Retract: _moderators(),
    desk.Air: _moderators(),
    desk.AnswerQuestion: _moderators(),
    desk.CorrectAnswer: _moderators(),
    desk.TakeBack: _moderators(),
    desk.EditText: _moderators(),
    desk.ShowName: _moderators(shown=False),
    desk.SendReply: _moderators(reply=1),
    desk.HoldBack: _moderators(reply=1),
    desk.OpenCardMenu: _moderators(menu="more"),
    desk.Choose: _moderators(menu="decline", choice=0),
    desk.Mute: _moderators(),
    desk.CloseQuestions: _moderators("session", "session", closed=True),
    desk.TurnPack: _moderators("session", "session", page=0),
    desk.UndoMany: _moderators("session", "session", reply=1),
    desk.ListForAir: _moderators("session", "session"),
    desk.SwitchShift: _moderators("session", "session"),
    plan.OpenPlan: _everybodys(),
    plan.OpenPastPlan: _everybodys(),
    plan.TidyPlan: _everybodys(),
    plan.TakeOut: _everybodys(),
    plan.Clash: _everybodys(),
    plan.WatchOf: _everybodys(watch=plan.THIS),
    plan.SharePlan: _everybodys(),
    plan.MakePlanLink: _everybodys(),
    plan.ClosePlanLinks: _everybodys(),
    plan.OpenSharedPlan: _everybodys(key="x" * 22),
    plan.TakeShared: _everybodys(key="x" * 22),
    calendar.OpenCalendar: _everybodys(),
    calendar.SendCalendar: _everybodys(),
    calendar.MakeCalendarAddress: _everybodys(),
    calendar.CloseCalendarAddresses: _everybodys(),
    calendar.SetAlarm: _everybodys(minutes=60),
    calendar.SwitchEveningMail: _everybodys(on=True),
    programme.GoOn: _everybodys(),
    privacy.OpenPrivacy: _everybodys(),
    privacy.TakeMyData: _everybodys(),
    privacy.AskForget: _everybodys(),
    privacy.ForgetMe: _everybodys(),
    privacy.OpenOffMessenger: _everybodys(**CALL),
    privacy.OpenContact: _only("call", "lead", ()),  # only who has taken it; here nobody has
    programme.OpenProgramme: _everybodys(),
    programme.OpenCluster: _everybodys(),
    programme.OpenDay: _everybodys(day=20200427),
    programme.OpenPastDays: _everybodys(),
    programme.OpenRecordings: _everybodys(),
    programme.OpenClusterRecordings: _everybodys(),
    programme.WantRecording: _everybodys(),
    programme.ForgoRecording: _everybodys(),
    recordings.SendRecordings: _everybodys(at_once=True),
    speakers.OpenSpeakers: _everybodys(),
    speakers.OpenLetters: _everybodys(first=0, last=1),
    speakers.OpenSessionSpeakers: _everybodys(),
    speakers.OpenSpeaker: _everybodys(speaker=1),
    programme.OpenNow: _everybodys(),
    programme.OpenSession: _everybodys(),
    programme.Subscribe: _everybodys(),
    programme.Star: _everybodys(),
    programme.Unsubscribe: _everybodys(),
    matching.OpenMatching: _everybodys(),
    matching.AskRole: _everybodys(),
    matching.ChooseRole: _everybodys(role="teacher"),
    matching.AskTopics: _everybodys(),
    matching.ToggleTopic: _everybodys(topic=1),
    matching.AskTimes: _everybodys(),
    matching.ChooseTimes: _everybodys(times="day"),
    matching.OpenMatched: _everybodys(),
    matching.TakeAll: _everybodys(day="0.1"),
    matching.OpenChoice: _everybodys(),
    matching.ClearChoice: _everybodys(),
    questions.AskQuestion: _everybodys(),
    questions.AskInSlot: _everybodys(slot=1),
    questions.ChangeDraft: _everybodys(),
    questions.ShowDraft: _everybodys(),
    questions.SetName: _everybodys(shown=True),
    questions.SendQuestion: _everybodys(seal=1),
    questions.OpenMyQuestions: _everybodys(),
    questions.OpenQuestions: _everybodys(),
    questions.OpenQuestion: _annas("question", "question"),
    questions.EditQuestion: _annas("question", "question"),
    questions.WithdrawQuestion: _annas("question", "question"),
    questions.AwaitQuestion: _annas("question", "question", on=True),
    questions.JoinInstead: _everybodys(question=1),  # Anna's; of one's own open draft
    questions.JoinListed: _annas("question", "question"),  # others may what is public; here nothing is
    questions.LeaveListed: _annas("question", "question"),
    reminders.OpenSlot: _everybodys(slot=1),
    reminders.RemindAgain: _everybodys(slot=1),
    reminders.DoesNotOpen: _everybodys(),
    reminders.WhichDoesNotOpen: _everybodys(slot=1),
    reminders.DoesNotSuit: _everybodys(),
    reminders.OpenUnopened: _only("", "", _ORGANISER),
    reminders.PlayerMended: _only("session", "session", _ORGANISER),
    troubles.HowToReturn: _everybodys(),
    troubles.InviteTeam: _only("stand", "stand", _ORGANISER),
    team.OpenTeam: _heads(),
    team.InviteColleague: _heads(),
    team.AskRevoke: _heads(colleague=1),
    team.RevokeColleague: _heads(colleague=1),
    tour.OpenTour: _everybodys(),
    tour.AddToTour: _everybodys(),
    tour.TakeOffTour: _everybodys(),
    tour.TickStand: _everybodys(on=True),
    search.OpenSearch: _everybodys(),
    search.FindTyped: _everybodys(),
    search.Find: _everybodys(search=1),
    search.Narrow: _everybodys(search=1),
    search.NarrowTo: _everybodys(search=1, by="day"),
    search.TellMissed: _everybodys(search=1),
    settings.OpenSettings: _everybodys(),
    settings.SetLanguage: _everybodys(language="en"),
    settings.SwitchReminders: _everybodys(on=False),
    settings.OpenReminders: _everybodys(),
    settings.SwitchNotice: _everybodys(notice=60, on=True),
    settings.SwitchDigest: _everybodys(on=True),
    settings.SwitchQuiet: _everybodys(on=False),
    settings.ChooseZone: _everybodys(),
    settings.SetZone: _everybodys(offset=60),
    settings.AskTime: _everybodys(),
    settings.KeepFairTime: _everybodys(),
    settings.WriteCity: _everybodys(stand=0),
    settings.TakeZone: _everybodys(zone="Asia.Omsk"),
    staff.Unbind: _only("bound", "invitation", ("stand", "head", "organiser")),
    staff.RevokeRight: _only("invited", "invitation", _ORGANISER),
    threads.WriteToStand: _everybodys(),
    threads.SendToThread: _annas("thread", "lead", seal=1),
    threads.SendKept: _everybodys(seal=1),
    threads.EndThread: _annas("thread", "lead"),
}
