"""What is kept, what is erased, and the links to pages of our own, as screens."""

from collections.abc import Sequence

from dialogs.consent import agreement
from dialogs.contacts.routes import OpenConsents
from dialogs.exhibition.routes import OpenStand
from dialogs.kit.phrase import Phrase, say, say_n
from dialogs.kit.policy import PrivacyPolicy
from dialogs.kit.screen import Bold, Button, LinkButton, Paragraph, Row, Screen, paragraph, screen
from dialogs.menu.routes import OpenMenu
from dialogs.privacy.routes import AskForget, ForgetMe, OpenPrivacy, TakeMyData
from dialogs.settings.routes import OpenSettings
from storage.fair.exhibition import Stand

_MOST_PROOFS = 20  # that an answer spells out
_MENU: Row = (Button(say("Menu"), OpenMenu()),)


def privacy(policy: PrivacyPolicy) -> Screen:
    """What is stored, in a few lines."""
    return screen(
        Bold(say("What I keep about you")),
        paragraph(
            say("• your number in this messenger and your settings;"),
            say("• your plan, your route, your questions and requests, what stands gave you;"),
            say("• your contact card and consents, if you gave any: encrypted."),
        ),
        say("Everybody sees the name beside your question; ask “without a name”, and only the moderators do."),
        say(
            "What keeps others safe from too many calls, codes and messages I remember some hours or days longer, "
            "even after /forget, without your name or number."
        ),
        *_operator(policy),
        buttons=[(Button(say("In detail"), OpenPrivacy(whole=True)), Button(say("My data"), TakeMyData())), *_own()],
    )


def _own() -> list[Row]:
    return [
        (Button(say("My consents"), OpenConsents()), Button(say("Forget me"), AskForget())),
        (Button(say("⚙️ Settings"), OpenSettings()), *_MENU),
    ]


def privacy_whole(hours: int, policy: PrivacyPolicy) -> Screen:
    """What is stored, and that nothing more is; `hours` after a session it is forgotten who asked in it."""
    kept: list[Phrase] = [
        say("• your number in this messenger, to be able to answer you, and the day you first came;"),
        say("• your language, your time zone if you told it (never where you are), and when to remind you;"),
        say("• who you are, what interests you and when you are free, if you let me choose for you: no stand sees it;"),
        say("• the sessions that you chose, the messages sent about them, and whose player did not open for you;"),
        say("• the recordings that you wait for, and whether they come at once or in the evening;"),
        say("• the links and calendar addresses that open your plan, by codes alone, and whether it is mailed to you;"),
        say("• the questions that you asked or joined, and the name that you have in this messenger beside yours;"),
        say("• what you have begun to write, until you send it or leave it;"),
        say("• the last four things that you looked for: encrypted;"),
        say("• your contact card, if you filled one in: encrypted, so that nobody reads it in the database;"),
        say("• your consents: to whom, for what, by which text, when given and when withdrawn;"),
        say("• your requests to stands with what was said in them, your route, the materials that you received;"),
        say("• whether you have blocked me, so that I do not write in vain."),
    ]
    return screen(
        Bold(say("What I keep about you")),
        paragraph(*kept),
        say("Everybody sees the name beside your question; ask “without a name”, and only the moderators do."),
        say_n(
            "{n} hour after the session I forget who asked.", "{n} hours after the session I forget who asked.", hours
        ),
        _who_sees_contacts(policy),
        say(
            "What staff did with others' data, and who they are, I keep for three years, encrypted. Whose work here "
            "has ended I remember until they are out of the groups: for minutes, three days at the most."
        ),
        say(
            "To protect others I remember for some hours or days, even after /forget and by a code in place of your "
            "number: how many codes, calls, messages and questions there were, the answer “I am under 14” until "
            "midnight, and a moderators' ban until its end."
        ),
        say("Nothing more. For two days I also keep the numbers of handled messages, so that none is handled twice."),
        *_operator(policy),
        say("To get no more messages, send /stop. To have everything erased, send /forget."),
        buttons=[(Button(say("My data"), TakeMyData()),), *_own()],
    )


def _who_sees_contacts(policy: PrivacyPolicy) -> Phrase:
    if not policy.ready:
        return say("I ask nobody for a phone number or an e-mail address at this fair.")
    return say_n(
        "Your contacts are seen by the organisers, and by the staff of stands that you allowed to, while your consent "
        "stands; every look is noted. {n} day after the fair contacts and consents end by themselves.",
        "Your contacts are seen by the organisers, and by the staff of stands that you allowed to, while your consent "
        "stands; every look is noted. {n} days after the fair contacts and consents end by themselves.",
        policy.term.days,
    )


def _operator(policy: PrivacyPolicy) -> list[Paragraph]:
    """Who answers for it all."""
    if not policy.operator:
        return []
    lines = [say("Data controller: {operator}.", operator=_with_address(policy))]
    lines += [say("How to reach them: {contact}.", contact=policy.contact)] if policy.contact else []
    return [paragraph(*lines)]


def _with_address(policy: PrivacyPolicy) -> str:
    return ", ".join(filter(None, (policy.operator, policy.address)))


def data_comes() -> Screen:
    """The files are on their way."""
    return screen(
        say("I am gathering everything that I keep about you. Two files with the same in them come in a minute."),
        paragraph(
            say("• one to read, for any browser;"),
            say("• one in JSON, for programs."),
        ),
        buttons=[(Button(say("Back"), OpenPrivacy()), *_MENU)],
    )


