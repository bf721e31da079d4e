"""What a messenger's answers say of the messenger itself: it is slowed, held and let go by them, and that is told once.

Whoever writes to people hears of it from the log, the metrics and `Weather`; letters only wait.
"""

from collections.abc import Sequence

import structlog
from prometheus_client import Gauge

from dialogs.kit.clock import Clock
from dialogs.kit.messenger import Later, Limits, Outcome
from dialogs.kit.traffic import Traffic
from dialogs.kit.weather import Weather
from scheduler.holding import Holding, Why
from scheduler.pacing import Pace

AWAY = Gauge("fairway_messenger_away", "Whether a messenger does not answer, or not accept our token", ["messenger"])
ALLOWED = Gauge("fairway_calls_allowed", "Calls a second that a messenger allows, as found", ["messenger"])

_log = structlog.get_logger()
Came = tuple[str, str, Outcome]  # of one letter: its chat, its kind, its outcome


class Hearing:
    """One messenger's, with the pace of its letters."""

    def __init__(self, name: str, limits: Limits, traffic: Traffic, weather: Weather, clock: Clock) -> None:
        self.pace = Pace(limits)
        self.holding = Holding()
        self._name = name
        self._different = limits.different
        self._traffic = traffic
        self._weather = weather
        self._clock = clock
        self._away = AWAY.labels(name)
        self._allowed = ALLOWED.labels(name)
        self._allowed.set(limits.per_second)

    def take_answers(self, now: float) -> None:
        """Hear what came of answers to presses since the last time."""
        while self._traffic.answers:
            answer = self._traffic.answers.popleft()
            self.pace.note_answer(answer.chat, answer.left)
            self.came([(answer.chat, "", answer.outcome)], answer.left, now)

    def came(self, told: Sequence[Came], left: float, now: float) -> None:
        """Hear what came of a call that left then, for each of its letters."""
        troubles = [outcome for _, _, outcome in told if isinstance(outcome, Later)]
        missed = [later for later in troubles if later.missed]
        if missed and len(missed) == len(told):
            self.missed(left, now, token=any(later.token for later in missed))
            return
        floods = [(chat, kind, came) for chat, kind, came in told if isinstance(came, Later) and came.flood]
        was = self.answered(left)
        if len(floods) < len(told):
            self.pace.note_taken(now)
        for chat, kind, flood in floods:
            if self._is_of_all(chat, kind, flood, now, alone=len(floods) < len(told), again=was == "quiet"):
                self._quiet(flood, left, now)
        self._allowed.set(self.pace.allowed)
        self._weather.rate = self.pace.allowed * self._different

    def missed(self, left: float, now: float, *, token: bool = False) -> None:
        """A call that left then was not answered, or our `token` was not accepted."""
        if not self.holding.missed(now, left, token=token):
            return
        since = self._clock.now()
        self._weather.away_since, self._weather.refused_since = (None, since) if token else (since, None)
        self._away.set(1)
        if token:
            _log.error("messenger.token_refused", messenger=self._name)
        else:
            _log.error("messenger.away", messenger=self._name, letters="wait, asked again every few seconds")

    def answered(self, left: float) -> Why | None:
        """A call that left then was answered; why the messenger was held until now."""
        was = self.holding.heard(left)
        if was in ("away", "token"):
            since = self._weather.away_since or self._weather.refused_since or self._clock.now()
            lasted = int((self._clock.now() - since).total_seconds())
            self._weather.away_since = self._weather.refused_since = None
            self._away.set(0)
            _log.warning("messenger.back", messenger=self._name, seconds=lasted)
        return was

    def _is_of_all(self, chat: str, kind: str, flood: Later, now: float, *, alone: bool, again: bool) -> bool:
        """Whether a flood answer is the whole messenger's; else that chat waits.

        :param alone: others had a letter by the same call.
        :param again: everybody was quiet until now, and this was the first to try.
        """
        if flood.whole:
            self.pace.slow(now)
            return True
        self.pace.hold(chat, now, flood.seconds, kind if flood.alike else "")
        if flood.alike or alone:
            return False
        return self.pace.flooded(chat, now) or again

    def _quiet(self, flood: Later, left: float, now: float) -> None:
        if self.holding.why is None:
            _log.warning("messenger.flood", messenger=self._name, asks_for=flood.seconds)
        self.holding.quiet(now, flood.seconds, left)
