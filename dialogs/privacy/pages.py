"""The one-time pages `/c/<token>`: contacts are given and shown here where a messenger must not see them.

    GET   what the page is for, and what is to be filled in; it uses nothing up and shows nothing that is kept
    POST  what was filled in, or that it is to be shown: once; after that, for a while, the code that was mailed

No cookies, no scripts, nothing from anywhere else: who forges a form would have to know the token.
"""

import secrets
from collections.abc import Awaitable, Callable, Collection, Mapping

from aiohttp import web

from dialogs.consent.fields import is_enough
from dialogs.kit.callers import Network
from dialogs.kit.clock import Clock
from dialogs.kit.phrase import Phrase, say
from dialogs.kit.policy import PrivacyPolicy
from dialogs.privacy.access import BROKEN, GONE, Door, sent_form
from dialogs.privacy.actions import pages as actions
from dialogs.privacy.actions.pages import Opened
from dialogs.privacy.rules import LONGEST_FIELD, Asked, Given, read_form
from dialogs.privacy.screens import files
from dialogs.privacy.screens import pages as views
from dialogs.privacy.screens.files import View
from storage.database import Storage, Work
from storage.fair.catalogue import Catalogue
from storage.privacy.contacts import ContactCard

Find = Callable[[Work, str], Awaitable[Opened | None]]

_CONFIRMED = say("Thank you, the address is confirmed. Go back to the chat: there it goes on.")
_TOMORROW = say(
    "Today you have answered that you are under 14, and I ask about age once a day. If you pressed the wrong button, "
    "ask for a new link in the chat tomorrow."
)


class OneTimePages:
    """The pages of the bot's own web address."""

    def __init__(
        self, storage: Storage, policy: PrivacyPolicy, clock: Clock, proxies: Collection[Network] = ()
    ) -> None:
        self._storage = storage
        self._policy = policy
        self._clock = clock
        self._door = Door(policy.pages, proxies)

    def routes(self) -> list[web.AbstractRouteDef]:
        """What the bot's web server has to answer."""
        show, take = self._door.guarded(self._show), self._door.guarded(self._take)
        return [web.get("/c/{token}", show), web.post("/c/{token}", take)]

    async def _show(self, request: web.Request) -> View:
        token = request.match_info["token"]
        async with self._storage.reading() as work:
            opened = await self._opened(work, token)
            asked = None if opened is None else await self._asked(work, opened)
            waiting = await self._waiting(work, token) if opened is None else None
            young = opened is not None and await actions.too_young(work, opened)
        if waiting is not None:
            return views.code(waiting.person.language, token)
        if opened is None:
            raise web.HTTPNotFound
        if opened.page.purpose in ("data", "reveal"):
            return views.confirm(opened.page.purpose, opened.person.language, token)
        if young:
            return views.word(_TOMORROW, opened.person.language, 403)
        if asked is None:
            return views.word(GONE, opened.person.language, 404)
        return views.form(asked, opened.person.language, token, {}, {})

    async def _take(self, request: web.Request) -> View:
        """What is shown once is drawn before it counts as shown; who tries what is no token keeps nobody waiting."""
        token = request.match_info["token"]
        form = await sent_form(request)
        if not secrets.compare_digest(form.get("token", "").encode(), token.encode()):
            raise web.HTTPBadRequest
        async with self._storage.reading() as work:
            if await self._opened(work, token) is None and await self._waiting(work, token) is None:
                raise web.HTTPNotFound
        async with self._storage.writing() as work:
            if (opened := await self._locked(work, token, self._opened)) is not None:
                return await self._taken(work, opened, token, form)
            if (waiting := await self._locked(work, token, self._waiting)) is not None:
                return await self._take_code(work, waiting, token, form)
        raise web.HTTPNotFound

    async def _taken(self, work: Work, opened: Opened, token: str, form: Mapping[str, str]) -> View:
        match opened.page.purpose:
            case "data":
                return await self._give_data(work, opened)
            case "reveal":
                return await self._reveal(work, opened)
            case _:
                return await self._keep(work, opened, token, form)

    async def _locked(self, work: Work, token: str, find: Find) -> Opened | None:
        """The page as it is once this person does nothing else: they may have been erased while we waited."""
        opened = await find(work, token)
        if opened is None:
            return None
        await work.people.lock(opened.person.messenger, opened.person.user)
        return await find(work, token)

    async def _waiting(self, work: Work, token: str) -> Opened | None:
        return await actions.waiting(work, token, self._clock.now())

    async def _opened(self, work: Work, token: str) -> Opened | None:
        now = self._clock.now()
        page = await work.privacy.pages.find(token, now)
        person = None if page is None else await work.people.load(page.person_id)
        return None if page is None or person is None else Opened(page, person, now)

    def _fair(self, opened: Opened) -> Catalogue:
        return self._storage.catalogue.spoken(opened.person.language)

    async def _asked(self, work: Work, opened: Opened) -> Asked | None:
        return await actions.asked(work, self._fair(opened), self._policy, opened)

    async def _keep(self, work: Work, opened: Opened, token: str, form: Mapping[str, str]) -> View:
        language = opened.person.language
        asked = await self._asked(work, opened)
        if asked is None:
            return views.word(GONE, language, 404)
        if await actions.too_young(work, opened):
            return views.word(_TOMORROW, language, 403)
        kept = await work.privacy.contacts.card(opened.person.id) or ContactCard()
        given = read_form(asked, kept, form, language)
        if not isinstance(given, Given):
            return views.form(asked, language, token, form, given, status=422)
        if given.age != "child" and not is_enough(given.card, asked.purpose):
            return views.form(asked, language, token, form, {"seal": BROKEN}, status=422)
        match await actions.keep(work, self._fair(opened), self._policy, opened, asked, given):
            case "used":
                return views.word(GONE, language, 404)
            case "code":
                return views.code(language, token)
        return views.word(self._thanks(given), language, 200)

    async def _take_code(self, work: Work, opened: Opened, token: str, form: Mapping[str, str]) -> View:
        language = opened.person.language
        if form.get("again"):
            return views.code(language, token, await actions.mail_again(work, self._fair(opened), opened))
        wrong = await actions.take_code(work, opened, form.get("code", "")[:LONGEST_FIELD])
        return views.word(_CONFIRMED, language, 200) if wrong is None else views.code(language, token, wrong, 422)

    def _thanks(self, given: Given) -> Phrase:
        if given.age == "child":
            return say(
                "Thank you for being honest! I take no contacts from anybody under 14, and have kept none: "
                "until tomorrow I remember this answer alone. "
                "Your mother or father can open me in a messenger of their own."
            )
        if given.age == "minor" and not self._policy.asks_minors:
            return say(
                "Thank you! Until you are 18, a parent shares contacts at this fair, so I have kept none. "
                "Your mother or father can open me in a messenger of their own."
            )
        return say("Thank you, it is all written down. Go back to the chat: there it goes on.")

    async def _give_data(self, work: Work, opened: Opened) -> View:
        person, now = opened.person, opened.now
        if not await work.privacy.pages.use(opened.page, now):
            return views.word(GONE, person.language, 404)
        async with self._storage.surveying() as survey:
            told = await survey.personal.everything(person)
        await work.privacy.audit.note("export", f"person {person.id}", person.id, now)
        return files.page(self._fair(opened), told, person.language, now)

    async def _reveal(self, work: Work, opened: Opened) -> View:
        fields = await actions.reveal(work, opened)
        if fields is None:
            return views.word(say("There is no contact here for you to see."), opened.person.language, 404)
        return views.contact(fields, opened.person.language)