def data() -> tuple[Paragraph, ...]:
    """What stands beside the files."""
    return (
        paragraph(say("Everything that I keep about you, as it is now.")),
        paragraph(say("The files hold personal data: keep them to yourself.")),
    )


def ask_forget(*, staff: bool) -> Screen:
    """The one confirmation."""
    rights = [
        say(
            "You work here as staff: your rights end too, and only a new invitation brings them back. I remove you "
            "from the working groups where I may, and take the contacts that I showed you out of this chat."
        )
    ]
    return screen(
        Bold(say("Forget you?")),
        say(
            "I shall erase all that I keep about you: settings, plan, contact card, requests, messages to stands. "
            "This cannot be undone."
        ),
        *(rights if staff else []),
        paragraph(
            say("What stays, without you:"),
            say("• that a stand had a request, for its counts; its number, no name and no contact;"),
            say("• questions that were passed on to speakers, without who asked;"),
            say("• that a consent was given and has ended, under a number that only you are told;"),
            *(_stays_of_staff() if staff else []),
            say(
                "• for hours or days a code in place of your number, by which moderators' bans and the limits of "
                "codes, calls and questions go on: they protect others."
            ),
        ),
        say(
            "From the stands' chats I take out what you wrote to them, and ask them to erase what they copied. "
            "The messages of this chat you can delete yourself."
        ),
        buttons=[
            (Button(say("Yes, forget everything"), ForgetMe()),),
            (Button(say("Better not"), OpenPrivacy()), *_MENU),
        ],
    )


def _stays_of_staff() -> list[Phrase]:
    return [
        say("• who you are, where you acted here as staff: encrypted, for three years;"),
        say("• your name and number, encrypted, until you are out of the groups: for minutes, three days at the most;"),
    ]


def forgotten(proofs: Sequence[str]) -> Screen:
    """The last that the person hears; a press on anything begins anew."""
    told = [agreement.spelled(proof) for proof in proofs[:_MOST_PROOFS]]
    numbers: list[Paragraph] = []
    if told:
        more = [say("and {n} more", n=len(proofs) - len(told))] if len(proofs) > len(told) else []
        numbers = [
            paragraph(
                say("These numbers prove which consents you gave, and that they have ended. Keep them if you wish:"),
                *told,
                *more,
            )
        ]
    return screen(
        Bold(say("Done: I have forgotten you.")),
        *numbers,
        say("The marks that protect others, without a name or a number, vanish by themselves in hours or days."),
        say("If you ever wish to come back, send /start: we shall meet as if for the first time."),
    )


def forgotten_often(times: int, when: Phrase, policy: PrivacyPolicy) -> Screen:
    """Not once more today."""
    told = say_n(
        "Today I have forgotten you {n} time already. I can do it again {when}.",
        "Today I have forgotten you {n} times already. I can do it again {when}.",
        times,
        when=when,
    )
    return screen(
        Bold(told),
        say("Until then “My consents” takes back what you gave, and /stop ends all messages."),
        *_operator(policy),
        buttons=[(Button(say("My consents"), OpenConsents()),), _MENU],
    )


def off_messenger(link: str, minutes: int, stand: Stand | None) -> Screen:
    """The link to a page where contacts are given."""
    return screen(
        Bold(say("Contacts, not in this chat")),
        say("By law your phone and e-mail must not pass through this messenger. Please give them on my own page."),
        _lasts(minutes),
        buttons=[(LinkButton(say("Open the page"), link),), _back(stand)],
    )


def see_off_messenger(link: str, minutes: int) -> Screen:
    """The link to a page where a visitor's contact is shown."""
    return screen(
        say("By law the visitor's contact must not pass through this messenger. You will see it on my own page."),
        _lasts(minutes),
        buttons=[(LinkButton(say("Open the page"), link),), _MENU],
    )


def data_off_messenger(link: str, minutes: int) -> Screen:
    """The link to a page with all that is kept of the reader."""
    return screen(
        say("Your data must not pass through this messenger by law. You will see all of it on my own page."),
        _lasts(minutes),
        buttons=[(LinkButton(say("Open the page"), link),), (Button(say("Back"), OpenPrivacy()), *_MENU)],
    )


def _lasts(minutes: int) -> Phrase:
    return say_n(
        "The link is for you alone, works once, and for {n} minute.",
        "The link is for you alone, works once, and for {n} minutes.",
        minutes,
    )


def no_pages(stand: Stand | None) -> Screen:
    """There is no address of ours where contacts could be given."""
    ways = [
        say("Phone: {phone}", phone=stand.phone) if stand is not None and stand.phone else None,
        say("E-mail: {email}", email=stand.email) if stand is not None and stand.email else None,
        say("Website: {site}", site=stand.site) if stand is not None and stand.site else None,
    ]
    known = [way for way in ways if way is not None]
    return screen(
        say("By law your phone and e-mail must not pass through this messenger, so I do not ask for them here."),
        *([paragraph(say("You can reach the stand yourself:"), *known)] if known else []),
        buttons=[_back(stand)],
    )


def _back(stand: Stand | None) -> Row:
    return _MENU if stand is None else (Button(say("Back to the stand"), OpenStand(stand.id)), *_MENU)


def shared(stand: Stand | None, onward: Button) -> Screen:
    """What comes into the chat when the page is filled in."""
    title = [say("Stand: {stand}", stand=stand.title)] if stand is not None else []
    return screen(
        Bold(say("Thank you: your contacts are written down.")),
        *title,
        say("They are not in this chat, and will not be."),
        buttons=[(onward,), _back(stand)],
    )
