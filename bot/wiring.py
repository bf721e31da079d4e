"""What is made of what: plain arguments, in one place."""

import secrets
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace

import handlers
from bot.settings import Settings
from dialogs.calendar.pages import Calendars
from dialogs.engine.adapter import Adapter, Toolbox
from dialogs.engine.bookmark import Bookmark
from dialogs.engine.buckets import Buckets
from dialogs.engine.dispatch import Dispatch
from dialogs.engine.library import Library
from dialogs.engine.registry import Registry
from dialogs.features import home, registry
from dialogs.kit.clock import Clock
from dialogs.kit.policy import Policy, PrivacyPolicy
from dialogs.kit.traffic import Traffic
from dialogs.kit.weather import Weather
from dialogs.privacy.pages import OneTimePages
from scheduler.clock import Ticker
from scheduler.delivery import Delivery
from storage.address import Address
from storage.database import Storage
from storage.fair.catalogue import Catalogue
from storage.staff.places import Binding


@dataclass(frozen=True, slots=True)
class Program:
    """Everything that runs; `links` are learnt while it does."""

    storage: Storage
    adapters: tuple[Adapter, ...]
    deliveries: tuple[Delivery, ...]
    ticker: Ticker
    dispatch: Dispatch
    pages: OneTimePages
    calendars: Calendars
    links: dict[str, str] = field(default_factory=dict)
    weather: Mapping[str, Weather] = field(default_factory=dict)


def switched_on(settings: Settings) -> tuple[str, ...]:
    """The messengers that have a token, and mail if it has a host."""
    return tuple(name for name, section in settings.ways.items() if section.token is not None)


def has_messenger(settings: Settings) -> bool:
    """Whether there is a messenger to be written to by; mail alone is none."""
    return any(section.token is not None for section in settings.messengers.values())


def privacy_policy(settings: Settings, public_url: str | None) -> PrivacyPolicy:
    """How personal data is handled, as configured."""
    return PrivacyPolicy(
        **settings.privacy.model_dump(exclude={"keys"}),
        ready=settings.privacy.sealer.ready,
        off_messenger=frozenset(
            name for name, own in settings.messengers.items() if getattr(own, "contacts", "here") == "elsewhere"
        ),
        pages=public_url,
        mail=settings.email.token is not None,
    )


def policy_of(settings: Settings, public_url: str | None, rates: dict[str, float], links: dict[str, str]) -> Policy:
    """Everything that features and jobs know of the configuration; `rates` and `links` are learnt later."""
    privacy = privacy_policy(settings, public_url)
    return Policy(settings.reminders, settings.questions, settings.staff, privacy, rates, links)


async def settle_places(program: Program, chats: Mapping[str, Address], clock: Clock) -> None:
    """Make the groups of the configuration places of their clusters and stands; what it no longer names is none."""
    topics = {adapter.messenger.name for adapter in program.adapters if adapter.messenger.limits.topics}
    bindings = [one for name, chat in chats.items() for one in _bindings(program.storage.catalogue, name, chat, topics)]
    async with program.storage.writing() as work:
        await work.staff.places.settle(bindings, clock.now())


def _bindings(catalogue: Catalogue, name: str, address: Address, topics: Collection[str]) -> list[Binding]:
    clusters = [cluster.id for cluster in catalogue.clusters.values() if cluster.ref == name]
    stand = catalogue.stand_named(name)
    parted = address.messenger in topics and not address.thread
    moderators = [Binding(address, "moderators", cluster_id=number, topics=parted) for number in clusters]
    return moderators if stand is None else [*moderators, Binding(address, "stand", stand_id=stand.id)]


def put_together(settings: Settings, storage: Storage, clock: Clock, public_url: Callable[[], str | None]) -> Program:
    """Build the program; nothing runs yet.

    :raises WrongSettings: a messenger cannot be switched on as configured.
    """
    pages = registry()
    rates: dict[str, float] = {}
    links: dict[str, str] = {}
    traffic = {name: Traffic() for name in switched_on(settings)}
    weather = {name: Weather() for name in traffic}
    typed_only: set[str] = set()
    known = policy_of(settings, public_url(), rates, links)
    policy = replace(known, weather=weather, typed_only=typed_only)
    buckets = Buckets(burst=settings.limits.burst, a_second=settings.limits.per_second)
    dispatch = Dispatch(pages, storage, clock, policy, home, buckets=buckets)

    adapters = tuple(
        handlers.connect(
            name,
            settings.ways[name],
            Toolbox(
                dispatch,
                Library(storage, name),
                Bookmark(storage, name),
                public_url(),
                lambda: storage.catalogue.title,
                traffic[name],
                weather[name],
            ),
        )
        for name in switched_on(settings)
    )
    rates.update({adapter.messenger.name: adapter.messenger.limits.letters_per_second for adapter in adapters})
    typed_only.update(adapter.messenger.name for adapter in adapters if not adapter.messenger.limits.vouches)
    deliveries = _deliveries(settings, storage, clock, adapters, pages, traffic, weather)
    dispatch.hastens.update({delivery.name: delivery.presses for delivery in deliveries})
    return Program(
        storage,
        adapters,
        deliveries,
        Ticker(storage, pages.jobs, policy, clock),
        dispatch,
        OneTimePages(storage, policy.privacy, clock, settings.web.proxies),
        Calendars(storage, clock, settings.web.proxies),
        links,
        weather,
    )


def _deliveries(
    settings: Settings,
    storage: Storage,
    clock: Clock,
    adapters: Collection[Adapter],
    pages: Registry,
    traffic: Mapping[str, Traffic],
    weather: Mapping[str, Weather],
) -> tuple[Delivery, ...]:
    """Of each messenger what sends its letters; they are of one process."""
    owner = secrets.token_hex(8)
    icons = {adapter.messenger.name: adapter.messenger.limits.icon for adapter in adapters}
    return tuple(
        Delivery(
            storage,
            adapter.messenger,
            pages.drawings,
            clock,
            owner,
            icons=icons,
            traffic=traffic[adapter.messenger.name],
            weather=weather[adapter.messenger.name],
            check=adapter.check,
            news_a_day=settings.reminders.news_a_day,
            home=settings.privacy.phone_country,
        )
        for adapter in adapters
    )
