"""All features together: what answers to each press, command, link, reply and file, and who draws each letter."""

from collections.abc import Callable, Iterable
from typing import Any

from dialogs.engine.strangers import InVain, Stranger, draw_in_vain, draw_stranger
from dialogs.kit.feature import Answer, Command, Feature, Job, Listener
from dialogs.kit.form import LeaveForm
from dialogs.kit.route import Nowhere, Route, Routes
from storage.people.people import OpenForm


class Registry:
    """All features together. Two answers to one thing are an error at start."""

    def __init__(self, features: Iterable[Feature]) -> None:
        features = tuple(features)
        self.answers: dict[type[Route], Answer] = _merged(features, lambda feature: feature.answers, "the route")
        self.routes = Routes((*self.answers, Nowhere, LeaveForm))
        self.commands: dict[str, Command] = _merged(features, lambda feature: feature.commands, "the command")
        self.links: dict[str, Answer] = _merged(features, lambda feature: feature.links, "the deep link")
        self.replies: dict[str, Answer] = _merged(features, lambda feature: feature.replies, "replies to")
        self.edits: dict[str, Answer] = _merged(features, lambda feature: feature.edits, "edits of")
        takers = [feature for feature in features if feature.files is not None]
        if len(takers) > 1:
            raise ValueError(f"files belong to both {takers[0].name} and {takers[1].name}; keep one")
        self.files: Listener | None = takers[0].files if takers else None
        offering = [feature for feature in features if feature.offers is not None]
        if len(offering) > 1:
            raise ValueError(f"both {offering[0].name} and {offering[1].name} answer other chats; keep one")
        self.offers = offering[0].offers if offering else None
        self.listeners = tuple(listener for feature in features for listener in feature.listeners)
        self.drawings = {
            letter.kind: (letter, draw)
            for letter, draw in _merged(features, lambda feature: feature.drawings, "the letter").items()
        }
        self.forms = {form.name: form for feature in features for form in feature.forms}
        self.jobs = tuple(Job(job.name, job.seconds, job.make()) for feature in features for job in feature.jobs)
        own = {Stranger.kind: (Stranger, draw_stranger), InVain.kind: (InVain, draw_in_vain)}
        if len(self.drawings) < sum(len(feature.drawings) for feature in features) or own.keys() & self.drawings.keys():
            raise ValueError("two letters share a kind; rename one")
        self.drawings |= own
        if len(self.forms) < sum(len(feature.forms) for feature in features):
            raise ValueError("two forms share a name; rename one")

    def asks_phone(self, form: OpenForm | None) -> bool:
        """Whether the question that is open takes a phone number that the messenger shares."""
        known = None if form is None else self.forms.get(form.name)
        return form is not None and known is not None and known.asks_phone(form.step)


def _merged(features: Iterable[Feature], what: Callable[[Feature], dict[Any, Any]], called: str) -> dict[Any, Any]:
    merged: dict[Any, Any] = {}
    owners: dict[Any, str] = {}
    for feature in features:
        for name, answer in what(feature).items():
            if name in merged:
                raise ValueError(f"{called} {name!r} belongs to both {owners[name]} and {feature.name}; keep one")
            merged[name], owners[name] = answer, feature.name
    return merged
