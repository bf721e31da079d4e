"""All stores of one transaction, each made when it is first used; a new store is one property here."""

from collections.abc import Callable, Mapping
from functools import cached_property

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine.shared_commit import Effect
from storage.erasing import Personal
from storage.fair.files import Files
from storage.fair.missed import MissedSearches
from storage.leads.attempts import Attempts
from storage.leads.desks import LeadDesks
from storage.leads.leads import Leads
from storage.leads.lines import LeadLines
from storage.leads.notes import LeadNotes
from storage.leads.offers import Offers
from storage.leads.received import Received
from storage.leads.threads import Threads
from storage.people.enclosures import Enclosures
from storage.people.people import People, PeopleInMemory
from storage.plans.choices import Choices
from storage.plans.evenings import Evenings
from storage.plans.keys import PlanKeys
from storage.plans.recordings import Recordings
from storage.plans.reminders import Reminders
from storage.plans.subscriptions import Subscriptions
from storage.plans.tour import Tour
from storage.plans.unopened import Unopened
from storage.post.bookmarks import Bookmarks
from storage.post.claims import Claims
from storage.post.events import Events
from storage.post.leases import Leases
from storage.post.outbox import Outbox
from storage.post.standing import Standing
from storage.post.written import Written
from storage.privacy.audit import Audit
from storage.privacy.consent_texts import ConsentTexts
from storage.privacy.consents import Consents
from storage.privacy.contacts import Contacts
from storage.privacy.email_proofs import EmailProofs
from storage.privacy.guards import Guards
from storage.privacy.pages import Pages
from storage.privacy.sealing import Sealer
from storage.privacy.waiting import Waiting
from storage.questions.amends import Amends
from storage.questions.boards import ModeratorBoards
from storage.questions.mail import QuestionMail
from storage.questions.packs import Packs
from storage.questions.questions import Questions
from storage.questions.queue import QuestionQueue
from storage.questions.replies import DeskReplies
from storage.staff.departures import Departures
from storage.staff.invitations import Invitations
from storage.staff.places import Places
from storage.staff.staff import Staff
from storage.staff.strange_groups import StrangeGroups
from storage.staff.troubles import Troubles


class Work:
    """All stores of one transaction, grouped by thing."""

    def __init__(
        self,
        connection: AsyncConnection,
        memory: PeopleInMemory | None,
        after_commit: Callable[[Effect], None],
        sealer: Sealer,
        operator: Mapping[str, str] | None = None,
    ) -> None:
        """:param operator: who runs the command that this is, for the audit log."""
        self._connection = connection
        self._memory = memory
        self._sealer = sealer
        self._audit = Audit(connection, sealer, Staff(connection).described, operator)
        self.after_commit = after_commit

    async def settle(self) -> None:
        """What is left to be written before the commit."""
        await self._audit.settle()

    @cached_property
    def people(self) -> People:
        return People(self._connection, self._memory, self.after_commit, self._sealer)

    @cached_property
    def files(self) -> Files:
        return Files(self._connection)

    @cached_property
    def missed(self) -> MissedSearches:
        return MissedSearches(self._connection, self._sealer)

    @cached_property
    def enclosures(self) -> Enclosures:
        return Enclosures(self._connection, self._sealer)

    @cached_property
    def outbox(self) -> Outbox:
        return Outbox(self._connection)

    @cached_property
    def post(self) -> "PostWork":
        return PostWork(self._connection)

    @cached_property
    def plans(self) -> "PlansWork":
        return PlansWork(self._connection)

    @cached_property
    def staff(self) -> "StaffWork":
        return StaffWork(self._connection, self._sealer)

    @cached_property
    def privacy(self) -> "PrivacyWork":
        return PrivacyWork(self._connection, self._sealer, self._audit)

    @cached_property
    def questions(self) -> "QuestionsWork":
        return QuestionsWork(self._connection, self._sealer)

    @cached_property
    def leads(self) -> "LeadsWork":
        return LeadsWork(self._connection, self._sealer)

    @cached_property
    def personal(self) -> Personal:
        return Personal(self._connection, self._sealer, self._audit, self._memory, self.after_commit)


