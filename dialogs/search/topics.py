"""Places of the assistant that are found by their words, as what they are called and where they are."""

from collections.abc import Mapping

from dialogs.callback.routes import OpenMyRequests
from dialogs.help.routes import OpenHelp
from dialogs.kit.phrase import Phrase, say
from dialogs.kit.route import Route
from dialogs.materials.routes import OpenMyMaterials
from dialogs.plan.routes import OpenPlan
from dialogs.privacy.routes import OpenPrivacy
from dialogs.questions.routes import OpenMyQuestions
from dialogs.settings.routes import OpenSettings

TOPICS: Mapping[str, tuple[Phrase, Route]] = {
    "settings": (say("Settings: language, time zone, reminders"), OpenSettings()),
    "privacy": (say("What I keep about you, and how it is deleted"), OpenPrivacy()),
    "plan": (say("My plan"), OpenPlan()),
    "questions": (say("My questions to speakers"), OpenMyQuestions()),
    "requests": (say("My requests to stands"), OpenMyRequests()),
    "materials": (say("Materials that I received"), OpenMyMaterials()),
    "help": (say("How to use the assistant"), OpenHelp()),
}