class PostWork:
    """Coming and going: claims on the outbox, messages that stay true, people's own, events seen, leases, bookmarks."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    @cached_property
    def claims(self) -> Claims:
        return Claims(self._connection)

    @cached_property
    def standing(self) -> Standing:
        return Standing(self._connection)

    @cached_property
    def written(self) -> Written:
        return Written(self._connection)

    @cached_property
    def events(self) -> Events:
        return Events(self._connection)

    @cached_property
    def leases(self) -> Leases:
        return Leases(self._connection)

    @cached_property
    def bookmarks(self) -> Bookmarks:
        return Bookmarks(self._connection)


class PlansWork:
    """What people plan."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    @cached_property
    def subscriptions(self) -> Subscriptions:
        return Subscriptions(self._connection)

    @cached_property
    def reminders(self) -> Reminders:
        return Reminders(self._connection)

    @cached_property
    def recordings(self) -> Recordings:
        return Recordings(self._connection)

    @cached_property
    def evenings(self) -> Evenings:
        return Evenings(self._connection)

    @cached_property
    def unopened(self) -> Unopened:
        return Unopened(self._connection)

    @cached_property
    def keys(self) -> PlanKeys:
        return PlanKeys(self._connection)

    @cached_property
    def choices(self) -> Choices:
        return Choices(self._connection)

    @cached_property
    def tour(self) -> Tour:
        return Tour(self._connection)


class StaffWork(Staff):
    """Who works at the fair, and where."""

    def __init__(self, connection: AsyncConnection, sealer: Sealer) -> None:
        super().__init__(connection)
        self._sealer = sealer

    @cached_property
    def departures(self) -> Departures:
        return Departures(self._connection, self._sealer)

    @cached_property
    def places(self) -> Places:
        return Places(self._connection)

    @cached_property
    def invitations(self) -> Invitations:
        return Invitations(self._connection)

    @cached_property
    def strange_groups(self) -> StrangeGroups:
        return StrangeGroups(self._connection)

    @cached_property
    def troubles(self) -> Troubles:
        return Troubles(self._connection)


class PrivacyWork:
    """Personal data, and what allows it."""

    def __init__(self, connection: AsyncConnection, sealer: Sealer, audit: Audit) -> None:
        self._connection = connection
        self._sealer = sealer
        self.audit = audit

    @cached_property
    def consents(self) -> Consents:
        return Consents(self._connection)

    @cached_property
    def consent_texts(self) -> ConsentTexts:
        return ConsentTexts(self._connection)

    @cached_property
    def contacts(self) -> Contacts:
        return Contacts(self._connection, self._sealer)

    @cached_property
    def email_proofs(self) -> EmailProofs:
        return EmailProofs(self._connection, self._sealer)

    @cached_property
    def pages(self) -> Pages:
        return Pages(self._connection)

    @cached_property
    def guards(self) -> Guards:
        return Guards(self._connection, self._sealer)

    @cached_property
    def waiting(self) -> Waiting:
        return Waiting(self._connection)


class QuestionsWork(Questions):
    """Questions, and the boards of moderators."""

    def __init__(self, connection: AsyncConnection, sealer: Sealer) -> None:
        super().__init__(connection, sealer)
        self._sealer = sealer

    @cached_property
    def queue(self) -> QuestionQueue:
        return QuestionQueue(self._connection)

    @cached_property
    def mail(self) -> QuestionMail:
        return QuestionMail(self._connection)

    @cached_property
    def boards(self) -> ModeratorBoards:
        return ModeratorBoards(self._connection, self._sealer)

    @cached_property
    def amends(self) -> Amends:
        return Amends(self._connection, self._sealer)

    @cached_property
    def packs(self) -> Packs:
        return Packs(self._connection)

    @cached_property
    def replies(self) -> DeskReplies:
        return DeskReplies(self._connection, self._sealer)


class LeadsWork(Leads):
    """Requests to stands, and the stands' desks."""

    def __init__(self, connection: AsyncConnection, sealer: Sealer) -> None:
        super().__init__(connection, sealer)
        self._sealer = sealer

    @cached_property
    def desks(self) -> LeadDesks:
        return LeadDesks(self._connection, self._sealer)

    @cached_property
    def attempts(self) -> Attempts:
        return Attempts(self._connection)

    @cached_property
    def lines(self) -> LeadLines:
        return LeadLines(self._connection, self._sealer)

    @cached_property
    def notes(self) -> LeadNotes:
        return LeadNotes(self._connection, self._sealer)

    @cached_property
    def threads(self) -> Threads:
        return Threads(self._connection, self._sealer)

    @cached_property
    def offers(self) -> Offers:
        return Offers(self._connection)

    @cached_property
    def received(self) -> Received:
        return Received(self._connection)
